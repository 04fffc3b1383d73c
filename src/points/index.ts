/** The points system (个人信用积分系统): what the runtime may use of it. */

export { accountRoutes } from './accounts/routes.ts';
export { noteEnactedBenefits } from './benefits/enacted-benefits.ts';
export { benefitRoutes } from './benefits/routes.ts';
export { sweepCodes } from './benefits/service.ts';
export type { PointsContext } from './context.ts';
export type { PointsDatabase } from './database.ts';
export { beginPointsEpoch } from './exchange/epoch.ts';
export { deliver } from './exchange/outbox.ts';
export type { CitizenClaims, PointsRoutes, SignedInProvider } from './http.ts';
export { type PointsInboxOptions, pointsInboxRoutes } from './inbox/routes.ts';
export { pointsLog, sealPointsLog, verifyPointsLog } from './log.ts';
export { providerRoutes } from './providers/routes.ts';
export { admitProvider, findProvider, providerSelf } from './providers/service.ts';
export { noteRules, type Rehearsal, rehearse, SMALLEST_GROUP, tellHolders } from './rules/index.ts';
