/**
 * Where texts stay: every column of text and JSON of the three databases is bounded by the database itself, or has a line in
 * tests/text-columns.ts that says where it is screened, or why it needs no screen; and no line is of a column that is gone.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase } from './support/database.ts';
import { type SyntaxNode, treeOf, visit } from './support/syntax.ts';
import { type System, TYPED, WITHOUT_SCREEN } from './text-columns.ts';

const SYSTEMS: readonly System[] = ['platform', 'points', 'site'];

const COLUMNS = `
  SELECT c.relname || '.' || a.attname AS at,
    coalesce((SELECT string_agg(pg_get_constraintdef(k.oid), ' AND ') FROM pg_constraint k
      WHERE k.conrelid = c.oid AND k.contype = 'c' AND k.conkey = ARRAY[a.attnum]), '') AS checks,
    EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'f' AND a.attnum = ANY (k.conkey)) AS key
  FROM pg_class c
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_type b ON b.oid = t.typbasetype
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
    AND c.relname NOT LIKE 'schema_migration%'
    AND coalesce(b.typname, t.typname) IN ('text', 'varchar', 'bpchar', 'citext', 'json', 'jsonb', 'xml', '_text', '_varchar', '_jsonb')
  ORDER BY 1`;

interface Column {
  readonly at: string;
  readonly checks: string;
  readonly key: boolean;
}

/** A closed set of words, hexadecimal digits, a month; or what another table holds. */
const isBounded = ({ checks, key }: Column): boolean =>
  key || /(= ANY|<@) \(?ARRAY\[|~ '\^\[0-9a-f\]|\^\\d\{4\}-|= '[a-z-]+'::text\)/.test(checks);

const found = new Map<System, readonly Column[]>();
beforeAll(async () => {
  for (const system of SYSTEMS) {
    const database = await createTestDatabase(system);
    const client = new pg.Client({ connectionString: database.ownerUrl });
    await client.connect();
    found.set(system, (await client.query<Column>(COLUMNS)).rows);
    await client.end();
    await database.drop();
  }
});

const lines = (system: System): string[] => [
  ...Object.keys(TYPED[system]),
  ...Object.values(WITHOUT_SCREEN).flatMap((columns) => columns[system] ?? []),
];

describe.each(SYSTEMS)('%s', (system) => {
  test('every column that takes any text has its line', () => {
    const open = found.get(system)!.filter((column) => !isBounded(column));
    expect(open.length).toBeGreaterThan(20);
    expect(open.map(({ at }) => at).filter((at) => !lines(system).includes(at))).toEqual([]);
  });

  test('every line is of a column that there is, and stands once', () => {
    const columns = found.get(system)!.map(({ at }) => at);
    expect(lines(system).filter((at) => !columns.includes(at))).toEqual([]);
    expect(lines(system).filter((at, index, all) => all.indexOf(at) !== index)).toEqual([]);
  });
});

test('at the platform what people type is what its columns’ types take screened alone', () => {
  const folder = join(import.meta.dirname, '..', 'src', 'platform', 'tables');
  const typed = readdirSync(folder)
    .filter((file) => file !== 'columns.ts')
    .flatMap((file) => freeColumns(treeOf(join(folder, file))));
  expect(typed.toSorted()).toEqual(Object.keys(TYPED.platform).toSorted());
});

/** `record_change.reason` of an interface RecordChangeTable with `reason: FreeText`. */
function freeColumns(program: unknown): string[] {
  const columns: string[] = [];
  visit(program, (node) => {
    if (node.type !== 'TSInterfaceDeclaration') return;
    const { name } = node['id'] as { name: string };
    const table = name
      .replace(/Table$/, '')
      .replaceAll(/(?<=[a-z])[A-Z]/g, '_$&')
      .toLowerCase();
    for (const member of (node['body'] as { body: SyntaxNode[] }).body) {
      let free = false;
      visit(member['typeAnnotation'], (inner) => {
        const type = (inner['typeName'] ?? {}) as { name?: string };
        free ||= /^(FreeText|FreeJson)$/.test(type.name ?? '');
      });
      if (free) columns.push(`${table}.${(member['key'] as { name: string }).name}`);
    }
  });
  return columns;
}
