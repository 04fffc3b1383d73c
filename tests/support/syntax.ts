/** Sources as syntax trees: what they import, what they say, without comments that mislead. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { parseSync } from 'vite';

/** A node of the tree (ESTree); only what the tests read is named. */
export interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly [field: string]: unknown;
}

export interface SourceTree {
  /** path from the root, with `/` */
  readonly file: string;
  readonly text: string;
  readonly program: SyntaxNode;
}

/** Own sources below a folder, as absolute paths; tests of theirs are left out. */
export function sourcesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name))
    .filter(({ parentPath }) => !parentPath.split(sep).some((part) => part === 'node_modules' || part === 'dist'))
    .map(({ parentPath, name }) => join(parentPath, name));
}

/** @throws SyntaxError where the file is none of the language */
export function treeOf(path: string, text = readFileSync(path, 'utf8')): SyntaxNode {
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new SyntaxError(`${path}: ${errors[0]?.message}`);
  return program as unknown as SyntaxNode;
}

/** Every own source below the folders, as text and as tree. */
export function* sourceTrees(root: string, folders: readonly string[]): Generator<SourceTree> {
  for (const path of folders.flatMap((folder) => sourcesBelow(join(root, folder)))) {
    const text = readFileSync(path, 'utf8');
    yield { file: relative(root, path).split(sep).join('/'), text, program: treeOf(path, text) };
  }
}

/** Every node below a value, with those it stands in, nearest first; what `look` answers `false` for is not entered. */
export function visit(
  value: unknown,
  look: (node: SyntaxNode, above: readonly SyntaxNode[]) => unknown,
  above: readonly SyntaxNode[] = [],
): void {
  if (value === null || typeof value !== 'object') return;
  if (Array.isArray(value)) {
    for (const child of value) visit(child, look, above);
    return;
  }
  const node = value as SyntaxNode;
  const isNode = typeof node.type === 'string';
  if (isNode && look(node, above) === false) return;
  const inside = isNode ? [node, ...above] : above;
  for (const child of Object.values(node)) visit(child, look, inside);
}

/** What a file imports, by name as written; types and what is fetched later as well. */
export function importsOf(path: string): string[] {
  const found: string[] = [];
  visit(treeOf(path), (node) => {
    if (!/^(Import|Export\w*)(Declaration|Expression)$/.test(node.type ?? '')) return;
    const source = node['source'] as SyntaxNode | null | undefined;
    if (typeof source?.['value'] === 'string') found.push(source['value']);
  });
  return found;
}
