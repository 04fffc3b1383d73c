/**
 * The code knows no city, no notice and no list: on the syntax tree of `src` and `web`, nothing that is said (a string, a piece of a
 * template, text of an element, the name of a property) is a word of one of them. What is only written about them, in comments, may stay.
 */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { localWordIn, OWN_WORDS } from './support/local-words.ts';
import { saidIn } from './support/said-in.ts';
import { sourceTrees, treeOf } from './support/syntax.ts';
import { packFolders, wordsOfPacks } from './support/words-of-packs.ts';

const root = join(import.meta.dirname, '..');
const words = await wordsOfPacks();

/** By file and word, each with the reason why it may stand there. */
const MAY_SAY: readonly (readonly [file: RegExp, word: RegExp, because: string])[] = [
  [
    /^src\/runtime\/demo\/(accounts|demo-notices|earlier|files|invented|own-report-story|providers|registry|story|volunteers-story)\.ts$/,
    /./,
    'the story of the demonstration is told of its own city and plays its bodies',
  ],
  [/^src\/runtime\/default-policy\.ts$/, /^zhengzhou$/i, 'which city runs when none is named'],
  [
    /^src\/kernel\/(vocabulary|policy\/difference\/words-of-city)\.ts$/,
    /^(general|serious)$/,
    'how grave law knows dishonesty to be, in every city',
  ],
  [/^src\/documents\/paper\/print\.ts$/, /^black$/, 'a colour of ink'],
  [/^web\/console\/.*\.tsx?$/, /^red$/, 'a colour of the component library'],
  [/spreadsheet\/forms\.ts$/, /^红榜$/, 'a heading that departments’ sheets bear; read, never shown'],
];

interface Found {
  readonly at: string;
  readonly file: string;
  readonly word: string;
}

function localWordsIn(file: string, text: string, program = treeOf(file, text)): Found[] {
  return saidIn(program).flatMap(({ said, start }) => {
    const word = localWordIn(said, words);
    if (word === undefined) return [];
    const line = text.slice(0, start).split('\n').length;
    return [{ file, word, at: `${file}:${line} ${word} in “${said.trim().slice(0, 60)}”` }];
  });
}

const excused = ({ file, word }: Found) => MAY_SAY.find(([where, what]) => where.test(file) && what.test(word));

const trees = [...sourceTrees(root, ['src', 'web'])];
const all = trees.flatMap(({ file, text, program }) => localWordsIn(file, text, program));

test('there are packs to take words from, and code to look at', () => {
  expect(packFolders().length).toBeGreaterThan(1);
  expect([words.ids.size, words.refs.size, words.names.size].every((size) => size > 20)).toBe(true);
  expect(trees.length).toBeGreaterThan(500);
});

test('nothing that the code says is a word of one city, notice or list', () => {
  expect(all.filter((found) => !excused(found)).map(({ at }) => at)).toEqual([]);
});

test('each exception is still needed', () => {
  const used = new Set(all.map(excused));
  expect(MAY_SAY.filter((one) => !used.has(one)).map(([file, , because]) => `${file} ${because}`)).toEqual([]);
  expect(Object.keys(OWN_WORDS).filter((word) => !words.ids.has(word))).toEqual([]);
});

test('nor anything in pages and styles as they are served', () => {
  const files = globSync('{src,web}/**/*.{html,css}', { cwd: root, exclude: ['**/node_modules/**', '**/dist/**'] });
  expect(files.length).toBeGreaterThan(10);
  const found = files.flatMap((file) => {
    const text = readFileSync(join(root, file), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|<!--[\s\S]*?-->/g, '');
    const word = localWordIn(text, { ...words, ids: new Set() });
    return word === undefined ? [] : [`${file} ${word}`];
  });
  expect(found).toEqual([]);
});

describe('it finds, however it is written', () => {
  test.each([
    ['const at = "/lists/red/1";', 'red'],
    ['if (list === `black`) go();', 'black'],
    ['const page = <p>红榜企业</p>;', '红榜'],
    ['const page = <a title="疫情结束">x</a>;', '疫'],
    ["const A = { 'epidemic-ended': 1 };", 'epidemic'],
    ['const A = { red: 1 };', 'red'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a source
    ['const kind = `2020-2/${id}`;', '2020-2'],
    ["region.startsWith('4101');", '4101'],
    ['const P = /^4101/;', '4101'],
    ["const clause = '3.2.1';", '3.2.1'],
    ["const who = '市卫健委';", '市卫健委'],
    ["const level = '信用优秀';", '信用优秀'],
    ["const event = 'flood-season-over';", 'flood-season-over'],
  ])('%s', (text, word) => {
    expect(localWordsIn('x.tsx', text).map((found) => found.word)).toContain(word);
  });

  test.each(['// 郑州市的红榜', '/** 410102 */ const a = 1;', "const said = 'The good record of this office';"])(
    'and leaves alone %s',
    (text) => expect(localWordsIn('x.tsx', text)).toEqual([]),
  );
});
