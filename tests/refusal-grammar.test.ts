/**
 * A rule answers `May`, and `requireMay` throws it (docs/decisions/045): so a page says beforehand what a refusal would say. This finds
 * on the syntax tree the files of rules that make a `Problem` by themselves; what may stay is named with the reason.
 */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type SyntaxNode as Node, sourceTrees, treeOf, visit } from './support/syntax.ts';

/** Rules of a folder, and what each action on a case asks and does. */
const RULES = /(^|\/)(rules|[a-z-]+-rules)\.ts$|\/actions\/[a-z-]+\.ts$/;

/** By file and function: checks of what was given, which answer no question that a page would ask beforehand. */
const CHECKS_OF_INPUT: Readonly<Record<string, string>> = {
  'src/platform/determination/actions/payload-faults.ts invalid': 'a payload that says what cannot be',
  'src/platform/evidence/rules.ts addedBy': 'no endpoint lets a system job add evidence: what remains of the type',
  'src/platform/evidence/rules.ts requireEvidenceKind': 'a kind of evidence that the catalogue does not name',
  'src/platform/own-reports/rules.ts documentOf': 'what the sign-in vouches for is no document',
  'src/platform/own-reports/rules.ts refuseFaults': 'every fault of the form, each with its field',
};

/** The functions that make a `Problem`, by the name of the nearest that has one. */
function makersOf(program: unknown): string[] {
  const found: string[] = [];
  visit(program, (node, above) => {
    const { name } = (node['callee'] ?? {}) as { name?: string };
    if (node.type === 'NewExpression' && name === 'Problem') found.push(nameIn(above));
  });
  return [...new Set(found)];
}

function nameIn(above: readonly Node[]): string {
  for (const [index, node] of above.entries()) {
    const own = (node['id'] as { name?: string } | null | undefined)?.name;
    if (node.type === 'FunctionDeclaration' && own !== undefined) return own;
    const isFunction = node.type === 'ArrowFunctionExpression' || node.type === 'FunctionExpression';
    const holder = isFunction ? above[index + 1] : undefined;
    const held = (holder?.['id'] ?? holder?.['key']) as { name?: string } | undefined;
    if (held?.name !== undefined) return held.name;
  }
  return 'the file itself';
}

test('a file of rules refuses by answering', () => {
  const trees = [...sourceTrees(join(import.meta.dirname, '..'), ['src'])];
  const rules = trees.filter(({ file }) => RULES.test(file));
  expect(rules.length).toBeGreaterThan(20);
  const found = rules.flatMap(({ file, program }) => makersOf(program).map((name) => `${file} ${name}`));
  expect(found.sort()).toEqual(Object.keys(CHECKS_OF_INPUT).sort());
});

describe('a rule that throws by itself is found', () => {
  test.each([
    ["function requireOpen() { throw new Problem('not_found'); }", 'requireOpen'],
    ["const requireOpen = () => { if (a) throw new Problem('not_found'); };", 'requireOpen'],
    ["function requireOpen() { return all.map((one) => { throw new Problem('not_found'); }); }", 'requireOpen'],
    ["const ACTION = { check: () => { throw new Problem('not_found'); } };", 'check'],
    ["const REFUSED = new Problem('not_found');", 'the file itself'],
  ])('%s', (text, name) => {
    expect(makersOf(treeOf('rules.ts', text))).toEqual([name]);
  });

  test.each([
    "const mayOpen = (a) => (a ? YES : no('closed', titled('not_found')));",
    'requireMay(mayOpen(a)); throw problemOf(refusal);',
  ])('and nothing else: %s', (text) => {
    expect(makersOf(treeOf('rules.ts', text))).toEqual([]);
  });

  test.each([
    'src/platform/lists/rules.ts',
    'src/platform/access/delegation-rules.ts',
    'src/platform/determination/actions/correct.ts',
  ])('%s is a file of rules', (file) => expect(file).toMatch(RULES));
});
