/** Finds every pattern of the product by parsing its sources: whoever adds one need not remember this test. */
import { type SyntaxNode as Node, sourceTrees, visit } from '../support/syntax.ts';

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

interface PatternNode extends Node {
  readonly regex?: { readonly pattern: string; readonly flags: string };
  readonly callee?: { readonly type: string; readonly name?: string };
}

export function findPatterns(root: string, folders: readonly string[]): Found {
  const patterns: FoundPattern[] = [];
  const constructed = new Set<string>();
  for (const { file, program } of sourceTrees(root, folders)) {
    visit(program, (found) => {
      const node = found as PatternNode;
      if (node.regex) patterns.push({ file, source: node.regex.pattern, flags: node.regex.flags });
      if (node.callee?.type === 'Identifier' && node.callee.name === 'RegExp') constructed.add(file);
    });
  }
  return { patterns, constructed };
}
