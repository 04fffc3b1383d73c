/** What the platform tells the points system: about its account holders, nobody else; and which providers offer benefits. */
import { type Delivery, type RecordOutcome, requireInStep, type Taken } from '#contracts/envelope.ts';
import type { RecordPublished, RecordWithdrawn } from '#contracts/exchange.ts';
import { lockNewest, noteNewest } from '#http/inbox-newest.ts';
import { orRefusal } from '#http/one-record.ts';
import { type Holdings, holdingsOf } from '#kernel/exchange/canonical-json.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { verbatim } from '#kernel/refusal/said.ts';
import { pseudonyms } from '#kernel/seal/pairing.ts';
import { writeAudits } from '../audit.ts';
import { type PointsContext, transact } from '../context.ts';
import type { PointsTx } from '../database.ts';
import { takeProvider } from '../providers/service.ts';
import { listHeldProviders } from '../providers/store.ts';
import { findAccounts, findHeld, listHeld, lockSubjects, putRecords, type ToldRecord } from './store.ts';

const inbox = { job: 'exchange.inbox' };
const SENDER = 'platform';

/** Takes a verified delivery. Idempotent: the same or an older position changes nothing. */
export async function takeDelivery(context: PointsContext, delivery: Delivery): Promise<Taken> {
  return transact(context, async (tx) => {
    const known = await lockNewest(tx, SENDER);
    requireInStep(known, delivery.after);
    const outcomes = new Map<string, RecordOutcome>();
    const told: ToldRecord[] = [];
    const people = pseudonyms(context.keyring);
    for (const { id, message } of delivery.records) {
      switch (message.type) {
        case 'xinheng.record.published':
        case 'xinheng.record.withdrawn':
          told.push({ id, data: { ...message.data, subjectKey: people.subjectOf(message.data.subjectKey) } });
          break;
        case 'xinheng.provider.published':
        case 'xinheng.provider.withdrawn':
          outcomes.set(id, await orRefusal(tx, () => takeProvider(tx, context, message.data)));
          break;
        default:
          outcomes.set(id, new Problem('delivery.unknown_type', { said: verbatim(message.type) }));
      }
    }
    for (const [id, outcome] of await takeRecords(tx, context.clock(), told)) outcomes.set(id, outcome);
    // points-opt-in: what was about nobody here leaves no trace, not even that it came
    const last = delivery.records.findLast(({ id }) => !isAboutNobodyHere(outcomes.get(id)));
    return { outcomes, newest: await noteNewest(tx, SENDER, known, last, context.clock()) };
  });
}

const isAboutNobodyHere = (outcome: RecordOutcome | undefined) =>
  outcome instanceof Problem && outcome.code === 'delivery.no_account';

const keyOf = ({ data }: ToldRecord) => `${data.subjectKey}/${data.recordId}`;
const isPublished = (data: RecordPublished | RecordWithdrawn): data is RecordPublished => 'kind' in data;

/** points-opt-in: without an account a record is refused and leaves no trace, not even in the log. The rest is put in together. */
async function takeRecords(tx: PointsTx, at: Date, told: readonly ToldRecord[]): Promise<Map<string, RecordOutcome>> {
  const outcomes = new Map<string, RecordOutcome>();
  if (told.length === 0) return outcomes;
  const subjects = [...new Set(told.map(({ data }) => data.subjectKey))];
  await lockSubjects(tx, subjects);
  const accounts = await findAccounts(tx, subjects);
  const ours = told.filter(({ data }) => accounts.has(data.subjectKey));
  for (const { id, data } of told)
    if (!accounts.has(data.subjectKey)) outcomes.set(id, new Problem('delivery.no_account'));
  if (ours.length === 0) return outcomes;

  const held = await findHeld(
    tx,
    ours.map(({ data }) => data),
  );
  const newest = new Map<string, ToldRecord>();
  const entries: Parameters<typeof writeAudits>[1][number][] = [];
  for (const one of ours) {
    const { id, data } = one;
    const known = newest.get(keyOf(one))?.data.position ?? held.get(keyOf(one));
    if (known !== undefined && known >= data.position) {
      outcomes.set(id, known === data.position ? 'known' : 'outdated');
      continue;
    }
    outcomes.set(id, 'accepted');
    newest.set(keyOf(one), one);
    const action = isPublished(data) ? 'contribution.received' : 'contribution.withdrawn';
    entries.push({ at, action, actor: inbox, about: data.subjectKey });
  }
  if (newest.size > 0) {
    await putRecords(
      tx,
      [...newest.values()].map(({ data }) => data),
      at,
    );
    await writeAudits(tx, entries);
  }
  return outcomes;
}

/** What is held, in two figures, for the platform to compare. */
export async function holdings(context: PointsContext): Promise<Holdings> {
  return transact(context, async (tx) => {
    const records = await listHeld(tx, pseudonyms(context.keyring));
    return holdingsOf([...records, ...(await listHeldProviders(tx))]);
  });
}
