/**
 * Which installation a database belongs to. The mark is made from the keyring: processes on several machines that share it are one
 * installation; whoever has another keyring could not read a single sealed name and would only do damage.
 */
import { createHmac } from 'node:crypto';
import pg from 'pg';
import type { Keyring } from '#kernel/seal/keyring.ts';
import { deriveKey } from '#kernel/seal/keyring.ts';
import { ConfigError } from '../config-error.ts';
import { MIGRATIONS, refuseNeverReleased } from './never-released.ts';
import type { System } from './systems.ts';

/** 32 hexadecimal digits; tells nothing about the key. */
export function fingerprintOf(keyring: Keyring, system: System): string {
  const key = deriveKey(keyring.subjectKeys.key, 'installation');
  return createHmac('sha256', key).update(system).digest('hex').slice(0, 32);
}

/** `fresh`: nothing of ours in it. `unmarked`: prepared by a start that was interrupted, or by somebody who had no keyring. */
export type Belonging = 'fresh' | 'unmarked' | 'ours';

/** @throws ConfigError where the database is another installation's, or was made by 0.1; nothing has been changed then */
export async function requireOurs(
  client: pg.ClientBase,
  fingerprint: string,
  dataDirectory: string,
): Promise<Belonging> {
  await refuseNeverReleased(client, dataDirectory);
  const { rows } = await client.query<{ marked: boolean; used: boolean; name: string }>(
    `SELECT to_regclass('public.installation') IS NOT NULL AS marked, to_regclass('public.${MIGRATIONS}') IS NOT NULL AS used,
       current_database() AS name`,
  );
  const { marked, used, name } = rows[0] ?? { marked: false, used: false, name: '' };
  if (!marked) return used ? 'unmarked' : 'fresh';
  const noted = await client.query<{ fingerprint: string }>('SELECT fingerprint FROM public.installation');
  const theirs = noted.rows[0]?.fingerprint;
  if (theirs === undefined) return 'unmarked';
  if (theirs === fingerprint) return 'ours';
  throw new ConfigError(
    `数据库 ${name} 属于另一套信衡：库中登记的密钥环指纹是 ${theirs.slice(0, 8)}，本机密钥环（${dataDirectory}）的是 ${fingerprint.slice(0, 8)}。没有改动任何内容。\n` +
      '  同一套系统的另一个进程：请把原来数据目录中的 keyring.json 复制过来，并给出同一个 MASTER_KEY。\n' +
      '  另一套系统：请用 DATABASE_URL 指向另一台数据库服务器，或用 PLATFORM_DATABASE_URL 等指向它自己的库。\n' +
      '  密钥环遗失：请从备份恢复；没有它，库中已加密的信息无法读出。',
  );
}

/** The first to come marks the database; where two come at once the second is held to the first one's mark. */
export async function noteInstallation(
  client: pg.ClientBase,
  fingerprint: string,
  dataDirectory: string,
): Promise<void> {
  await client.query('INSERT INTO public.installation (fingerprint) VALUES ($1) ON CONFLICT DO NOTHING', [fingerprint]);
  await requireOurs(client, fingerprint, dataDirectory);
}

/** For databases somebody else made, entered with the application's login only. Where nothing has been prepared there is no mark to compare. */
export async function checkInstallation(url: string, fingerprint: string, dataDirectory: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    const { rows } = await client.query<{ marked: boolean }>(
      `SELECT to_regclass('public.installation') IS NOT NULL AS marked`,
    );
    if (rows[0]?.marked) await noteInstallation(client, fingerprint, dataDirectory);
  } finally {
    await client.end().catch(() => {});
  }
}
