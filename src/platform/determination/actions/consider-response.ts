/** Who will decide weighs what the person concerned answered, and says why it holds or not. */
import { z } from 'zod';
import { ACTION_PAYLOADS } from '#contracts/case-actions.ts';
import { considerationOf, noticeOf, required, reviewerOf } from '../case.ts';
import { responseWindowEnd } from '../notice/response-window.ts';
import { type Action, isAdverse, unchanged } from './action.ts';

export const ConsiderResponsePayload = ACTION_PAYLOADS['consider-response'].extend({ consideredOn: z.iso.date() });

export const considerResponse: Action<'consider-response'> = {
  title: { zh: '复核陈述申辩', en: 'Considered the response' },
  asked: ACTION_PAYLOADS['consider-response'],
  logged: ConsiderResponsePayload,
  from: { 'response-received': 'determiner' },
  adverseOnly: true,
  prepare: (payload, _view, { today }) => ({ ...payload, consideredOn: today }),
  apply: (before, { payload }) => ({
    ...unchanged(before),
    state: 'response-considered',
    reviewedBy: reviewerOf(before),
    notice: required(noticeOf(before)),
    response: required(before.state === 'response-received' ? before.response : null),
    consideration: payload,
  }),
  demands: (view, { policy, calendar, today }) => {
    if (!isAdverse(view, policy)) return [];
    const notice = noticeOf(view);
    const windowOver =
      notice !== null && view.state !== 'response-received' && today > responseWindowEnd(notice, policy, calendar);
    return [
      {
        id: 'heard',
        zh: '陈述申辩期限已满，或者陈述申辩意见已审查',
        en: 'The response window is over, or the response was considered',
        met: considerationOf(view) !== null || windowOver,
        clause: policy.kind(view.submission.kind).clause,
      },
    ];
  },
};
