/** `xinheng adopt DIR`: from a list of offices a drafted city, from an older system's export a table to report anew and a list of what must not be. */
import { type Command, Option } from 'commander';
import { FILE_KINDS, type FileKind, POLARITIES, type Polarity } from '#contracts/vocabulary.ts';
import { isProblem } from '#kernel/refusal/problem.ts';
import { isLocalDate, type LocalDate, localDateAt } from '#kernel/time/local-date.ts';
import { readBodies } from '../authoring/adopt/bodies.ts';
import { type LegacyCounts, splitLegacy } from '../authoring/adopt/legacy.ts';
import { FloorOn } from '../authoring/adopt/refusals.ts';
import { CannotWrite, holdsCity } from '../authoring/notice-folder.ts';
import { loadLaw } from '../law.ts';
import { loadCity } from '../policy.ts';
import { problemLines } from './check.ts';
import type { CommandIo } from './command-io.ts';
import { type NewOptions, noticeNew, noticeOptions } from './notice-new.ts';

interface AdoptOptions extends NewOptions {
  readonly departments?: string;
  readonly legacy?: string;
  readonly origin?: string;
  readonly out?: string;
  readonly kind?: FileKind;
  readonly polarity?: Polarity;
  readonly category?: readonly string[];
  readonly today?: string;
}

/** Exit code: 0 drafted and sound, 1 drafted and not sound, 2 a file or an option could not be used. */
export async function adopt(folder: string, options: AdoptOptions, io: CommandIo, now: Date): Promise<0 | 1 | 2> {
  try {
    const city = await holdsCity(folder);
    fits(options, city, folder);
    const today = dayOf(options.today, now);
    const code = options.departments === undefined ? 0 : await draft(folder, options, io, options.departments);
    return code === 0 && options.legacy !== undefined ? await legacy(folder, options, io, options.legacy, today) : code;
  } catch (error) {
    if (isProblem(error)) io.err(problemLines(error));
    else if (error instanceof CannotWrite) io.err(error.message);
    else if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      io.err(`没有找到 ${(error as NodeJS.ErrnoException).path ?? folder}。请核对路径。`);
    else throw error;
    return 2;
  }
}

/** Everything that can be known before a file is written. */
function fits({ departments, legacy, origin, out }: AdoptOptions, city: boolean, folder: string): void {
  if (departments === undefined && legacy === undefined)
    throw new CannotWrite('请用 --departments 给出部门名单，或者用 --legacy 给出原系统导出的记录。');
  if (city && departments !== undefined)
    throw new CannotWrite(
      `${folder} 已经有城市，没有改动。新的机构请写在它的 departments.yaml 中；只处理原系统的记录时，不写 --departments。`,
    );
  if (!city && departments === undefined)
    throw new CannotWrite(`${folder} 中还没有城市。请同时用 --departments 给出部门名单。`);
  if (legacy !== undefined && (!origin?.trim() || !out))
    throw new CannotWrite(
      '处理原系统的记录，还需要 --origin（原系统的名称，写进每一行的备注）和 --out（结果放在哪个新目录）。',
    );
}

function dayOf(written: string | undefined, now: Date): LocalDate {
  if (written === undefined) return localDateAt(now);
  if (!isLocalDate(written)) throw new CannotWrite('--today 须是 2020-03-05 这样的日期。');
  return written;
}

async function draft(folder: string, options: NewOptions, io: CommandIo, file: string): Promise<0 | 1 | 2> {
  return noticeNew(folder, options, io, undefined, async ({ office, region }) => {
    const found = await readBodies(file, { office: office!, region: region! }, (line) => io.out(line));
    io.out(
      `部门名单：${found.bodies.length} 个单位，${found.divisions?.length ?? 0} 个区县。谁有哪项职能，请在 departments.yaml 中核对。`,
    );
    return found;
  });
}

async function legacy(
  folder: string,
  options: AdoptOptions,
  io: CommandIo,
  file: string,
  today: LocalDate,
): Promise<0> {
  const policy = await loadCity(folder);
  const subject = { individuals: 'person', organisations: 'organisation' } as const;
  const counts = await splitLegacy({
    ...{ file, policy, today, cityFolder: folder, origin: options.origin!.trim(), out: options.out! },
    ...{ subject: options.kind && subject[options.kind], polarity: options.polarity, kinds: kindsOf(options.category) },
  });
  report(counts, new FloorOn(await loadLaw(), policy.regionPrefix, today), io);
  return 0;
}

function kindsOf(given: readonly string[] = []): ReadonlyMap<string, string> {
  return new Map(
    given.map((pair) => {
      const [, before, id] = /^(.+)=([^=]+)$/u.exec(pair) ?? [];
      if (before === undefined || id === undefined)
        throw new CannotWrite(`--category ${pair}：应写成 原系统的类别=目录中的编号，如 道德模范=1。`);
      return [before.trim(), id.trim()] as const;
    }),
  );
}

function report(
  { subject, rows, carried, byReason, unread, files }: LegacyCounts,
  floor: FloorOn,
  io: CommandIo,
): void {
  io.out(
    `原系统的${subject === 'person' ? '个人' : '单位'}记录共 ${rows} 行：可以重新报送 ${carried}，不得沿用 ${rows - carried}`,
  );
  for (const [code, count] of byReason) {
    const { why, source } = floor.told(code);
    io.out(`  ${count} 行  ${why}（${source}）  [${code}]`);
  }
  if (unread.length > 0) io.out(`  第${unread.join('、')}列没有读取，也没有写到任何地方`);
  io.out(`已写 ${files.table}：一份报送表，每行的备注写明来源`);
  io.out(`已写 ${files.refused}：不得沿用的行号、原因和依据，不含任何人的信息`);
  io.out(`已写 ${files.origin}：来源、原文件的摘要和各类行数`);
  const kind = subject === 'person' ? 'individuals' : 'organisations';
  io.out(
    `接下来：填好类别，用 xinheng check ${files.table} --kind ${kind} 核对，再由有报送权的部门报送，逐条认定；不经认定，没有一条成为记录。`,
  );
}

export function registerAdopt(program: Command, io: CommandIo): void {
  const command = program
    .command('adopt')
    .description(
      '接手一座城市原有的材料：部门名单写成城市草稿；原系统导出的记录，可以重新报送的写成报送表，不得沿用的逐行说明',
    )
    .argument('<城市目录>', '如 cities/yunchuan')
    .option('--departments <文件>', '部门名单（csv、xlsx 或 xls）；目录中还没有城市时用')
    .option('--legacy <文件>', '原系统导出的名单或者积分记录（csv、xlsx 或 xls）')
    .option('--origin <名称>', '原系统的名称，写进每一行的备注')
    .option('--out <目录>', '结果放在哪个新目录；不能在城市的文件夹里')
    .addOption(
      new Option('--kind <种类>', 'individuals 个人，organisations 单位；不写时按表头判断').choices(FILE_KINDS),
    )
    .addOption(new Option('--polarity <性质>', 'good 良好，adverse 不良：整份文件都是一种时').choices(POLARITIES))
    .option(
      '--category <类别=编号>',
      '原系统的类别对应目录中的哪一类，如 道德模范=1，可以写几次；没有写的，留空由部门填写',
      (pair: string, before: readonly string[]) => [...before, pair],
      [] as readonly string[],
    )
    .option('--today <日期>', '按这一天判断是否过期，缺省为今天');
  noticeOptions(command).action(async (folder: string, options: AdoptOptions) =>
    io.exit(await adopt(folder, options, io, new Date())),
  );
}
