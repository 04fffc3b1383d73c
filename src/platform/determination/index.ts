/** Determination (认定): from a reported claim to a decision, by two officers, on the record. */

export { answerNotice } from './answer-notice.ts';
export { determineBatch, ownDepartments, reviewBatch } from './batch-approval.ts';
export {
  type CaseAction,
  type CaseView,
  caseIdOf,
  isOwnReport,
  type OwnReport,
  parseCaseId,
  type Submission,
} from './case.ts';
export { attachToCase, getLockedCase } from './case-evidence.ts';
export { asProblems } from './conflicts.ts';
export { checkDueOn, dueDateOf, overdueBefore, workingDaysLeft } from './deadline.ts';
export { caseEvidenceRoutes } from './evidence-routes.ts';
export { evidenceOwner } from './evidence-rules.ts';
export { foldCase, noticeOf } from './fold.ts';
export { caseView, getCase, reveal } from './looks.ts';
export { noticeLetter, noticePaper } from './notice.ts';
export { neighbours, queue } from './queue.ts';
export { queueCounts } from './queue-counts.ts';
export { periodOf, responseWindowEnd } from './response-window.ts';
export { determinationRoutes } from './routes.ts';
export { performAction, performOwnAction } from './service.ts';
export { casesSettled, lockBatch, officerNames, takeReportersPart } from './store.ts';
