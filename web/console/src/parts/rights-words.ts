/** The words of a request wherever one is shown: kinds, states, steps, outcomes, as officers say them. */
import type { RightsActionName, RightsDetail, RightsKind, RightsState } from '#contracts/rights.ts';

export const KINDS: Readonly<Record<RightsKind, string>> = {
  objection: '异议',
  repair: '信用修复',
  relief: '暂不纳入',
};

export const REQUEST_STATES: Readonly<Record<RightsState, string>> = {
  open: '待核查',
  'with-provider': '待认定单位核查',
  assessed: '已核查，待决定',
  returned: '退回申请人补充',
  granted: '已同意',
  refused: '未同意',
  withdrawn: '申请人已撤回',
  'review-open': '待复核',
  'review-granted': '复核同意',
  'review-refused': '复核不同意',
};

export const REQUEST_COLOURS: Readonly<Record<RightsState, string>> = {
  open: 'blue',
  'with-provider': 'purple',
  assessed: 'cyan',
  returned: 'orange',
  granted: 'green',
  refused: 'default',
  withdrawn: 'default',
  'review-open': 'purple',
  'review-granted': 'green',
  'review-refused': 'default',
};

export const REQUEST_ACTIONS: Readonly<Record<RightsActionName, string>> = {
  'ask-provider': '转认定单位核查',
  assess: '提出核查意见',
  return: '退回补充',
  supplement: '补充说明',
  decide: '作出决定',
  withdraw: '撤回申请',
  'ask-review': '申请复核',
  'decide-review': '作出复核决定',
  release: '解除暂不纳入',
};

/** What the applicant alone does: shown in the history, never as a button here. */
export const APPLICANTS: readonly RightsActionName[] = ['supplement', 'withdraw', 'ask-review'];

export const OUTCOMES: Readonly<Record<NonNullable<RightsDetail['steps'][number]['outcome']>, string>> = {
  granted: '同意',
  refused: '不同意',
  support: '建议同意',
  oppose: '建议不同意',
};

export const SIZES: Readonly<Record<NonNullable<RightsDetail['size']>, string>> = {
  micro: '微型企业',
  small: '小型企业',
  medium: '中型企业',
};
