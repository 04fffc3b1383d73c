/** Enacting (施行): what the rules shall be is proposed by one officer of the credit office and confirmed by another. */
export type { PolicyFolder } from './drafts.ts';
export type { EnactedRules, EnactingContext } from './overview.ts';
export { enactingRoutes } from './routes.ts';
