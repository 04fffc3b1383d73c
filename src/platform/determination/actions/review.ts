/** A second officer checks the claim. */
import { ACTION_PAYLOADS } from '#contracts/case-actions.ts';
import { hasDecisionDocument, lacksDocument } from '../evidence/decision-document.ts';
import { type Action, FIRST_LOOK, isAdverse, unchanged } from './action.ts';

export const ReviewPayload = ACTION_PAYLOADS.review;

export const review: Action<'review'> = {
  title: { zh: '审核', en: 'Review' },
  asked: ACTION_PAYLOADS.review,
  logged: ReviewPayload,
  from: FIRST_LOOK,
  hindrance: (view, { policy }) => {
    if (view.suspicion && !view.suspicion.cleared) return 'suspicion-open';
    return lacksDocument(view, policy) ? 'decision-missing' : undefined;
  },
  prepare: (payload) => payload,
  apply: (before, { actorId }) => ({ ...unchanged(before), state: 'reviewed', reviewedBy: actorId }),
  demands: (view, { policy }) => {
    const kind = policy.kind(view.submission.kind);
    const reviewed = {
      id: 'reviewed',
      zh: '已由报送人以外的人审核',
      en: 'Reviewed by somebody other than who reported',
      met: 'reviewedBy' in view,
      clause: policy.determination.clause,
    };
    // adverse-needs-document
    const decision = {
      id: 'decision',
      zh: '已生效的决定文书：类型在目录之内，文号、作出机关、日期、依据齐全',
      en: 'A decision in effect: catalogued type, number, authority, date and basis',
      met: hasDecisionDocument(view.facts.decision, kind),
      clause: kind.clause,
    };
    return isAdverse(view, policy) ? [reviewed, decision] : [reviewed];
  },
  tellsReporter: ({ what, caseId, department }) => ({
    title: '您的上报已核对通过',
    text: `您上报的“${what}”（事项 ${caseId}）已核对通过，等待${department}的另一位工作人员认定。`,
  }),
};
