/** Whoever reported it takes the claim back; the fact can be reported anew. */
import { ACTION_PAYLOADS } from '#contracts/case-actions.ts';
import { type Action, unchanged } from './action.ts';
import { nothingRecorded } from './refuse.ts';

export const WithdrawPayload = ACTION_PAYLOADS.withdraw;

export const withdraw: Action<'withdraw'> = {
  title: { zh: '撤回事项', en: 'Withdrew a case' },
  asked: ACTION_PAYLOADS.withdraw,
  logged: WithdrawPayload,
  from: {
    reported: 'reporter',
    corrected: 'reporter',
    returned: 'reporter',
    reviewed: 'reporter',
    'notice-served': 'reporter',
    'response-received': 'reporter',
    'response-considered': 'reporter',
  },
  prepare: (payload) => payload,
  apply: (before, { payload }) => ({ ...unchanged(before), state: 'withdrawn', reason: payload.reason }),
  tellsSubject: nothingRecorded,
  tellsReporter: ({ caseId }) => ({ title: '您已撤回上报', text: `事项 ${caseId} 已撤回，不再办理。` }),
};
