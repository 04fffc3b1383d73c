/** What the points system tells the platform: who opened and who closed an account (points-opt-in). */

import { type Delivery, type RecordOutcome, requireInStep, type Taken } from '#contracts/envelope.ts';
import type { AccountClosed, AccountOpened } from '#contracts/exchange.ts';
import type { AccountChange } from '#contracts/vocabulary.ts';
import type { Message } from '#contracts/webhook.ts';
import { lockNewest, noteNewest } from '#http/inbox-newest.ts';
import { orRefusal } from '#http/one-record.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { verbatim } from '#kernel/refusal/said.ts';
import { pseudonyms } from '#kernel/seal/pairing.ts';
import { localDateAt } from '#kernel/time/local-date.ts';
import { systemActor } from '../access/actor.ts';
import { transact } from '../access/transaction.ts';
import { writeAudit } from '../audit.ts';
import type { PlatformContext } from '../context.ts';
import type { PlatformTx } from '../database.ts';
import { deliverRecords } from './publish.ts';
import type { DeliverableRecord } from './rules.ts';
import {
  addSubscriptionChange,
  findNewestSubscription,
  lockSubject,
  type RecordInForce,
  recordsInForce,
  withholdPending,
} from './store.ts';

const points = systemActor('exchange.inbox');
const SENDER = 'points';

/** Takes a verified delivery. Idempotent; what is older than what is known is kept as history and changes nothing. */
export async function takeDelivery(context: PlatformContext, delivery: Delivery): Promise<Taken> {
  return transact(context.database, points, async (tx) => {
    const known = await lockNewest(tx, SENDER);
    requireInStep(known, delivery.after);
    const outcomes = new Map<string, RecordOutcome>();
    for (const { id, message } of delivery.records)
      outcomes.set(id, await orRefusal(tx, () => takeMessage(tx, context, id, message)));
    const newest = await noteNewest(tx, SENDER, known, delivery.records.at(-1), context.clock());
    return { outcomes, newest };
  });
}

async function takeMessage(
  tx: PlatformTx,
  context: PlatformContext,
  messageId: string,
  message: Message,
): Promise<RecordOutcome> {
  switch (message.type) {
    case 'xinheng.account.opened':
      return changeSubscription(tx, context, messageId, 'opened', message.data);
    case 'xinheng.account.closed':
      return changeSubscription(tx, context, messageId, 'closed', message.data);
    default:
      throw new Problem('delivery.unknown_type', { said: verbatim(message.type) });
  }
}

async function changeSubscription(
  tx: PlatformTx,
  context: PlatformContext,
  messageId: string,
  change: AccountChange,
  data: AccountOpened | AccountClosed,
): Promise<RecordOutcome> {
  const people = pseudonyms(context.keyring);
  if (data.pairing !== people.mark) throw new Problem('delivery.other_pairing');
  const subjectKey = people.subjectOf(data.subjectKey);
  await lockSubject(tx, subjectKey);
  const before = await findNewestSubscription(tx, subjectKey);
  const at = context.clock();
  const { position: sequence, receiptId } = data;
  if (!(await addSubscriptionChange(tx, { subjectKey, sequence, change, receiptId, messageId, at }))) return 'known';
  const outdated = before !== undefined && Number(before.sequence) > sequence;
  const detail = outdated
    ? { outdated }
    : change === 'opened'
      ? await startDeliveries(tx, context, subjectKey)
      : await stopDeliveries(tx, context, subjectKey);
  await writeAudit(tx, points, {
    at,
    action: `subscription.${change}`,
    objectType: 'delivery',
    objectId: receiptId,
    subjectKey,
    detail,
  });
  return outdated ? 'outdated' : 'accepted';
}

/** A new account learns everything that is in force about its owner. */
async function startDeliveries(tx: PlatformTx, context: PlatformContext, subjectKey: string): Promise<object> {
  const records = await recordsInForce(tx, subjectKey, localDateAt(context.clock()));
  const sent = await deliverRecords(tx, context, records.map(deliverable));
  return { records: sent.length };
}

async function stopDeliveries(tx: PlatformTx, context: PlatformContext, subjectKey: string): Promise<object> {
  return { withheld: await withholdPending(tx, subjectKey, '账户已注销，不再推送', context.clock()) };
}

/** A stored record as the exchange sends it. */
export function deliverable(record: RecordInForce): DeliverableRecord {
  return {
    subjectKey: record.subject_key,
    recordId: record.record_id,
    subjectType: record.subject_type,
    polarity: record.polarity,
    kind: record.kind,
    clause: record.clause,
    matter: record.matter,
    determiningDepartment: record.determining_department,
    occurredOn: record.occurred_on,
    determinedOn: localDateAt(record.determined_at),
    validFrom: record.valid_from,
    validUntil: record.valid_until,
    disclosedUntil: record.disclosed_until,
    objectionOpen: record.objection_open,
    uscc: record.uscc,
    organisationName: record.organisation_name,
  };
}
