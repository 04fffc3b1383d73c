/**
 * The databases know no city, no notice and no list either: the newest text of everything the migrations made is free of their words.
 * What names them stands in rows, and a pack's enactment brought those.
 */
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SYSTEMS } from '#runtime/postgres/systems.ts';
import { createTestDatabase, type TestDatabase } from './support/database.ts';
import { localWordIn } from './support/local-words.ts';
import { type SchemaText, saidInSchema } from './support/said-in-schema.ts';
import { wordsOfPacks } from './support/words-of-packs.ts';

const words = await wordsOfPacks();

/** The invariant `black-list-needs-basis` bears its name since the beginning; people read the problem it leads to, which names no list. */
const INVARIANT = /black-list-needs-basis/g;

const localWords = (texts: readonly SchemaText[]): string[] =>
  texts.flatMap(({ at, said }) => {
    const word = localWordIn(said.replaceAll(INVARIANT, ''), words);
    return word === undefined ? [] : [`${at}: ${word} in “${said.slice(0, 60)}”`];
  });

describe.each(SYSTEMS)('%s', (system) => {
  let database: TestDatabase;
  let owner: pg.Client;
  beforeAll(async () => {
    database = await createTestDatabase(system);
    owner = new pg.Client({ connectionString: database.ownerUrl });
    await owner.connect();
  });
  afterAll(async () => {
    await owner?.end();
    await database?.drop();
  });

  test('nothing that its schema says is a word of one of them', async () => {
    const said = await saidInSchema(owner);
    expect(said.length).toBeGreaterThan(100);
    expect(localWords(said)).toEqual([]);
  });

  test('a constraint, a function, a column and a view that knew one would be found', async () => {
    await owner.query('BEGIN');
    try {
      await owner.query(`CREATE TABLE probe (red text, one text CONSTRAINT probe_one CHECK (one IN ('black', 'white')));
        CREATE FUNCTION probe_rule() RETURNS boolean LANGUAGE sql AS $$ -- 红榜
          SELECT 'x' = '2020-2/3.2' $$;
        CREATE VIEW probe_view AS SELECT '郑州市' AS city`);
      const found = localWords(await saidInSchema(owner)).map((one) => one.split(':')[0]);
      expect(found.sort()).toEqual([
        'column probe.red',
        'constraint probe_one',
        'function probe_rule',
        'view probe_view',
      ]);
    } finally {
      await owner.query('ROLLBACK');
    }
  });
});
