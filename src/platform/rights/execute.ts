/** What a decision changes, in the transaction of the decision: the record, what was published, granted relief, the round it stands in. */
import { reliefLatest } from '#kernel/policy/relief.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { addDays, type LocalDate, localDateAt } from '#kernel/time/local-date.ts';
import type { Actor } from '../access/actor.ts';
import type { Applicant } from '../access/applicant.ts';
import type { PlatformContext } from '../context.ts';
import type { PlatformTx } from '../database.ts';
import { answerObjectionInRounds, raiseObjectionInRounds } from '../lists/index.ts';
import { applyChange, type CreditRecord, findRecordOfCase, listChanges, standingOf } from '../registry/index.ts';
import { ownWords } from '../screened.ts';
import type { Asked, Decided } from './request.ts';
import { addHold, holdsOf } from './store.ts';

export interface Execution {
  readonly tx: PlatformTx;
  readonly context: PlatformContext;
  readonly who: Actor | Applicant;
  readonly asked: Asked;
  readonly record: CreditRecord | undefined;
}

export const KIND_TITLES = {
  objection: ownWords('异议申请'),
  repair: ownWords('信用修复申请'),
  relief: ownWords('暂不纳入申请'),
} as const;
const basisOf = ({ kind, requestId }: Asked) => ({ words: KIND_TITLES[kind], requestId });

/** objection-marked: from the transaction of the asking on, on the record and wherever its entry is being shown. */
export async function markObjection({ tx, context, who, asked, record }: Execution, reason: string): Promise<void> {
  if (!record) return;
  await applyChange(tx, context, who, record, { change: 'objection-opened', reason, basis: basisOf(asked) });
  await raiseObjectionInRounds(tx, context, who, record, reason);
}

/** The mark goes; the entry stays in its round unless the objection was upheld. */
export async function unmarkObjection(
  { tx, context, who, asked, record }: Execution,
  reason: string,
  upheld: boolean,
): Promise<void> {
  if (!record) return;
  const standing = standingOf(record.polarity, await listChanges(tx, record), localDateAt(context.clock()));
  if (standing.objectionOpen && !standing.ended)
    await applyChange(tx, context, who, record, { change: 'objection-closed', reason, basis: basisOf(asked) });
  await answerObjectionInRounds(tx, context, who, record, { upheld, reason });
}

/** Carries a decision out. @throws Problem `request.invalid` when what it needs is missing or not allowed */
export async function carryOut(execution: Execution, decision: Decided): Promise<void> {
  const { asked } = execution;
  const granted = decision.outcome === 'granted';
  switch (asked.kind) {
    case 'objection':
      return objection(execution, decision, granted);
    case 'repair':
      if (granted) await repair(execution, decision);
      return;
    case 'relief':
      if (granted) await hold(execution, decision);
      return;
  }
}

async function objection(execution: Execution, decision: Decided, granted: boolean): Promise<void> {
  const { tx, context, who, asked, record } = execution;
  if (granted && !decision.remedy)
    throw new Problem('request.invalid', {
      said: {
        zh: '异议成立的，请写明更正的内容，或者撤销该记录。',
        en: 'When an objection is upheld, say what is corrected, or revoke the record.',
      },
    });
  await unmarkObjection(execution, decision.reasoning, granted);
  if (!granted || !decision.remedy || !record) return;
  await applyChange(tx, context, who, record, {
    change: decision.remedy.change,
    reason: decision.reasoning,
    basis: basisOf(asked),
    ...(decision.remedy.change === 'corrected' ? { corrected: decision.remedy.corrected } : {}),
  });
}

/** 条例 43: executed with the decision itself, not within a day of it. */
async function repair({ tx, context, who, asked, record }: Execution, decision: Decided): Promise<void> {
  if (!record) throw new Problem('record.not_found');
  await applyChange(tx, context, who, record, {
    change: 'repaired',
    reason: decision.reasoning,
    basis: basisOf(asked),
  });
}

/** 4.4. Where nothing is recorded yet, what is determined while the hold runs is recorded under it (see the registry). */
async function hold({ tx, context, who, asked, record }: Execution, decision: Decided): Promise<void> {
  const at = context.clock();
  const today = localDateAt(at);
  const until = decision.until ?? asked.wanted.until;
  const earlier = await holdsOf(tx, asked.subjectKey, asked.factKey);
  const first = (earlier[0]?.held_from ?? today) as LocalDate;
  const latest = reliefLatest(context.policy, first);
  if (until === undefined || until <= today || until > latest)
    throw new Problem('request.invalid', {
      said: {
        zh: `暂不纳入的截止日须在明天（${addDays(today, 1)}）至 ${latest} 之间。`,
        en: `The last day of the hold must lie between tomorrow (${addDays(today, 1)}) and ${latest}.`,
      },
      ...(context.policy.relief ? { clause: context.policy.relief.clause } : {}),
    });
  await addHold(tx, asked, { from: today, until, at });
  if (!record) return;
  const changes = await listChanges(tx, record);
  const basis = basisOf(asked);
  if (standingOf(record.polarity, changes, today).held)
    // an extension: the running hold is closed and the longer one begins, in one instant that nobody can look between
    await applyChange(tx, context, who, record, { change: 'released', reason: '延长暂不纳入期限', basis });
  await applyChange(tx, context, who, record, { change: 'held', reason: decision.reasoning, basis, until });
}

/** Ends a hold before its last day. */
export async function release({ tx, context, who, asked, record }: Execution, reason: string): Promise<void> {
  const today = localDateAt(context.clock());
  if (!record || !standingOf(record.polarity, await listChanges(tx, record), today).held)
    throw new Problem('action.not_available', {
      said: { zh: '该记录目前不在暂不纳入期间。', en: 'The record is not under a hold.' },
    });
  await applyChange(tx, context, who, record, { change: 'released', reason, basis: basisOf(asked) });
}

export async function recordOf(tx: PlatformTx, { batchId, rowNumber }: Asked): Promise<CreditRecord | undefined> {
  return findRecordOfCase(tx, batchId, rowNumber);
}
