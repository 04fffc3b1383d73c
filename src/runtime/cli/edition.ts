/** `xinheng edition`: exports a published edition as signed static files, checks such a folder without a network, shows the public key. */
import { realpath } from 'node:fs/promises';
import { resolve, sep } from 'node:path';
import type { Command } from 'commander';
import { LIST_ID } from '#kernel/policy/list-id.ts';
import type { ListId } from '#kernel/policy/policy.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import type { SiteDatabase } from '#site/database.ts';
import type { FolderManifest } from '#site/publication/edition-manifest.ts';
import { fingerprintOf, pemOf, publicationKey } from '#site/publication/key.ts';
import { verifyFolder } from '#site/publication/verify-folder.ts';
import type { Config } from '../config.ts';
import { ConfigError } from '../config-error.ts';
import { loadLaw } from '../law.ts';
import type { CommandIo } from './command-io.ts';
import { SIGNER_UNKNOWN, signerUnknown, trustedKey, UNREADABLE, type Verdict } from './trusted-key.ts';

/** Exit code: 0 every file fits and the given key signed it, 1 one does not, 2 nothing could be checked, 3 it fits, yet who signed it is not known. */
export async function editionVerify(folder: string, options: { key?: string }, io: CommandIo): Promise<Verdict> {
  const key = trustedKey(options.key, io);
  if (key === UNREADABLE) return UNREADABLE;
  const result = await verifyFolder(resolve(folder), key);
  if (!result.fits) {
    io.out(`不符：${result.file}（${result.why}）`);
    return 1;
  }
  const { manifest, fingerprint, keyGiven } = result;
  const unknown = signerUnknown('该目录', fingerprint);
  // a key that lies in the folder came with it, whoever made it: naming it vouches for nothing
  const vouched = keyGiven && !(await liesIn(resolve(folder), options.key ?? ''));
  if (!vouched) for (const line of unknown) io.out(line);
  else io.out(`相符：${titleOf(manifest)}，${manifest.files.length} 个文件与签名一致。`);
  if (!manifest.complete) io.out('导出前已有条目到期或撤下，文件中不含这些条目。');
  if (!vouched) return SIGNER_UNKNOWN;
  io.out(`是 ${manifest.asOf} 的内容；之后的修复、撤销和异议以网站为准。`);
  io.out(`公钥指纹 ${fingerprint}`);
  return 0;
}

async function liesIn(folder: string, file: string): Promise<boolean> {
  const [whole, part] = await Promise.all([realpath(folder), realpath(file)]);
  return part.startsWith(`${whole}${sep}`);
}

const titleOf = ({ title, number, publishedOn }: FolderManifest) => `${title}第 ${number} 期，${publishedOn} 发布`;

async function editionExport(list: string, number: string, folder: string, io: CommandIo): Promise<0 | 2> {
  if (!LIST_ID.test(list) || !/^[1-9]\d{0,5}$/.test(number)) {
    io.err('榜单为名单编号，期次为正整数，例如：xinheng edition export honour 1 ./honour-1');
    return 2;
  }
  try {
    const manifest = await withConfig((config) =>
      exportFrom(config, { list, number: Number(number) }, resolve(folder)),
    );
    io.out(`已导出：${titleOf(manifest)}，${manifest.entries} 条，${manifest.files.length} 个文件，${resolve(folder)}`);
    io.out(`公钥指纹 ${manifest.key}`);
    return 0;
  } catch (error) {
    if (
      !(
        error instanceof ConfigError ||
        (error instanceof Error && error.name === 'FolderInUse') ||
        error instanceof Problem
      )
    )
      throw error;
    io.err(error instanceof Problem ? '没有这一期。' : error.message);
    return 2;
  }
}

/** Nothing is sent to the other systems from here. */
const NO_PEERS = { PLATFORM_URL: 'http://localhost', POINTS_URL: 'http://localhost' };

/** The server's libraries are loaded only here: checking a folder needs none of them. */
async function withConfig<T>(use: (config: Config) => T | Promise<T>): Promise<T> {
  const { readConfig } = await import('../config.ts');
  return use(readConfig({ ...NO_PEERS, ...process.env }, { demo: true, systems: ['site'] }));
}

async function exportFrom(config: Config, edition: { list: ListId; number: number }, folder: string) {
  const [{ exportEdition }, { joinDatabases }, { openDatabase, openPool, WORK }, { loadCity }] = await Promise.all([
    import('#site/publication/edition-folder.ts'),
    import('../postgres/databases.ts'),
    import('../postgres/pool.ts'),
    import('../policy.ts'),
  ]);
  const policy = await loadCity(config.policyDirectory);
  const databases = await joinDatabases(config);
  const pool = openPool(databases.url('site', 'worker'), 2, WORK);
  try {
    const context = {
      database: openDatabase<SiteDatabase>(pool),
      prepared: pool,
      policy,
      law: await loadLaw(),
      clock: () => new Date(),
    };
    const key = publicationKey(config.secrets.publicationKey);
    return await exportEdition({ context, publicUrl: config.publicUrl }, key, edition, folder);
  } finally {
    await pool.end();
    await databases.stop();
  }
}

async function editionKey(io: CommandIo): Promise<0 | 2> {
  try {
    const { publicKey } = await withConfig((config) => publicationKey(config.secrets.publicationKey));
    io.out(pemOf(publicKey).trimEnd());
    io.out(fingerprintOf(publicKey));
    return 0;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    io.err(error.message);
    return 2;
  }
}

export function registerEdition(program: Command, io: CommandIo): void {
  const edition = program.command('edition').description('已发布的名单');
  edition
    .command('export')
    .description('把一期名单导出为带签名的静态文件')
    .argument('<榜单>', '名单编号，例如 honour')
    .argument('<期次>', '例如 1')
    .argument('<目录>', '放文件的空目录，不存在则新建')
    .action(async (list: string, number: string, folder: string) =>
      io.exit(await editionExport(list, number, folder, io)),
    );
  edition
    .command('verify')
    .description(
      '核验导出的一期名单，不需要联网；指出第一个不相符的文件。退出码：0 相符，1 不符，2 无法核验，3 签名人未经确认',
    )
    .argument('<目录>', '导出的目录，或者下载的压缩包解开后的目录')
    .option('--key <文件>', '从网站“开放数据”页取得的公钥（PEM）；不给出就不能确认是谁签的')
    .action(async (folder: string, options: { key?: string }) => io.exit(await editionVerify(folder, options, io)));
  edition
    .command('key')
    .description('显示签署名单所用的公钥和指纹')
    .action(async () => io.exit(await editionKey(io)));
}
