/** Every constraint that is told to people as a rule of the domain exists in the schema under that name. */
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CONSTRAINT_PROBLEMS } from '#kernel/refusal/constraints.ts';
import { createTestDatabase, type TestDatabase } from './support/database.ts';

let database: TestDatabase;
let owner: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase('platform');
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
});
afterAll(async () => {
  await owner?.end();
  await database?.drop();
});

test.each(Object.keys(CONSTRAINT_PROBLEMS))('%s', async (name) => {
  const { rows } = await owner.query(
    "SELECT FROM pg_constraint WHERE conname = $1 UNION ALL SELECT FROM pg_index WHERE indexrelid::regclass::text = $1 AND indisunique UNION ALL SELECT FROM pg_proc WHERE prosrc LIKE '%CONSTRAINT = ''' || $1 || '''%'",
    [name],
  );
  expect(rows.length).toBeGreaterThan(0);
});
