/** Rights (权益): objection, repair and relief as requests with a clock; answers to a notice; the counter for who cannot do it alone. */
export { guidance } from './guidance.ts';
export { ownRequests, requestDetail, requestQueue } from './looks.ts';
export { attachProof, requestsSettled } from './proof.ts';
export { reliefOverview } from './relief-overview.ts';
export { myRightsRoutes, rightsRoutes } from './routes.ts';
export { act, actAsApplicant, ask, propose, requireWithdrawable, withdrawWithin } from './service.ts';
