/** The file of mended rows: in order, and named after the file and the rows it mends. */
import { expect, test } from 'vitest';
import type { ReportForm } from '#contracts/intake.ts';
import { followUpFile } from './follow-up.ts';

const REPORT = {
  fields: [
    { key: 'matter', title: '具体事项' },
    { key: 'occurredOn', title: '发生日期' },
  ],
} as unknown as ReportForm;

const mended = (...numbers: readonly number[]) =>
  new Map(numbers.map((number) => [number, { matter: ` 第${number}件 ` }]));

test('rows stand in the order of their numbers under the header, whichever was mended first', async () => {
  const file = followUpFile({ fileName: '三月.xlsx' }, REPORT, mended(12, 3));
  expect(file.name).toBe('三月（更正第3、12行）.csv');
  expect(await file.text()).toBe('具体事项,发生日期\r\n第3件,\r\n第12件,\r\n');
});

test('many rows are counted in the name, and a long name is cut', () => {
  expect(followUpFile({ fileName: `${'长'.repeat(80)}.csv` }, REPORT, mended(1, 2, 3, 4, 5, 6)).name).toBe(
    `${'长'.repeat(60)}（更正6行）.csv`,
  );
});
