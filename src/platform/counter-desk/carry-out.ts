/** What was confirmed is done: in the transaction of the word where that can be, else by the assistant who prepared it. */
import type { AssistedIdentity, CounterAct } from '#contracts/counter.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import type { Actor } from '../access/actor.ts';
import { type Applicant, actingFor } from '../access/applicant.ts';
import { transact } from '../access/transaction.ts';
import type { Looked } from '../audit-look.ts';
import type { PlatformContext } from '../context.ts';
import { type ActRow, assistedApplicant } from '../counter/index.ts';
import type { PlatformTx } from '../database.ts';
import { answerWithin, asProblems } from '../determination/index.ts';
import { type IssuedPaper, issueFullReport, type ReportContent } from '../own-data/index.ts';
import { askWithin, isAsking, withdrawWithin } from '../rights/index.ts';
import { lookOf, openPrepared, refusedWord, requireAct, shownAct } from './act.ts';

/** The applicant as whoever carries out this act, and no other. */
const by = (applicant: Applicant, { act_id }: ActRow): Applicant => ({
  ...applicant,
  ...(applicant.counter ? { counter: { ...applicant.counter, actId: act_id } } : {}),
});

/** A report is printed and a look is taken at the desk: those wait for the assistant. */
export async function carryOutPrepared(
  tx: PlatformTx,
  context: PlatformContext,
  applicant: Applicant,
  row: ActRow,
  look: Looked,
): Promise<void> {
  const { act } = openPrepared(context, row, look);
  const who = by(applicant, row);
  if (act.kind === 'respond')
    await answerWithin(tx, context, who, {
      ...{ subjectKey: row.subject_key, caseId: act.caseId },
      response: { statement: act.statement, idempotencyKey: act.idempotencyKey },
    });
  if (isAsking(act)) await askWithin(tx, context, who, row.subject_key, act);
  if (act.kind === 'withdraw')
    await withdrawWithin(tx, context, who, act.requestId, {
      ...{ action: 'withdraw', payload: { reason: act.reason }, idempotencyKey: act.idempotencyKey },
      ...(act.expectedSequence === undefined ? {} : { expectedSequence: act.expectedSequence }),
    });
}

/**
 * After a second officer's word, or where a process died between the word and the act. Done once, whoever asks again.
 * @throws Problem `not_found`, `action.not_available` without a word
 */
export async function completeAct(
  context: PlatformContext,
  assistant: Actor,
  identity: AssistedIdentity,
  actId: string,
): Promise<CounterAct> {
  const applicant = await assistedApplicant(context, assistant, identity, '窗口代办：办理已确认的内容');
  return asProblems(() =>
    transact(context.database, applicant, async (tx) => {
      const row = await requireConfirmed(tx, assistant, applicant, actId);
      const look = lookOf(applicant, row);
      if (!row.done) await carryOutPrepared(tx, context, applicant, row, look);
      return shownAct(context, await requireAct(tx, actId), look);
    }),
  );
}

/** One of the year's reports, printed for who confirmed it; an act prints one. @throws Problem as `issueFullReport` and `completeAct` */
export async function printReport(
  context: PlatformContext,
  assistant: Actor,
  identity: AssistedIdentity,
  actId: string,
  put: (content: ReportContent) => Promise<Buffer>,
): Promise<IssuedPaper> {
  const applicant = await assistedApplicant(context, assistant, identity, '窗口代办：打印完整信用报告');
  const row = await transact(context.database, applicant, (tx) => requireConfirmed(tx, assistant, applicant, actId));
  const subject = actingFor(applicant, identity.organisation?.uscc);
  if (row.kind !== 'full-report' || row.done || row.subject_key !== subject.subjectKey) throw refusedWord('over');
  return asProblems(() => issueFullReport(context, by(applicant, row), identity.organisation?.uscc, put));
}

async function requireConfirmed(
  tx: PlatformTx,
  assistant: Actor,
  applicant: Applicant,
  actId: string,
): Promise<ActRow> {
  const row = await requireAct(tx, actId);
  if (row.officer_id !== assistant.id || row.person_key !== applicant.subjectKey) throw new Problem('not_found');
  if (row.outcome === 'confirmed') return row;
  throw new Problem('action.not_available', {
    said: { zh: '本人还没有确认，不能办理。', en: 'The person has not confirmed it; it cannot be done.' },
  });
}
