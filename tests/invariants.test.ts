/** docs/invariants.md is complete and true: nineteen invariants, each with its tests and its guards, which all exist. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

const INVARIANTS = [
  ...['catalogue-only', 'never-collect', 'adults-only', 'four-eyes', 'own-jurisdiction', 'adverse-needs-document'],
  ...['no-derived-adverse', 'one-fact-one-record', 'listed-measures-only', 'points-opt-in', 'points-only-unlock'],
  ...['no-person-in-public', 'black-list-needs-basis', 'relief-hidden', 'withdrawal-everywhere', 'objection-marked'],
  ...['looked-is-logged', 'no-bulk-people', 'append-only'],
];
/** What a database cannot refuse: said below the table, with what shows it. */
const NOT_IN_DATABASE = ['never-collect', 'adults-only', 'no-bulk-people'];

const document = read('docs/invariants.md');
const rows = document
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, name = '', http = '', direct = '', guard = '']) => ({
    id: /`([^`]+)`/.exec(name)?.[1] ?? '',
    name,
    http,
    direct,
    guard,
  }));

/** `file` › title, or the file alone where all of it is meant */
const testsIn = (cell: string) =>
  [...cell.matchAll(/`([^`]+\.test\.ts)`(?: › ([^<|;]+))?/g)].map(([, file = '', title]) => ({
    file,
    title: title?.trim(),
  }));

/** kind `table.name` or `system.table.name`; code `file` `symbol` */
const guardsIn = (cell: string) =>
  [...cell.matchAll(/(constraint|trigger|policy|grant) `(?:(points|site)\.)?([a-z_]+)\.([A-Za-z_]+)`/g)].map(
    ([, kind = '', system = 'platform', table = '', name = '']) => ({ kind, system, table, name }),
  );

test('every invariant has its row, once, and is named in Chinese as well', () => {
  expect(rows.map(({ id }) => id)).toEqual(INVARIANTS);
  for (const { name } of rows) expect(name).toMatch(/[\u4e00-\u9fff]/);
});

describe.each(rows)('$id', ({ id, http, direct, guard }) => {
  test('names a test over HTTP, one of a direct statement, and a guard', () => {
    expect(testsIn(http).length).toBeGreaterThan(0);
    if (NOT_IN_DATABASE.includes(id)) expect(document).toContain(`\n- **${id}`);
    else expect(testsIn(direct).length).toBeGreaterThan(0);
    expect(guard).toMatch(/(constraint|trigger|policy|grant|code) `/);
  });

  test.each(testsIn(`${http}<br>${direct}`))('$file › $title is there', ({ file, title }) => {
    expect(existsSync(join(ROOT, file)), file).toBe(true);
    if (title !== undefined) expect(read(file)).toContain(title);
  });

  test('every guard is made by a migration or written in the source', () => {
    const all = guardsIn(guard);
    for (const { kind, system, table, name } of all)
      expect(madeBy(kind, system, table, name), `${kind} ${table}.${name}`).toBe(true);
    for (const [, file = '', symbol = ''] of guard.matchAll(/code `([^`]+)` `([^`]+)`/g))
      expect(read(file), `${symbol} in ${file}`).toMatch(
        new RegExp(`(function|const|class|interface|type) ${symbol}\\b`),
      );
  });

  test('every guard of the database is taken away in a test of direct statements', () => {
    for (const { kind, table, name } of guardsIn(guard).filter((one) => !BY_OTHERS.has(`${one.table}.${one.name}`)))
      expect(taken, `${kind} ${table}.${name}`).toMatch(new RegExp(`${name}'`));
  });
});

const taken = ['tests/invariants', 'tests/attacks']
  .flatMap((folder) => readdirSync(join(ROOT, folder)).map((name) => read(`${folder}/${name}`)))
  .join('\n');
/** shown by a test of their own: that a commit without its entry is refused */
const BY_OTHERS = new Set(['audit_digest.logged_with_rows']);

function madeBy(kind: string, system: string, table: string, name: string): boolean {
  const schema = read(`docs/schema/${system}.md`) + migrations(system);
  if (kind === 'grant') return new RegExp(`\\b${table}\\b`).test(schema);
  const made = {
    constraint: `(CONSTRAINT|INDEX) ${name}\\b|\\b${name}\\b`,
    trigger: `TRIGGER ${name}\\b`,
    policy: `POLICY ${name} ON ${table}\\b`,
  }[kind];
  return made !== undefined && (new RegExp(made).test(schema) || impliedBy(kind, name, schema));
}

/** Keys and references that PostgreSQL names itself: `table_columns_key`. */
const impliedBy = (kind: string, name: string, schema: string) =>
  kind === 'constraint' && /_(pkey|key|fkey)$/.test(name) && schema.includes(name.split('_')[0]!);

function migrations(system: string): string {
  const folder = `src/${system}/migrations`;
  return readdirSync(join(ROOT, folder))
    .map((file) => read(`${folder}/${file}`))
    .join('\n');
}
