/** `xinheng check FILE`: what would become of each row of a report, without a server, a database or a network. */

import { setFlagsFromString } from 'node:v8';
import { type Command, Option } from 'commander';
import type { FileNote } from '#contracts/intake.ts';
import { FILE_KINDS, type FileKind } from '#contracts/vocabulary.ts';
import type { Policy } from '#kernel/policy/policy.ts';
import { localId, refOf } from '#kernel/policy/refs.ts';
import { REASONS, type ReasonCode } from '#kernel/reasons.ts';
import { isProblem, type Problem } from '#kernel/refusal/problem.ts';
import { isLocalDate, type LocalDate, localDateAt } from '#kernel/time/local-date.ts';
import {
  checkFile,
  findingOf,
  INDIVIDUALS,
  ORGANISATIONS,
  openTable,
  Results,
  type RowResult,
  type TableProgress,
  type TakenRow,
  writeAnnotatedWorkbook,
} from '#platform/intake/index.ts';
import { loadPolicies } from '../policy.ts';
import type { CommandIo } from './command-io.ts';
import { progressLine } from './progress.ts';

export interface CheckOptions {
  readonly kind: FileKind;
  readonly json?: boolean | undefined;
  readonly out?: string | undefined;
  readonly department?: string | undefined;
  readonly category?: string | undefined;
  readonly policy: string;
  readonly notice?: string;
  readonly today?: string | undefined;
  /** told of each row that would be taken */
  readonly onTaken?: ((taken: TakenRow, policy: Policy, today: LocalDate) => void) | undefined;
}

/** Exit code: 0 the file could be read (whatever its rows are worth), 2 it could not, or the command makes no sense. */
export async function check(file: string, options: CheckOptions, io: CommandIo, now: Date): Promise<0 | 2> {
  const complain = (message: string): 2 => {
    io.err(message);
    return 2;
  };
  if (options.today !== undefined && !isLocalDate(options.today))
    return complain('--today 须是 2020-03-05 这样的日期。');
  const today = (options.today as LocalDate | undefined) ?? localDateAt(now);
  let policy: Policy;
  try {
    policy = noticeAsked(await loadPolicies(options.policy), options.notice);
  } catch (error) {
    return complain(error instanceof Error ? error.message : String(error));
  }
  const department = options.department === undefined ? undefined : findDepartment(policy, options.department);
  if (options.department !== undefined && !department) {
    return complain(
      `政策包中没有名为“${options.department}”的部门。可用：${policy.departments.map(({ name }) => name).join('、')}`,
    );
  }
  const subject = options.kind === 'individuals' ? 'person' : 'organisation';
  const kinds = policy.kindsFor(subject);
  const category = options.category === undefined ? undefined : refOf(policy.id, options.category);
  if (category !== undefined && !kinds.some(({ id }) => id === category)) {
    return complain(
      `目录中没有类别“${options.category}”。可用：${kinds.map(({ id, title }) => `${localId(id)} ${title}`).join('、')}`,
    );
  }
  const results = new Results();
  let notes: readonly FileNote[] = [];
  const progress = progressLine(io);
  try {
    const read = {
      policy,
      departmentId: department?.id,
      assumedKind: category,
      receivedOn: today,
      onProgress: (at: TableProgress) => progress.show('核对', at),
      onTaken: (taken: TakenRow) => options.onTaken?.(taken, policy, today),
      onNotes: (said: readonly FileNote[]) => {
        notes = said;
      },
    };
    for await (const rows of checkFile(file, options.kind, read)) for (const row of rows) results.add(row);
    if (options.out !== undefined)
      await annotate(file, options.kind, options.out, results, (at) => progress.show('写出', at));
  } catch (error) {
    progress.clear();
    return complain(messageOf(error, file));
  }
  progress.clear();
  if (options.json) await printJson(results, notes, io);
  else report(results, notes, io, options.out);
  return 0;
}

async function printJson(results: Results, notes: readonly FileNote[], io: CommandIo): Promise<void> {
  for (const piece of results.json(notes)) {
    if (io.write) await io.write(piece);
    else io.out(piece.replace(/\n$/u, ''));
  }
}

/** One table is one notice's. */
function noticeAsked(notices: readonly [Policy, ...Policy[]], asked: string | undefined): Policy {
  const [first, ...more] = notices;
  const found = asked === undefined && more.length === 0 ? first : notices.find(({ id }) => id === asked);
  if (found) return found;
  throw new Error(
    `请用 --notice 写明按哪一份通知核对：${notices.map(({ id, title }) => `${id}《${title}》`).join('、')}`,
  );
}

function findDepartment(policy: Policy, name: string) {
  return policy.findDepartment(name) ?? policy.findDepartmentByName(name);
}

async function annotate(
  file: string,
  kind: CheckOptions['kind'],
  out: string,
  results: Results,
  onProgress: (at: TableProgress) => void,
): Promise<void> {
  const table = await openTable<string>({ path: file }, kind === 'individuals' ? INDIVIDUALS : ORGANISATIONS);
  async function* findings() {
    for (const rows of results.pages(2_000)) {
      yield rows.map(findingOf);
      onProgress(table.progress());
    }
  }
  try {
    await writeAnnotatedWorkbook(table, findings(), out);
  } finally {
    await table.close();
  }
}

function messageOf(error: unknown, file: string): string {
  if (isProblem(error)) return problemLines(error);
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  const path = (error as NodeJS.ErrnoException | undefined)?.path ?? file;
  if (code === 'ENOENT') return `没有找到 ${path}。请核对路径。`;
  if (code === 'EISDIR') return `${path} 是目录，不是文件。`;
  if (code === 'EACCES' || code === 'EPERM') return `没有读写 ${path} 的权限。`;
  if (code === 'ENOSPC') return `磁盘已满，无法写出 ${path}。`;
  return `处理 ${file} 时出错：${error instanceof Error ? error.message : String(error)}`;
}

export function problemLines(problem: Problem): string {
  const { title, detail, remedy, code } = problem.toDocument();
  return detail === undefined ? `${title}。${remedy}（${code}）` : `${title}：${detail}（${code}）`;
}

const SHOWN = 20;

function report(results: Results, notes: readonly FileNote[], io: CommandIo, out: string | undefined): void {
  const { rows, accepted, duplicate, suspect, rejected } = results.counts;
  io.out(`共 ${rows} 行：通过 ${accepted}，重复 ${duplicate}，存疑 ${suspect}，退回 ${rejected}`);
  for (const note of notes) io.out(`  提示：${note.zh}  [${note.code}]`);
  const byReason = results.byReason();
  for (const [reason, count] of byReason)
    io.out(`  ${count} 行  ${REASONS[reason as ReasonCode]?.zh ?? reason}  [${reason}]`);
  let shown = 0;
  for (const page of results.pages(1_000)) {
    for (const row of page) {
      if (row.reasons.length === 0) continue;
      if (shown === 0) io.out('');
      if (++shown > SHOWN) break;
      io.out(rowLine(row));
    }
    if (shown > SHOWN) break;
  }
  if (shown > SHOWN) io.out(`  ……其余各行请加 --out 结果.xlsx 或 --json 查看`);
  if (out !== undefined) io.out(`\n已把逐行结果写在原表各行之后：${out}`);
}

function rowLine(row: RowResult): string {
  const finding = findingOf(row);
  return `  第${row.rowNumber}行 ${finding.result}：${finding.reason}。${finding.remedy}`;
}

/** Rows become garbage at once; without this, V8 answers a stream of them by growing its heap a hundred megabytes beyond need. */
function keepHeapSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}

export function registerCheck(program: Command, io: CommandIo, defaultPolicy: string): void {
  program
    .command('check')
    .description('核对一份报送表，逐行说明能否通过；不需要服务器，也不上传任何内容')
    .argument('<文件>', 'csv（UTF-8 或 GB18030）、xlsx 或 xls')
    .addOption(
      new Option('--kind <种类>', 'individuals 个人，organisations 企业和社会组织')
        .choices(FILE_KINDS)
        .makeOptionMandatory(),
    )
    .option('--json', '以 JSON 输出全部结果')
    .option('--out <文件.xlsx>', '把结果写在原表各行之后，另存为该文件')
    .option('--department <名称>', '报送单位；给出后核对其能否报送该类别')
    .option('--category <类别>', '表中没有“信息类别”列时，各行所属的类别，如 3.3.2')
    .option('--policy <目录>', '城市的目录，或者其中一份通知的目录', defaultPolicy)
    .option('--notice <编号>', '按哪一份通知核对；只有一份时不必写')
    .option('--today <日期>', '按这一天核对，缺省为今天')
    .action(async (file: string, options: CheckOptions) => {
      keepHeapSmall();
      io.exit(await check(file, options, io, new Date()));
    });
}
