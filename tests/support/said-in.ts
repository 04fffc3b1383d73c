/** What a source says, by its syntax tree: strings, pieces of templates, regular expressions, text of elements, names of properties. */
import { type SyntaxNode, visit } from './syntax.ts';

export interface Said {
  readonly said: string;
  readonly start: number;
  /** the node it stands in, and that one's */
  readonly kind: string;
}

export function saidIn(program: SyntaxNode): Said[] {
  const found: Said[] = [];
  visit(program, (node, above) => {
    const said = textOf(node, above[0]);
    if (said !== undefined) found.push({ said, start: node.start, kind: above[0]?.type ?? '' });
  });
  return found;
}

function textOf(node: SyntaxNode, parent: SyntaxNode | undefined): string | undefined {
  switch (node.type) {
    case 'Literal': {
      const pattern = node['regex'] as { pattern: string } | undefined;
      return pattern?.pattern ?? (typeof node['value'] === 'string' ? node['value'] : undefined);
    }
    case 'TemplateElement':
      return (node['value'] as { cooked: string | null; raw: string }).cooked ?? undefined;
    case 'JSXText':
      return String(node['value']);
    case 'Identifier':
      return parent?.['key'] === node ? String(node['name']) : undefined;
    default:
      return undefined;
  }
}
