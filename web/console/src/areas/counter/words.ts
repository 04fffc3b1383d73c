/** What may be asked at the counter, and how a record stands, in words. */
import type { CounterAct } from '#contracts/counter.ts';
import type { OwnData } from '#contracts/own-data.ts';
import type { Guidance } from '#contracts/rights.ts';

export const ASKS: Readonly<Record<Guidance['items'][number]['kind'], string>> = {
  objection: '提出异议',
  repair: '申请信用修复',
  relief: '申请暂不纳入',
  response: '陈述申辩',
};

export const RECORD_STANDINGS: Readonly<Record<OwnData['records'][number]['standing'], string>> = {
  'in-force': '有效',
  held: '暂不纳入',
  repaired: '已修复',
  revoked: '已撤销',
  expired: '已到期',
};

/** What paper proves, by the kind of request: ids of the platform's proof kinds. */
export const PROOF = { objection: 'fact', repair: 'performance', relief: 'impact' } as const;

/** How an act that waits stands. */
export const ACT_STATES: Readonly<Record<CounterAct['state'], string>> = {
  waiting: '等本人确认',
  confirmed: '已确认',
  refused: '本人不同意',
  expired: '已过期',
};
export const ACT_COLOURS: Readonly<Record<CounterAct['state'], string>> = {
  waiting: 'orange',
  confirmed: 'green',
  refused: 'red',
  expired: 'default',
};
