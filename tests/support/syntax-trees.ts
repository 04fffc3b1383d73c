/** The product's sources as syntax trees: for tests that look at what is written, not at how it is laid out. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { parseSync } from 'vite';

/** A node of ESTree; which members it has depends on its type. */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly [member: string]: unknown;
}

export interface SourceTree {
  /** path from the root, with `/` */
  readonly file: string;
  readonly text: string;
  readonly program: unknown;
}

/** @throws SyntaxError for a source that does not parse */
export function treeOf(path: string, text: string): unknown {
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new SyntaxError(`${path}: ${errors[0]?.message}`);
  return program;
}

/** Every source below the folders but tests. */
export function* sourceTrees(root: string, folders: readonly string[]): Generator<SourceTree> {
  for (const path of folders.flatMap((folder) => sourcesBelow(join(root, folder)))) {
    const text = readFileSync(path, 'utf8');
    const file = relative(root, path).split(sep).join('/');
    yield { file, text, program: treeOf(file, text) };
  }
}

function sourcesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.test.ts'))
    .filter(({ parentPath }) => !parentPath.split(sep).some((part) => part === 'node_modules' || part === 'dist'))
    .map(({ parentPath, name }) => join(parentPath, name));
}

/** Looks at every node, the outer before the inner; `look` answers false for what is not to be entered. */
export function visit(value: unknown, look: (node: Node) => unknown): void {
  if (value === null || typeof value !== 'object') return;
  if (!Array.isArray(value) && look(value as Node) === false) return;
  for (const child of Object.values(value)) visit(child, look);
}
