/** What background work sees is said in one table of the database: it names every task of the sources, and no other. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { expect, test } from 'vitest';
import { createTestDatabase } from '../../../tests/support/database.ts';

test('every task that acts in the sources can enter, sees as much there as here, and no other can', async () => {
  const acting = new Map<string, boolean>();
  const sources = join(import.meta.dirname, '..', '..');
  for (const name of readdirSync(sources, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.ts') || name.endsWith('.test.ts')) continue;
    for (const [, task, none] of readFileSync(join(sources, name), 'utf8').matchAll(/systemActor\('([^']+)'(, \[\])?/g))
      acting.set(task!, none === undefined);
  }
  acting.delete('access.sign-in'); // of the doors: their transactions are nobody's
  const database = await createTestDatabase('platform');
  const owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  const { rows } = await owner.query(
    `SELECT task, every_department AS all FROM task_claim WHERE task NOT IN ('test', 'model')`,
  );
  await owner.end();
  await database.drop();
  expect(rows.map(({ task }) => task).toSorted()).toEqual([...acting.keys()].toSorted());
  const wider = rows.filter(({ task, all }) => all && !acting.get(task));
  expect(wider).toEqual([]);
});
