/** Finds every pattern of the product by parsing its sources: whoever adds one need not remember this test. */
import { join, relative, sep } from 'node:path';
import { sourcesBelow, treeOf, visit } from '../support/syntax.ts';

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
    visit(treeOf(path), (found) => {
      const node = found as Node;
      if (node.regex) patterns.push({ file, source: node.regex.pattern, flags: node.regex.flags });
      if (node.callee?.type === 'Identifier' && node.callee.name === 'RegExp') constructed.add(file);
    });
  }
  return { patterns, constructed };
}
