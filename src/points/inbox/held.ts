/** What is held, for the platform to compare after a restore: item by item, page by page. */
import { sql } from 'kysely';
import { HELD_PER_PAGE, type HeldPage, type HeldQuestion } from '#contracts/inbox.ts';
import type { HeldItem } from '#kernel/exchange/canonical-json.ts';
import { type Pseudonyms, pseudonyms } from '#kernel/seal/pairing.ts';
import { type PointsContext, transact } from '../context.ts';
import type { PointsTx } from '../database.ts';
import { listHeldProviders } from '../providers/store.ts';

export async function listHeldPage(context: PointsContext, { of, above }: HeldQuestion): Promise<HeldPage> {
  return transact(context, async (tx) => {
    if (of === 'record') return recordsAbove(tx, pseudonyms(context.keyring), above);
    return { items: of === 'provider' ? await listHeldProviders(tx) : [], next: null };
  });
}

const NIL = '00000000-0000-0000-0000-000000000000';
const KEY = /^([0-9a-f-]{36})\/([0-9a-f-]{36})$/;

/** In the order of the keys under which people are known here, and named by their pseudonyms. */
async function recordsAbove(tx: PointsTx, people: Pseudonyms, above: string | null): Promise<HeldPage> {
  const [, named, recordId = NIL] = KEY.exec(above ?? '') ?? [];
  const subjectKey = named === undefined ? NIL : people.subjectOf(named);
  const { rows } = await sql<{ subject: string; record: string; position: string }>`
    SELECT subject_key AS subject, record_id AS record, position FROM contribution
    WHERE (subject_key, record_id) > (${subjectKey}::uuid, ${recordId}::uuid) AND kind IS NOT NULL
    ORDER BY subject_key, record_id LIMIT ${HELD_PER_PAGE}`.execute(tx);
  const items = rows.map(
    (row): HeldItem => ({
      id: `${people.of(row.subject)}/${row.record}`,
      position: Number(row.position),
    }),
  );
  return { items, next: items.length < HELD_PER_PAGE ? null : (items.at(-1)?.id ?? null) };
}
