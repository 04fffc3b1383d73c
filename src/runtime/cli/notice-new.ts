/** `xinheng notice new DIR`: asks what is not given by options, writes a sound notice (and its city, where there is none), checks it. */
import { createInterface } from 'node:readline/promises';
import type { Command } from 'commander';
import { NOTICE_ID } from '#kernel/policy/refs.ts';
import { isLocalDate } from '#kernel/time/local-date.ts';
import { bodyId, type CityBodies } from '../authoring/city-skeleton.ts';
import { CannotWrite, holdsCity, writeNotice } from '../authoring/notice-folder.ts';
import type { CommandIo } from './command-io.ts';
import { policyCheck } from './policy-check.ts';

export interface NewOptions {
  readonly id?: string;
  readonly number?: string;
  readonly title?: string;
  readonly titleEn?: string;
  readonly authority?: string;
  readonly issued?: string;
  readonly from?: string;
  readonly body?: string;
  readonly city?: string;
  readonly cityEn?: string;
  readonly region?: string;
  readonly office?: string;
}

interface Question {
  readonly option: keyof NewOptions;
  readonly asks: string;
  readonly example: string;
  /** what to mend, or undefined */
  readonly fault?: (answer: string) => string | undefined;
}

const day = (answer: string) => (isLocalDate(answer) ? undefined : '日期应写成 2024-05-06 这样');
const OF_CITY: readonly Question[] = [
  { option: 'city', asks: '城市的名称', example: '云川市' },
  {
    ...{ option: 'cityEn', asks: '城市的英文名称', example: 'Yunchuan' },
    fault: (answer) => (/^[A-Za-z][A-Za-z' -]*$/.test(answer) ? undefined : '英文名称只用字母'),
  },
  {
    ...{ option: 'region', asks: '区划代码的开头（2 至 6 位数字）', example: '9902' },
    fault: (answer) => (/^\d{2,6}$/.test(answer) ? undefined : '区划代码的开头应为 2 至 6 位数字'),
  },
  { option: 'office', asks: '信用主管部门的名称', example: '市信用工作处' },
];
const OF_NOTICE: readonly Question[] = [
  {
    ...{ option: 'id', asks: '通知的编号（小写字母、数字和 -，也是文件夹的名称）', example: '2024-5' },
    fault: (answer) => (NOTICE_ID.test(answer) ? undefined : '编号只用小写字母、数字和 -，不超过 32 个字符'),
  },
  { option: 'number', asks: '文号', example: '云信〔2024〕5号' },
  { option: 'title', asks: '通知的标题', example: '云川市志愿服务信用激励办法' },
  { option: 'titleEn', asks: '通知的英文标题', example: 'Credit for volunteers' },
  { option: 'authority', asks: '发文机关', example: '云川市人民政府办公室' },
  { option: 'issued', asks: '发文日期', example: '2024-05-06', fault: day },
  { option: 'from', asks: '施行日期', example: '2024-06-01', fault: day },
];
const BODY: Question = {
  option: 'body',
  asks: '认定信息的部门（新建城市时可写多个，用逗号隔开）',
  example: '市志愿服务局',
};

/** What a command that begins a notice may be told at once. */
export const noticeOptions = (command: Command): Command =>
  command
    .option('--id <编号>', '通知的编号，也是文件夹的名称，如 2024-5')
    .option('--number <文号>', '如 云信〔2024〕5号')
    .option('--title <标题>', '通知的标题')
    .option('--title-en <英文标题>', '通知的英文标题')
    .option('--authority <机关>', '发文机关')
    .option('--issued <日期>', '发文日期，如 2024-05-06')
    .option('--from <日期>', '施行日期，如 2024-06-01')
    .option('--body <部门>', '认定这份通知的信息的部门；新建城市时，多个部门用逗号隔开')
    .option('--city <名称>', '新建城市时：城市的名称')
    .option('--city-en <英文名称>', '新建城市时：城市的英文名称')
    .option('--region <代码>', '新建城市时：区划代码的开头，如 9902')
    .option('--office <名称>', '新建城市时：信用主管部门的名称');

export type Ask = (question: string) => Promise<string>;

/** The bodies of a city that is to be written, from elsewhere than an answer. @throws CannotWrite when there are none to use */
export type BodiesFrom = (given: NewOptions) => Promise<CityBodies>;

/** Exit code: 0 written and sound, 1 written and not sound, 2 nothing written. */
export async function noticeNew(
  folder: string,
  options: NewOptions,
  io: CommandIo,
  ask?: Ask,
  bodiesFrom?: BodiesFrom,
): Promise<0 | 1 | 2> {
  const withCity = !(await holdsCity(folder));
  const asked = bodiesFrom ? [] : [BODY];
  const questions = withCity ? [...OF_CITY, ...asked, ...OF_NOTICE] : OF_NOTICE;
  try {
    const given = await answers(questions, options, io, ask);
    const found = (withCity && (await bodiesFrom?.(given))) || bodiesNamed(given.body);
    const body = bodiesFrom ? given.body : found.bodies[0]?.name;
    const written = await writeNotice(
      folder,
      {
        ...{ id: given.id!, number: given.number!, title: given.title!, titleEn: given.titleEn! },
        ...{ authority: given.authority!, issuedOn: given.issued!, from: given.from! },
      },
      {
        body,
        ...(withCity
          ? {
              city: {
                ...{ city: given.city!, cityEn: given.cityEn!, region: given.region!, office: given.office! },
                ...{ found, from: given.from! },
              },
            }
          : {}),
      },
    );
    for (const path of written) io.out(`已写 ${path}`);
    const code = await policyCheck(folder, io, { examples: true });
    io.out(
      '接下来：逐条改写 notice.md，再改目录、名单、措施、分值和示例；每改一处运行 xinheng notice check 一次。写法见 docs/notices.md。',
    );
    return code;
  } catch (error) {
    if (!(error instanceof CannotWrite)) throw error;
    io.err(error.message);
    return 2;
  }
}

function bodiesNamed(names = ''): CityBodies {
  const given = names.split(/[,，、]/).map((name) => name.trim());
  return {
    bodies: given
      .filter((name) => name !== '')
      .map((name, index) => ({ id: bodyId(index), name, level: 'department' })),
  };
}

/** Of every question: what its option says, else what the person answers. @throws CannotWrite naming the options that are missing or wrong */
async function answers(
  questions: readonly Question[],
  options: NewOptions,
  io: CommandIo,
  asked: Ask | undefined,
): Promise<NewOptions> {
  const wrong = questions.flatMap(({ option, fault }) => {
    const answer = options[option];
    const found = answer === undefined ? undefined : fault?.(answer);
    return found ? [`--${flagOf(option)} ${answer}：${found}`] : [];
  });
  if (wrong.length > 0) throw new CannotWrite(wrong.join('\n'));
  const missing = questions.filter(({ option }) => !options[option]?.trim());
  if (missing.length === 0) return options;
  if (!asked && !process.stdin.isTTY) {
    const lines = missing.map(({ option, asks, example }) => `  --${flagOf(option)}  ${asks}，如 ${example}`);
    throw new CannotWrite(['还需要：', ...lines].join('\n'));
  }
  const terminal = asked ? undefined : createInterface({ input: process.stdin, output: process.stderr });
  try {
    const ask = asked ?? ((question: string) => terminal!.question(question));
    const given: Record<string, string> = {};
    for (const question of missing) given[question.option] = await answered(question, ask, io);
    return { ...options, ...given };
  } finally {
    terminal?.close();
  }
}

async function answered({ asks, example, fault }: Question, ask: Ask, io: CommandIo): Promise<string> {
  for (;;) {
    const answer = (await ask(`${asks}（如 ${example}）：`)).trim();
    const found = answer === '' ? '这一项不能空着' : fault?.(answer);
    if (found === undefined) return answer;
    io.err(`${found}。`);
  }
}

const flagOf = (option: string): string => option.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
