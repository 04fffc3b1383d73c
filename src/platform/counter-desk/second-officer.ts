/** For who has no phone: a second officer of the body, present, without a part in the matter, in their own session, by the desk's number. */
import type { CounterAct } from '#contracts/counter.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import type { Actor } from '../access/actor.ts';
import { transact } from '../access/transaction.ts';
import { writeAudit } from '../audit.ts';
import { writeLook } from '../audit-look.ts';
import type { PlatformContext } from '../context.ts';
import { findActAtDesk, wordAtDesk } from '../counter/index.ts';
import { asProblems } from '../determination/index.ts';
import { refusedWord, shownAct, tokenOf } from './act.ts';
import { tellWord } from './tell.ts';

type Answer = 'confirmed' | 'refused';

/** What the number leads to. A look at what somebody is about to say: logged first. @throws Problem `action.not_available` */
export async function actByNumber(context: PlatformContext, officer: Actor, number: string): Promise<CounterAct> {
  if (officer.kind !== 'officer') throw new Problem('permission.denied');
  return transact(context.database, officer, async (tx) => {
    const row = await findActAtDesk(tx, tokenOf(context, 'desk', number), context.clock());
    if (!row) throw refusedWord('none');
    const look = await writeLook(tx, officer, {
      ...{ at: context.clock(), action: 'counter.act_viewed', objectType: 'counter-act', objectId: row.act_id },
      ...{ of: { subjects: [row.subject_key, row.person_key] }, purpose: '第二人到场确认窗口代办' },
    });
    return shownAct(context, row, look);
  });
}

/**
 * The second officer's word: from then on they have a part in the matter. The assistant's desk does the rest.
 * @throws Problem `action.not_available`, `four_eyes.violated`
 */
export async function answerAtDesk(
  context: PlatformContext,
  officer: Actor,
  number: string,
  answer: Answer,
): Promise<{ answer: Answer }> {
  if (officer.kind !== 'officer') throw new Problem('permission.denied');
  const word = await asProblems(() =>
    transact(context.database, officer, async (tx) => {
      const token = tokenOf(context, 'desk', number);
      const row = await findActAtDesk(tx, token, context.clock());
      if (!row) return 'none' as const;
      const given = await wordAtDesk(tx, token, answer, context.clock());
      if (given !== answer) return given;
      await writeAudit(tx, officer, {
        ...{ at: context.clock(), action: `counter.${answer}`, objectType: 'counter-act', objectId: row.act_id },
        ...{ subjectKey: row.subject_key, detail: { means: 'second-officer' } },
      });
      await tellWord(tx, context, row, answer, 'second-officer');
      return given;
    }),
  );
  if (word !== answer) throw refusedWord(word);
  return { answer };
}
