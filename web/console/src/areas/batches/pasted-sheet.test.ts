/** Pasted rows: with their header or without, and what keeps them back. */
import { expect, test } from 'vitest';
import { MOST_PASTED, pastedSheet } from './pasted-sheet.ts';

const TITLES = ['姓名', '证件号码', '具体事项'];

test('a header that came along names the columns, however it is decorated', () => {
  expect(pastedSheet('具体事项\t* 姓名\n无偿献血\t张三', TITLES)).toMatchObject({
    header: ['具体事项', '* 姓名'],
    data: [['无偿献血', '张三']],
    ...{ hasHeader: true, ready: true },
  });
});

test('without one the rows stand in the order of the template', () => {
  expect(pastedSheet('姓名\t1\t无偿献血', TITLES)).toMatchObject({
    header: TITLES,
    data: [['姓名', '1', '无偿献血']],
    ...{ hasHeader: false, ready: true },
  });
});

test('nothing, a header alone, a row too wide and a row too many are not handed in', () => {
  expect(pastedSheet('', TITLES).ready).toBe(false);
  expect(pastedSheet('姓名\t具体事项', TITLES).ready).toBe(false);
  expect(pastedSheet('a\tb\tc\td', TITLES)).toMatchObject({ tooWide: true, ready: false });
  expect(pastedSheet('a\tb\n'.repeat(MOST_PASTED), TITLES)).toMatchObject({ tooMany: false, ready: true });
  expect(pastedSheet('a\tb\n'.repeat(MOST_PASTED + 1), TITLES)).toMatchObject({ tooMany: true, ready: false });
});
