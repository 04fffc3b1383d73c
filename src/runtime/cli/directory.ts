/** `xinheng directory import FILE`: takes a registry file into the directory of organisations; `--dry-run` only counts. */
import { basename } from 'node:path';
import type { Command } from 'commander';
import { REASONS, type ReasonCode } from '#kernel/reasons.ts';
import { isProblem } from '#kernel/refusal/problem.ts';
import { systemActor } from '#platform/access/index.ts';
import type { PlatformDatabase } from '#platform/database.ts';
import { type DirectoryCounts, importDirectory, readDirectory, type TableProgress } from '#platform/intake/index.ts';
import { readConfig } from '../config.ts';
import { ConfigError } from '../config-error.ts';
import { loadCity } from '../policy.ts';
import { joinDatabases } from '../postgres/databases.ts';
import { openDatabase, openPool, WORK } from '../postgres/pool.ts';
import { problemLines } from './check.ts';
import type { CommandIo } from './command-io.ts';
import { progressLine } from './progress.ts';

export interface DirectoryOptions {
  readonly json?: boolean | undefined;
  readonly dryRun?: boolean | undefined;
}

type Result = DirectoryCounts & { readonly added?: number; readonly changed?: number; readonly unchanged?: number };

/** Exit code: 0 imported (or counted), 2 the file could not be read or there is no database. */
export async function directoryImport(file: string, options: DirectoryOptions, io: CommandIo): Promise<0 | 2> {
  const progress = progressLine(io);
  const onProgress = (at: TableProgress) => progress.show('导入', at);
  let result: Result;
  try {
    result = options.dryRun
      ? await readDirectory({ path: file }, () => undefined, { onProgress })
      : await intoDatabase(file, onProgress);
  } catch (error) {
    progress.clear();
    if (isProblem(error)) io.err(problemLines(error));
    else if (error instanceof ConfigError) io.err(error.message);
    else if ((error as NodeJS.ErrnoException).code === 'ENOENT') io.err(`没有找到 ${file}。请核对路径。`);
    else throw error;
    return 2;
  }
  progress.clear();
  if (options.json) io.out(JSON.stringify(result));
  else report(result, io);
  return 0;
}

async function intoDatabase(file: string, onProgress: (at: TableProgress) => void): Promise<Result> {
  const config = readConfig(process.env, { demo: true });
  const databases = await joinDatabases(config);
  const pool = openPool(databases.url('platform', 'worker'), 2, WORK);
  try {
    const policy = await loadCity(config.policyDirectory);
    const context = { pool, policy, database: openDatabase<PlatformDatabase>(pool), clock: () => new Date() };
    return await importDirectory(
      context,
      systemActor('directory.import'),
      { path: file, fileName: basename(file) },
      onProgress,
    );
  } finally {
    await pool.end();
    await databases.stop();
  }
}

function report(result: Result, io: CommandIo): void {
  const { rows, valid, suspect, invalid, invalidByReason, repeated } = result;
  io.out(`共 ${rows} 行：有效 ${valid}，存疑 ${suspect}，无效 ${invalid}`);
  const reasons = Object.entries(invalidByReason).sort((a, b) => b[1] - a[1]);
  for (const [reason, count] of reasons)
    io.out(`  ${count} 行无效  ${REASONS[reason as ReasonCode]?.zh ?? reason}  [${reason}]`);
  if (repeated > 0) io.out(`  ${repeated} 行与同一文件中后面的行代码相同，以后面的为准`);
  if (result.added === undefined) io.out('仅核对，未写入名录。');
  else io.out(`名录：新增 ${result.added}，更新 ${result.changed}，不变 ${result.unchanged}`);
}

export function registerDirectory(program: Command, io: CommandIo): void {
  program
    .command('directory')
    .description('组织机构名录')
    .command('import')
    .description('导入登记机关的名录文件；再次导入同一文件不会有变化')
    .argument('<文件>', 'csv、xlsx 或 xls，须有名称和统一社会信用代码两列')
    .option('--dry-run', '只核对，不需要数据库，也不写入')
    .option('--json', '以 JSON 输出各类行数')
    .action(async (file: string, options: DirectoryOptions) => io.exit(await directoryImport(file, options, io)));
}
