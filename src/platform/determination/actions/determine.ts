/** A third officer of the competent department decides: only this makes a record, or ends a case whose period is over already (061). */
import { z } from 'zod';
import { ACTION_PAYLOADS } from '#contracts/case-actions.ts';
import { type CaseView, considerationOf, noticeOf, reviewerOf } from '../case.ts';
import { lacksDocument } from '../evidence/decision-document.ts';
import { responseWindowEnd } from '../notice/response-window.ts';
import type { UnavailableCode } from '../unavailable.ts';
import { type Action, checked, isAdverse, type Rules, type Telling } from './action.ts';

/** `recordId` null: nothing was recorded, for the period was over (期限已过); then `periodEndedOn` says since when. */
export const DeterminePayload = ACTION_PAYLOADS.determine.extend({
  recordId: z.guid().nullable(),
  determinedOn: z.iso.date(),
  periodEndedOn: z.iso.date().optional(),
});

export const determine: Action<'determine'> = {
  title: { zh: '认定', en: 'Determination' },
  asked: ACTION_PAYLOADS.determine,
  logged: DeterminePayload,
  // with a response not yet considered the rule says so, rather than that the state is wrong
  from: {
    reviewed: 'determiner',
    'response-received': 'determiner',
    'notice-served': 'determiner',
    'response-considered': 'determiner',
  },
  hindrance: (view, rules) => {
    if (!isAdverse(view, rules.policy)) return undefined;
    return lacksDocument(view, rules.policy) ? 'decision-missing' : whyNotHeard(view, rules);
  },
  prepare: (payload, _view, { today, recordId, periodEndedOn }) => ({
    ...payload,
    determinedOn: today,
    ...(periodEndedOn === null ? { recordId } : { recordId: null, periodEndedOn }),
  }),
  apply: (before, { at, actorId, payload: { recordId, determinedOn, periodEndedOn = determinedOn } }) => ({
    ...checked(before, at),
    ...(recordId === null ? { state: 'lapsed', periodEndedOn } : { state: 'determined', recordId }),
    reviewedBy: reviewerOf(before),
    determinedBy: actorId,
    notice: noticeOf(before),
    consideration: considerationOf(before),
  }),
  demands: (view, { policy }) => [
    {
      id: 'determined',
      zh: '由报送人、审核人以外的第三人认定',
      en: 'Determined by a third person',
      met: view.state === 'determined' || view.state === 'lapsed',
      clause: policy.determination.clause,
    },
  ],
  tellsSubject: ({ view, caseId, department, what }) =>
    view.state === 'lapsed'
      ? overAlready(caseId, view.periodEndedOn)
      : {
          title: '不良信息已认定',
          text: `${department}已认定事项 ${caseId}（“${what}”）。认为有误的可以提出异议；履行义务、纠正行为后可以申请信用修复；也可以依法申请行政复议或者提起行政诉讼。`,
        },
  tellsReporter: ({ view, caseId, department, what }) =>
    view.state === 'lapsed'
      ? overAlready(caseId, view.periodEndedOn)
      : {
          title: '您的上报已认定',
          text: `${department}已认定您上报的“${what}”（事项 ${caseId}），记为良好信息。可以在“我的信息”中查看。`,
        },
};

/** adverse-needs-document: told beforehand, and either heard or the window is over (国办发〔2020〕49号). */
function whyNotHeard(view: CaseView, { policy, calendar, today }: Rules): UnavailableCode | undefined {
  const notice = noticeOf(view);
  if (!notice) return 'notice-missing';
  if (view.state === 'response-received') return 'response-open';
  if (view.state === 'response-considered') return undefined;
  return today > responseWindowEnd(notice, policy, calendar) ? undefined : 'window-running';
}

const overAlready = (caseId: string, periodEndedOn: string): Telling => ({
  title: '期限已过，不予记录',
  text: `事项 ${caseId} 的期限自决定之日起算，已于 ${periodEndedOn} 届满。事项已经办结，没有形成记录。`,
});
