/**
 * Changes a record directly, as a finished procedure of rights would: for tests of what follows from a change. As the owner of the tables, for
 * the application's logins cannot: no change without its decision (069).
 */

import { type Kysely, sql } from 'kysely';
import { inject } from 'vitest';
import { Problem } from '#kernel/refusal/problem.ts';
import type { Actor } from '#platform/access/actor.ts';
import { transact } from '#platform/access/index.ts';
import type { PlatformContext } from '#platform/context.ts';
import type { PlatformDatabase } from '#platform/database.ts';
import { applyChange, type ChangeOutcome, type ChangeRequest, findRecordOfCase } from '#platform/registry/index.ts';
import { openDatabase, openPool } from '#runtime/postgres/pool.ts';

export async function changeRecord(
  context: PlatformContext,
  actor: Actor,
  { batchId, rowNumber }: { readonly batchId: string; readonly rowNumber: number },
  request: ChangeRequest,
): Promise<ChangeOutcome> {
  // what the actor does not see is not changed: the owner would see it
  const seen = await transact(context.database, actor, (tx) => findRecordOfCase(tx, batchId, rowNumber));
  if (!seen) throw new Problem('record.not_found');
  return asOwner(context.database, (owner) =>
    transact(owner, actor, async (tx) => {
      const record = (await findRecordOfCase(tx, batchId, rowNumber)) ?? seen;
      return applyChange(tx, context, actor, record, request);
    }),
  );
}

export async function asOwner<T>(
  database: Kysely<PlatformDatabase>,
  work: (owner: Kysely<PlatformDatabase>) => Promise<T>,
): Promise<T> {
  const { rows } = await sql<{ name: string }>`SELECT current_database() AS name`.execute(database);
  const url = new URL(inject('superuserUrl'));
  url.pathname = `/${rows[0]!.name}`;
  const pool = openPool(url.href, 1);
  try {
    return await work(openDatabase<PlatformDatabase>(pool));
  } finally {
    await pool.end();
  }
}
