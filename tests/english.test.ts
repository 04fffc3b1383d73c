/** Both front ends speak English too: no Chinese text that may reach a screen lacks its English. */
import { join } from 'node:path';
import { parseSync } from 'vite';
import { describe, expect, test } from 'vitest';
import { REASONS, REMARKS } from '#kernel/reasons.ts';
import { PROBLEMS } from '#kernel/refusal/problem.ts';
import { LEFT_OUT } from '#platform/determination/batch/store.ts';
import { CASE_ACTION_TITLES } from '#platform/determination/index.ts';
import { UNAVAILABLE } from '#platform/determination/unavailable.ts';
import { ACTION_TITLES } from '#platform/oversight/action-titles.ts';
import { ENGLISH as CONSOLE } from '../web/console/src/english.ts';
import { ENGLISH as MY } from '../web/my/src/english.ts';
import { periodInEnglish } from '../web/shared/period.ts';
import { chineseTextsBelow, chineseTextsOf } from './support/chinese-texts.ts';
import type { SyntaxNode } from './support/syntax.ts';

const web = join(import.meta.dirname, '..', 'web');

/** Texts that need no English, each with the reason. */
const STANDS_AS_IT_IS: Readonly<Record<string, string>> = {
  '中 shell.tsx': 'how one finds back to Chinese',
  '中文 shell.tsx': 'likewise',
  '中文 provider/verify.tsx': 'likewise',
  '（粘贴 areas/batches/pasted-rows.tsx': 'a file’s name, part of the record of what was handed in',
  '行）.csv areas/batches/pasted-rows.tsx': 'likewise',
  '第 areas/batches/follow-up.ts': 'likewise',
  '（更正 areas/batches/follow-up.ts': 'likewise',
  '（一件）.csv areas/batches/single-case.tsx': 'likewise',
  '个工作日 period.ts': 'units of the pack, said in English by this very file',
  '日 period.ts': 'likewise',
  '个月 period.ts': 'likewise',
  '年 period.ts': 'likewise',
};

/** Words after a value that end like a plural and are none. */
const NO_PLURAL = new Set(['is', 'has', 'was', 'proposes', 'stands', 'checks', 'says']);

test('what stands as it is still stands there', () => {
  const said = ['console/src', 'my/src', 'shared'].flatMap((folder) => chineseTextsBelow(join(web, folder)));
  const there = new Set(said.map(({ text, file }) => `${text} ${file}`));
  expect(Object.keys(STANDS_AS_IT_IS).filter((one) => !there.has(one))).toEqual([]);
});

test('texts are found however they are written', () => {
  const source = [
    "const A = { title: '题', titleEn: 'title', remedy: '法', 名: 1 }; // 注释",
    "const B = { zh: '中', en: 'en' };",
    'const c = <p title="属性">文字 {t(\'用过的\')} {`第 $' + '{n}`}</p>;',
    'const d = on ? \'甲\' : "乙";',
  ].join('\n');
  expect(chineseTextsOf(parseSync('x.tsx', source).program as unknown as SyntaxNode)).toEqual([
    ...['法', '名', '属性', '文字 ', '用过的', '第 ', '甲', '乙'].map((text) => ({
      ...{ text, bare: text === '属性' || text === '文字 ' },
    })),
  ]);
});

describe.each([
  ['console', CONSOLE],
  ['my', MY],
])('%s', (frontEnd, english) => {
  const texts = [...chineseTextsBelow(join(web, frontEnd, 'src')), ...chineseTextsBelow(join(web, 'shared'))];

  test('every Chinese text has its English', () => {
    expect(texts.length).toBeGreaterThan(300);
    const lacking = texts.filter(({ text, file }) => !(text in english) && !(`${text} ${file}` in STANDS_AS_IT_IS));
    expect(lacking).toEqual([]);
  });

  test('no text is written past the language chosen', () => {
    expect(texts.filter(({ bare, text, file }) => bare && !(`${text} ${file}` in STANDS_AS_IT_IS))).toEqual([]);
  });

  test('no English is empty, and what is filled in is the same in both', () => {
    const places = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).toSorted();
    for (const [chinese, translated] of Object.entries(english)) {
      expect(translated.trim(), chinese).not.toBe('');
      expect(places(translated), chinese).toEqual(places(chinese));
    }
  });

  test('a number and its word agree: the word says both of its forms, of a number that is there', () => {
    for (const [chinese, translated] of Object.entries(english)) {
      for (const [, name, one, other] of translated.matchAll(/\{(\w+)\|([^{}|]*)\|([^{}|]*)\}/g)) {
        expect(chinese, translated).toContain(`{${name}}`);
        expect([one, other], translated).not.toContain('');
      }
      expect(translated.replaceAll(/\{\w+(\|[^{}|]+\|[^{}|]+)?\}/g, ''), 'a place half written').not.toMatch(/[{}|]/);
      const counted = /\{\w+\} (?:working |required |suspect |struck )?([a-z]+s)\b/.exec(translated)?.[1];
      if (counted && !NO_PLURAL.has(counted)) expect.fail(`“${translated}” says “1 ${counted}” of one`);
    }
  });
});

test('periods are said in English, whatever unit the pack uses', () => {
  expect(['5个工作日', '1个工作日', '7日', '3个月', '1年'].map(periodInEnglish)).toEqual([
    ...['5 working days', '1 working day', '7 days', '3 months', '1 year'],
  ]);
  expect(['3周', '工作日', '长期'].map(periodInEnglish)).toEqual([undefined, undefined, undefined]);
});

test('what the log calls its entries has its English in the console', () => {
  expect(Object.values(ACTION_TITLES).filter((title) => !(title in CONSOLE))).toEqual([]);
});

test('actions on cases are called alike by the table that defines them and by the console', () => {
  const titles = Object.values(CASE_ACTION_TITLES);
  expect(titles.map(({ zh }) => [zh, (CONSOLE as Readonly<Record<string, string>>)[zh]])).toEqual(
    titles.map(({ zh, en }) => [zh, en]),
  );
});

describe('what comes from the server', () => {
  const tables: readonly [string, Readonly<Record<string, object>>, readonly string[]][] = [
    ['problems', PROBLEMS, ['en', 'remedyEn']],
    ['reasons', REASONS, ['en', 'remedyEn']],
    ['remarks', REMARKS, ['en']],
    [
      'refused actions',
      Object.fromEntries(Object.entries(UNAVAILABLE).map(([code, { said }]) => [code, said])),
      ['en'],
    ],
    ['cases left out of a batch', Object.fromEntries(LEFT_OUT.map((one) => [one.because, one])), ['en']],
  ];

  test.each(tables)('%s are said in English too', (_, table, fields) => {
    for (const [code, text] of Object.entries(table))
      for (const field of fields) {
        const said = String((text as Readonly<Record<string, unknown>>)[field] ?? '');
        expect(said.length, `${code} ${field}`).toBeGreaterThan(3);
        // 男 and 女 are what the sheet has to hold
        expect(said.replaceAll(/[男女]/g, ''), `${code} ${field}`).not.toMatch(/[\u4e00-\u9fff]/);
      }
  });
});
