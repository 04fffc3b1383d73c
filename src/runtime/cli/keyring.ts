/** `xinheng keyring`: the keys that names and document numbers are sealed under: made once, rotated (docs/operations.md). */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { type Command, Option } from 'commander';
import pg from 'pg';
import type { Keyring } from '#kernel/seal/keyring.ts';
import type { SuiteName } from '#kernel/seal/suite.ts';
import { fileKeys, rewrapFiles } from '#platform/files/index.ts';
import { resealFields } from '#platform/reseal.ts';
import { type Config, dataDirectory, readConfig } from '../config.ts';
import { ConfigError } from '../config-error.ts';
import { createFirstKeys, RINGED, type RingedSystem } from '../first-keys.ts';
import { addKeyTo, isKeyed, keyringFile, type Ringed, systemKeyring } from '../keyring.ts';
import { findPairing, pairingLine } from '../pairing.ts';
import { joinDatabases } from '../postgres/databases.ts';
import { ownerOf } from '../postgres/roles.ts';
import { loadSecrets } from '../secrets.ts';
import type { CommandIo } from './command-io.ts';

/** Folders of the data directory that hold sealed files. */
const FILES = ['files', 'evidence'] as const;

const systemOption = (text: string) => new Option('--system <系统>', text).choices(RINGED);

export function registerKeyring(program: Command, io: CommandIo): void {
  const keyring = program.command('keyring').description('密钥环：平台和积分系统各有一个');
  keyring
    .command('create')
    .description('首次安装：用 MASTER_KEY 生成密钥环文件和两个系统的配对密钥；已有则不动')
    .addOption(new Option('--suite <算法>', '加密算法').choices(['aes-256-gcm', 'sm4-sm3']).default('aes-256-gcm'))
    .addOption(systemOption('只装其中一个系统时给出；积分系统须先以环境变量 PAIRING 给出平台的配对密钥'))
    .action(({ suite, system }: { suite: SuiteName; system?: RingedSystem }) =>
      explained(io, async () => {
        for (const line of createFirstKeys(process.env, system ? [system] : RINGED, suite)) io.out(line);
        return 0;
      }),
    );
  keyring
    .command('pairing')
    .description('写出两个系统的配对密钥，一行，供另一台机器上的积分系统安装时用；与密钥同样保管，用后删除')
    .action(() =>
      explained(io, async () => {
        const ringed = ringedHere();
        // an installation whose systems shared a keyring has one that follows from it
        systemKeyring(ringed, 'platform');
        io.out(pairingLine(findPairing(ringed)));
        return 0;
      }),
    );
  keyring
    .command('rotate')
    .description('轮换：加入一把新的数据密钥，并把已加密的姓名、证件号码和文件改用新密钥加密')
    .addOption(systemOption('轮换哪个系统的').default('platform'))
    .action(({ system }: { system: RingedSystem }) => explained(io, () => rotate(io, system, true)));
  keyring
    .command('reseal')
    .description('把仍用旧密钥加密的内容改用现行密钥；轮换中断后用它接着做，随时可以重做')
    .addOption(systemOption('哪个系统的').default('platform'))
    .action(({ system }: { system: RingedSystem }) => explained(io, () => rotate(io, system, false)));
}

/** Of this machine, whichever systems run on it. */
function ringedHere(): Ringed {
  const directory = dataDirectory(process.env);
  const { masterKey } = loadSecrets(process.env, { directory, createMissing: true, keyed: isKeyed(directory) });
  return { dataDirectory: directory, masterKey, createMissing: false };
}

/** Exit code: 0 everything is sealed under the current key, 1 something could not be opened, 2 nothing was done. */
async function rotate(io: CommandIo, system: RingedSystem, withNewKey: boolean): Promise<0 | 1> {
  const ringed = ringedHere();
  const file = keyringFile(ringed.dataDirectory, system);
  // opened first: with a ring that does not fit nothing is begun
  systemKeyring(ringed, system);
  const addKey = () => {
    const version = addKeyTo(file, ringed.masterKey);
    io.out(`密钥环 ${file} 已加入第 ${version} 把数据密钥，旧密钥仍保留。请现在就备份该文件。`);
  };
  if (system === 'points') {
    if (withNewKey) addKey();
    io.out('积分系统的库里没有加密存放的个人信息：姓名和证件号码都不保存，无须改用新密钥。');
    return 0;
  }
  const config = readConfig(process.env, { demo: true });
  const databases = await joinDatabases(config);
  try {
    const url = databases.ownerUrl('platform');
    if (!url) throw new ConfigError('轮换密钥需要平台数据库的属主账号，请用 PLATFORM_OWNER_DATABASE_URL 给出后重试。');
    if (withNewKey) addKey();
    return await reseal(io, config, systemKeyring(ringed, system), url);
  } finally {
    await databases.stop();
  }
}

async function reseal(io: CommandIo, config: Config, keyring: Keyring, url: string): Promise<0 | 1> {
  const owner = new pg.Client({ connectionString: url });
  owner.on('error', () => {});
  await owner.connect();
  let broken = 0;
  try {
    await owner.query(`SET ROLE ${ownerOf('platform')}`);
    const titles: Readonly<Record<string, string>> = {
      submission: '报送的个人信息',
      case_action: '更正后的个人信息',
      own_report_draft: '本人上报草稿',
      counter_act: '窗口代办待确认的内容',
    };
    for (const result of await resealFields(owner, keyring, randomBytes)) {
      io.out(`${titles[result.table] ?? result.table}：改用现行密钥 ${result.done} 项。`);
      broken += result.broken;
      if (result.broken > 0)
        io.err(
          `  另有 ${result.broken} 项无法打开，未改动：请核对密钥环，或从备份恢复（xinheng audit verify 可查改动）。`,
        );
    }
  } finally {
    await owner.end().catch(() => {});
  }
  const keys = fileKeys(keyring, randomBytes);
  for (const folder of FILES) {
    const files = await rewrapFiles(join(config.dataDirectory, folder), keys, keyring.current.version, randomBytes);
    io.out(`${folder} 目录：改用现行密钥 ${files.done} 个文件。`);
    broken += files.broken.length;
    for (const name of files.broken) io.err(`  无法打开，未改动：${name}`);
  }
  if (broken === 0)
    io.out('全部内容已用现行密钥加密。正在运行的服务会自行读到新密钥；全部重启后，请再运行一次 keyring reseal 收尾。');
  return broken === 0 ? 0 : 1;
}

/** What the person at the keyboard can put right is told without a stack. */
async function explained(io: CommandIo, work: () => Promise<0 | 1>): Promise<void> {
  try {
    io.exit(await work());
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    io.err(error.message);
    io.exit(2);
  }
}
