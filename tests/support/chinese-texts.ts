/** The Chinese texts of a front end, by syntax tree: whatever may reach a screen, however it gets there. */
import { relative, sep } from 'node:path';
import { type SyntaxNode, sourcesBelow, treeOf, visit } from './syntax.ts';

export interface ChineseText {
  /** path below the folder, with `/` */
  readonly file: string;
  readonly text: string;
  /** written into an element, where no language is asked for */
  readonly bare: boolean;
}

const CHINESE = /\p{Script=Han}/u;
/** What a property says in Chinese, and the property beside it that says it in English. */
const ENGLISH_BESIDE = (name: string) => (name === 'zh' ? 'en' : `${name}En`);

/** Texts below a folder that hold Chinese and have no English beside them in the same object; dictionaries are left out. */
export function chineseTextsBelow(folder: string): ChineseText[] {
  return sourcesBelow(folder)
    .filter((path) => !/(^|[-/\\])english\.ts$/.test(path))
    .flatMap((path) =>
      chineseTextsOf(treeOf(path)).map((found) => ({ file: relative(folder, path).split(sep).join('/'), ...found })),
    );
}

export function chineseTextsOf(tree: SyntaxNode): Omit<ChineseText, 'file'>[] {
  const found: Omit<ChineseText, 'file'>[] = [];
  visit(tree, (node, above) => {
    const text = textOf(node);
    if (text === undefined || !CHINESE.test(text) || saidInEnglishBeside(above)) return;
    found.push({ text, bare: node.type === 'JSXText' || isAttributeOfPlainElement(above) });
  });
  return found;
}

/** Of strings, pieces of templates, text and attributes of elements, and names of properties. */
function textOf(node: SyntaxNode): string | undefined {
  switch (node.type) {
    case 'Literal':
      return typeof node['value'] === 'string' ? node['value'] : undefined;
    case 'TemplateElement':
      return (node['value'] as { cooked: string }).cooked;
    case 'JSXText':
      return String(node['value']).replaceAll(/\s*\n\s*/g, '');
    case 'Identifier':
      return String(node['name']);
    default:
      return undefined;
  }
}

/** A component of ours may ask for the language itself; `<img alt="…">` does not. */
function isAttributeOfPlainElement([attribute, element]: readonly SyntaxNode[]): boolean {
  if (attribute?.type !== 'JSXAttribute') return false;
  return /^[a-z]/.test(String((element?.['name'] as SyntaxNode | undefined)?.['name'] ?? ''));
}

function saidInEnglishBeside([property, object]: readonly SyntaxNode[]): boolean {
  if (property?.type !== 'Property' || object?.type !== 'ObjectExpression') return false;
  const wanted = ENGLISH_BESIDE(nameOf(property));
  return (object['properties'] as SyntaxNode[]).some((other) => nameOf(other) === wanted);
}

function nameOf(property: SyntaxNode): string {
  const key = property['key'] as { readonly name?: string; readonly value?: unknown } | undefined;
  return key?.name ?? String(key?.value ?? '');
}
