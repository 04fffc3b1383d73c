/**
 * A refusal says what exactly is wrong in both languages: what officers and citizens read is never half Chinese. The type `Said`
 * asks for the English; this finds on the syntax tree what a type cannot see: Chinese passed off as English or as words that need none,
 * and tables of words that are no `Said` yet.
 */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type SyntaxNode as Node, sourceTrees, treeOf, visit } from './support/syntax.ts';

const HAN = /\p{Script=Han}/u;

/** The first Chinese text written anywhere in `value`; undefined when none is. */
function chineseIn(value: unknown, entered: (node: Node) => boolean = () => true): string | undefined {
  let found: string | undefined;
  visit(value, (node) => {
    if (!entered(node)) return false;
    const text = node.type === 'Literal' ? node['value'] : (node['value'] as { raw?: unknown } | undefined)?.raw;
    const isText = node.type === 'Literal' || node.type === 'TemplateElement';
    if (isText && typeof text === 'string' && HAN.test(text)) found ??= text;
    return true;
  });
  return found;
}

/** Words of answers that are no refusals and carry no English: what these files say, and nothing else. The last writes a file for a city's office. */
const CHINESE_ONLY = [
  'src/platform/lists/preview.ts',
  'src/points/rules/differences.ts',
  'src/runtime/authoring/adopt/refusals.ts',
];

const keyOf = (node: unknown): string | undefined => {
  const { type, key } = node as { type: string; key?: { name?: string; value?: string } };
  return type === 'Property' ? (key?.name ?? key?.value) : undefined;
};

/** Chinese whose English is asked for elsewhere: the words under `zh`, and what programs read beside the words. */
const outsideItsWords = (node: Node): boolean => keyOf(node) !== 'zh';

function halfChinese(program: unknown): string[] {
  const found: string[] = [];
  visit(program, (node) => {
    if (node.type === 'ObjectExpression') {
      const properties = node['properties'] as Node[];
      const [zh, en] = ['zh', 'en'].map((name) => properties.find((one) => keyOf(one) === name));
      const said = chineseIn(zh?.['value']);
      if (said !== undefined && en === undefined) found.push(`without English: ${said}`);
      const spoilt = zh === undefined ? undefined : chineseIn(en?.['value']);
      if (spoilt !== undefined) found.push(`Chinese in the English: ${spoilt}`);
      const empty = [zh, en].map((one) => (one?.['value'] as Node | undefined)?.['value'] === '');
      if (zh !== undefined && empty[1] && !empty[0]) found.push('English left empty');
    }
    const callee = (node['callee'] as { name?: string } | undefined)?.name;
    if ((node.type === 'NewExpression' && callee === 'Problem') || callee === 'verbatim') {
      const said = chineseIn(node['arguments'], outsideItsWords);
      if (said !== undefined) found.push(`outside zh: ${said}`);
    }
  });
  return found;
}

test('every Chinese word of a refusal has its English beside it', () => {
  const trees = [...sourceTrees(join(import.meta.dirname, '..'), ['src'])];
  const refusals = trees.filter(({ text }) => text.includes('new Problem('));
  expect([trees.length > 300, refusals.length > 80]).toEqual([true, true]);
  const found = trees.flatMap(({ file, program }) => halfChinese(program).map((what) => ({ file, what })));
  expect(found.filter(({ file }) => !CHINESE_ONLY.includes(file))).toEqual([]);
  expect([...new Set(found.map(({ file }) => file))]).toEqual(CHINESE_ONLY);
});

describe('what would be half Chinese is found', () => {
  test.each([
    ["const A = { zh: '不能办理。' };", 'without English: 不能办理。'],
    ["const A = { zh: open ? '可以' : '不可以', clause: '1' };", 'without English: 可以'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: this is source text
    ['const A = { zh: `${name}不能办理。` };', 'without English: 不能办理。'],
    ["const A = { 'zh': '不能办理。' };", 'without English: 不能办理。'],
    ["const A = { zh: '不能办理。', en: '不能办理。' };", 'Chinese in the English: 不能办理。'],
    ["const A = { zh: '不能办理。', en: '' };", 'English left empty'],
    ["throw new Problem('not_found', { said: verbatim('没有') });", 'outside zh: 没有'],
    ["throw new Problem('not_found', { said: both('没有') });", 'outside zh: 没有'],
    ["throw new Problem('not_found', { extra: { why: '没有' } });", 'outside zh: 没有'],
  ])('%s', (text, what) => {
    expect(halfChinese(treeOf('some.ts', text))).toContain(what);
  });

  test.each([
    "throw new Problem('not_found', { said: { zh: '没有。', en: 'None.' }, clause });",
    "const A = yes ? { zh: '有。', en: 'Some.' } : { zh: '没有。', en: 'None.' };",
    'const A = { zh: because.zh };',
  ])('and nothing else: %s', (text) => {
    expect(halfChinese(treeOf('some.ts', text))).toEqual([]);
  });
});
