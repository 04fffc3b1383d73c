/** At the desk: the code the person reads out, the number a second officer types, the signed form, and what waits. */
import type { AssistedIdentity, CounterAct, CounterCode } from '#contracts/counter.ts';
import type { EvidenceAdded } from '#contracts/evidence.ts';
import type { EvidenceKind } from '#kernel/policy/policy.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { type Actor, actingIn } from '../access/actor.ts';
import { subjectsOf } from '../access/applicant.ts';
import { transact } from '../access/transaction.ts';
import { writeAudit } from '../audit.ts';
import type { PlatformContext } from '../context.ts';
import { type ActRow, actsOf, assistedApplicant, offerSecret, wordByCode } from '../counter/index.ts';
import type { PlatformTx } from '../database.ts';
import { asProblems } from '../determination/index.ts';
import { addEvidence, type EvidenceContext, type EvidenceOwner, prepareEvidence } from '../evidence/index.ts';
import { digestOf, lookOf, newNumber, refusedWord, requireAct, shownAct, stateOf, tokenOf } from './act.ts';
import { carryOutPrepared } from './carry-out.ts';
import { tellWord } from './tell.ts';

const SIGNED_FORM: EvidenceKind = {
  id: 'signed-form',
  title: '本人签字的申请表',
  titleEn: 'The form signed by the person',
  required: true,
};

/** What waits for the word of who stands here, and what was confirmed within the day. */
export async function actsAtDesk(
  context: PlatformContext,
  assistant: Actor,
  identity: AssistedIdentity,
): Promise<CounterAct[]> {
  const applicant = await assistedApplicant(context, assistant, identity, '窗口代为查询待确认的内容');
  const now = context.clock();
  return transact(context.database, applicant, async (tx) =>
    (await actsOf(tx, subjectsOf(applicant), 50))
      .filter(({ expires_at, officer_id }) => expires_at !== null && officer_id === assistant.id)
      .filter((row) => stateOf(row, now) === 'waiting' || now.getTime() - row.at.getTime() < 86_400_000)
      .map((row) => shownAct(context, row, lookOf(applicant, row))),
  );
}

/**
 * The right code confirms, and what was prepared is done in the same transaction. A wrong one counts, whatever becomes of the request.
 * @throws Problem `request.invalid` for a wrong code, `action.not_available` when it no longer waits or too many were wrong
 */
export async function confirmByCode(
  context: PlatformContext,
  assistant: Actor,
  { identity, code }: { readonly identity: AssistedIdentity; readonly code: string },
  actId: string,
): Promise<CounterAct> {
  const applicant = await assistedApplicant(context, assistant, identity, '窗口代办：输入本人的确认码');
  const told = await asProblems(() =>
    transact(context.database, applicant, async (tx) => {
      const row = await requireAct(tx, actId);
      const word = await wordByCode(tx, row, tokenOf(context, { act: actId }, code), context.clock());
      await writeAudit(tx, applicant, {
        at: context.clock(),
        action: word === 'confirmed' ? 'counter.confirmed' : 'counter.code_wrong',
        ...{ objectType: 'counter-act', objectId: actId, subjectKey: row.subject_key, detail: { means: 'code', word } },
      });
      if (word !== 'confirmed') return word;
      const look = lookOf(applicant, row);
      await carryOutPrepared(tx, context, applicant, row, look);
      await tellWord(tx, context, row, 'confirmed', 'code');
      return shownAct(context, await requireAct(tx, actId), look);
    }),
  );
  if (typeof told === 'string') throw refusedWord(told);
  return told;
}

/** For the assistant's screen only: whoever types it in a session of their own stands at this desk. */
export async function deskNumber(
  context: PlatformContext,
  assistant: Actor,
  identity: AssistedIdentity,
  actId: string,
): Promise<CounterCode> {
  const applicant = await assistedApplicant(context, assistant, identity, '窗口代办：请第二人到场确认');
  const number = newNumber(context);
  const offered = await asProblems(() =>
    transact(context.database, applicant, async (tx) => {
      const row = await requireAct(tx, actId);
      await writeAudit(tx, applicant, {
        ...{ at: context.clock(), action: 'counter.desk_offered', objectType: 'counter-act', objectId: actId },
        subjectKey: row.subject_key,
      });
      return offerSecret(tx, row, 'desk', digestOf(tokenOf(context, 'desk', number.code)), context.clock());
    }),
  );
  if (!offered) throw refusedWord('over');
  return number;
}

/** The signed form is added by who prepared the act, while it waits. */
export async function attachForm(
  context: EvidenceContext,
  officer: Actor,
  actId: string,
  content: AsyncIterable<Uint8Array>,
): Promise<EvidenceAdded> {
  const assistant = actingIn(officer, 'assistant');
  await transact(context.database, assistant, (tx) => requireOwnWaiting(tx, context, assistant, actId));
  const file = await prepareEvidence(content);
  return transact(context.database, assistant, async (tx) => {
    const row = await requireOwnWaiting(tx, context, assistant, actId);
    const owner: EvidenceOwner = {
      ...{ kind: 'counter-act', id: actId, subjectKey: row.subject_key },
      departments: [row.department_id],
    };
    return addEvidence(tx, context, assistant, owner, file, { kind: SIGNED_FORM.id }, [SIGNED_FORM]);
  });
}

async function requireOwnWaiting(
  tx: PlatformTx,
  context: PlatformContext,
  assistant: Actor,
  actId: string,
): Promise<ActRow> {
  const row = await requireAct(tx, actId);
  if (row.officer_id !== assistant.id) throw new Problem('not_found');
  if (stateOf(row, context.clock()) !== 'waiting') throw refusedWord('over');
  return row;
}
