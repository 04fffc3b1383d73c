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
import { addDecision, listDecisions, lockList, openRoundsOf } from './store.ts';

interface Entry {
  readonly subjectKey: string;
  readonly recordId: string;
}

export async function raiseObjectionInRounds(
  tx: PlatformTx,
  context: PlatformContext,
  who: Actor | Applicant,
  entry: Entry,
  reason: string,
): Promise<void> {
  await decideInRounds(tx, context, who, entry, (status) => (status === 'struck' ? undefined : 'objection'), reason);
}

/** Upheld: the entry is struck. Else it goes back to where it was, unless something else about it is open. */
export async function answerObjectionInRounds(
  tx: PlatformTx,
  context: PlatformContext,
  who: Actor | Applicant,
  entry: Entry,
  { upheld, reason }: { readonly upheld: boolean; readonly reason: string },
): Promise<void> {
  const answer = upheld ? ('struck' as const) : ('kept' as const);
  await decideInRounds(tx, context, who, entry, (status) => (status === 'open' ? answer : undefined), reason);
}

async function decideInRounds(
  tx: PlatformTx,
  context: PlatformContext,
  who: Actor | Applicant,
  entry: Entry,
  decide: (status: ReturnType<typeof statusOf>) => 'objection' | 'kept' | 'struck' | undefined,
  reason: string,
): Promise<void> {
  for (const { roundId, list } of await openRoundsOf(tx, entry.subjectKey, entry.recordId)) {
    await lockList(tx, list);
    const before = (await listDecisions(tx, roundId)).get(entry.recordId) ?? [];
    const decision = decide(statusOf(before));
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
