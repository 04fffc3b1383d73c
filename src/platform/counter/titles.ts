/** What each act at a counter is called, to the person and to officers. */
import type { CounterActKind } from '#contracts/vocabulary.ts';

export const COUNTER_TITLES: Readonly<Record<CounterActKind, { readonly zh: string; readonly en: string }>> = {
  objection: { zh: '提出异议', en: 'Object' },
  repair: { zh: '申请信用修复', en: 'Ask for repair' },
  relief: { zh: '申请暂不纳入', en: 'Ask for relief' },
  supplement: { zh: '补充申请', en: 'Add to a request' },
  'ask-review': { zh: '申请复核', en: 'Ask for a review' },
  'own-report': { zh: '上报良好信息', en: 'Report a good deed' },
  'mend-report': { zh: '补正上报', en: 'Mend a report' },
  'withdraw-report': { zh: '撤回上报', en: 'Take a report back' },
  'paper-proof': { zh: '提交纸质证明', en: 'Hand in proof on paper' },
  withdraw: { zh: '撤回申请', en: 'Withdraw a request' },
  respond: { zh: '对事先告知陈述申辩', en: 'Respond to a prior notice' },
  'full-report': { zh: '打印完整信用报告', en: 'Print the full report' },
  'see-held': { zh: '查看暂不纳入期间的记录', en: 'See records under relief' },
};
