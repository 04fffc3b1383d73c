/** Oversight (监督): the log that everyone writes, and what auditors do with it. */
export { oversightRoutes } from './routes.ts';
export { recordCheckpoint, verifyAudit } from './verify.ts';
