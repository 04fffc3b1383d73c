/** Policy (政策): the pack in force, readable by everyone who works under it. */
export { type PackState, type PolicyRoutesOptions, policyRoutes } from './routes.ts';
