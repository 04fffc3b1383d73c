/** `xinheng check` as a clerk or a script meets it: exit codes, the documented JSON and nothing else, the annotated workbook. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { INDIVIDUALS, openTable, type RawRow } from '#platform/intake/index.ts';
import { inventedResidentId } from '../../../tests/support/people.ts';
import { DEFAULT_POLICY_FOLDER } from '../default-policy.ts';
import { main } from './main.ts';

const folder = mkdtempSync(join(tmpdir(), 'xinheng-check-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(...words: string[]): Promise<{ out: string; err: string; code: number | undefined }> {
  let out = '';
  let err = '';
  let code: number | undefined;
  await main(['node', 'xinheng', ...words], {
    out: (line) => {
      out += `${line}\n`;
    },
    write: async (text) => {
      out += text;
    },
    err: (line) => {
      err += `${line}\n`;
    },
    exit: (value) => {
      code = value;
    },
  });
  return { out, err, code };
}

function file(name: string, ...lines: string[]): string {
  const path = join(folder, name);
  writeFileSync(path, ['姓名,性别,证件类型,证件号码,信息类别,具体事项,发生日期,备注', ...lines].join('\r\n'));
  return path;
}
const line = (order: number, change: (row: string[]) => void = () => {}) => {
  const row = [
    '王芳',
    '女',
    '居民身份证',
    inventedResidentId('1985-03-07', order * 2),
    '1.3',
    '社区卡点值守32天',
    '2020-02-01',
    '',
  ];
  change(row);
  return row.join(',');
};
const FILE = () =>
  file(
    'report.csv',
    line(1),
    line(1),
    line(2, (row) => {
      row[3] = '123';
      row[6] = '';
    }),
    line(3, (row) => {
      row[6] = '2020年2月1日';
    }),
  );

test('--json prints the documented document and nothing else', async () => {
  const { out, err, code } = await run('check', FILE(), '--kind', 'individuals', '--json', '--today', '2020-05-01');
  expect(code).toBe(0);
  expect(err).toBe('');
  expect(JSON.parse(out)).toEqual({
    rows: 4,
    accepted: 2,
    duplicate: 1,
    suspect: 0,
    rejected: 1,
    notes: [],
    results: [
      { row: 2, verdict: 'accepted', reasons: [], remarks: [] },
      { row: 3, verdict: 'duplicate', reasons: ['duplicate.in_file'], remarks: [] },
      { row: 4, verdict: 'rejected', reasons: ['id.length', 'date.missing'], remarks: [] },
      { row: 5, verdict: 'accepted', reasons: [], remarks: ['date.normalised'] },
    ],
  });
});

test('what there is to know of the file is said in the text and in --json alike', async () => {
  const path = join(folder, 'doubled.csv');
  writeFileSync(path, `姓名,性别,证件类型,证件号码,信息类别,具体事项,发生日期,备注,姓名,车牌\r\n${line(1)},李四,\r\n`);
  const text = await run('check', path, '--kind', 'individuals');
  const { notes } = JSON.parse((await run('check', path, '--kind', 'individuals', '--json')).out);
  expect(notes.map(({ code }: { code: string }) => code)).toEqual(['header.doubled', 'header.ignored']);
  for (const { zh } of notes) expect(text.out).toContain(zh);
});

test('the city is the one POLICY_DIR names, where --policy does not name another', async () => {
  const path = FILE();
  const before = process.env['POLICY_DIR'];
  try {
    process.env['POLICY_DIR'] = 'cities/none-of-this-name';
    expect((await run('check', path, '--kind', 'individuals')).err).toContain('none-of-this-name');
    expect((await run('check', path, '--kind', 'individuals', '--policy', DEFAULT_POLICY_FOLDER)).code).toBe(0);
  } finally {
    if (before === undefined) delete process.env['POLICY_DIR'];
    else process.env['POLICY_DIR'] = before;
  }
});

test('without --json it says in Chinese how many rows, and which and why', async () => {
  const { out, code } = await run('check', FILE(), '--kind', 'individuals');
  expect(code).toBe(0);
  expect(out).toContain('共 4 行：通过 2，重复 1，存疑 0，退回 1');
  expect(out).toContain('第4行 退回：身份证号码不是18位；未填写日期');
});

test("--out writes the sender's table with the results beside the rows", async () => {
  const out = join(folder, 'annotated.xlsx');
  expect((await run('check', FILE(), '--kind', 'individuals', '--out', out)).code).toBe(0);
  const table = await openTable({ path: out }, INDIVIDUALS);
  const rows: RawRow[] = [];
  for await (const batch of table.batches()) rows.push(...batch);
  await table.close();
  expect(table.header.titles.slice(-3)).toEqual(['结果', '原因', '处理建议']);
  expect(rows.map((row) => row.cells.at(-3))).toEqual(['通过', '重复', '退回', '通过']);
});

test('--today and --department are heeded', async () => {
  const path = file(
    'adverse.csv',
    line(5, (row) => {
      row[4] = '2';
    }),
  );
  const early = await run('check', path, '--kind', 'individuals', '--json', '--today', '2020-01-31');
  expect(JSON.parse(early.out).results[0].reasons).toEqual(['decision.missing', 'date.future']);
  const department = await run('check', path, '--kind', 'individuals', '--json', '--department', '郑州市商务局');
  expect(JSON.parse(department.out).results[0].reasons).toContain('category.not_yours');
  expect(await run('check', path, '--kind', 'individuals', '--department', '没有的局')).toMatchObject({
    code: 2,
    out: '',
  });
});

test.each<[string, () => string, RegExp]>([
  ['a file that is not there', () => join(folder, 'none.csv'), /没有找到/],
  ['a folder', () => folder, /目录/],
  [
    'an empty file',
    () => {
      const path = join(folder, 'empty.csv');
      writeFileSync(path, '');
      return path;
    },
    /file\.empty/,
  ],
  [
    'a table of something else',
    () => {
      const path = join(folder, 'other.csv');
      writeFileSync(path, '甲,乙\n1,2\n');
      return path;
    },
    /file\.header_missing/,
  ],
])('%s: exit code 2 and a message', async (_what, path, message) => {
  const { out, err, code } = await run(
    'check',
    path(),
    '--kind',
    'individuals',
    '--json',
    '--policy',
    DEFAULT_POLICY_FOLDER,
  );
  expect([code, out]).toEqual([2, '']);
  expect(err).toMatch(message);
});

test('an unknown kind and an impossible day are not understood', async () => {
  expect((await run('check', FILE(), '--kind', 'animals')).code).toBe(2);
  expect((await run('check', FILE(), '--kind', 'individuals', '--today', '2020-02-30')).code).toBe(2);
});
