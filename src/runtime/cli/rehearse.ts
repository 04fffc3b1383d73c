/** `xinheng points rehearse`: a changed policy pack tried on the points database as it is, read only, before anybody enacts it. */
import type { Command } from 'commander';
import { isLocalDate, type LocalDate, localDateAt } from '#kernel/time/local-date.ts';
import { type PointsDatabase, type Rehearsal, rehearse, SMALLEST_GROUP } from '#points/index.ts';
import { readConfig } from '../config.ts';
import { ConfigError } from '../config-error.ts';
import { loadCity, PolicyInvalid } from '../policy.ts';
import { joinDatabases } from '../postgres/databases.ts';
import { openDatabase, openPool, WORK } from '../postgres/pool.ts';
import type { CommandIo } from './command-io.ts';

export interface RehearseOptions {
  readonly policy: string;
  readonly on?: string | undefined;
  readonly json?: boolean | undefined;
}

/** Exit code: 0 nobody's total or level changes, 1 somebody's does, 2 it could not be rehearsed. */
export async function pointsRehearse(options: RehearseOptions, io: CommandIo): Promise<0 | 1 | 2> {
  if (options.on !== undefined && !isLocalDate(options.on)) {
    io.err(`日期 ${options.on} 不对，应写成 2020-07-01 这样。`);
    return 2;
  }
  try {
    const on = (options.on ?? localDateAt(new Date())) as LocalDate;
    const result = await onPointsDatabase(options.policy, on);
    if (options.json) io.out(JSON.stringify(result));
    else for (const line of report(result)) io.out(line);
    return result.unchanged === result.accounts ? 0 : 1;
  } catch (error) {
    if (!(error instanceof ConfigError) && !(error instanceof PolicyInvalid)) throw error;
    io.err(error.message);
    return 2;
  }
}

async function onPointsDatabase(folder: string, on: LocalDate): Promise<Rehearsal> {
  const config = readConfig(process.env, { demo: true });
  const [current, changed] = await Promise.all([loadCity(config.policyDirectory), loadCity(folder)]);
  const databases = await joinDatabases(config);
  const pool = openPool(databases.url('points', 'worker'), 2, WORK);
  try {
    return await rehearse(openDatabase<PointsDatabase>(pool), current, changed, on);
  } finally {
    await pool.end();
    await databases.stop();
  }
}

/** As text: what differs, then who moves where. A group smaller than five is said to be that, and no more. */
export function report(result: Rehearsal): string[] {
  const people = (count: number | null) => (count === null ? `少于${SMALLEST_GROUP}人` : `${count}人`);
  const title = (id: string) => result.levels.find((level) => level.id === id)?.title ?? id;
  const signed = (by: number) => (by > 0 ? `+${by}` : String(by));
  return [
    `规则演练：以 ${result.on} 的账户 ${result.accounts} 个试算，没有写入任何内容。`,
    ...(result.differences.length === 0 ? ['计分规则没有不同。'] : ['规则的不同：']),
    ...result.differences.map(({ zh, citation }) => `  ${zh}${citation ? `（${citation}）` : ''}`),
    `分数和等级都不变：${people(result.unchanged)}`,
    '等级：',
    ...result.moves.map(({ from, to, accounts }) => `  ${title(from)} → ${title(to)}：${people(accounts)}`),
    '分数变化：',
    ...result.changes.map(({ by, accounts }) => `  ${signed(by)}：${people(accounts)}`),
    '优惠：',
    ...result.benefits.map(
      (benefit) => `  ${benefit.title}：新符合 ${people(benefit.gained)}，不再符合 ${people(benefit.lost)}`,
    ),
  ];
}

export function registerPoints(program: Command, io: CommandIo): void {
  program
    .command('points')
    .description('积分')
    .command('rehearse')
    .description('规则演练：把改过的政策包用在现有账户上试算，只显示分布，不写入、不显示个人')
    .requiredOption('--policy <目录>', '改过的政策包')
    .option('--on <日期>', '按哪一日试算，默认今天')
    .option('--json', '以 JSON 输出')
    .action(async (options: RehearseOptions) => io.exit(await pointsRehearse(options, io)));
}
