/** The words of a case: states, steps, parts, ways of service, as officers say them. */
import type { ActionOutcome, CaseDetail } from '#contracts/determination.ts';

export type CaseState = CaseDetail['state'];
export type ActionName = ActionOutcome['action'];
export type Part = CaseDetail['actions'][number]['part'];

export const STATES: Readonly<Record<CaseState, string>> = {
  reported: '待审核',
  corrected: '更正后待审核',
  returned: '待补正',
  reviewed: '已审核',
  'notice-served': '已告知，待陈述申辩',
  'response-received': '待审查陈述申辩',
  'response-considered': '已审查陈述申辩',
  determined: '已认定',
  withdrawn: '已撤回',
  refused: '未予认定',
};

export const STATE_COLOURS: Readonly<Record<CaseState, string>> = {
  reported: 'blue',
  corrected: 'blue',
  returned: 'orange',
  reviewed: 'cyan',
  'notice-served': 'purple',
  'response-received': 'purple',
  'response-considered': 'purple',
  determined: 'green',
  withdrawn: 'default',
  refused: 'default',
};

export const ACTIONS: Readonly<Record<ActionName, string>> = {
  review: '审核通过',
  'clear-suspicion': '核实疑点',
  return: '退回补正',
  refuse: '不予认定',
  withdraw: '撤回',
  correct: '更正',
  'serve-notice': '登记告知送达',
  'receive-response': '登记陈述申辩',
  'consider-response': '审查陈述申辩',
  determine: '认定',
};

export const PARTS: Readonly<Record<NonNullable<Part>, string>> = {
  reporter: '以报送人身份',
  reviewer: '以审核人身份',
  determiner: '以认定人身份',
};

export const SERVICE_METHODS = {
  direct: '直接送达',
  post: '邮寄送达',
  electronic: '电子送达',
  'public-notice': '公告送达',
} as const;

export const SEXES: Readonly<Record<string, string>> = { male: '男', female: '女' };

export const DOCUMENTS: Readonly<Record<string, string>> = {
  'resident-id': '居民身份证',
  'residence-permit': '港澳台居民居住证',
  'hk-macao-permit': '港澳居民来往内地通行证',
  'taiwan-permit': '台湾居民来往大陆通行证',
  'permanent-residence': '外国人永久居留身份证',
  passport: '护照',
};

export function isCaseState(text: string | undefined): text is CaseState {
  return text !== undefined && text in STATES;
}

export type Side = 'competent' | 'reporting';

/** As a type, so that it fits an address. */
export type QueueFilter = {
  readonly side: Side;
  readonly state: CaseState;
  readonly kind: string | undefined;
};

/** The queue as its address says it; where it says nothing, the one in which cases wait for this officer's duty. */
export function queueFilter(
  search: Readonly<Record<string, string | undefined>>,
  roles: readonly string[],
  otherwise?: CaseState,
): QueueFilter {
  const decides = roles.includes('reviewer') || roles.includes('determiner');
  const own: Side = decides || !roles.includes('reporter') ? 'competent' : 'reporting';
  const { side, state, kind } = search;
  return {
    side: side === 'competent' || side === 'reporting' ? side : own,
    state: isCaseState(state) ? state : (otherwise ?? firstState(roles)),
    kind,
  };
}

function firstState(roles: readonly string[]): CaseState {
  if (roles.includes('reviewer')) return 'reported';
  return roles.includes('determiner') ? 'reviewed' : 'returned';
}
