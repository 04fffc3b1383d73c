/**
 * Every closed set of the vocabulary (states, polarities, subject and document types, decisions …) is written once. A second declaration,
 * as a union of types or as a list, is found on the syntax tree, in whatever order it stands: two tellings drift apart unseen.
 */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as vocabulary from '../src/contracts/vocabulary.ts';
import { type SyntaxNode, sourceTrees, treeOf, visit } from './support/syntax.ts';

const ROOMS = ['src/contracts/vocabulary.ts', 'src/kernel/vocabulary.ts'];

/** Lists that mean something else by the same words. */
const OTHERWISE: Readonly<Record<string, string>> = {
  'src/runtime/demo/any-city-story.ts BATCH_STEPS': 'what the demo does to a table next, not what can be done to one',
  'src/runtime/demo/volunteers-story.ts BATCH_STEPS': 'what the demo does to a table next, not what can be done to one',
  'web/console/src/sections.ts PARTS': 'the roles that find a page in the menu, not the parts of a case',
  'web/console/src/areas/batches/words.tsx ROW_VERDICTS': 'the order in which a table shows verdicts: the worst first',
};

const inOrder = (words: readonly string[]) => words.toSorted().join(' ');
const sets = new Map(Object.entries(vocabulary).map(([name, words]) => [inOrder(words), name]));

/** The words of a union or a list of nothing but texts; what else a union allows, such as null, does not make it another set. */
function wordsOf(node: SyntaxNode): string[] | undefined {
  if (node.type === 'TSUnionType') {
    const literals = (node['types'] as SyntaxNode[]).map((one) => one['literal'] as SyntaxNode | undefined);
    return literals.map((one) => one?.['value']).filter((value) => typeof value === 'string');
  }
  if (node.type !== 'ArrayExpression') return undefined;
  const values = (node['elements'] as (SyntaxNode | null)[]).map((one) => one?.['value']);
  return values.every((value) => typeof value === 'string') ? values : undefined;
}

function toldAgain(program: SyntaxNode): string[] {
  const found: string[] = [];
  visit(program, (node) => {
    const words = wordsOf(node);
    const name = words && words.length > 1 ? sets.get(inOrder(words)) : undefined;
    if (name !== undefined) found.push(name);
  });
  return found;
}

test('no two sets of the vocabulary are the same', () => {
  expect(Object.keys(vocabulary).length).toBeGreaterThan(40);
  expect(sets.size).toBe(Object.keys(vocabulary).length);
});

test('what the vocabulary says is declared nowhere else', () => {
  const trees = [...sourceTrees(join(import.meta.dirname, '..'), ['src', 'web'])];
  expect(trees.length).toBeGreaterThan(600);
  const again = trees
    .filter(({ file }) => !ROOMS.includes(file))
    .flatMap(({ file, program }) => toldAgain(program).map((name) => `${file} ${name}`));
  expect(again.filter((where) => OTHERWISE[where] === undefined)).toEqual([]);
  expect(new Set(again)).toEqual(new Set(Object.keys(OTHERWISE)));
});

test.each([
  ["type Pole = 'good' | 'adverse';", 'POLARITIES'],
  ["interface A { readonly pole: 'adverse' | 'good' | null }", 'POLARITIES'],
  ["const A = z.enum(['department', 'office']);", 'SIGNED_AS'],
  ["for (const kind of ['objection', 'repair', 'relief'] as const) ask(kind);", 'RIGHTS_KINDS'],
])('a second telling is found: %s', (text, name) => {
  expect(toldAgain(treeOf('some.ts', text))).toEqual([name]);
});

test.each([
  "type A = 'determined' | 'refused';",
  "const A = ['good', tone];",
  "const A = { office: '牵头', department: '会签' };",
])('a part of a set, and words by their key, are no second telling: %s', (text) => {
  expect(toldAgain(treeOf('some.ts', text))).toEqual([]);
});
