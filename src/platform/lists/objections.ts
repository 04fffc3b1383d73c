/**
 * Objections and lists: an entry that is being prepared is put on the record of its round when somebody objects to what it rests on,
 * and decided there when the objection is. Published editions are not touched here: the withdrawal of the record takes the entry off.
 */
import type { Actor } from '../access/actor.ts';
import type { Applicant } from '../access/applicant.ts';
import { writeAudit } from '../audit.ts';
import type { PlatformContext } from '../context.ts';
import type { PlatformTx } from '../database.ts';
import { screenedText } from '../screened.ts';
import { statusOf } from './rules.ts';
import { addDecision, type DoubtedEntry, listDecisions, lockList, openRoundsOf, othersDoubt } from './store.ts';

type Entry = Pick<DoubtedEntry, 'subjectKey' | 'recordId'>;
type Status = ReturnType<typeof statusOf>;

export async function raiseObjectionInRounds(
  tx: PlatformTx,
  context: PlatformContext,
  who: Actor | Applicant,
  entry: Entry,
  reason: string,
): Promise<void> {
  const doubted = async (status: Status) => (status === 'struck' ? undefined : ('objection' as const));
  await decideInRounds(tx, context, who, entry, doubted, reason);
}

/**
 * Upheld: the entry is struck. Else it goes back to where it was, unless something else about it is open: a conflict, or somebody else's
 * doubt, is for the credit office, and nobody settles it by objecting and taking the objection back.
 */
export async function answerObjectionInRounds(
  tx: PlatformTx,
  context: PlatformContext,
  who: Actor | Applicant,
  entry: Entry,
  { upheld, reason }: { readonly upheld: boolean; readonly reason: string },
): Promise<void> {
  const answer = async (status: Status, roundId: string) => {
    if (status !== 'open') return undefined;
    if (upheld) return 'struck' as const;
    return (await othersDoubt(tx, { ...entry, roundId })) ? undefined : ('kept' as const);
  };
  await decideInRounds(tx, context, who, entry, answer, reason);
}

async function decideInRounds(
  tx: PlatformTx,
  context: PlatformContext,
  who: Actor | Applicant,
  entry: Entry,
  decide: (status: Status, roundId: string) => Promise<'objection' | 'kept' | 'struck' | undefined>,
  reason: string,
): Promise<void> {
  for (const { roundId, list } of await openRoundsOf(tx, entry.subjectKey, entry.recordId)) {
    await lockList(tx, list);
    const before = (await listDecisions(tx, roundId)).get(entry.recordId) ?? [];
    const decision = await decide(statusOf(before), roundId);
    if (decision === undefined) continue;
    const at = context.clock();
    const actorId = who.kind === 'applicant' ? who.subjectKey : who.id;
    // a line of a round is short; the whole statement is in the request
    const shortened = screenedText(context.policy, reason.length > 300 ? `${reason.slice(0, 299)}…` : reason);
    await addDecision(tx, roundId, entry, { sequence: before.length + 1, decision, reason: shortened, actorId, at });
    await writeAudit(tx, who, {
      at,
      action: `list.entry_${decision}`,
      objectType: 'list',
      objectId: list,
      subjectKey: entry.subjectKey,
      detail: { roundId, recordId: entry.recordId },
    });
  }
}
