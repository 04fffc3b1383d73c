/** Words of cases, records and requests as one says them to those concerned. */
import type { OwnData } from '#contracts/own-data.ts';
import type { RightsActionName, RightsKind, RightsState } from '#contracts/rights.ts';

export const CASE_STATES: Readonly<Record<OwnData['cases'][number]['state'], string>> = {
  reported: '已报送，等待审核',
  corrected: '已补正，等待审核',
  returned: '退回补正',
  reviewed: '已审核，等待认定',
  'notice-served': '已告知，等您陈述申辩',
  'response-received': '已收到陈述申辩',
  'response-considered': '陈述申辩已审查',
  determined: '已认定',
  withdrawn: '已撤回',
  refused: '不予认定',
};

export const STANDINGS: Readonly<Record<OwnData['records'][number]['standing'], string>> = {
  'in-force': '有效',
  held: '暂不纳入',
  repaired: '已修复',
  revoked: '已撤销',
  expired: '已到期',
};

export const MODES = {
  public: '对社会公开',
  authorities: '只在有关机关之间共享',
  authorisation: '经您授权才能查询',
} as const;

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
