import { execFileSync } from 'node:child_process';
import { afterAll, describe, expect, it } from 'vitest';
import { layoutOf } from './csv-layout.ts';
import { CsvScanner } from './csv-scanner.ts';
import { csvOf, HEADER, PERSON, readAll, workspace } from './fixtures.ts';
import { DEFAULT_LIMITS, INDIVIDUALS, openTable } from './index.ts';

const files = workspace();
afterAll(() => files.remove());

const scan = (text: string, delimiter = ',', newline: '\n' | '\r' = '\n') =>
  new CsvScanner(delimiter, newline, DEFAULT_LIMITS).push(text, true);

/** 䶮 㼆 are four-byte characters or private ones in older tables; 𬭎 𠮷 lie outside the basic plane. */
const GB18030 = new Map([
  ['䶮', 'fe9f'],
  ['㼆', '82328d37'],
  ['𬭎', '9933a932'],
  ['𠮷', '9534b235'],
]);

function gb18030(text: string): Buffer {
  return execFileSync('iconv', ['-f', 'UTF-8', '-t', 'GB18030'], { input: text });
}

const hasIconv = (() => {
  try {
    gb18030('字');
    return true;
  } catch {
    return false;
  }
})();

describe('records', () => {
  it('keeps quoted delimiters, quotes and line breaks, and counts such a record as one row', () => {
    const rows = scan('a,"b,""c""\r\nd",e\r\nf,g,h');
    expect(rows).toEqual([
      { rowNumber: 1, cells: ['a', 'b,"c"\r\nd', 'e'], multiline: true },
      { rowNumber: 2, cells: ['f', 'g', 'h'] },
    ]);
  });

  it('leaves blank lines out but counts them', () => {
    expect(scan('a\n\n,,\n \u3000,\nb').map((row) => row.rowNumber)).toEqual([1, 5]);
  });

  it('takes a quote inside a bare cell as it stands, and text after a closing quote too', () => {
    expect(scan('张"三,"李"四\r\n')[0]!.cells).toEqual(['张"三', '李四']);
  });

  it('reads the line ends of all systems', () => {
    expect(scan('a\r\nb\r\n').map((row) => row.cells)).toEqual([['a'], ['b']]);
    expect(scan('a\nb').map((row) => row.cells)).toEqual([['a'], ['b']]);
    expect(scan('a\rb\r', ',', '\r').map((row) => row.cells)).toEqual([['a'], ['b']]);
    expect(scan('"a"\r\n"b"\r').map((row) => row.cells)).toEqual([['a'], ['b']]);
  });

  it('gives a trailing delimiter its empty cell', () => {
    expect(scan('a,b,')[0]!.cells).toEqual(['a', 'b', '']);
  });

  it('says in which row a quote is not balanced', () => {
    expect(() => scan('a,b\n"c,d\ne,f\n')).toThrow(/第2行有一个双引号没有配对/);
  });

  it('marks broken characters and empty characters, only in the rows that hold them', () => {
    const rows = scan('好,a\n坏\ufffd,b\n空\u0000,c\n好,d\n');
    expect(rows.map((row) => row.problems)).toEqual([undefined, ['text.encoding'], ['text.encoding'], undefined]);
  });

  it('cuts a cell that is too long and says so', () => {
    const [row] = scan(`${'长'.repeat(40_000)},b\n`);
    expect(row!.problems).toEqual(['cell.too_long']);
    expect(row!.cells[0]).toHaveLength(DEFAULT_LIMITS.cellCharacters);
  });

  it('finds the delimiter outside quotes', () => {
    const delimiterOf = (text: string) => layoutOf(text, () => false).delimiter;
    expect(delimiterOf('a;b;"c,d,e,f"\n')).toBe(';');
    expect(delimiterOf('a\tb\n')).toBe('\t');
    expect(delimiterOf('一列\n')).toBe(',');
  });
});

describe('files', () => {
  it.each([
    ['UTF-8', (text: string) => Buffer.from(text)],
    ['UTF-8 with mark', (text: string) => Buffer.from(`\ufeff${text}`)],
  ])('reads %s', async (_, encode) => {
    const path = files.write('utf8.csv', encode(csvOf(HEADER, PERSON)));
    const { reader, rows } = await readAll(path);
    expect(reader.encoding).toBe('utf-8');
    expect(rows).toEqual([{ rowNumber: 2, cells: PERSON, problems: undefined }]);
  });

  it.skipIf(!hasIconv)('reads GB18030', async () => {
    const path = files.write('gb.csv', gb18030(csvOf(HEADER, PERSON)));
    const { reader, rows } = await readAll(path);
    expect(reader.encoding).toBe('gb18030');
    expect(rows[0]!.cells).toEqual(PERSON);
  });

  it('reads the rare characters of names from their GB18030 bytes', () => {
    for (const [character, hex] of GB18030) {
      expect(new TextDecoder('gb18030', { fatal: true }).decode(Buffer.from(hex, 'hex'))).toBe(character);
    }
  });

  it.each([0, 1, 2, 3])(
    'reads characters that lie across two pieces of the file, shifted by %i bytes',
    async (shift) => {
      const remark = '𠮷'.repeat(5_000);
      const row = [...PERSON.slice(0, 7), remark];
      const text = `${'x'.repeat(shift)}\r\n${csvOf(HEADER, ...Array.from({ length: 30 }, () => row))}`;
      const encodings = hasIconv ? [Buffer.from(text), gb18030(text)] : [Buffer.from(text)];
      for (const bytes of encodings) {
        expect(bytes.length).toBeGreaterThan(2 * 262_144);
        const { rows } = await readAll(files.write('pieces.csv', bytes));
        expect(rows).toHaveLength(30);
        expect(rows.every((read) => read.cells[7] === remark && read.cells[0] === PERSON[0])).toBe(true);
      }
    },
  );

  it('counts the title rows before the header', async () => {
    const path = files.write('title.csv', `郑州市个人信息报送表,,,\r\n填报单位：某局\r\n${csvOf(HEADER, PERSON)}`);
    const { reader, rows } = await readAll(path);
    expect(reader.header.rowNumber).toBe(3);
    expect(reader.header.titleRows.map((row) => row.rowNumber)).toEqual([1, 2]);
    expect(rows[0]!.rowNumber).toBe(4);
  });

  it('takes semicolons and tabs', async () => {
    for (const delimiter of [';', '\t']) {
      const text = [HEADER, PERSON].map((row) => row.join(delimiter)).join('\n');
      const { rows } = await readAll(files.write('delimiter.csv', text));
      expect(rows[0]!.cells).toEqual(PERSON);
    }
  });

  it('marks the row whose cells slipped, and fills up the one that ends early', async () => {
    const path = files.write('slipped.csv', csvOf(HEADER, [...PERSON, '多出', '的'], ['王五'], [...PERSON, '', '']));
    const { rows } = await readAll(path);
    expect(rows.map((row) => row.problems)).toEqual([['row.too_many_cells'], undefined, undefined]);
    expect(rows[1]!.cells).toEqual(['王五', '', '', '', '', '', '', '']);
    expect(rows[2]!.cells).toEqual(PERSON);
  });

  it('refuses broken UTF-8 and names the line', async () => {
    const good = Buffer.from(csvOf(HEADER, PERSON));
    const path = files.write('broken.csv', Buffer.concat([good, Buffer.from('李四,男\xff\xff,\r\n', 'latin1'), good]));
    await expect(readAll(path)).rejects.toMatchObject({
      code: 'file.encoding',
      said: { zh: expect.stringContaining('第3行'), en: expect.any(String) },
    });
  });

  it('refuses more rows than allowed, and gives what came before in batches', async () => {
    const path = files.write('many.csv', csvOf(HEADER, ...Array.from({ length: 5_001 }, () => PERSON)));
    await expect(readAll(path, { limits: { rows: 5_000 } })).rejects.toMatchObject({ code: 'file.too_large' });
    const { rows } = await readAll(path, { limits: { rows: 5_001 } });
    expect(rows).toHaveLength(5_001);
    expect(rows.at(-1)!.rowNumber).toBe(5_002);
  });

  it('stops when asked to, and closes a table nobody walked', async () => {
    const path = files.write('stop.csv', csvOf(HEADER, ...Array.from({ length: 50_000 }, () => PERSON)));
    const stop = new AbortController();
    const table = await openTable({ path }, INDIVIDUALS, { signal: stop.signal });
    const walk = async () => {
      for await (const _ of table.batches()) stop.abort(new Error('够了'));
    };
    await expect(walk()).rejects.toThrow('够了');
    expect(table.progress().bytesRead).toBeLessThan(table.progress().bytesTotal);
    await table.close();
    const untouched = await openTable({ path }, INDIVIDUALS);
    await untouched.close();
  });
});
