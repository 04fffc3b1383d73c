/** Rights (权益): objection, repair and relief as requests with a clock; answers to a notice; the counter for who cannot do it alone. */
export { ask, askWithin, isAsking, propose, requireAskable, wantedBy } from './asking.ts';
export { guidance } from './guidance.ts';
export { ownRequests, requestDetail, requestQueue } from './looks.ts';
export { attachProof, requestsSettled } from './proof.ts';
export { reliefOverview } from './relief-overview.ts';
export { myRightsRoutes, rightsRoutes } from './routes.ts';
export { act, actAsApplicant, requireWithdrawable, withdrawWithin } from './service.ts';
