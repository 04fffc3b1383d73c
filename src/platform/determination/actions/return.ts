/** The case goes back to whoever reported it, to be mended. */
import { ACTION_PAYLOADS } from '#contracts/case-actions.ts';
import { type Action, checked, STOPPING } from './action.ts';

export const ReturnPayload = ACTION_PAYLOADS.return;

export const returnCase: Action<'return'> = {
  title: { zh: '退回', en: 'Sent back' },
  asked: ACTION_PAYLOADS.return,
  logged: ReturnPayload,
  from: STOPPING,
  prepare: (payload) => payload,
  apply: (before, { at, payload }) => ({ ...checked(before, at), state: 'returned', reason: payload.reason }),
  tellsReporter: ({ what, caseId, department, view }) => ({
    title: '您的上报需要补正',
    text: `${department}退回了您上报的“${what}”（事项 ${caseId}）。原因：${view.state === 'returned' ? view.reason : ''}。请在“上报”中补正后重新提交。`,
  }),
};
