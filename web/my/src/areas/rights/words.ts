/** Words of requests as one says them to those concerned. */
import type { RightsActionName, RightsKind, RightsState } from '#contracts/rights.ts';

export const KINDS: Readonly<Record<RightsKind | 'response', string>> = {
  objection: '提出异议',
  repair: '申请信用修复',
  relief: '申请暂不纳入',
  response: '陈述申辩',
};
export const REQUESTS: Readonly<Record<RightsKind, string>> = {
  objection: '异议申请',
  repair: '信用修复申请',
  relief: '暂不纳入申请',
};

export const REQUEST_STATES: Readonly<Record<RightsState, string>> = {
  open: '办理中',
  'with-provider': '认定部门核查中',
  assessed: '已核查，等待决定',
  returned: '请您补充',
  granted: '同意',
  refused: '不同意',
  withdrawn: '已撤回',
  'review-open': '复核中',
  'review-granted': '复核：同意',
  'review-refused': '复核：不同意',
};

export const STEPS: Readonly<Record<RightsActionName, string>> = {
  'ask-provider': '转认定部门核查',
  assess: '提出核查意见',
  return: '退回补充',
  supplement: '补充材料',
  decide: '作出决定',
  withdraw: '撤回',
  'ask-review': '申请复核',
  'decide-review': '作出复核决定',
  release: '提前解除暂不纳入',
};

export const CHANNELS = { own: '本人提出', assisted: '窗口代办', department: '认定部门提出' } as const;
