/** Rows whose number may be cut come last, whatever the reader's pieces are and however many there are. */
import { expect, test } from 'vitest';
import { inventedResidentId } from '../../../tests/support/people.ts';
import { judgingOrder, numberColumn } from './judging-order.ts';
import type { RawRow } from './spreadsheet/index.ts';

const cut = (order: number) => `${`4101991985${String(1_000 + order).slice(1)}71000`.padEnd(18, '0').slice(0, 15)}000`;
const whole = (order: number) => inventedResidentId('1985-03-07', order * 2 + 2).replace(/000$/u, '019');
const table = (numbers: readonly string[], pieces: number, opened = { times: 0 }) => ({
  async *batches(): AsyncGenerator<RawRow[]> {
    opened.times++;
    const rows = numbers.map((number, at) => ({ rowNumber: at + 2, cells: ['王芳', number] }));
    for (let from = 0; from < rows.length; from += pieces) yield rows.slice(from, from + pieces);
  },
  close: async () => {},
});
const column = numberColumn('individuals', { documentNumber: 1 });

async function judged(numbers: readonly string[], { pieces = 3, mostKept = 100 } = {}) {
  const opened = { times: 0 };
  const order = judgingOrder(
    table(numbers, pieces, opened),
    column,
    async () => table(numbers, pieces, opened),
    mostKept,
  );
  const rows: [row: number, cutFile: boolean][] = [];
  for await (const batch of order.batches())
    for (const { rowNumber } of batch) rows.push([rowNumber, order.signs.numbersCut]);
  return { rows, opened: opened.times };
}

test('whatever the pieces and whatever is kept in memory, the order and what is known of the file are the same', async () => {
  const numbers = [cut(1), ...Array.from({ length: 9 }, (_, at) => whole(at)), cut(2), whole(20), cut(1), whole(21)];
  const expected = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 2, 12, 14];
  for (const pieces of [1, 2, 5, 100])
    for (const mostKept of [100, 2, 0]) {
      const { rows, opened } = await judged(numbers, { pieces, mostKept });
      expect(rows.map(([row]) => row)).toEqual(expected);
      expect(rows.slice(-3).map(([, cutFile]) => cutFile)).toEqual([true, true, true]);
      expect(opened, 'the file is read again only when too many rows wait').toBe(mostKept < 3 ? 2 : 1);
    }
});

test('one person in many rows is one number; of a large file, as many as chance brings are genuine', async () => {
  const known = async (numbers: readonly string[]) => (await judged(numbers)).rows.at(-1)?.[1];
  expect(await known([cut(1), whole(1), cut(1), cut(1)])).toBe(false);
  expect(await known([cut(1), whole(1), cut(2)])).toBe(true);
  const large = Array.from({ length: 4_400 }, (_, at) => whole(at % 400));
  expect(await known([...large, ...[1, 2, 3, 4].map(cut)]), '4 of 4,400').toBe(false);
  expect(await known([...large, ...Array.from({ length: 20 }, (_, at) => cut(at))]), '20 of 4,400').toBe(true);
});

test('however the number is written', async () => {
  const written = [
    '410199198503071000',
    ' 410199198503071000',
    "'410199198503071000",
    '４１０１９９１９８５０３０７１０００',
    '410199 19850307 1000',
  ];
  for (const number of written) expect((await judged([number, whole(1)])).rows.map(([row]) => row)).toEqual([3, 2]);
  for (const number of ['41019919850307100X', '000', 'E12345000', '1234567890123456000', '4.10199198503071E+17'])
    expect((await judged([number, whole(1)])).rows.map(([row]) => row)).toEqual([2, 3]);
});
