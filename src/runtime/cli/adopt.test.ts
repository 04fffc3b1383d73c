/** `xinheng adopt` as an office uses it: its tables in, a city that passes the check out, and of the older system what may be reported anew. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { writeWorkbook } from '#documents/spreadsheet/workbook-writer.ts';
import { inventedResidentId, inventedSoleTrader, inventedUscc } from '../../../tests/support/people.ts';
import { compilePolicyFolder, loadPolicies } from '../policy.ts';
import { main } from './main.ts';

const folder = mkdtempSync(join(tmpdir(), 'adopt-'));
afterAll(() => rmSync(folder, { recursive: true }));

const CITY = ['--city', '云川市', '--city-en', 'Yunchuan', '--region', '9902', '--office', '市信用办'];
const NOTICE = [
  ...['--id', '2024-5', '--number', '云信〔2024〕5号', '--title', '云川市志愿服务信用激励办法', '--title-en', 'Credit'],
  ...['--authority', '云川市人民政府办公室', '--issued', '2024-05-06', '--from', '2024-06-01'],
];

async function run(...words: string[]) {
  const said = { out: [] as string[], err: [] as string[], code: undefined as number | undefined };
  await main(['node', 'xinheng', ...words], {
    out: (line) => void said.out.push(line),
    write: async (text) => void said.out.push(text),
    err: (line) => void said.err.push(line),
    exit: (code) => {
      said.code = code;
    },
  });
  return { code: said.code, text: said.out.join('\n'), complaints: said.err.join('\n') };
}

function file(name: string, ...lines: string[]): string {
  const path = join(folder, name);
  writeFileSync(path, lines.join('\r\n'));
  return path;
}

const OFFICES = [
  [
    '序号',
    '单位名称',
    '简称',
    '统一社会信用代码',
    '上级主管部门',
    '所属区县',
    '行政区划代码',
    '联系人',
    '办公地址',
    '联系电话',
  ],
  ['1', '云川市信用办', '市信用办', '', '', '市直', '', '某某', '人民路1号', '0999-66660000'],
  ['2', '市民政局', '民政局', inventedUscc(7), '', '', '', '某某', '人民路2号 # 北楼', '0999-66660002'],
  ['3', '市文旅局', '民政局', '', '市信用办', '市本级', '', '', '', '13800138000'],
  ['4', '望河区信用办', '', '', '市信用办', '望河区', '990202', '', '', ''],
  ['5', '望河区民政局', '', '', '望河区信用办', '望河区', '990202', '', '', ''],
  ['6', '青林县信用办', '', '', '市信用办', '青林县', '410102', '', '', ''],
  ['7', '市民政局', '', '', '', '', '', '', '', ''],
  ['8', '"]}, {id: x', '', '', '不在名单里的局', '', '', '', '', ''],
  ['9', '', '', '', '', '', '', '', '', ''],
];
const asCsv = (rows: readonly (readonly string[])[]) =>
  rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(','));

async function newCity(name: string): Promise<{ city: string; text: string }> {
  const city = join(folder, name);
  const { code, text, complaints } = await run(
    ...['adopt', city, '--departments', file(`${name}.csv`, ...asCsv(OFFICES)), ...CITY, ...NOTICE],
  );
  expect({ code, complaints }, text).toEqual({ code: 0, complaints: '' });
  return { city, text };
}

test('a list of offices becomes a city that compiles without a reminder, and passes the check', async () => {
  const { city, text } = await newCity('offices');
  const compiled = await compilePolicyFolder(city);
  expect(compiled.findings).toEqual([]);
  expect((await run('notice', 'check', city)).code).toBe(0);
  const [policy] = await loadPolicies(city);
  expect(policy.departments.map(({ name, level, parent, division }) => [name, level, parent, division])).toEqual([
    ['市信用办', 'city', undefined, undefined],
    ['市民政局', 'department', undefined, undefined],
    ['市文旅局', 'department', 'credit-office', undefined],
    ['望河区信用办', 'district', 'credit-office', '990202'],
    ['望河区民政局', 'office', 'body-3', '990202'],
    ['青林县信用办', 'district', 'credit-office', undefined],
    ['"]}, {id: x', 'department', undefined, undefined],
  ]);
  expect(policy.findDepartmentByName('云川市信用办')?.id).toBe('credit-office');
  expect(policy.divisions).toEqual([{ code: '990202', name: '望河区' }]);
  for (const said of ['第4行：简称“民政局”', '第7行：“青林县”区划代码', '第8行没有用', '第9行：上级“不在名单里的局”'])
    expect(text).toContain(said);
});

test('address and switchboard stand behind a body, a mobile telephone and the name of a contact nowhere', async () => {
  const { city, text } = await newCity('contacts');
  const written = readFileSync(join(city, 'departments.yaml'), 'utf8');
  expect(written).toContain(`# ${inventedUscc(7)}，人民路2号 # 北楼，0999-66660002`);
  expect(written).not.toMatch(/13800138000|某某/);
  expect(text).toContain('第4行：地址、电话中像是个人号码');
  expect(parse(written).departments).toHaveLength(7);
});

test('a workbook is read as well, and a city that is there is not touched', async () => {
  const path = join(folder, 'offices.xlsx');
  const rows = [['机构名称'], ['市民政局']].map((cells, index) => ({ number: index + 1, cells }));
  await writeWorkbook(path, [{ name: '名单', widths: [20], rows: [rows] }]);
  const city = join(folder, 'workbook');
  expect((await run('adopt', city, '--departments', path, ...CITY, ...NOTICE)).code).toBe(0);
  const again = await run('adopt', city, '--departments', path, ...CITY, ...NOTICE);
  expect(again).toMatchObject({ code: 2, complaints: expect.stringContaining('已经有城市') });
});

test('what cannot be used is told before anything is written', async () => {
  const city = join(folder, 'nothing');
  const only = file('districts.csv', '单位名称,区县,区划代码', '望河区信用办,望河区,990202');
  for (const [words, complaint] of [
    [[], '请用 --departments'],
    [['--legacy', only], '还没有城市'],
    [['--departments', only, ...CITY, ...NOTICE], '没有市直部门'],
    [['--departments', join(folder, 'none.csv'), ...CITY, ...NOTICE], '没有找到'],
    [['--departments', only, '--legacy', only, ...CITY, ...NOTICE], '--origin'],
  ] as const)
    expect(await run('adopt', city, ...words)).toMatchObject({
      code: 2,
      complaints: expect.stringContaining(complaint),
    });
  expect(() => readdirSync(city)).toThrow('ENOENT');
});

const PEOPLE = () => {
  const [first, second] = [inventedResidentId('1990-01-01', 2), inventedResidentId('1985-05-05', 3)];
  const head = '姓名,性别,身份证号,名单类型,类别,事由,日期,有效期至,记录状态,积分,手机号';
  const rows = [
    `柳青,女,${first},守信,道德模范,=照看邻居三年,2026-05-01,长期,有效,20,13800138000`,
    `柳青,女,${first},守信,道德模范,=照看邻居三年,2026-05-01,长期,有效,20,13800138000`,
    `石磊,男,${second},失信,逃票,乘车逃票,2026-05-01,,有效,-10,`,
    `石磊,男,${second},守信,志愿,因患有高血压仍坚持值守,2026-05-01,,有效,5,`,
    `石磊,男,${second},守信,志愿,值守二十日,2026-05-02,,有效,5,`,
  ];
  return { path: file('people.csv', head, ...rows), ids: [first, second] };
};

test('of people what is good may be reported anew, with its origin; nothing adverse goes on, and the refusals name nobody', async () => {
  const { city } = await newCity('people');
  const { path, ids } = PEOPLE();
  const out = join(folder, 'people-out');
  const given = [
    '--legacy',
    path,
    '--origin',
    '云川诚信分系统',
    '--out',
    out,
    '--category',
    '道德模范=1',
    '--today',
    '2026-11-30',
  ];
  const adopted = await run('adopt', city, ...given);
  expect({ code: adopted.code, complaints: adopted.complaints }).toEqual({ code: 0, complaints: '' });
  expect(adopted.text).toContain('个人记录共 5 行：可以重新报送 2，不得沿用 3');
  expect(adopted.text).toContain('第11列没有读取');
  const refused = readFileSync(join(out, 'refused.csv'), 'utf8');
  expect(refused).toMatch(/\r\n3,duplicate\.in_file,/);
  expect(refused).toMatch(/\r\n4,legacy\.person_adverse,自然人的不良信息,.*国办发〔2020〕49号/);
  expect(refused).toMatch(/\r\n5,matter\.never_collect,.*征信业管理条例/);
  for (const text of [refused, adopted.text, readFileSync(join(out, 'origin.json'), 'utf8')])
    expect(text).not.toMatch(new RegExp(`柳青|石磊|逃票|高血压|${ids.join('|')}`));
  expect(JSON.parse(readFileSync(join(out, 'origin.json'), 'utf8'))).toMatchObject({
    origin: '云川诚信分系统',
    carried: 2,
  });
  if (process.platform !== 'win32') expect(statSync(out).mode & 0o077).toBe(0);

  const checked = await run('check', join(out, 'legacy.xlsx'), '--kind', 'individuals', '--policy', city, '--json');
  const { results } = JSON.parse(checked.text);
  expect(results.map(({ verdict, reasons }: { verdict: string; reasons: string[] }) => [verdict, ...reasons])).toEqual([
    ['accepted'],
    // nobody says what it is but a body that reports it
    ['rejected', 'category.unknown'],
  ]);
});

test('of organisations a sole trader and what rests on no decision stay behind', async () => {
  const { city } = await newCity('organisations');
  const out = join(folder, 'organisations-out');
  const path = file(
    'organisations.csv',
    '企业名称,统一社会信用代码,红黑榜类别,列入事由,发生日期,决定书文号,是否修复',
    `甲书店有限公司,${inventedUscc(1)},红,捐建社区书屋,2026-05-01,,否`,
    `乙杂货店,${inventedSoleTrader(1)},红,捐款,2026-05-01,,否`,
    `丙商贸有限公司,${inventedUscc(2)},黑,销售不合格商品,2026-05-01,,否`,
    `丁商贸有限公司,${inventedUscc(3)},红,捐款,2026-05-01,,是`,
  );
  const adopted = await run(
    'adopt',
    city,
    '--legacy',
    path,
    '--origin',
    '旧网站',
    '--out',
    out,
    '--today',
    '2026-11-30',
  );
  expect(adopted.text).toContain('单位记录共 4 行：可以重新报送 1，不得沿用 3');
  for (const code of ['legacy.sole_trader', 'decision.missing', 'legacy.ended']) expect(adopted.text).toContain(code);
  const checked = await run('check', join(out, 'legacy.xlsx'), '--kind', 'organisations', '--policy', city, '--json');
  expect(JSON.parse(checked.text).results).toMatchObject([{ reasons: ['category.unknown'] }]);
});

test('the national penalty form is adverse and its rows are penalties; another adverse heading stands for no document', async () => {
  const { city } = await newCity('penalties');
  const decision = '云市监罚〔2026〕3号,市市场监管局,2026-04-02,《产品质量法》第四十九条';
  const text = async (name: string, heading: string) => {
    const head = `单位名称,统一社会信用代码,${heading},决定书文号,决定机关,决定日期,法律依据`;
    const path = file(`${name}.csv`, head, `乙商贸有限公司,${inventedUscc(2)},销售不合格商品,${decision}`);
    const given = ['--legacy', path, '--origin', '旧系统', '--out', join(folder, name), '--today', '2026-11-30'];
    return (await run('adopt', city, ...given)).text;
  };
  expect(await text('penalty', '违法事实')).toContain('可以重新报送 1，不得沿用 0');
  const other = await text('dishonest', '失信行为');
  expect(other).toContain('可以重新报送 0，不得沿用 1');
  expect(other).toContain('decision.missing');
});

test.each(['失信行为', '处罚事由'])(
  'under the heading %s nothing is good, whatever is said of the file',
  async (heading) => {
    const { city } = await newCity(`headed-${heading}`);
    const row = `柳青,${inventedResidentId('1990-01-01', 2)},乘车,2026-05-01`;
    const path = file(`${heading}.csv`, `姓名,身份证号,${heading},日期`, row);
    const given = ['--legacy', path, '--origin', '旧系统', '--out', join(folder, heading), '--polarity', 'good'];
    const { text } = await run('adopt', city, ...given, '--today', '2026-11-30');
    expect(text).toContain('可以重新报送 0，不得沿用 1');
    expect(text).toContain('legacy.person_adverse');
  },
);

test('records go into no folder that is there, and never into the city’s; what fails leaves nothing behind', async () => {
  const { city } = await newCity('places');
  const { path } = PEOPLE();
  const given = (out: string, ...more: string[]) =>
    run('adopt', city, '--legacy', path, '--origin', '旧系统', '--out', out, ...more);
  for (const inside of [city, join(city, 'legacy'), join(city, 'notices', 'x', '..', 'y')])
    expect(await given(inside)).toMatchObject({ code: 2, complaints: expect.stringContaining('城市的文件夹') });
  expect(await given(folder)).toMatchObject({ code: 2, complaints: expect.stringContaining('已经存在') });
  const out = join(folder, 'left');
  expect(await given(out, '--category', '道德模范=99')).toMatchObject({
    complaints: expect.stringContaining('没有类别“99”'),
  });
  expect((await given(out, '--kind', 'organisations')).code).toBe(2);
  expect(() => readdirSync(out)).toThrow('ENOENT');
});
