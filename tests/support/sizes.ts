/**
 * How long files and functions are, read from their syntax trees. A reader keeps a function of sixty lines and a file of four hundred in mind.
 *
 * - A file's lines are all of them, comments too, less those of its tables: an object or array literal of several lines that stands
 *   outside every function and holds none. One looks things up in it (words, problems, schemas, endpoints), and follows nothing.
 * - A function's lines run from its first to its last, with every function, table and piece of JSX inside: what is nested has to be read too.
 *   Only what a test file gives to `describe`, `test` or `it` does not count as a function, though each function within it does.
 * - A style sheet is a file as well.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { type SyntaxNode as Node, treeOf, visit } from './syntax.ts';

export const MOST_LINES = { file: 400, function: 60 } as const;

const FUNCTIONS = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'];
const isFunction = ({ type }: Node) => FUNCTIONS.includes(type);

/** What is longer than it should be: its file, or its file and its name, with its lines. */
export function overlong(root: string, folders: readonly string[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const path of folders.flatMap((folder) => sources(join(root, folder))))
    for (const [name, lines] of overlongIn(relative(root, path).split(sep).join('/'), readFileSync(path, 'utf8')))
      found.set(name, lines);
  return found;
}

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(tsx?|mjs|css)$/.test(entry.name))
    .filter(({ parentPath }) => !parentPath.split(sep).some((part) => part === 'node_modules' || part === 'dist'))
    .map(({ parentPath, name }) => join(parentPath, name));
}

/** `file` decides by its name which language it is in, and whether it is a test. */
export function overlongIn(file: string, text: string): Map<string, number> {
  const found = new Map<string, number>();
  const lineAt = lineNumbers(text);
  const all = lineAt(text.trimEnd().length);
  if (all <= MOST_LINES.function) return found;
  if (file.endsWith('.css')) return all > MOST_LINES.file ? found.set(file, all) : found;
  const program = treeOf(file, text);
  const lines = all > MOST_LINES.file ? all - linesOfTables(program, lineAt) : all;
  if (lines > MOST_LINES.file) found.set(file, lines);
  visit(program, (node, above) => {
    if (!isFunction(node) || (/\.test\.tsx?$/.test(file) && isTestCallback(node, above))) return;
    const length = lineAt(endOf(node)) - lineAt(node.start) + 1;
    const name = `${file} ${nameOf(node, above)}`;
    if (length > MOST_LINES.function) found.set(name, Math.max(length, found.get(name) ?? 0));
  });
  return found;
}

const endOf = (node: Node) => node['end'] as number;

/** One-based line of a place in the text. */
function lineNumbers(text: string): (offset: number) => number {
  const starts = [...text.matchAll(/^/gm)].map(({ index }) => index);
  return (offset) => {
    let [line, after] = [0, starts.length];
    while (after - line > 1) {
      const middle = (line + after) >> 1;
      if (starts[middle]! <= offset) line = middle;
      else after = middle;
    }
    return line + 1;
  };
}

function linesOfTables(program: Node, lineAt: (offset: number) => number): number {
  const lines = new Set<number>();
  visit(program, (node) => {
    if (isFunction(node)) return false;
    if (node.type !== 'ObjectExpression' && node.type !== 'ArrayExpression') return true;
    const [first, last] = [lineAt(node.start), lineAt(endOf(node))];
    if (first === last || holdsFunction(node)) return true;
    for (let line = first; line <= last; line += 1) lines.add(line);
    return false;
  });
  return lines.size;
}

function holdsFunction(value: Node): boolean {
  let found = false;
  visit(value, (node) => {
    found ||= isFunction(node);
    return !found;
  });
  return found;
}

/** `test('…', HERE)`, `describe.each(rows)('…', HERE)`, `test.skipIf(…)('…', HERE)` */
function isTestCallback(node: Node, [call]: readonly Node[]): boolean {
  if (call?.type !== 'CallExpression' || call['callee'] === node) return false;
  let callee = call['callee'] as Node;
  while (callee.type === 'MemberExpression' || callee.type === 'CallExpression')
    callee = (callee['object'] ?? callee['callee']) as Node;
  return ['describe', 'test', 'it'].includes(String(callee['name']));
}

/** Its own name; else what it is given to, or nothing, in the function around it. */
function nameOf(node: Node, above: readonly Node[]): string {
  const named = (value: unknown): string | undefined => {
    const { name, value: text, property } = (value ?? {}) as { name?: string; value?: unknown; property?: unknown };
    return name ?? (typeof text === 'string' ? text : property ? named(property) : undefined);
  };
  const [parent] = above;
  const own = named(node['id'] ?? (parent?.type === 'CallExpression' ? null : (parent?.['id'] ?? parent?.['key'])));
  if (own !== undefined) return own;
  const around = above.findIndex(isFunction);
  const given = parent?.type === 'CallExpression' ? `${named(parent['callee']) ?? ''}()` : '()';
  return around < 0 ? given : `${given} in ${nameOf(above[around]!, above.slice(around + 1))}`;
}
