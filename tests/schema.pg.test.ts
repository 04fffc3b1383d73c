/** The committed description of each schema is the schema. `npm run schema` writes it again. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { expect, test } from 'vitest';
import { describeSchema } from '../src/runtime/postgres/describe.ts';
import { SYSTEMS } from '../src/runtime/postgres/migrate.ts';
import { createTestDatabase } from './support/database.ts';

test.each(SYSTEMS)('docs/schema/%s.md is true', async (system) => {
  const database = await createTestDatabase(system);
  const client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
  try {
    const text = await describeSchema(client, system);
    const file = join(import.meta.dirname, '..', 'docs', 'schema', `${system}.md`);
    if (process.env['WRITE_SCHEMA']) writeFileSync(file, text);
    expect(readFileSync(file, 'utf8')).toBe(text);
  } finally {
    await client.end();
    await database.drop();
  }
});
