/** The words of a case's page and of the queue: steps, parts, ways of service, as officers say them. */
import type { ActionOutcome, CaseDetail } from '#contracts/determination.ts';

export type ActionName = ActionOutcome['action'];
type Part = CaseDetail['actions'][number]['part'];

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
