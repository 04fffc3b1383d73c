/** What a pack can declare is read by the product: a key that nothing reads would promise what nobody keeps. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { AnyWords } from '#kernel/policy/difference/words.ts';
import { WORDS_OF_CITY } from '#kernel/policy/difference/words-of-city.ts';
import { WORDS_OF_NOTICE } from '#kernel/policy/difference/words-of-notice.ts';
import { REQUIRED_TIMERS } from '#kernel/policy/policy.ts';
import { CHANNELS } from '#kernel/vocabulary.ts';
import { type SyntaxNode, sourceTrees, visit } from './support/syntax.ts';

/** Where a pack is only taken in, joined, compared or written: who reads there has not used anything yet. */
const TAKES_IN =
  /^src\/kernel\/policy\/(schema|source|joined|qualify|together|policy|restraint-data|points-rules|refs|difference\/.*)\.ts$|^src\/runtime\/authoring\/|\/english\.ts$/;

/** Named with the reason; one that is read by now fails. */
const UNREAD: Readonly<Record<string, string>> = {
  statisticalCode: 'for whoever compares with statistics; a zone is never recognised by a code (GB 32100)',
};

/** Keys by their words, which the compiler holds to be all that a policy has. */
function keysOf(words: Readonly<Record<string, AnyWords>>): string[] {
  return Object.entries(words).flatMap(([key, one]) => [key, ...('fields' in one ? keysOf(one.fields) : [])]);
}

/** Names that code takes out of something: `policy.relief`, `{ relief }`, `data['relief']`, or a key passed as text to a function. */
function readsOf(program: SyntaxNode): string[] {
  const names: string[] = [];
  visit(program, (node, above) => {
    if (node.type === 'MemberExpression') {
      const { name, value } = node['property'] as { name?: unknown; value?: unknown };
      names.push(String(name ?? value));
    } else if (node.type === 'Property' && above[0]?.type === 'ObjectPattern') {
      names.push(String((node['key'] as { name?: unknown }).name));
    }
  });
  return names;
}

const trees = [...sourceTrees(join(import.meta.dirname, '..'), ['src', 'web'])].filter(
  ({ file }) => !TAKES_IN.test(file),
);
const read = new Set(trees.flatMap(({ program }) => readsOf(program)));
const declared = new Set([...keysOf(WORDS_OF_NOTICE), ...keysOf(WORDS_OF_CITY)]);

test('every key a pack can declare is read somewhere', () => {
  expect(declared.size).toBeGreaterThan(80);
  expect([...declared].filter((key) => !read.has(key) && !(key in UNREAD))).toEqual([]);
});

test('each exception is still needed', () => {
  expect(Object.keys(UNREAD).filter((key) => !declared.has(key) || read.has(key))).toEqual([]);
});

test('a key that nobody reads is found', () => expect(read.has('keyThatNobodyReads')).toBe(false));

test('every period that each city has to give is asked for by its name', () => {
  const said = new Set(
    trees
      .filter(({ file }) => !/^src\/kernel\/policy\/(?!relief\.)/.test(file))
      .flatMap(({ text }) => REQUIRED_TIMERS.filter((id) => text.includes(`'${id}'`))),
  );
  expect(REQUIRED_TIMERS.filter((id) => !said.has(id))).toEqual([]);
});

test('every way in that a notice can open is asked for by its name', () => {
  const platform = trees.filter(({ file }) => file.startsWith('src/platform/'));
  const unread = CHANNELS.filter((id) => !platform.some(({ text }) => text.includes(`'${id}'`)));
  expect(unread).toEqual([]);
});
