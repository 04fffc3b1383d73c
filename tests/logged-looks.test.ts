/**
 * looked-is-logged in types: what is sealed opens with a look that only the log hands out. This finds on the syntax tree whoever asserts
 * one, opens around it, or opens without showing it in the log; each place that may is named with the reason (065).
 */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type SyntaxNode as Node, sourceTrees, treeOf, visit } from './support/syntax.ts';

const LOOKS = new Set(['LoggedLook', 'OwnLook', 'SystemUse', 'Looked']);
const MAKER = 'src/platform/audit-look.ts';
/** take a look as an argument */
const OPENS = new Set([
  ...['openPerson', 'openContent', 'collect', 'listRows', 'read', 'withContent', 'evidenceContent'],
  ...[
    'openPrepared',
    'shownAct',
    'carryOutPrepared',
    'requireLook',
    'requireLookAtFile',
    'requireLookAtBatch',
    'requireLookAtLog',
  ],
]);

/** Who opens without an entry in the log, and why nobody else sees anything: by file, function and what it says it is. */
const WITHOUT_ENTRY: Readonly<Record<string, string>> = {
  'src/platform/determination/log-line.ts systemUse number-kept': 'the number is sealed again beside a corrected name',
  'src/platform/determination/repeated-request.ts systemUse request-repeated': 'compared, answered as the first time',
  'src/platform/intake/process.ts systemUse batch-checked': 'the job that checks the rows',
  'src/platform/registry/service.ts systemUse age-checked': 'a day held against the day of birth',
  'src/platform/counter-desk/act.ts ownLook':
    'the person reads on their own page what a counter prepared in their name',
  'src/platform/evidence/service.ts ownLook': 'the applicant opens what they handed in',
  'src/platform/own-data/service.ts ownLook': 'the person reads what is held about them',
  'src/platform/own-reports/drafts.ts ownLook': 'the person goes on with their draft',
  'src/platform/own-reports/hand-in.ts ownLook': 'the person hands their draft in',
  'src/platform/own-reports/proof.ts ownLook': 'the person adds proof to their draft',
  'src/platform/own-reports/status.ts ownLook': 'the person sees their drafts',
};

/** Who may have a cipher in hand at all: whoever opens with it asks for a look, or gives nothing of it away. */
const CIPHERS: Readonly<Record<string, string>> = {
  'src/platform/person-seal.ts': 'opens with a look',
  'src/platform/own-reports/drafts.ts': 'opens with the own look',
  'src/platform/counter-desk/act.ts': 'opens with a look',
  'src/platform/files/file-keys.ts': 'wraps the keys of files, which the file store opens with a look',
  'src/platform/intake/stage-row.ts': 'seals only',
  'src/platform/reseal.ts': 'seals anew under the current key, in one step',
  'src/runtime/http/sessions.ts': 'sessions, sealed with their own token',
};

const nameOf = (node: unknown): string => {
  const { name, property } = (node ?? {}) as { name?: string; property?: unknown };
  return name ?? (property ? nameOf(property) : '');
};

function names(node: unknown): string[] {
  const found: string[] = [];
  visit(node, (one) => {
    if (one.type === 'Identifier') found.push(nameOf(one));
  });
  return found;
}

const ASSERTS = new Set(['TSAsExpression', 'TSTypeAssertion', 'TSSatisfiesExpression', 'TSTypePredicate']);

/** Looks that are said to be one: by assertion, by a predicate, by a declaration without a value, or slipped in as an argument. */
function asserted(program: unknown): string[] {
  const found: string[] = [];
  visit(program, (node) => {
    if (ASSERTS.has(node.type) && names(node['typeAnnotation']).some((name) => LOOKS.has(name))) found.push('asserted');
    if (node.type === 'VariableDeclaration' && node['declare'] && names(node).some((name) => LOOKS.has(name)))
      found.push('declared');
    if (node.type !== 'CallExpression' || !OPENS.has(nameOf(node['callee']))) return;
    for (const argument of node['arguments'] as Node[])
      if (ASSERTS.has(argument.type) || argument.type === 'TSNonNullExpression') found.push('slipped in');
  });
  return found;
}

function madeBy(program: unknown): string[] {
  const found: string[] = [];
  visit(program, (node) => {
    if (node.type !== 'CallExpression') return;
    const callee = nameOf(node['callee']);
    const [use] = node['arguments'] as { value?: string }[];
    if (callee === 'systemUse') found.push(`systemUse ${use?.value}`);
    if (callee === 'ownLook') found.push('ownLook');
  });
  return [...new Set(found)];
}

function imports(program: unknown, imported: string): boolean {
  let found = false;
  visit(program, (node) => {
    if (node.type === 'ImportSpecifier' && nameOf(node['imported']) === imported) found = true;
  });
  return found;
}

const sources = [...sourceTrees(join(import.meta.dirname, '..'), ['src'])];
const others = sources.filter(({ file }) => file !== MAKER);

test('nobody says that something is a look, and no message of the compiler is silenced', () => {
  expect(others.length).toBeGreaterThan(300);
  expect(others.flatMap(({ file, program }) => asserted(program).map((how) => `${file} ${how}`))).toEqual([]);
  expect(sources.filter(({ text }) => /@ts-(ignore|expect-error|nocheck)/.test(text)).map(({ file }) => file)).toEqual(
    [],
  );
});

test('who opens without an entry in the log is named with the reason', () => {
  const found = others.flatMap(({ file, program }) => madeBy(program).map((what) => `${file} ${what}`));
  expect(found.sort()).toEqual(Object.keys(WITHOUT_ENTRY).sort());
});

test('no other file opens what is sealed, and looks are written by the log alone', () => {
  const with_ = (name: string) => sources.filter(({ program }) => imports(program, name)).map(({ file }) => file);
  expect(with_('fieldCipher').sort()).toEqual(Object.keys(CIPHERS).sort());
  expect(with_('writeEntries')).toEqual([MAKER]);
});

describe('a look that is made up is found', () => {
  test.each([
    ['openPerson(context, seal, {} as LoggedLook)', ['slipped in', 'asserted']],
    ['const look = {} as unknown as LoggedLook;', ['asserted']],
    ['const look = <OwnLook>{};', ['asserted']],
    ['const look = { of } satisfies Looked;', ['asserted']],
    ['const looks = [] as readonly LoggedLook[];', ['asserted']],
    ['const is = (value: object): value is LoggedLook => true;', ['asserted']],
    ['declare const look: SystemUse;', ['declared']],
    ['files.read(sha256, {} as never)', ['slipped in']],
    ['openPerson(context, seal, look!)', ['slipped in']],
  ])('%s', (text, found) => expect(asserted(treeOf('a.ts', text))).toEqual(found));

  test.each([
    'function open(look: LoggedLook): void {}',
    'const look = await writeLook(tx, who, entry); openPerson(context, seal, look);',
    'type Kind = (typeof kinds)[number]; const kind = text as Kind;',
  ])('and nothing else: %s', (text) => expect(asserted(treeOf('a.ts', text))).toEqual([]));
});
