/**
 * After a restore of this database: makes what a receiver holds equal to what is known here, in the new epoch. What it holds and nobody
 * here knows any more is withdrawn (withdrawal-everywhere); what it holds in another state, or lacks, is told again as it stands here.
 */

import type { MessageType } from '#contracts/exchange.ts';
import { HELD_KINDS, type HeldPage, type HeldQuestion } from '#contracts/inbox.ts';
import type { Recipient } from '#contracts/vocabulary.ts';
import type { HeldItem } from '#kernel/exchange/canonical-json.ts';
import { type Pseudonyms, pseudonyms } from '#kernel/seal/pairing.ts';
import { type LocalDate, localDateAt } from '#kernel/time/local-date.ts';
import { systemActor } from '../access/actor.ts';
import { transact } from '../access/transaction.ts';
import { writeAudit } from '../audit.ts';
import type { PlatformContext } from '../context.ts';
import { addMessages, type ToldMessage } from './outbox.ts';
import { clearReconciling, findTold, putBackDue } from './outgoing-store.ts';
import { type AcknowledgedMessage, expectedItems, PERSONS_RECORD, renamed } from './rules.ts';
import { acknowledgedMessages, findSubscribed } from './store.ts';

const actor = systemActor('exchange.reconcile');

export type AskHeld = (recipient: Recipient, question: HeldQuestion) => Promise<HeldPage>;

export interface Mended {
  readonly toldAgain: number;
  readonly withdrawn: number;
  /** of people whose accounts are not known here yet: the next round */
  readonly waiting: number;
  /** what only a person can put right: an edition that is published, but no longer known here; pieces of the directory */
  readonly left: readonly string[];
}

/** @throws Error when the receiver does not answer; nothing is changed then, and the next delivery tries again */
export async function mend(context: PlatformContext, recipient: Recipient, ask: AskHeld): Promise<Mended> {
  const held = await askAll(recipient, ask, pseudonyms(context.keyring));
  return transact(context.database, actor, async (tx) => {
    const expected = new Map(expectedItems(await acknowledgedMessages(tx, recipient)).map((one) => [one.about, one]));
    const again = [...expected.values()].filter(
      ({ about, position, id }) => id !== null && held.get(about) !== position,
    );
    const unknown = [...held.keys()].filter((about) => !expected.has(about));
    const today = localDateAt(context.clock());
    const messages = new Map<MessageType, ToldMessage[]>();
    const add = (type: MessageType, message: ToldMessage) =>
      messages.set(type, [...(messages.get(type) ?? []), message]);
    const left: string[] = [];
    const people = unknown.flatMap((about) => (PERSONS_RECORD.test(about) ? [about.slice(0, 36)] : []));
    const subscribed = people.length === 0 ? new Set() : await findSubscribed(tx, [...new Set(people)]);
    let waiting = 0;
    for (const about of unknown) {
      // points-opt-in: of an account that is not known here any more nothing is said until the points system has told of it again
      if (PERSONS_RECORD.test(about) && !subscribed.has(about.slice(0, 36))) {
        waiting += 1;
        continue;
      }
      const withdrawal = withdrawalOf(about, today);
      if (withdrawal) add(...withdrawal);
      else left.push(about);
    }
    const withdrawn = unknown.length - left.length - waiting;
    const rows = await findTold(
      tx,
      again.map(({ id }) => id!),
    );
    for (const one of again) {
      const row = rows.get(one.id!);
      // what is published never changes: the same message again, in its place
      if (row && one.type === 'xinheng.edition.published') await putBackDue(tx, row.id);
      else if (row) add(one.type as MessageType, onlyAbout(one, row));
    }
    for (const [type, several] of messages) await addMessages(tx, context, type, several);
    if (waiting === 0) await clearReconciling(tx, recipient);
    const mended = { toldAgain: again.length, withdrawn, waiting, left };
    const at = context.clock();
    await writeAudit(tx, actor, {
      at,
      action: 'exchange.mended',
      objectType: 'delivery',
      objectId: recipient,
      detail: mended,
    });
    return mended;
  });
}

/** What it holds, by the keys under which people are known here. */
async function askAll(
  recipient: Recipient,
  ask: AskHeld,
  people: Pick<Pseudonyms, 'subjectOf'>,
): Promise<Map<string, number>> {
  const held = new Map<string, number>();
  for (const of of HELD_KINDS) {
    for (let above: string | null = null, first = true; first || above !== null; first = false) {
      const page: HeldPage = await ask(recipient, { of, above });
      for (const { id, position } of page.items satisfies readonly HeldItem[])
        held.set(renamed(id, people.subjectOf), position);
      above = page.next;
    }
  }
  return held;
}

/** A message that carried many organisations' records is told again of the one alone. */
function onlyAbout({ about, type }: AcknowledgedMessage, { data, subjectKey }: ToldRow): ToldMessage {
  if (type !== 'xinheng.organisation-records.published') return subjectKey === null ? { data } : { data, subjectKey };
  const records = (data as { records: { recordId: string }[] }).records;
  return { data: { records: records.filter(({ recordId }) => about.endsWith(recordId)) } };
}

interface ToldRow {
  readonly id: string;
  readonly subjectKey: string | null;
  readonly data: object;
}

/** Undefined where nothing says it: the decision is a person's. */
function withdrawalOf(about: string, effectiveOn: LocalDate): [MessageType, ToldMessage] | undefined {
  const [first = '', second = '', third = ''] = about.split('/');
  switch (first) {
    case 'record':
      return [
        'xinheng.organisation-record.withdrawn',
        { data: { uscc: second, recordId: third, reason: 'revoked', effectiveOn } },
      ];
    case 'provider':
      return ['xinheng.provider.withdrawn', { data: { providerId: second } }];
    case 'punctuality':
      return ['xinheng.punctuality.published', { data: { month: second, counts: [] } }];
  }
  if (!PERSONS_RECORD.test(about)) return undefined;
  const data = { subjectKey: first, recordId: second, reason: 'revoked', effectiveOn };
  return ['xinheng.record.withdrawn', { data, subjectKey: first }];
}
