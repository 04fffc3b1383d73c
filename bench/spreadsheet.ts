/**
 * How fast tables are read: a million invented rows as CSV (UTF-8, GB18030) and XLSX with shared strings, each reader in a
 * process of its own, beside the floor the machine sets: decoding the CSV, inflating the workbook's parts, nothing more.
 * Usage: node bench/spreadsheet.ts [rows] [--distinct]   (--distinct: every row's matter differs, 3 shared strings per row)
 */
import { execFileSync } from 'node:child_process';
import { createReadStream, createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { ZipWriter } from '#documents/spreadsheet/zip-writer.ts';
import { DEFAULT_LIMITS, INDIVIDUALS, openTable, writeAnnotatedWorkbook } from '#platform/intake/spreadsheet/index.ts';
import { ZipContainer } from '#platform/intake/spreadsheet/zip.ts';

const HEADER = ['姓名', '性别', '证件类型', '证件号码', '信息类别', '具体事项', '发生日期', '备注'];
const SURNAMES = [...'赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜'];
const GIVEN = [...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰飞红鑫斌䶮'];
const MATTERS = [
  '参加交通查验点值勤28天',
  '驾驶保障车辆运送防护物资',
  '参加援鄂医疗队，在武汉某方舱医院工作46天',
  '捐赠口罩2000只',
];

function row(index: number, distinct: boolean): string[] {
  const pick = <T>(list: readonly T[], salt: number): T => list[(index * 7919 + salt * 104_729) % list.length]!;
  const name = pick(SURNAMES, 1) + GIVEN[Math.floor(index / 31) % GIVEN.length] + GIVEN[index % GIVEN.length];
  const day = String((index % 28) + 1).padStart(2, '0');
  // distinct, of the right shape, and of no person: the check digit does not matter here
  const number = `410199${1950 + (index % 50)}${String(index).padStart(8, '0')}`;
  const matter = distinct ? `${pick(MATTERS, 2)}（登记号${index}）` : pick(MATTERS, 2);
  return [
    name,
    index % 2 === 0 ? '男' : '女',
    '居民身份证',
    number,
    `1.${(index % 7) + 1}`,
    matter,
    `2020-0${(index % 3) + 1}-${day}`,
    '',
  ];
}

function* lines(rows: number, distinct: boolean): Generator<string> {
  let text = `${HEADER.join(',')}\r\n`;
  for (let index = 0; index < rows; index++) {
    text += `${row(index, distinct).join(',')}\r\n`;
    if (text.length > 1 << 16) {
      yield text;
      text = '';
    }
  }
  yield text;
}

async function writeCsv(path: string, rows: number, distinct: boolean): Promise<void> {
  await pipeline(Readable.from(lines(rows, distinct)), createWriteStream(path));
}

/** As Excel saves it: a table of shared strings in order of first use, cells that refer to it. */
async function writeXlsx(path: string, rows: number, distinct: boolean): Promise<void> {
  const strings = new Map<string, number>();
  const indexOf = (text: string): number => {
    let index = strings.get(text);
    if (index === undefined) {
      index = strings.size;
      strings.set(text, index);
    }
    return index;
  };
  const rowXml = (cells: readonly string[], number: number) =>
    `<row r="${number}" spans="1:8" ht="14.4" customHeight="1">${cells
      .map((cell, column) =>
        cell === ''
          ? ''
          : `<c r="${String.fromCharCode(65 + column)}${number}" s="1" t="s"><v>${indexOf(cell)}</v></c>`,
      )
      .join('')}</row>`;
  function* sheet(): Generator<Buffer> {
    let xml = `<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rowXml(HEADER, 1)}`;
    for (let index = 0; index < rows; index++) {
      xml += rowXml(row(index, distinct), index + 2);
      if (xml.length > 1 << 17) {
        yield Buffer.from(xml);
        xml = '';
      }
    }
    yield Buffer.from(`${xml}</sheetData></worksheet>`);
  }
  function* shared(): Generator<Buffer> {
    let xml = `<?xml version="1.0" encoding="UTF-8"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" uniqueCount="${strings.size}">`;
    for (const text of strings.keys()) {
      xml += `<si><t>${text}</t></si>`;
      if (xml.length > 1 << 17) {
        yield Buffer.from(xml);
        xml = '';
      }
    }
    yield Buffer.from(`${xml}</sst>`);
  }
  const zip = await ZipWriter.create(path);
  await zip.add('xl/worksheets/sheet1.xml', sheet());
  await zip.add('xl/sharedStrings.xml', shared());
  const relationship = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  await zip.addText(
    'xl/workbook.xml',
    `<workbook xmlns:r="${relationship}"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  );
  await zip.addText(
    'xl/_rels/workbook.xml.rels',
    `<Relationships><Relationship Id="rId1" Type="${relationship}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${relationship}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
  );
  await zip.finish();
  console.log(`  workbook: ${strings.size.toLocaleString('en-US')} shared strings`);
}

const TASKS: Record<string, (path: string) => Promise<number>> = {
  async read(path) {
    const table = await openTable({ path }, INDIVIDUALS);
    let rows = 0;
    for await (const batch of table.batches()) rows += batch.length;
    await table.close();
    return rows;
  },
  async decode(path) {
    const decoder = new TextDecoder(path.includes('gb18030') ? 'gb18030' : 'utf-8', { fatal: true });
    let characters = 0;
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18 })) {
      characters += decoder.decode(chunk as Buffer, { stream: true }).length;
    }
    return characters;
  },
  async inflate(path) {
    const zip = await ZipContainer.open(path, DEFAULT_LIMITS);
    let bytes = 0;
    for (const part of ['xl/sharedStrings.xml', 'xl/worksheets/sheet1.xml']) {
      for await (const chunk of zip.part(part)) bytes += chunk.length;
    }
    zip.close();
    return bytes;
  },
  async annotate(path) {
    const table = await openTable({ path }, INDIVIDUALS);
    function* findings() {
      for (let rowNumber = 2; rowNumber < 3_000_000; rowNumber += 10) {
        yield [
          {
            rowNumber,
            verdict: 'rejected' as const,
            result: '退回',
            reason: '身份证号码校验不通过',
            remedy: '请对照证件逐位核对后重新填写。',
          },
        ];
      }
    }
    const out = `${path}.annotated.xlsx`;
    await writeAnnotatedWorkbook(table, findings(), out);
    await table.close();
    return statSync(out).size;
  },
};

interface Measured {
  readonly seconds: number;
  readonly peakMegabytes: number;
}

function measure(task: string, path: string): Measured {
  const output = execFileSync(process.execPath, [fileURLToPath(import.meta.url), '--task', task, path], {
    encoding: 'utf8',
  });
  return JSON.parse(output) as Measured;
}

async function main(): Promise<void> {
  const rows = Number(process.argv.slice(2).find((argument) => /^\d+$/u.test(argument)) ?? 1_000_000);
  const distinct = process.argv.includes('--distinct');
  const folder = mkdtempSync(join(tmpdir(), 'xinheng-bench-'));
  try {
    console.log(
      `${rows.toLocaleString('en-US')} rows of ${HEADER.length} columns${distinct ? ', every matter distinct' : ''}`,
    );
    const utf8 = join(folder, 'utf8.csv');
    const gb18030 = join(folder, 'gb18030.csv');
    const xlsx = join(folder, 'table.xlsx');
    await writeCsv(utf8, rows, distinct);
    await writeXlsx(xlsx, rows, distinct);
    try {
      execFileSync('sh', ['-c', `iconv -f UTF-8 -t GB18030 ${utf8} > ${gb18030}`]);
    } catch {
      rmSync(gb18030, { force: true });
    }
    for (const [path, floorTask] of [
      [utf8, 'decode'],
      [gb18030, 'decode'],
      [xlsx, 'inflate'],
    ] as const) {
      const size = statSync(path, { throwIfNoEntry: false })?.size;
      if (size === undefined) continue;
      const floor = measure(floorTask, path);
      const read = measure('read', path);
      console.log(
        `${path.split('/').at(-1)!.padEnd(12)} ${(size / 1e6).toFixed(0).padStart(4)} MB  ` +
          `read ${read.seconds.toFixed(2)} s = ${Math.round(rows / read.seconds).toLocaleString('en-US')} rows/s, peak ${read.peakMegabytes} MB; ` +
          `${floorTask} alone ${floor.seconds.toFixed(2)} s (${floor.peakMegabytes} MB); ratio ${(read.seconds / floor.seconds).toFixed(2)}`,
      );
    }
    const annotated = measure('annotate', utf8);
    const rate = Math.round(rows / annotated.seconds).toLocaleString('en-US');
    console.log(
      `annotated    from CSV  ${annotated.seconds.toFixed(2)} s = ${rate} rows/s, peak ${annotated.peakMegabytes} MB`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const taskAt = process.argv.indexOf('--task');
if (taskAt < 0) await main();
else {
  const started = performance.now();
  await TASKS[process.argv[taskAt + 1]!]!(process.argv[taskAt + 2]!);
  const seconds = (performance.now() - started) / 1000;
  console.log(JSON.stringify({ seconds, peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024) }));
}
