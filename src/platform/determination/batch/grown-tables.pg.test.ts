/**
 * A batch is judged right after it was merged, before anybody has counted the tables, on a connection that has planned the same
 * statements for tables that were nearly empty: the work grows with the batch and not with its square.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPlatform, type TestPlatform } from '../../../../tests/support/platform.ts';
import { determineBatch, reviewBatch } from '../index.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await createPlatform();
});
afterAll(() => platform?.close());

const CASES = 3000;
/** walks over whole tables that a batch may cost: each of them once or a few times, never one for each case */
const WALKS = 30;

const walked = async (): Promise<Map<string, number>> => {
  const { rows } = await platform.owner.query<{ name: string; rows: string }>(
    `SELECT regexp_replace(relname, '_p\\d+$', '') AS name, sum(seq_tup_read) AS rows FROM pg_stat_all_tables
     WHERE schemaname = 'public' GROUP BY 1`,
  );
  return new Map(rows.map(({ name, rows: read }) => [name, Number(read)]));
};

test('without fresh statistics, after a small batch on the same connection', async () => {
  const { actors, context, owner, report } = platform;
  await owner.query(`DO $$ DECLARE part regclass; BEGIN
    FOR part IN SELECT c.oid FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace LOOP
      EXECUTE format('ALTER TABLE %s SET (autovacuum_enabled = false)', part);
    END LOOP;
  END $$`);
  const approve = async (first: string) => {
    const batchId = first.split('-')[0]!;
    const reviewed = await reviewBatch(context, actors['healthReviewer']!, batchId);
    const determined = await determineBatch(context, actors['healthDeterminer']!, batchId);
    return [reviewed.done, determined.done];
  };
  for (let small = 0; small < 6; small++) expect(await approve(await report())).toEqual([1, 1]);

  const first = await report();
  const { rows } = await owner.query<{ name: string }>(
    `SELECT attname AS name FROM pg_attribute WHERE attrelid = 'submission'::regclass AND attnum > 0 AND NOT attisdropped
       AND attname NOT IN ('subject_key', 'fact_key', 'row_number')`,
  );
  const columns = rows.map(({ name }) => name).join(', ');
  await owner.query(
    `INSERT INTO submission (subject_key, fact_key, row_number, ${columns})
     SELECT gen_random_uuid(), gen_random_uuid(), 1000 + n, ${columns} FROM submission, generate_series(2, ${CASES}) n WHERE batch_id = $1`,
    [first.split('-')[0]],
  );
  const before = await walked();
  expect(await approve(first)).toEqual([CASES, CASES]);
  const after = await walked();
  const far = [...after]
    .map(([name, read]) => ({ name, walks: (read - (before.get(name) ?? 0)) / CASES }))
    .filter(({ walks }) => walks > WALKS);
  expect(far).toEqual([]);
});
