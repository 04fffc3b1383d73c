/** Determination (认定): from a reported claim to a decision, by two officers, on the record. */

export { CASE_ACTION_TITLES } from './actions/index.ts';
export { determineBatch, reviewBatch } from './batch/approval.ts';
export {
  type CaseAction,
  type CaseView,
  CLOSED,
  caseIdOf,
  isOwnReport,
  noticeOf,
  type OwnReport,
  parseCaseId,
  type Submission,
} from './case.ts';
export { asProblems } from './conflicts.ts';
export { attachToCase } from './evidence/case-evidence.ts';
export { caseEvidenceRoutes } from './evidence/routes.ts';
export { evidenceOwner } from './evidence/rules.ts';
export { foldCase } from './fold.ts';
export { getLockedCase } from './locked-case.ts';
export { caseView, getCase, reveal } from './looks.ts';
export { answerNotice, answerWithin, maySpeakForParty, requireAnswerable } from './notice/answer.ts';
export { noticeLetter, noticePaper } from './notice/letter.ts';
export { periodOf, responseWindowEnd } from './notice/response-window.ts';
export { queueCounts } from './queue/counts.ts';
export { checkDueOn, dueDateOf, overdueBefore, workingDaysLeft } from './queue/deadline.ts';
export { neighbours, queue } from './queue/queue.ts';
export { determinationRoutes } from './routes.ts';
export { performAction, performOwnAction } from './service.ts';
export { casesSettled, lockBatch, takeReportersPart } from './store.ts';
