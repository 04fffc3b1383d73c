/** `xinheng epoch begin`: after a database was restored from a backup, before the systems are started again. */
import type { Command } from 'commander';
import { compileScreen } from '#kernel/screening/never-collect.ts';
import { screenText } from '#kernel/screening/screen-text.ts';
import type { PlatformDatabase } from '#platform/database.ts';
import { beginEpoch } from '#platform/exchange/index.ts';
import { beginPointsEpoch, type PointsDatabase } from '#points/index.ts';
import { readConfig } from '../config.ts';
import { ConfigError } from '../config-error.ts';
import { loadCity } from '../policy.ts';
import { joinDatabases } from '../postgres/databases.ts';
import { openDatabase, openPool, WORK } from '../postgres/pool.ts';
import type { CommandIo } from './command-io.ts';

const SENDERS = ['platform', 'points'] as const;
type Sender = (typeof SENDERS)[number];

/** Exit code: 0 begun, 2 not understood or no database. */
async function begin(name: string, reason: string, io: CommandIo): Promise<0 | 2> {
  const sender = SENDERS.find((one) => one === name);
  if (!sender) {
    io.err(`没有名为“${name}”的发送系统，可选：${SENDERS.join('、')}。公示网站不向其他系统推送。`);
    return 2;
  }
  try {
    const { policyDirectory } = readConfig(process.env, { demo: true });
    const { neverCollect } = await loadCity(policyDirectory);
    if (screenText(compileScreen(neverCollect), reason).length > 0) {
      io.err('说明中写有依法不得保存的内容（如证件号码、电话、病情），请改写后再执行。');
      return 2;
    }
    const epoch = await beginIn(sender, reason);
    io.out(`已开始第 ${epoch} 个推送期。启动服务后自动与各接收方核平：恢复的备份里没有的撤下，不一致的重新推送。`);
    return 0;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    io.err(error.message);
    return 2;
  }
}

async function beginIn(sender: Sender, reason: string): Promise<number> {
  const config = readConfig(process.env, { demo: true });
  const databases = await joinDatabases(config);
  const pool = openPool(databases.url(sender, 'worker'), 2, WORK);
  const clock = () => new Date();
  try {
    return sender === 'platform'
      ? await beginEpoch({ database: openDatabase<PlatformDatabase>(pool), clock }, reason)
      : await beginPointsEpoch({ database: openDatabase<PointsDatabase>(pool), clock }, reason);
  } finally {
    await pool.end();
    await databases.stop();
  }
}

export function registerEpoch(program: Command, io: CommandIo): void {
  program
    .command('epoch')
    .description('推送期')
    .command('begin')
    .description('从备份恢复数据库之后：开始新的推送期，推送随后继续，并与接收方核平')
    .argument('<系统>', `恢复的是哪个系统的库：${SENDERS.join(' | ')}`)
    .requiredOption('--reason <说明>', '为什么恢复，记入留痕')
    .action(async (name: string, { reason }: { reason: string }) => io.exit(await begin(name, reason, io)));
}
