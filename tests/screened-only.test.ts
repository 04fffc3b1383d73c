/**
 * A screened text is made by the screen and by nothing else: no assertion to one of its types outside `src/platform/screened.ts`, and no words
 * of the platform's own that are put together from somebody else's.
 */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type SyntaxNode, sourceTrees, treeOf, visit } from './support/syntax.ts';

const MAKER = 'src/platform/screened.ts';
const TYPES = /^(Screened|ScreenedText|ScreenedJson|FreeText|FreeJson)$/;

/** Assertions (`as`, `<…>`, `is` of a guard) that name one of the types, however deep. */
function assertionsIn(program: unknown): number[] {
  const found: number[] = [];
  visit(program, (node) => {
    if (!/^TS(AsExpression|TypeAssertion|TypePredicate|SatisfiesExpression)$/.test(node.type)) return;
    visit(node['typeAnnotation'], (inner) => {
      const { name } = (inner['typeName'] ?? {}) as { name?: string };
      if (inner.type === 'TSTypeReference' && name !== undefined && TYPES.test(name)) found.push(node.start);
    });
  });
  return found;
}

/** `ownWords` of anything but a literal in the source. */
function wordsPutTogether(program: unknown): number[] {
  const found: number[] = [];
  visit(program, (node) => {
    const { name } = (node['callee'] ?? {}) as { name?: string };
    if (node.type !== 'CallExpression' || name !== 'ownWords') return;
    const [words] = node['arguments'] as SyntaxNode[];
    if (words?.type !== 'Literal') found.push(node.start);
  });
  return found;
}

test('in the sources nobody asserts that a text is screened', () => {
  const trees = [...sourceTrees(join(import.meta.dirname, '..'), ['src'])];
  expect(trees.some(({ file }) => file === MAKER)).toBe(true);
  for (const { file, program } of trees) {
    if (file !== MAKER) expect([file, assertionsIn(program)]).toEqual([file, []]);
    expect([file, wordsPutTogether(program)]).toEqual([file, []]);
  }
});

describe('an assertion is found', () => {
  test.each([
    'const a = text as ScreenedText;',
    'const a = <ScreenedText>text;',
    'const a = value as unknown as Screened<Value>;',
    'const a = rows as { reason: ScreenedText }[];',
    'function whether(text: string): text is ScreenedText { return true; }',
  ])('%s', (text) => expect(assertionsIn(treeOf('file.ts', text))).toHaveLength(1));

  test.each([["ownWords('a' + b);"], ['ownWords(text);'], ['ownWords(a + b);']])('%s', (text) =>
    expect(wordsPutTogether(treeOf('file.ts', text))).toHaveLength(1),
  );

  test.each(["const a = ownWords('办理申请');", 'const a: ScreenedText = screenedText(policy, text);'])(
    'not in: %s',
    (text) => {
      expect(assertionsIn(treeOf('file.ts', text))).toEqual([]);
      expect(wordsPutTogether(treeOf('file.ts', text))).toEqual([]);
    },
  );
});
