/** No file and no function is longer than a reader keeps in mind; what counts is said in support/sizes.ts. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { MOST_LINES, overlong, overlongIn } from './support/sizes.ts';

const FOLDERS = ['src', 'web', 'scripts', 'bench', 'tests', 'bin'];

test('no file and no function is too long', () => {
  const over = overlong(join(import.meta.dirname, '..'), FOLDERS);
  expect(Object.fromEntries(over), 'too long: split by idea').toEqual({});
});

const lines = (count: number, line = '  work();') => Array.from({ length: count }, () => line).join('\n');
const inside = (name: string, text: string) => Object.fromEntries(overlongIn(name, text));

test('a style sheet is measured', () => {
  expect(inside('a.css', lines(MOST_LINES.file + 1, 'a {}'))).toEqual({ 'a.css': MOST_LINES.file + 1 });
  expect(inside('a.css', lines(MOST_LINES.file, 'a {}'))).toEqual({});
});

test('every kind of function is measured, by a name one finds it with', () => {
  const body = `{\n${lines(MOST_LINES.function - 1)}\n}`;
  expect(
    inside(
      'a.ts',
      [
        `export async function declared() ${body}`,
        `const arrow = () => ${body};`,
        `class One { #hidden() ${body} }`,
        `const table = { 'GET /one': () => ${body} };`,
        `function outer() { const x = 1; return useMutation(() => ${body}); }`,
      ].join('\n'),
    ),
  ).toEqual({
    ...{ 'a.ts declared': 61, 'a.ts arrow': 61, 'a.ts hidden': 61, 'a.ts GET /one': 61 },
    ...{ 'a.ts outer': 61, 'a.ts useMutation() in outer': 61 },
  });
  expect(inside('a.ts', `function fits() {\n${lines(MOST_LINES.function - 2)}\n}`)).toEqual({});
});

test('what a test file gives to a test is no function, what it calls is one', () => {
  const body = `() => {\n${lines(MOST_LINES.function)}\n}`;
  const text = `describe.each([1])('a', ${body}); test('b', ${body}); beforeAll(${body});`;
  expect(inside('a.test.ts', text)).toEqual({ 'a.test.ts beforeAll()': 62 });
  expect(Object.keys(inside('a.ts', text))).toEqual(['a.ts ()', 'a.ts test()', 'a.ts beforeAll()']);
});

test('a file is measured with its comments and without its tables', () => {
  const words = `{\n${lines(MOST_LINES.file, "  '词': { en: say('word') },")}\n}`;
  expect(inside('a.ts', `export const WORDS = ${words} as const;`)).toEqual({});
  expect(inside('a.ts', `${lines(MOST_LINES.file, '// why')}\nconst one = 1;`)).toEqual({ 'a.ts': 401 });
  // beside a function it is a table still; what a function makes is to be followed
  expect(inside('a.ts', `const ACTS = [${words}, () => 1\n];`)).toEqual({});
  expect(Object.keys(inside('a.ts', `const acts = () => (${words});`))).toEqual(['a.ts', 'a.ts acts']);
});
