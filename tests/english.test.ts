/** Both front ends speak English too: no text that is said through `t` lacks its English. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { PROBLEMS } from '#kernel/problems.ts';
import { REASONS, REMARKS } from '#kernel/reasons.ts';
import { LEFT_OUT } from '#platform/determination/batch-store.ts';
import { UNAVAILABLE } from '#platform/determination/rules.ts';
import { ACTION_TITLES } from '#platform/oversight/action-titles.ts';
import { ENGLISH as CONSOLE } from '../web/console/src/english.ts';
import { ENGLISH as MY } from '../web/my/src/english.ts';
import { periodInEnglish } from '../web/shared/period.ts';

const web = join(import.meta.dirname, '..', 'web');

/** Literal texts handed to `t`; what is looked up in a table of words is tested by looking at the screens. */
function textsIn(frontEnd: string): string[] {
  const folder = join(web, frontEnd, 'src');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name));
  return files.flatMap((name) =>
    [...readFileSync(join(folder, name), 'utf8').matchAll(/\bt\(\s*'((?:[^'\\]|\\.)+)'/g)].map((match) => match[1]!),
  );
}

describe.each([
  ['console', CONSOLE],
  ['my', MY],
])('%s', (frontEnd, english) => {
  test('every text has its English', () => {
    const texts = textsIn(frontEnd);
    expect(texts.length).toBeGreaterThan(50);
    expect([...new Set(texts)].filter((text) => /[\u4e00-\u9fff]/.test(text) && !(text in english))).toEqual([]);
  });

  test('no English is empty, and what is filled in is the same in both', () => {
    const places = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).toSorted();
    for (const [chinese, translated] of Object.entries(english)) {
      expect(translated.trim(), chinese).not.toBe('');
      expect(places(translated), chinese).toEqual(places(chinese));
    }
  });
});

test('periods are said in English, whatever unit the pack uses', () => {
  expect(['5个工作日', '1个工作日', '7日', '3个月', '1年'].map(periodInEnglish)).toEqual([
    ...['5 working days', '1 working day', '7 days', '3 months', '1 year'],
  ]);
});

test('what the log calls its entries has its English in the console', () => {
  expect(Object.values(ACTION_TITLES).filter((title) => !(title in CONSOLE))).toEqual([]);
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
