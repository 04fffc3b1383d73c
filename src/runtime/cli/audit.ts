/** `xinheng audit verify`: recomputes the log of who did and who looked and the rows written under it, and names what does not fit. */
import { type Command, Option } from 'commander';
import type { AuditVerification } from '#contracts/audit.ts';
import { HeadFile } from '#log/log-memory.ts';
import { systemActor } from '#platform/access/index.ts';
import type { PlatformDatabase } from '#platform/database.ts';
import { verifyAudit } from '#platform/oversight/index.ts';
import { type PointsDatabase, verifyPointsLog } from '#points/index.ts';
import { readConfig } from '../config.ts';
import { ConfigError } from '../config-error.ts';
import { RINGED, type RingedSystem } from '../first-keys.ts';
import { systemKeyring } from '../keyring.ts';
import { joinDatabases } from '../postgres/databases.ts';
import { openDatabase, openPool, WORK } from '../postgres/pool.ts';
import type { CommandIo } from './command-io.ts';

export interface AuditOptions {
  readonly json?: boolean | undefined;
  readonly head?: string | undefined;
  readonly system?: RingedSystem | undefined;
}

const HEAD = /^(\d{1,15}):([0-9a-f]{64})$/;

/** Exit code: 0 every entry fits, 1 something does not, 2 the log could not be read. */
export async function auditVerify(options: AuditOptions, io: CommandIo): Promise<0 | 1 | 2> {
  const kept = options.head === undefined ? undefined : HEAD.exec(options.head);
  if (kept === null) {
    io.err('树头的写法不对，应为“条数:树根”，树根是 64 位小写十六进制数。');
    return 2;
  }
  let result: AuditVerification;
  try {
    result = await inDatabase(
      options.system ?? 'platform',
      kept ? { size: Number(kept[1]), root: String(kept[2]) } : {},
    );
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    io.err(error.message);
    return 2;
  }
  if (options.json) io.out(JSON.stringify(result));
  else report(result, io);
  return result.fits ? 0 : 1;
}

async function inDatabase(system: RingedSystem, kept: { size?: number; root?: string }): Promise<AuditVerification> {
  const config = readConfig(process.env, { demo: true });
  const { dataDirectory, secrets } = config;
  const keyring = systemKeyring({ dataDirectory, masterKey: secrets.masterKey, createMissing: false }, system);
  const databases = await joinDatabases(config);
  const pool = openPool(databases.url(system, 'worker'), 2, WORK);
  const known = { keyring, clock: () => new Date() };
  try {
    if (system === 'points') {
      const logMemory = new HeadFile(dataDirectory, 'points-log-head.json');
      return await verifyPointsLog({ ...known, database: openDatabase<PointsDatabase>(pool), logMemory }, kept);
    }
    const context = {
      ...known,
      database: openDatabase<PlatformDatabase>(pool),
      logMemory: new HeadFile(dataDirectory),
    };
    return await verifyAudit(context, systemActor('audit.verify'), kept);
  } finally {
    await pool.end();
    await databases.stop();
  }
}

function report(result: AuditVerification, io: CommandIo): void {
  const { fits, head, entries, tables, rows, misfits, found, pending, keptHead } = result;
  if (!fits) {
    io.out(`不符：共 ${misfits} 处。`);
    for (const { explanation } of found) io.out(`- ${explanation}`);
    if (misfits > found.length) io.out(`- 其余 ${misfits - found.length} 处未逐一列出。`);
  }
  if (!head) io.out('留痕中还没有条目。');
  else {
    if (fits) io.out(`相符：${entries} 条留痕、${tables} 个表的 ${rows} 行数据逐一重新计算，与树头一致。`);
    if (keptHead === 'fits') io.out('与另行保存的树头一致。');
    if (pending > 0) io.out(`另有 ${pending} 条在树头之后，下次计入。`);
    io.out(`树头（请另行保存，下次用 --head 核对）：${head.size}:${head.root}`);
  }
}

export function registerAudit(program: Command, io: CommandIo): void {
  program
    .command('audit')
    .description('留痕')
    .command('verify')
    .description('校验留痕：重新计算全部散列，逐行核对随留痕写入的数据，指出被改动、删除或插入的')
    .addOption(new Option('--system <系统>', '哪个系统的留痕').choices(RINGED).default('platform'))
    .option('--head <条数:树根>', '另行保存的树头，用来发现连同数据目录一并被改写的')
    .option('--json', '以 JSON 输出')
    .action(async (options: AuditOptions) => io.exit(await auditVerify(options, io)));
}
