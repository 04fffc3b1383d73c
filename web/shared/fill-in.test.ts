import { expect, test } from 'vitest';
import { fillIn } from './fill-in.ts';

test('values stand where their names stand, as often as they do', () => {
  expect(fillIn('{name}：{n} 行（{n}）', { name: '甲', n: 3 })).toBe('甲：3 行（3）');
});

test('what has no value stays as it is written', () => {
  expect(fillIn('{n} {n|row|rows} of {all}', {})).toBe('{n} {n|row|rows} of {all}');
  expect(fillIn('{toString} {constructor}', {})).toBe('{toString} {constructor}');
});

test('a value that looks like a place is not filled in again', () => {
  expect(fillIn('{a}', { a: '{b}', b: 'x' })).toBe('{b}');
  expect(fillIn('{a}', { a: '$& $1' })).toBe('$& $1');
});

test.each([
  [0, '0 rows'],
  [1, '1 row'],
  ['1', '1 row'],
  [2, '2 rows'],
  [11, '11 rows'],
  [21, '21 rows'],
  [1.5, '1.5 rows'],
  ['1,001', '1,001 rows'],
  ['1 001', '1 001 rows'],
  ['—', '— rows'],
  ['', ' rows'],
])('%j goes with its word', (rows, said) => {
  expect(fillIn('{rows} {rows|row|rows}', { rows })).toBe(said);
});

test('whole parts of a sentence agree with the number', () => {
  const text = '{count} {count|row came back: mend it|rows came back: mend them}';
  expect([1, 2].map((count) => fillIn(text, { count }))).toEqual([
    ...['1 row came back: mend it', '2 rows came back: mend them'],
  ]);
});
