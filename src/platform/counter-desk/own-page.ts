/** The person's own page: what a counter has prepared in their name, in words; a code to read out, their yes, or their no. */
import type { CounterAct, CounterCode, OwnCounterActs } from '#contracts/counter.ts';
import { type Actor, postsIn } from '../access/actor.ts';
import { type Applicant, subjectsOf } from '../access/applicant.ts';
import { transact } from '../access/transaction.ts';
import { writeAudit } from '../audit.ts';
import type { PlatformContext } from '../context.ts';
import { type ActRow, actsOf, COUNTER_TITLES, offerSecret, wordOnOwnPage } from '../counter/index.ts';
import { asProblems } from '../determination/index.ts';
import {
  authorityOf,
  digestOf,
  lookOf,
  newNumber,
  refusedWord,
  requireAct,
  shownAct,
  stateOf,
  tokenOf,
} from './act.ts';
import { carryOutPrepared } from './carry-out.ts';
import { tellWord } from './tell.ts';

const MOST = 100;

export async function ownCounterActs(context: PlatformContext, applicant: Applicant): Promise<OwnCounterActs> {
  const now = context.clock();
  return transact(context.database, applicant, async (tx) => {
    const rows = await actsOf(tx, subjectsOf(applicant), MOST);
    const waits = (row: ActRow) => row.expires_at !== null && stateOf(row, now) === 'waiting';
    return {
      waiting: rows.filter(waits).map((row) => shownAct(context, row, lookOf(applicant, row))),
      past: rows
        .filter((row) => !waits(row))
        .map((row) => ({
          ...{ actId: row.act_id, kind: row.kind, at: row.at.toISOString(), window: row.desk },
          ...{ title: COUNTER_TITLES[row.kind].zh, titleEn: COUNTER_TITLES[row.kind].en },
          about: row.about_type === 'own-data' ? null : row.about_id,
          authority: authorityOf(context, row),
          department: context.policy.findDepartment(row.department_id)?.name ?? row.department_id,
          state: row.expires_at === null ? null : stateOf(row, now),
        })),
    };
  });
}

/** A new code each time it is shown; the one before is worth nothing then. @throws Problem `not_found`, `action.not_available` */
export async function showCode(context: PlatformContext, applicant: Applicant, actId: string): Promise<CounterCode> {
  const number = newNumber(context);
  const offered = await asProblems(() =>
    transact(context.database, applicant, async (tx) => {
      const row = await requireAct(tx, actId);
      await writeAudit(tx, applicant, {
        ...{ at: context.clock(), action: 'counter.code_offered', objectType: 'counter-act', objectId: actId },
        subjectKey: row.subject_key,
      });
      const digest = digestOf(tokenOf(context, { act: actId }, number.code));
      return offerSecret(tx, row, 'code', digest, context.clock());
    }),
  );
  if (!offered) throw refusedWord('over');
  return number;
}

/** Their yes does what was prepared, in this very transaction; their no ends it. @throws Problem `not_found`, `action.not_available` */
export async function answerAct(
  context: PlatformContext,
  applicant: Applicant,
  actId: string,
  answer: 'confirmed' | 'refused',
): Promise<CounterAct> {
  return asProblems(() =>
    transact(context.database, applicant, async (tx) => {
      const row = await requireAct(tx, actId);
      const word = await wordOnOwnPage(tx, row, answer, context.clock());
      if (word !== answer) throw refusedWord(word);
      await writeAudit(tx, applicant, {
        ...{ at: context.clock(), action: `counter.${answer}`, objectType: 'counter-act', objectId: actId },
        ...{ subjectKey: row.subject_key, detail: { means: 'own-page' } },
      });
      const look = lookOf(applicant, row);
      if (answer === 'confirmed') await carryOutPrepared(tx, context, assistedBy(applicant, row), row, look);
      await tellWord(tx, context, row, answer, 'own-page');
      return shownAct(context, await requireAct(tx, actId), look);
    }),
  );
}

/** The act stays the assistant's, and the transaction the person's. */
function assistedBy(applicant: Applicant, row: ActRow): Applicant {
  const assistant: Actor = {
    ...{ kind: 'officer', id: row.officer_id, name: '', departmentId: row.department_id, roles: ['assistant'] },
    ...{ posts: postsIn(row.department_id, ['assistant']), actsIn: ['assistant'] },
  };
  return {
    ...applicant,
    ...{ assistedBy: assistant, ownSession: true },
    counter: {
      ...{ departmentId: row.department_id, window: row.desk },
      ...{ identityProof: row.identity_proof, authorityProof: row.authority_proof },
    },
  };
}
