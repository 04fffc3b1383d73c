/** The authors' commands: a new notice is sound, what is wrong has an example, two versions and a report are compared in words. */
import { globSync, readFileSync } from 'node:fs';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { inventedResidentId, inventedUscc } from '../../../tests/support/people.ts';
import { exampleFor } from '../authoring/examples.ts';
import { compilePolicyFolder } from '../policy.ts';
import { main } from './main.ts';
import { noticeNew } from './notice-new.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const folder = await mkdtemp(join(tmpdir(), 'notice-'));
afterAll(() => rm(folder, { recursive: true }));

const CITY = ['--city', '云川市', '--city-en', 'Yunchuan', '--region', '9902', '--office', '市信用办'];
const NOTICE = (id: string, from: string) => [
  ...['--id', id, '--number', '云信〔2024〕5号', '--title', '云川市志愿服务信用激励办法', '--title-en', 'Credit'],
  ...['--authority', '云川市人民政府办公室', '--issued', from, '--from', from],
];

async function run(...words: string[]) {
  const said = { out: [] as string[], err: [] as string[], code: undefined as number | undefined };
  await main(['node', 'xinheng', 'notice', ...words], {
    out: (line) => void said.out.push(line),
    err: (line) => void said.err.push(line),
    exit: (code) => {
      said.code = code;
    },
  });
  return { ...said, text: said.out.join('\n'), complaints: said.err.join('\n') };
}

async function newCity(name: string, from = '2024-06-01'): Promise<string> {
  const city = join(folder, name);
  const { code, text, complaints } = await run(
    'new',
    city,
    ...CITY,
    '--body',
    '市民政局，市文旅局',
    ...NOTICE('2024-5', from),
  );
  expect({ code, complaints }, text).toEqual({ code: 0, complaints: '' });
  return city;
}

describe('notice new', () => {
  test.each(['2020-01-01', '2024-06-01', '2027-01-01'])(
    'a city that was not there, from %s on, passes without a reminder',
    async (from) => {
      const result = await compilePolicyFolder(await newCity(`new-${from}`, from));
      expect(result.findings).toEqual([]);
      expect(result.ok).toBe(true);
    },
  );

  test.each(globSync('*/city.yaml', { cwd: join(root, 'cities') }))(
    'one more notice in the city of %s',
    async (file) => {
      const name = file.slice(0, file.search(/[/\\]/));
      const city = join(folder, `more-${name}`);
      await cp(join(root, 'cities', name), city, { recursive: true });
      expect((await run('new', city, ...NOTICE('2031-1', '2031-02-01'))).code).toBe(0);
      const result = await compilePolicyFolder(city);
      expect(result.ok && result.policies.map(({ id }) => id)).toContain('2031-1');
      // a third has a list of its own as well
      expect((await run('new', city, ...NOTICE('2031-2', '2031-02-01'))).code).toBe(0);
    },
  );

  test('nothing that is there is overwritten', async () => {
    const city = await newCity('twice');
    const again = await run('new', city, ...NOTICE('2024-5', '2024-06-01'));
    expect(again).toMatchObject({ code: 2, out: [] });
    expect(again.complaints).toContain('已经存在');
  });

  test('what is not given and cannot be asked is named with its option and an example', async () => {
    const wrong = await run(
      'new',
      join(folder, 'nowhere'),
      ...CITY,
      ...NOTICE('Has Space', '2024-06-01'),
      '--body',
      'x',
    );
    expect(wrong).toMatchObject({ code: 2, complaints: expect.stringContaining('--id Has Space：编号只用') });
    const isTerminal = process.stdin.isTTY;
    process.stdin.isTTY = false;
    const missing = await run('new', join(folder, 'nowhere'), '--id', '2024-5');
    process.stdin.isTTY = isTerminal;
    expect(missing.complaints).toContain('--region  区划代码的开头（2 至 6 位数字），如 9902');
    await expect(readdir(join(folder, 'nowhere'))).rejects.toThrow('ENOENT');
  });

  test('it asks, and asks again where an answer cannot be', async () => {
    const answers = ['云川市', 'Yunchuan', '99', '市信用办', '市民政局', '2024-5', '云信〔2024〕5号', '办法', 'Credit'];
    answers.push('云川市人民政府办公室', '五月', '2024-05-06', '2024-06-01');
    const complaints: string[] = [];
    const io = { out: () => undefined, err: (line: string) => void complaints.push(line), exit: () => undefined };
    const code = await noticeNew(join(folder, 'asked'), {}, io, async () => answers.shift() ?? '');
    expect({ code, complaints, answers }).toEqual({
      code: 0,
      complaints: ['日期应写成 2024-05-06 这样。'],
      answers: [],
    });
  });
});

describe('notice check', () => {
  /** Every code that a check can say, as it is written in the code. */
  const codes = new Set(
    globSync('src/kernel/policy/**/*.ts', { cwd: root })
      .filter((file) => !file.includes('.test.'))
      .flatMap((file) =>
        [...readFileSync(join(root, file), 'utf8').matchAll(/'([a-z]+\.[a-z_]+)'/g)].map(([, code]) => code!),
      )
      .filter((code) => !/\.(ts|yaml|md)$/.test(code) && !['key.missing', 'value.invalid'].includes(code)),
  );

  test('every kind of finding has an example', () => {
    expect(codes.size).toBeGreaterThan(50);
    expect([...codes].filter((code) => !exampleFor({ code, path: '' }))).toEqual([]);
  });

  test('a key that is missing is shown as the sound notice has it, wherever it is', async () => {
    const city = await newCity('missing');
    const catalogue = join(city, 'notices/2024-5/catalogue.yaml');
    await writeFile(catalogue, (await readFile(catalogue, 'utf8')).replace('    approval: batch\n', ''));
    const { code, text } = await run('check', city);
    expect(code).toBe(1);
    expect(text).toContain('缺少“approval” [key.missing]\n    写法：approval: batch');
  });
});

describe('notice diff', () => {
  test('in the words of a lawyer, with 1; nothing with 0', async () => {
    const [before, after] = [await newCity('before'), join(folder, 'after')];
    expect(await run('diff', before, before)).toMatchObject({
      code: 0,
      out: ['《云川市志愿服务信用激励办法》（2024-5）：没有不同'],
    });
    await cp(before, after, { recursive: true });
    const catalogue = join(after, 'notices/2024-5/catalogue.yaml');
    await writeFile(
      catalogue,
      (await readFile(catalogue, 'utf8')).replace(
        'validityMonths: [{ from: 2024-06-01, value: 36',
        'validityMonths: [{ from: 2024-06-01, value: 12',
      ),
    );
    const { code, out } = await run('diff', before, after);
    expect([code, ...out]).toEqual([
      1,
      '《云川市志愿服务信用激励办法》（2024-5）：1 处不同',
      '~ 事项 1“做好事”的有效期由 3 年改为 1 年',
    ]);
    expect((await run('diff', before, after, '--en')).text).toContain('validity: from 3 years to 1 year');
    expect((await run('diff', join(before, 'notices/2024-5'), after)).code).toBe(1);
    expect((await run('diff', before, join(folder, 'nothing'))).code).toBe(2);
  });
});

describe('notice try', () => {
  test('rows taken and refused, points, levels and lists, for either form by its header', async () => {
    const city = await newCity('try');
    const people = join(folder, 'people.csv');
    await writeFile(
      people,
      [
        '姓名,性别,证件号码,信息类别,具体事项,发生日期',
        `柳青,女,${inventedResidentId('1990-01-01', 2)},1,参加社区志愿服务,2024-06-10`,
        `柳青,女,${inventedResidentId('1990-01-01', 2)},1,植树,2024-06-11`,
        `石磊,男,${inventedResidentId('1990-01-01', 1)},9,参加社区志愿服务,2024-06-10`,
      ].join('\n'),
    );
    const ofPeople = await run('try', people, '--policy', city, '--today', '2024-07-01');
    expect(ofPeople.code, ofPeople.complaints).toBe(0);
    expect(ofPeople.text).toContain('category.unknown');
    expect(ofPeople.text).toMatch(
      /1 做好事的市民：\d 行；由“市民政局的职责”职能的部门认定，可批量认定；每条 20 分，合计最多算 40 分/,
    );
    expect(ofPeople.text).toMatch(/1[24]0 分 稳健：1 人/);
    const organisations = join(folder, 'organisations.csv');
    await writeFile(
      organisations,
      `单位名称,统一社会信用代码,信息类别,具体事项,发生日期\n甲书店,${inventedUscc(1)},2,捐建书屋,2024-06-10\n`,
    );
    const ofOrganisations = await run('try', organisations, '--policy', city, '--today', '2024-07-01');
    expect(ofOrganisations.text).toContain('可以推荐列入《做好事单位表扬名单》：“评议结束”宣布以后发布，列入 12 个月');
    expect(ofOrganisations.text).not.toContain('开通');
  });
});
