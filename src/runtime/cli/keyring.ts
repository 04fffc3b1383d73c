/** `xinheng keyring`: the keys that names and document numbers are sealed under: made once, rotated (docs/operations.md). */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { type Command, Option } from 'commander';
import pg from 'pg';
import type { Keyring } from '#kernel/seal/keyring.ts';
import { fileKeys, rewrapFiles } from '#platform/files/index.ts';
import { resealFields } from '#platform/reseal.ts';
import { type Config, readConfig } from '../config.ts';
import { ConfigError } from '../config-error.ts';
import { addKeyTo, createKeyringFile, loadKeyring } from '../keyring.ts';
import { joinDatabases } from '../postgres/databases.ts';
import { ownerOf } from '../postgres/roles.ts';
import type { CommandIo } from './command-io.ts';

/** Folders of the data directory that hold sealed files. */
const FILES = ['files', 'evidence'] as const;

export function registerKeyring(program: Command, io: CommandIo): void {
  const keyring = program.command('keyring').description('密钥环');
  keyring
    .command('create')
    .description('首次安装：用 MASTER_KEY 生成密钥环文件；已有则不动')
    .addOption(new Option('--suite <算法>', '加密算法').choices(['aes-256-gcm', 'sm4-sm3']).default('aes-256-gcm'))
    .action((options: { suite: 'aes-256-gcm' | 'sm4-sm3' }) =>
      explained(io, async () => {
        io.out(createKeyringFile(process.env, options.suite));
        return 0;
      }),
    );
  keyring
    .command('rotate')
    .description('轮换：加入一把新的数据密钥，并把已加密的姓名、证件号码和文件改用新密钥加密')
    .action(() => explained(io, () => rotate(io, true)));
  keyring
    .command('reseal')
    .description('把仍用旧密钥加密的内容改用现行密钥；轮换中断后用它接着做，随时可以重做')
    .action(() => explained(io, () => rotate(io, false)));
}

/** Exit code: 0 everything is sealed under the current key, 1 something could not be opened, 2 nothing was done. */
async function rotate(io: CommandIo, withNewKey: boolean): Promise<0 | 1> {
  const config = readConfig(process.env, { demo: true });
  const file = join(config.dataDirectory, 'keyring.json');
  // opened first: with a ring that does not fit nothing is begun
  loadKeyring(file, config.secrets.masterKey, { createMissing: false });
  const databases = await joinDatabases(config);
  try {
    const url = databases.ownerUrl('platform');
    if (!url) throw new ConfigError('轮换密钥需要平台数据库的属主账号，请用 PLATFORM_OWNER_DATABASE_URL 给出后重试。');
    if (withNewKey) {
      const version = addKeyTo(file, config.secrets.masterKey);
      io.out(`密钥环 ${file} 已加入第 ${version} 把数据密钥，旧密钥仍保留。请现在就备份该文件。`);
    }
    return await reseal(io, config, loadKeyring(file, config.secrets.masterKey, { createMissing: false }), url);
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
