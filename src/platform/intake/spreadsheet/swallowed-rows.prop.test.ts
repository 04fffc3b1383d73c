/** A quote without its partner, anywhere in a table: the file is refused naming the row, or every row is still read as it is. */
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { isProblem } from '#kernel/refusal/problem.ts';
import { HEADER, PERSON, readAll, workspace } from './fixtures.ts';
import { ORGANISATIONS } from './index.ts';

const files = workspace();
afterAll(() => files.remove());

const matter = fc.constantFrom(
  '捐赠口罩2000只',
  '捐赠"负压救护车"2台',
  '10.1"平板电脑',
  '捐赠口罩,手套,消毒液',
  '第一批：口罩\n第二批：手套',
  '"爱心企业"捐赠',
  '口罩,手套\r\n酒精,护目镜,面罩',
  '他说"好"',
  '"',
  '""',
  '',
);
const person = fc
  .record({
    name: fc.constantFrom('张伟', '王芳', '萧天𬭎', '欧阳辉'),
    serial: fc.nat({ max: 9999 }),
    matter,
    remark: matter,
  })
  .map(({ name, serial, matter: text, remark }) =>
    PERSON.with(0, name)
      .with(3, `4101991980010${String(serial).padStart(5, '0')}`)
      .with(5, text)
      .with(7, remark),
  );

type Quoting = 'needed' | 'all';
const written = (cell: string, delimiter: string, quoting: Quoting): string =>
  quoting === 'all' || cell.includes(delimiter) || /["\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;

async function read(text: string) {
  try {
    return (await readAll(files.write('table.csv', text))).rows;
  } catch (error) {
    if (isProblem(error)) return error;
    throw error;
  }
}

describe('one quote put before any cell', () => {
  it('is refused naming its row', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(person, { minLength: 1, maxLength: 12 }),
        fc.constantFrom(',', '\t', ';'),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.constantFrom<Quoting>('needed', 'all'),
        fc.nat(),
        async (rows, delimiter, newline, quoting, place) => {
          // in a table of the old kind of line ends, a line break within a cell is one of another kind
          const clean = rows.map((row) =>
            row.map((cell) => (newline === '\r' ? cell.replaceAll(/\r?\n/g, ' ') : cell)),
          );
          const cells = [HEADER, ...clean].map((row) => row.map((cell) => written(cell, delimiter, quoting)));
          const text = (table: string[][]) => table.map((row) => row.join(delimiter) + newline).join('');
          const whole = await read(text(cells));
          expect(whole).toMatchObject(clean.map((row, index) => ({ rowNumber: index + 2, cells: row })));

          const line = place % cells.length;
          const column = Math.floor(place / cells.length) % HEADER.length;
          const cell = cells[line]![column]!;
          const damaged = cells.with(line, cells[line]!.with(column, `"${cell}`));
          const result = await read(text(damaged));
          // a cell of one quote, `""""`, has one more partner now and says something else, in its own row
          if (isProblem(result)) expect(result.extra).toMatchObject({ row: line + 1 });
          else expect(result).toMatchObject(clean.map((row, index) => ({ rowNumber: index + 2, cells: row })));
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('two quotes without partners', () => {
  const ORGANISATION_HEADER = ['单位名称', '统一社会信用代码', '推荐类别', '具体事项', '推荐单位', '发生日期'];
  const organisation = (index: number) => [
    `金水湾${index}号科技有限公司`,
    `91410199${String(index).padStart(10, '0')}`,
    '3.2.3',
    '捐赠负压救护车2台',
    '航空港实验区',
    '2020-03-03',
  ];

  it('swallow no row, wherever the one opens and the other closes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: 5 }),
        fc.nat({ max: 5 }),
        fc.nat({ max: 5 }),
        fc.nat({ max: 4 }),
        fc.constantFrom('', '内'),
        async (opens, closes, from, distance, after) => {
          const rows = Array.from({ length: 12 }, (_, index) => organisation(index));
          const other = from + distance;
          fc.pre(distance > 0 || closes > opens);
          rows[from] = rows[from]!.with(opens, `"${rows[from]![opens]}`);
          rows[other] = rows[other]!.with(closes, `${rows[other]![closes]}"${after}`);
          const text = [ORGANISATION_HEADER, ...rows].map((row) => `${row.join(',')}\r\n`).join('');
          const error = await readAll(files.write('two.csv', text), {}, ORGANISATIONS).catch(
            (thrown: unknown) => thrown,
          );
          // within one row only what stands in the cells can tell; what it cannot tell leaves the row without its date
          const result = error as Awaited<ReturnType<typeof readAll>>;
          if (distance === 0 && 'rows' in result) expect(result.rows[from]!.cells[5]).toBe('');
          else expect(error).toMatchObject({ code: 'file.unreadable', extra: { row: from + 2 } });
        },
      ),
      { numRuns: 300 },
    );
  });
});
