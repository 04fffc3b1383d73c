/** Oversight (监督): the log that everyone writes, and what auditors do with it. */
export { actionTitle } from './action-titles.ts';
export { prepareLogMonths } from './log-months.ts';
export { oversightRoutes } from './routes.ts';
export { platformLog, recordCheckpoint, verifyAudit } from './verify.ts';
