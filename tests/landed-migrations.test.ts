/** Forward only: a migration that has landed is never edited, removed or overtaken by an earlier number. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { departures, folderOf, landed, present } from './support/landed-migrations.ts';

test('what has landed is as it was', () => {
  expect(departures(landed(), present()), 'write a later migration instead: docs/how-to/migration.md').toEqual([]);
});

let sources: string;
beforeEach(() => {
  sources = mkdtempSync(join(tmpdir(), 'xinheng-series-'));
  mkdirSync(folderOf('site', sources), { recursive: true });
  for (const name of ['0001_a.sql', '0002_b.sql']) write(name, 'SELECT 1;\n');
});
afterEach(() => rmSync(sources, { recursive: true, force: true }));

const write = (name: string, text: string) => writeFileSync(join(folderOf('site', sources), name), text);
/** What would be found if the series as it is now had landed and then `change` was made. */
function after(change: () => void): string[] {
  const before = present(sources);
  change();
  return departures(before, present(sources));
}

test('a later file may come', () => {
  expect(after(() => write('0003_c.sql', 'SELECT 2;\n'))).toEqual([]);
});

test.each<[string, () => void, string]>([
  ['one byte of a landed file changed', () => write('0001_a.sql', 'SELECT 1; \n'), 'site/0001_a.sql was edited'],
  ['a landed file removed', () => rmSync(join(folderOf('site', sources), '0002_b.sql')), 'site/0002_b.sql is missing'],
  [
    'a file put before the newest',
    () => write('0001_b.sql', 'SELECT 2;\n'),
    'site/0001_b.sql comes before 0002_b.sql, which has landed',
  ],
])('%s is found', (_, change, found) => {
  expect(after(change)).toEqual([found]);
});

test('a landed file renamed is found, as missing and as coming before the newest', () => {
  const folder = folderOf('site', sources);
  const renamed = () => {
    cpSync(join(folder, '0001_a.sql'), join(folder, '0001_other.sql'));
    rmSync(join(folder, '0001_a.sql'));
  };
  expect(after(renamed)).toEqual([
    'site/0001_a.sql is missing',
    'site/0001_other.sql comes before 0002_b.sql, which has landed',
  ]);
});

test('the series of all three systems are looked at', () => {
  for (const series of Object.values(present())) expect(Object.keys(series).length).toBeGreaterThan(4);
});
