/** The person concerned has answered the notice: an officer enters a letter, or they answer themselves (行政处罚法 45). */
import { ACTION_PAYLOADS } from '#contracts/case-actions.ts';
import { noticeOf, required, reviewerOf } from '../case.ts';
import { type Action, unchanged } from './action.ts';
import { invalid, requirePast } from './payload-faults.ts';

export const ReceiveResponsePayload = ACTION_PAYLOADS['receive-response'];

export const receiveResponse: Action<'receive-response'> = {
  title: { zh: '收到陈述申辩', en: 'Received a response' },
  asked: ACTION_PAYLOADS['receive-response'],
  logged: ReceiveResponsePayload,
  // late and further responses count until the determination
  from: {
    'notice-served': 'reviewer',
    'response-received': 'reviewer',
    'response-considered': 'reviewer',
  },
  bySubject: true,
  adverseOnly: true,
  prepare: (payload, view, { today }) => {
    const receivedOn = requirePast(payload.receivedOn, today, { zh: '收到日期', en: 'The day of receipt' });
    const notice = noticeOf(view);
    if (notice && receivedOn < notice.servedOn)
      invalid(
        '收到陈述申辩的日期不能早于告知书送达日期。',
        'A response cannot be received before the notice is served.',
      );
    return payload;
  },
  apply: (before, { payload }) => ({
    ...unchanged(before),
    state: 'response-received',
    reviewedBy: reviewerOf(before),
    notice: required(noticeOf(before)),
    response: payload,
  }),
  tellsSubject: ({ caseId, department }) => ({
    title: '已收到您的陈述申辩',
    text: `关于事项 ${caseId} 的陈述申辩已收到，${department}审查以后才能作出决定。`,
  }),
};
