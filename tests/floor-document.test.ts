/** docs/floor.md says what `law/` says: a rule that is changed or added is changed or added there, line by line. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { floorValueWords } from '#kernel/floor/words.ts';
import { FLOOR } from '#platform/access/roles-apart.ts';
import { loadLaw } from '#runtime/law.ts';

const document = readFileSync(join(import.meta.dirname, '../docs/floor.md'), 'utf8');
const law = await loadLaw();

const rows = law.rules.flatMap(({ id, jurisdiction, scope, direction, title, dated }) =>
  dated.map(({ from, value, source, status, origin }, index) => {
    const rule = index === 0 ? `\`${id}\` ${title} | ${jurisdiction.name} | \`${scope}\` ${direction}` : ' | | ';
    const whose = origin === 'product' ? '产品' : '法律';
    return `| ${rule} | ${from} | ${floorValueWords(scope, value).zh} | ${whose}${status === 'unconfirmed' ? '，待核对' : ''} | ${source} |`;
  }),
);

test('every rule, every value and every source of the law stands in the table, and nothing else', () => {
  const table = document.split('\n').filter((line) => line.startsWith('| ') && !/^\| (规则|---)/.test(line));
  expect(table).toEqual(rows);
});

test('the roles that law keeps apart are those that the product keeps apart by itself', () => {
  const pairs = law.rules.find(({ id }) => id === 'roles-apart')?.dated.at(-1)?.value as readonly string[][];
  const sorted = (all: readonly (readonly string[])[]) => all.map((pair) => pair.toSorted().join()).toSorted();
  expect(sorted(pairs)).toEqual(sorted(FLOOR.map(({ roles }) => roles)));
});
