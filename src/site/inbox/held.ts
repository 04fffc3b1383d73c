/** What is held, for the platform to compare after a restore: item by item, good records page by page. */
import { sql } from 'kysely';
import { HELD_PER_PAGE, type HeldPage, type HeldQuestion } from '#contracts/inbox.ts';
import type { HeldItem } from '#kernel/exchange/canonical-json.ts';
import { type SiteContext, transact } from '../context.ts';
import type { SiteTx } from '../database.ts';

export async function listHeldPage(context: SiteContext, { of, above }: HeldQuestion): Promise<HeldPage> {
  return transact(context, async (tx) => {
    switch (of) {
      case 'record':
        return recordsAbove(tx, above);
      case 'edition': {
        const rows = await tx.selectFrom('edition').select(['list', 'number', 'position']).execute();
        return whole(rows.map((row) => ({ id: `${row.list}/${row.number}`, position: Number(row.position) })));
      }
      case 'punctuality': {
        const rows = await tx.selectFrom('punctuality_month').select(['month', 'position']).execute();
        return whole(rows.map((row) => ({ id: `punctuality/${row.month}`, position: Number(row.position) })));
      }
      case 'provider':
        return whole([]);
    }
  });
}

const whole = (items: HeldItem[]): HeldPage => ({ items, next: null });

const NIL = '00000000-0000-0000-0000-000000000000';
const KEY = /^record\/([0-9A-Z]{18})\/([0-9a-f-]{36})$/;

async function recordsAbove(tx: SiteTx, above: string | null): Promise<HeldPage> {
  const [, uscc = '', recordId = NIL] = KEY.exec(above ?? '') ?? [];
  const { rows } = await sql<{ id: string; position: string }>`
    SELECT 'record/' || uscc || '/' || record_id AS id, position FROM good_record
    WHERE (uscc, record_id) > (${uscc}, ${recordId}::uuid) ORDER BY uscc, record_id LIMIT ${HELD_PER_PAGE}`.execute(tx);
  const items = rows.map((row): HeldItem => ({ id: row.id, position: Number(row.position) }));
  return { items, next: items.length < HELD_PER_PAGE ? null : (items.at(-1)?.id ?? null) };
}
