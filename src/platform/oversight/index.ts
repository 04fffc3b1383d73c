/** Oversight (监督): the log that everyone writes, and what auditors do with it. */
export { actionTitle } from './action-titles.ts';
export { LogKeeper } from './log-keeper.ts';
export { HeadFile, type LogMemory } from './log-memory.ts';
export { prepareLogMonths } from './log-months.ts';
export { oversightRoutes } from './routes.ts';
export { recordCheckpoint, verifyAudit } from './verify.ts';
