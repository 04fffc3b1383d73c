/** The outbox: what another system must be told, written in the transaction of the change it tells of. */
import { sql } from 'kysely';
import { MESSAGES, type MessageType } from '#contracts/exchange.ts';
import type { Recipient } from '#contracts/vocabulary.ts';
import type { Policy } from '#kernel/policy/policy.ts';
import type { PlatformContext } from '../context.ts';
import type { PlatformTx } from '../database.ts';
import { enqueueDelivery } from '../jobs.ts';

export type PublishContext = Pick<PlatformContext, 'clock' | 'newId' | 'policy'>;

/** Rows per statement: a batch of any size goes in as a few of them. */
const CHUNK = 2_000;
/** What the envelope writes around a record's data, about. */
const AROUND_A_RECORD = 300;

export interface ToldMessage {
  readonly data: object;
  readonly subjectKey?: string;
}

/**
 * Adds messages of one type and the job that delivers them; all vanish if the transaction does. Each must fit its schema: what could
 * never be delivered stops the change that caused it. Answers their ids, in order.
 */
export async function addMessages(
  tx: PlatformTx,
  context: PublishContext,
  type: MessageType,
  messages: readonly ToldMessage[],
): Promise<string[]> {
  const { to: recipient, schema } = MESSAGES[type];
  if (recipient === 'platform') throw new RangeError(`${type} 不由平台发出`);
  const rows = messages.map(({ data, subjectKey }) => {
    schema.parse({ ...data, position: 0 });
    const { id: notice, version } = noticeTold(context.policy, data);
    return { id: context.newId(), subjectKey: subjectKey ?? null, data: JSON.stringify(data), notice, version };
  });
  for (let start = 0; start < rows.length; start += CHUNK)
    await insert(tx, context, { recipient, type }, rows.slice(start, start + CHUNK));
  if (rows.length > 0) await enqueueDelivery(tx, recipient);
  return rows.map(({ id }) => id);
}

interface Told {
  readonly id: string;
  readonly subjectKey: string | null;
  readonly data: string;
  readonly notice: string;
  readonly version: number;
}

/** Whose the message is: of the notice that names its kind or its list; what belongs to none goes under the first. */
function noticeTold(policy: Policy, data: object): Policy {
  if ('kind' in data && typeof data.kind === 'string' && policy.findKind(data.kind)) return policy.noticeOf(data.kind);
  const list = 'list' in data && typeof data.list === 'string' ? policy.findList(data.list) : undefined;
  return policy.noticeOf(list?.clause ?? policy.id);
}

async function insert(
  tx: PlatformTx,
  context: PublishContext,
  { recipient, type }: { readonly recipient: Recipient; readonly type: MessageType },
  rows: readonly Told[],
): Promise<void> {
  const bytes = rows.map(({ data }) => Buffer.byteLength(data) + AROUND_A_RECORD);
  await sql`
    WITH told AS (
      SELECT * FROM unnest(${rows.map(({ id }) => id)}::uuid[], ${rows.map(({ subjectKey }) => subjectKey)}::uuid[],
        ${rows.map(({ data }) => data)}::text[], ${bytes}::integer[], ${rows.map(({ notice }) => notice)}::text[],
        ${rows.map(({ version }) => version)}::integer[])
        WITH ORDINALITY AS t (id, subject_key, data, bytes, notice, version, place)),
    added AS (
      INSERT INTO outbox (id, recipient, type, subject_key, notice, version, data, created_at)
      SELECT id, ${recipient}, ${type}, subject_key, notice, version, data::jsonb, ${context.clock()}
      FROM told ORDER BY place
      RETURNING id, position)
    INSERT INTO outbox_due (recipient, position, bytes)
    SELECT ${recipient}, added.position, told.bytes FROM added JOIN told USING (id)`.execute(tx);
}

export async function addMessage(
  tx: PlatformTx,
  context: PublishContext,
  type: MessageType,
  data: object,
  subjectKey?: string,
): Promise<string> {
  const [id] = await addMessages(tx, context, type, [subjectKey === undefined ? { data } : { data, subjectKey }]);
  return id!;
}
