/** Determination (认定): from a reported claim to a decision, by two officers, on the record. */
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
export { overdueBefore } from './deadline.ts';
export { foldCase, noticeOf } from './fold.ts';
export { caseView, getCase, reveal } from './looks.ts';
export { noticeLetter, noticePaper } from './notice.ts';
export { neighbours, queue } from './queue.ts';
export { determinationRoutes } from './routes.ts';
export { type Availability, availableActions } from './rules.ts';
export { performAction } from './service.ts';
export { lockBatch } from './store.ts';
