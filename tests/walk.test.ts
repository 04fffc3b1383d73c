/** The walk of a determination, as docs/walk.md tells it, is the walk the sources take: through few rooms, and none twice. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type SyntaxNode, treeOf, visit } from './support/syntax.ts';

const root = join(import.meta.dirname, '..');
const MOST_ROOMS = 9;

interface Step {
  readonly step: number;
  readonly from: number | null;
  /** the file that registers it, where it is not called by name */
  readonly registeredIn: string | null;
  readonly file: string;
  readonly name: string;
}

function stepsOf(markdown: string): Step[] {
  return [...markdown.matchAll(/^\| (\d+) \| (.*?) ?\| `(.+?)` \| `(\w+)` \| .+ \|$/gm)].map((row) => {
    const [, step, from = '', file = '', name = ''] = row;
    const registered = /^(\d+), registered in `(.+)`$/.exec(from);
    return {
      ...{ step: Number(step), file, name },
      from: from === '' ? null : Number(registered?.[1] ?? from),
      registeredIn: registered?.[2] ?? null,
    };
  });
}

const trees = new Map<string, SyntaxNode>();
function tree(file: string): SyntaxNode {
  const known = trees.get(file) ?? treeOf(join(root, file));
  trees.set(file, known);
  return known;
}
const roomOf = (file: string) => dirname(file);

function pathOf(file: string, specifier: string): string | undefined {
  if (specifier.startsWith('#')) return `src/${specifier.slice(1)}`;
  return specifier.startsWith('.') ? relative(root, resolve(root, dirname(file), specifier)) : undefined;
}

interface Imported {
  readonly path: string;
  readonly name: string;
}

const known = new Map<string, readonly Imported[]>();
function usesOf(file: string): readonly Imported[] {
  const uses = known.get(file) ?? readUses(file);
  known.set(file, uses);
  return uses;
}

/** Names of other files that `file` uses as it runs; types are left out, the door of a domain is looked through. */
function readUses(file: string): Imported[] {
  const found: Imported[] = [];
  visit(tree(file), (node) => {
    if (node.type !== 'ImportDeclaration' || node['importKind'] === 'type') return;
    const path = pathOf(file, String((node['source'] as SyntaxNode)['value']));
    if (path === undefined) return;
    for (const one of node['specifiers'] as SyntaxNode[]) {
      if (one['importKind'] === 'type') continue;
      const imported = one['imported'] as { name?: string } | undefined;
      found.push(throughDoor({ path, name: imported?.name ?? '*' }));
    }
  });
  return found;
}

/** Where a name that an index hands on really stands. */
function throughDoor({ path, name }: Imported): Imported {
  let behind: string | undefined;
  visit(tree(path), (node) => {
    if (node.type !== 'ExportNamedDeclaration' || !node['source']) return;
    const names = (node['specifiers'] as SyntaxNode[]).map((one) => (one['exported'] as { name: string }).name);
    if (names.includes(name)) behind = pathOf(path, String((node['source'] as SyntaxNode)['value']));
  });
  return behind === undefined ? { path, name } : throughDoor({ path: behind, name });
}

/** Functions and tables that stand at the top of a file. */
function declaredIn(file: string): string[] {
  const body = tree(file)['body'] as SyntaxNode[];
  return body
    .map((node) => (node['declaration'] as SyntaxNode | null | undefined) ?? node)
    .flatMap((node) => {
      const variables = ((node['declarations'] as SyntaxNode[] | undefined) ?? []).map((one) => one['id']);
      return [node['id'], ...variables].map((id) => (id as { name?: string } | null | undefined)?.name ?? '');
    });
}

/** What of a walk the sources do not bear out. */
function faultsOf(steps: readonly Step[]): string[] {
  const faults: string[] = [];
  steps.forEach(({ step, from, registeredIn, file, name }, index) => {
    if (step !== index + 1) faults.push(`${step}: out of order`);
    if (!existsSync(join(root, file))) {
      faults.push(`${step}: no file ${file}`);
      return;
    }
    if (!declaredIn(file).includes(name)) faults.push(`${step}: no ${name} in ${file}`);
    if (from === null) {
      if (index > 0) faults.push(`${step}: called from nowhere`);
      return;
    }
    const caller = steps[from - 1];
    if (!caller || from >= step) faults.push(`${step}: called from what comes later`);
    else if (!reaches(caller, { file, name, registeredIn }))
      faults.push(`${step}: ${caller.file} does not reach ${file}`);
  });
  return faults;
}

function reaches(caller: Step, { file, name, registeredIn }: Pick<Step, 'file' | 'name' | 'registeredIn'>): boolean {
  const uses = (one: string, other: string) => usesOf(one).some(({ path }) => path === other);
  if (registeredIn !== null)
    return uses(registeredIn, caller.file) && (uses(registeredIn, file) || uses(file, registeredIn));
  return usesOf(caller.file).some((one) => one.path === file && one.name === name);
}

/** From which rooms each room is entered: by the steps as told, and by whatever else their files import of each other. */
function entriesOf(steps: readonly Step[]): Map<string, Set<string>> {
  const entries = new Map<string, Set<string>>();
  const enter = (room: string, from: string) => {
    if (room !== from) entries.set(room, (entries.get(room) ?? new Set()).add(from));
  };
  const files = new Set(steps.map(({ file }) => file));
  for (const { from, file } of steps) if (from !== null) enter(roomOf(file), roomOf(steps[from - 1]!.file));
  for (const file of files) for (const { path } of usesOf(file)) if (files.has(path)) enter(roomOf(path), roomOf(file));
  return entries;
}

/** Rooms in the order they are come to, one after the other. */
const roomsOf = (steps: readonly Step[]): string[] =>
  steps.map(({ file }) => roomOf(file)).filter((room, index, all) => room !== all[index - 1]);

const steps = stepsOf(readFileSync(join(root, 'docs', 'walk.md'), 'utf8'));

test('the walk was read, from the route to what the subject reads', () => {
  expect(steps.length).toBeGreaterThan(20);
  expect([steps[0]?.file, steps.at(-1)?.name]).toEqual(['src/http/serve.ts', 'notify']);
});

test('every step stands where it is said to stand, and is reached from where it is called', () => {
  expect(faultsOf(steps)).toEqual([]);
});

test('through nine rooms at most, none of them entered twice', () => {
  const rooms = roomsOf(steps);
  expect(rooms.length).toBeLessThanOrEqual(MOST_ROOMS);
  expect(rooms.filter((room, index) => rooms.indexOf(room) !== index)).toEqual([]);
  const several = [...entriesOf(steps)].filter(([, from]) => from.size > 1).map(([room, from]) => [room, ...from]);
  expect(several).toEqual([]);
  const first = steps[0]!.file;
  expect(entriesOf(steps).get(roomOf(first))).toBeUndefined();
});

describe('a walk that is not taken is found out', () => {
  const row = (...cells: string[]) => `| ${cells.join(' | ')} | does it |\n`;
  const service = row('1', '', '`src/platform/determination/service.ts`', '`performAction`');

  test.each([
    ['no file', row('2', '1', '`src/platform/determination/nothing.ts`', '`nothing`')],
    ['no mayAkt in', row('2', '1', '`src/platform/determination/rules.ts`', '`mayAkt`')],
    ['does not reach', row('2', '1', '`src/platform/determination/routes.ts`', '`determinationRoutes`')],
    ['called from what comes later', row('2', '3', '`src/platform/determination/rules.ts`', '`mayAct`')],
    ['called from nowhere', row('2', '', '`src/platform/determination/rules.ts`', '`mayAct`')],
    ['out of order', row('3', '1', '`src/platform/determination/rules.ts`', '`mayAct`')],
  ])('%s', (fault, second) => {
    expect(faultsOf(stepsOf(service + second)).join()).toContain(fault);
  });

  test('a room entered from two others, though the table tells of one', () => {
    const walk = stepsOf(
      service +
        row('2', '1', '`src/platform/access/transaction.ts`', '`transact`') +
        row('3', '1', '`src/platform/registry/service.ts`', '`applyChange`'),
    );
    expect([...(entriesOf(walk).get('src/platform/access') ?? [])].toSorted()).toEqual([
      'src/platform/determination',
      'src/platform/registry',
    ]);
  });
});
