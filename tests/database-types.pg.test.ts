/** The tables as Kysely sees them are the tables of the migrated database: every table, column, type and NULL, both ways. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { expect, test } from 'vitest';
import { createTestDatabase } from './support/database.ts';
import { type Column, claimedTables, differences, type Tables } from './support/table-types.ts';

const SOURCE = join(import.meta.dirname, '..', 'src');

/** Tables that no `database.ts` has: why. */
const ELSEWHERE: Readonly<Record<string, readonly string[]>> = {
  platform: [
    'installation', // the start asks it before there is anything else: runtime/postgres/installation.ts
    ...['claim_secret', 'clock_shift', 'job_kind', 'task_claim'], // functions ask them, and the start sets the clock
    ...[
      'enacted_competence',
      'enacted_disclosure',
      'enacted_document_type',
      'enacted_ground',
      'enacted_period',
      'enacted_public_kind',
    ], // triggers ask them: platform/policy/enacted-rules.ts notes them
    'machine_session', // written in SQL where an access token was verified, asked by enter()
    'counter_secret', // functions write and ask it, no login reads it
    'sign_in_attempt', // of all doors: runtime/http/sessions.ts
  ],
  points: [
    'enacted_benefit',
    'installation',
    'job_kind',
    'log_secret',
    'session',
    'provider_session',
    'sign_in_attempt',
  ],
  site: ['installation', 'job_kind', 'public_kind'],
};

/** A domain is what it is a domain of; arrays are named by their elements. */
const COLUMNS = `
  SELECT c.relname AS table_name, a.attname AS name, coalesce(base.typname, t.typname) AS type,
    NOT (a.attnotnull OR t.typnotnull) AS nullable, d.adbin IS NOT NULL OR a.attidentity <> '' AS filled_in,
    a.attidentity = 'a' OR a.attgenerated <> '' AS own_number
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  JOIN pg_type t ON t.oid = a.atttypid
  LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  LEFT JOIN LATERAL (
    WITH RECURSIVE under AS (
      SELECT t.typbasetype AS oid UNION ALL SELECT b.typbasetype FROM under u JOIN pg_type b ON b.oid = u.oid)
    SELECT typname FROM under u JOIN pg_type b ON b.oid = u.oid WHERE b.typbasetype = 0) base ON t.typbasetype <> 0
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname NOT LIKE 'schema_migration%'
  ORDER BY 1, a.attnum`;

/** As `runtime/postgres/pool.ts` and pg make JavaScript of it; a type that is new here must be added with care. */
const ARRIVES: Readonly<Record<string, string>> = {
  ...{ text: 'text', uuid: 'text', date: 'text', int8: 'text', bpchar: 'text', numeric: 'text' },
  ...{ int4: 'number', int2: 'number', float8: 'number', bool: 'boolean' },
  ...{
    timestamptz: 'date',
    bytea: 'bytes',
    json: 'json',
    jsonb: 'json',
    _text: 'text[]',
    _int8: 'text[]',
    _uuid: 'text[]',
  },
};

async function realTables(system: 'platform' | 'points' | 'site'): Promise<Tables> {
  const database = await createTestDatabase(system);
  const client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
  try {
    const { rows } = await client.query(COLUMNS);
    const tables = Map.groupBy(rows, (row) => row.table_name as string);
    return new Map(
      [...tables].map(([table, columns]) => [
        table,
        new Map(
          columns.map((row): [string, Column] => [
            row.name,
            {
              arrives: ARRIVES[row.type] ?? `unknown ${row.type}`,
              nullable: row.nullable,
              filledIn: row.filled_in,
              ownNumber: row.own_number,
            },
          ]),
        ),
      ]),
    );
  } finally {
    await client.end();
    await database.drop();
  }
}

test.each([
  ['platform', 'PlatformDatabase'],
  ['points', 'PointsDatabase'],
  ['site', 'SiteDatabase'],
] as const)('src/%s/database.ts says what the database is', async (system, name) => {
  const claimed = claimedTables(join(SOURCE, system, 'database.ts'), name);
  const real = new Map(await realTables(system));
  expect(claimed.size).toBeGreaterThan(15);
  for (const table of ELSEWHERE[system] ?? []) expect([table, real.delete(table)]).toEqual([table, true]);
  expect(differences(claimed, real)).toEqual([]);
});

test('each difference is named', () => {
  const folder = mkdtempSync(join(tmpdir(), 'table-types-'));
  try {
    const file = join(folder, 'database.ts');
    writeFileSync(
      file,
      `import type { Generated, GeneratedAlways } from 'kysely';
      interface A { id: GeneratedAlways<string>; size: Generated<number>; said: 'a' | 'b' | null; at: Date; gone: string }
      interface Every { a: A; lost: A }`,
    );
    const text: Column = { arrives: 'text', nullable: false, filledIn: false, ownNumber: false };
    const real = new Map([
      [
        'a',
        new Map([
          ['id', text],
          ['size', { ...text, arrives: 'number' }],
          ['said', text],
          ['at', text],
          ['new', text],
        ]),
      ],
      ['found', new Map()],
    ]);
    expect(differences(claimedTables(file, 'Every'), real)).toEqual([
      'a.id: not numbered by itself',
      'a.id: an INSERT must give it',
      'a.size: an INSERT must give it',
      'a.said: cannot be null',
      'a.at: text, typed as date',
      'a.gone: the database does not have it',
      'a.new: the types do not have it',
      'lost: the database does not have it',
      'found: the types do not have it',
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
