/** What may happen to a record, and what then must be told to others. Pure. */

import type { Polarity, RecordChange } from '#contracts/vocabulary.ts';
import type { Lifespan } from '#kernel/policy/lifespan.ts';
import { type May, no, YES } from '#kernel/refusal/may.ts';
import type { Said } from '#kernel/refusal/said.ts';
import type { LocalDate } from '#kernel/time/local-date.ts';

/** 期限已过: the last day of a period of which nothing is left after the day it would begin; null where something is. */
export function overBeforeBegun({ validFrom, validUntil, disclosedUntil }: Lifespan): LocalDate | null {
  const [first] = [validUntil, disclosedUntil].filter((end) => end !== null).toSorted();
  return first !== undefined && first <= validFrom ? first : null;
}

export interface RecordStanding {
  readonly polarity: Polarity;
  /** repaired or revoked: it never comes back */
  readonly ended: boolean;
  readonly objectionOpen: boolean;
  readonly held: boolean;
}

export function standingOf(
  polarity: Polarity,
  changes: readonly { readonly change: RecordChange; readonly until?: string | null | undefined }[],
  today: LocalDate,
): RecordStanding {
  const last = (...names: RecordChange[]) => changes.findLast(({ change }) => names.includes(change))?.change;
  const hold = changes.findLast(({ change }) => change === 'held' || change === 'released');
  return {
    polarity,
    ended: last('repaired', 'revoked') !== undefined,
    objectionOpen: last('objection-opened', 'objection-closed') === 'objection-opened',
    held: hold?.change === 'held' && (!hold.until || hold.until >= today),
  };
}

const CHANGE_REFUSED = {
  ended: {
    zh: '该记录已修复或撤销，不能再变更。',
    en: 'The record was repaired or revoked and changes no more.',
  },
  'good-repair': {
    zh: '良好信息无需信用修复；有误的请办理更正或撤销。',
    en: 'Good information needs no repair; correct or revoke what is wrong.',
  },
  'good-hold': { zh: '暂不纳入只适用于失信记录。', en: 'Only adverse records are held.' },
  held: { zh: '该记录已在暂不纳入期间。', en: 'The record is held already.' },
  'not-held': { zh: '该记录未在暂不纳入期间。', en: 'The record is not held.' },
  'objection-open': { zh: '该记录已有未办结的异议。', en: 'An objection to the record is open already.' },
  'no-objection': { zh: '该记录没有未办结的异议。', en: 'No objection to the record is open.' },
} as const satisfies Record<string, Said>;

const refusedAs = (because: keyof typeof CHANGE_REFUSED): May =>
  no(because, { problem: 'action.not_available', said: CHANGE_REFUSED[because] });

/** Whether a change can be made to a record that stands like this. */
export function mayChange(change: RecordChange, standing: RecordStanding): May {
  if (standing.ended) return refusedAs('ended');
  switch (change) {
    case 'repaired':
      return standing.polarity === 'adverse' ? YES : refusedAs('good-repair');
    case 'held':
      if (standing.polarity === 'good') return refusedAs('good-hold');
      return standing.held ? refusedAs('held') : YES;
    case 'released':
      return standing.held ? YES : refusedAs('not-held');
    case 'objection-opened':
      return standing.objectionOpen ? refusedAs('objection-open') : YES;
    case 'objection-closed':
      return standing.objectionOpen ? YES : refusedAs('no-objection');
    case 'corrected':
    case 'revoked':
      return YES;
  }
}

/** withdrawal-everywhere and objection-marked: what recipients must learn of a change. */
export function tellingOf(change: RecordChange): 'withdraw' | 'deliver' {
  return change === 'repaired' || change === 'revoked' || change === 'held' ? 'withdraw' : 'deliver';
}
