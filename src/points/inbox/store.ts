/** All SQL of received records. */
import type { RecordPublished, RecordWithdrawn } from '#contracts/exchange.ts';
import type { HeldItem } from '#kernel/exchange/canonical-json.ts';
import type { ContributionTable, PointsTx } from '../database.ts';

export async function findPosition(tx: PointsTx, subjectKey: string, recordId: string): Promise<number | undefined> {
  const row = await tx
    .selectFrom('contribution')
    .select('position')
    .where('subject_key', '=', subjectKey)
    .where('record_id', '=', recordId)
    .executeTakeFirst();
  return row && Number(row.position);
}

type Content = Omit<ContributionTable, 'subject_key' | 'record_id' | 'position' | 'received_at'>;

const NOTHING = {
  kind: null,
  clause: null,
  title: null,
  matter: null,
  polarity: null,
  department: null,
  occurred_on: null,
  determined_on: null,
  valid_from: null,
  valid_until: null,
  objection_open: null,
} satisfies Record<keyof Content, null>;

export async function putPublished(tx: PointsTx, record: RecordPublished, at: Date): Promise<void> {
  await put(tx, record, at, {
    kind: record.kind,
    clause: record.clause,
    title: record.title,
    matter: record.matter,
    polarity: record.polarity,
    department: record.department,
    occurred_on: record.occurredOn,
    determined_on: record.determinedOn,
    valid_from: record.validFrom,
    valid_until: record.validUntil,
    objection_open: record.objectionOpen,
  });
}

/** Also for a record never seen: the withdrawal may have overtaken the publication. */
export async function putWithdrawn(tx: PointsTx, record: RecordWithdrawn, at: Date): Promise<void> {
  await put(tx, record, at, NOTHING);
}

async function put(
  tx: PointsTx,
  record: { subjectKey: string; recordId: string; position: number },
  at: Date,
  content: {
    [Column in keyof Content]: Content[Column] extends { __select__: infer Value } ? Value : Content[Column];
  },
): Promise<void> {
  const values = { ...content, position: record.position, received_at: at };
  await tx
    .insertInto('contribution')
    .values({ subject_key: record.subjectKey, record_id: record.recordId, ...values })
    .onConflict((conflict) => conflict.columns(['subject_key', 'record_id']).doUpdateSet(values))
    .execute();
}

export async function listHeld(tx: PointsTx): Promise<HeldItem[]> {
  const rows = await tx
    .selectFrom('contribution')
    .select(['subject_key', 'record_id', 'position'])
    .where('kind', 'is not', null)
    .execute();
  return rows.map((row) => ({ id: `${row.subject_key}/${row.record_id}`, position: Number(row.position) }));
}
