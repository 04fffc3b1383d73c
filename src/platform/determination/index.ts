/** Determination (认定): from a reported claim to a decision, by two officers, on the record. */
export { answerNotice } from './answer-notice.ts';
export { determineBatch, ownDepartments, reviewBatch } from './batch-approval.ts';
export {
  CASE_STATES,
  type CaseAction,
  type CaseState,
  type CaseView,
  caseIdOf,
  parseCaseId,
  type Submission,
} from './case.ts';
export { asProblems } from './conflicts.ts';
export { overdueBefore, workingDaysLeft } from './deadline.ts';
export { foldCase, noticeOf } from './fold.ts';
export { caseView, getCase, reveal } from './looks.ts';
export { noticeLetter, noticePaper } from './notice.ts';
export { neighbours, queue } from './queue.ts';
export { responseWindowEnd } from './response-window.ts';
export { determinationRoutes } from './routes.ts';
export { type Availability, availableActions } from './rules.ts';
export { performAction } from './service.ts';
export { lockBatch, officerNames } from './store.ts';
