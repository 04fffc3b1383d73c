/** Finds every pattern of the product by parsing its sources: whoever adds one need not remember this test. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { parseSync } from 'vite';

export interface FoundPattern {
  /** path from the root, with `/` */
  readonly file: string;
  readonly source: string;
  readonly flags: string;
}

export interface Found {
  readonly patterns: readonly FoundPattern[];
  /** files that put a pattern together at run time: `new RegExp(…)`, `RegExp(…)` */
  readonly constructed: ReadonlySet<string>;
}

interface Node {
  readonly type?: string;
  readonly regex?: { readonly pattern: string; readonly flags: string };
  readonly callee?: { readonly type: string; readonly name?: string };
}

export function findPatterns(root: string, folders: readonly string[]): Found {
  const patterns: FoundPattern[] = [];
  const constructed = new Set<string>();
  for (const path of folders.flatMap((folder) => sourcesBelow(join(root, folder)))) {
    const file = relative(root, path).split(sep).join('/');
    const { program, errors } = parseSync(path, readFileSync(path, 'utf8'));
    if (errors.length > 0) throw new SyntaxError(`${file}: ${errors[0]?.message}`);
    visit(program, (node) => {
      if (node.regex) patterns.push({ file, source: node.regex.pattern, flags: node.regex.flags });
      if (node.callee?.type === 'Identifier' && node.callee.name === 'RegExp') constructed.add(file);
    });
  }
  return { patterns, constructed };
}

function sourcesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.test.ts'))
    .filter(({ parentPath }) => !parentPath.split(sep).some((part) => part === 'node_modules' || part === 'dist'))
    .map(({ parentPath, name }) => join(parentPath, name));
}

function visit(value: unknown, look: (node: Node) => void): void {
  if (value === null || typeof value !== 'object') return;
  if (!Array.isArray(value)) look(value);
  for (const child of Object.values(value)) visit(child, look);
}
