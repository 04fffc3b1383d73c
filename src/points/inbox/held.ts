/** What is held, for the platform to compare after a restore: item by item, page by page. */
import { sql } from 'kysely';
import { HELD_PER_PAGE, type HeldPage, type HeldQuestion } from '#contracts/inbox.ts';
import type { HeldItem } from '#kernel/exchange/canonical-json.ts';
import { type PointsContext, transact } from '../context.ts';
import type { PointsTx } from '../database.ts';
import { listHeldProviders } from '../providers/store.ts';

export async function listHeldPage(context: PointsContext, { of, above }: HeldQuestion): Promise<HeldPage> {
  return transact(context, async (tx) => {
    if (of === 'record') return recordsAbove(tx, above);
    return { items: of === 'provider' ? await listHeldProviders(tx) : [], next: null };
  });
}

const NIL = '00000000-0000-0000-0000-000000000000';
const KEY = /^([0-9a-f-]{36})\/([0-9a-f-]{36})$/;

async function recordsAbove(tx: PointsTx, above: string | null): Promise<HeldPage> {
  const [, subjectKey = NIL, recordId = NIL] = KEY.exec(above ?? '') ?? [];
  const { rows } = await sql<{ id: string; position: string }>`
    SELECT subject_key || '/' || record_id AS id, position FROM contribution
    WHERE (subject_key, record_id) > (${subjectKey}::uuid, ${recordId}::uuid) AND kind IS NOT NULL
    ORDER BY subject_key, record_id LIMIT ${HELD_PER_PAGE}`.execute(tx);
  const items = rows.map((row): HeldItem => ({ id: row.id, position: Number(row.position) }));
  return { items, next: items.length < HELD_PER_PAGE ? null : (items.at(-1)?.id ?? null) };
}
