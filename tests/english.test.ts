/** Both front ends speak English too: no text that is said through `t` lacks its English. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ENGLISH as CONSOLE } from '../web/console/src/english.ts';
import { ENGLISH as MY } from '../web/my/src/english.ts';

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

test('no area of /my gives a text another English than its neighbour: the last one would speak for both', async () => {
  const folder = join(web, 'my', 'src');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('english.ts'),
  );
  expect(files.length).toBeGreaterThan(5);
  const said = new Map<string, string>();
  for (const file of files) {
    const dictionaries = Object.values(await import(join(folder, file))) as Record<string, string>[];
    if (file === 'english.ts') continue; // the sum of the others
    for (const [chinese, translated] of dictionaries.flatMap(Object.entries<string>)) {
      expect(said.get(chinese) ?? translated, `${file}: ${chinese}`).toBe(translated);
      said.set(chinese, translated);
    }
  }
});
