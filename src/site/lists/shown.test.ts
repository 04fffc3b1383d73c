/** What is shown today is decided in `shown.ts` alone: no other statement of the site compares its dates or asks for its marks. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type SyntaxNode, sourceTrees, treeOf, visit } from '../../../tests/support/syntax.ts';
import { noticeStands } from './shown.ts';

const DATES = /^(?:valid_from|valid_until|notice_from|notice_until)$/;

/** In SQL: a comparison of one of the dates, the newest edition of an entry's list, an objection asked for. */
const DECIDES = [
  /\b(?:valid_from|valid_until|notice_from|notice_until)"?\s*(?:[<>]|!=|IS\s|BETWEEN\s)/i,
  /\bnumber\s*=\s*\(\s*SELECT\s+max\(/i,
  /\bFROM\s+entry_mark\b/i,
];

const textOf = (node: SyntaxNode): string | undefined => {
  if (node.type === 'TemplateLiteral') {
    return (node['quasis'] as { value: { raw: string } }[]).map(({ value }) => value.raw).join('$');
  }
  return node.type === 'Literal' && typeof node['value'] === 'string' ? node['value'] : undefined;
};

const nameOf = (node: SyntaxNode | undefined) =>
  (node?.['property'] as { name?: string } | undefined)?.name ?? (node?.['name'] as string | undefined) ?? '';

/** `.where('valid_until', '>=', today)`, or two dates compared in TypeScript. */
function comparesDates(node: SyntaxNode): boolean {
  if (node.type === 'BinaryExpression' && /^[<>]=?$/.test(node['operator'] as string)) {
    return [node['left'], node['right']].some((side) => DATES.test(nameOf(side as SyntaxNode)));
  }
  if (node.type !== 'CallExpression') return false;
  const [column, , day] = node['arguments'] as SyntaxNode[];
  return day !== undefined && DATES.test((textOf(column!) ?? '').split('.').at(-1)!);
}

function decisionsIn(program: SyntaxNode): string[] {
  const found: string[] = [];
  visit(program, (node) => {
    const text = textOf(node);
    if (comparesDates(node) || DECIDES.some((one) => text !== undefined && one.test(text)))
      found.push(text ?? node.type);
  });
  return found;
}

test('nobody but shown.ts decides what is shown', () => {
  const trees = [...sourceTrees(join(import.meta.dirname, '..', '..', '..'), ['src/site'])];
  const deciding = trees.filter(({ program }) => decisionsIn(program).length > 0);
  expect(trees.length).toBeGreaterThan(50);
  // the edition before another one is no question of what is shown
  const ofEditions = 'src/site/notification/store.ts';
  expect(new Set(deciding.map(({ file }) => file))).toEqual(new Set(['src/site/lists/shown.ts', ofEditions]));
  expect(decisionsIn(trees.find(({ file }) => file === ofEditions)!.program)).toEqual([
    expect.stringContaining('number < $'),
  ]);
});

test.each([
  // biome-ignore lint/suspicious/noTemplateCurlyInString: this is source text
  'const a = sql`SELECT * FROM good_record r WHERE r.valid_until >= ${today}::date`;',
  "const a = { text: 'SELECT * FROM edition_entry WHERE (valid_until IS NULL OR true)' };",
  'const a = sql`e.number = (SELECT max(d.number) FROM edition d WHERE d.list = e.list)`;',
  'const a = sql`EXISTS (SELECT FROM entry_mark m WHERE m.objection_open)`;',
  "const a = database.selectFrom('notice').where('notice_until', '>=', today);",
  'const a = entry.valid_until < today;',
])('a second decision is found: %s', (text) => {
  expect(decisionsIn(treeOf('some.ts', text))).toHaveLength(1);
});

test.each([
  'const a = sql`ON CONFLICT (uscc) DO UPDATE SET valid_until = excluded.valid_until`;',
  "const a = database.selectFrom('notice').orderBy('notice_until');",
  'const a = [entry.determined_on, entry.valid_until];',
])('reading and writing a date is none: %s', (text) => {
  expect(decisionsIn(treeOf('some.ts', text))).toEqual([]);
});

test.each([
  ['2020-01-31', 'coming'],
  ['2020-02-01', 'open'],
  ['2020-02-07', 'open'],
  ['2020-02-08', 'over'],
] as const)('a notice from 1 to 7 February is on %s: %s', (today, stands) => {
  expect(noticeStands({ notice_from: '2020-02-01', notice_until: '2020-02-07' }, today)).toBe(stands);
});
