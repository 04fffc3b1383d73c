/** Own reports (本人上报, clause 5.2): a person tells what good they did, and it is determined like a department's report. */

export { statementsInUse } from '../own-statements.ts';
export { mendAtCounter, reportsAtCounter, submitAtCounter, withdrawAtCounter } from './at-counter.ts';
export { deleteDraft, expireDrafts, saveDraft, viewDraft } from './drafts.ts';
export { submitDraft } from './hand-in.ts';
export { mendReport, withdrawReport } from './mend.ts';
export { attachToDraft, attachToReport, takeBackFromReport } from './proof.ts';
export { assistedReportRoutes, ownReportRoutes } from './routes.ts';
export { ownReportStatus, ownReports } from './status.ts';
export { reportsSettled } from './store.ts';
