/**
 * Which installation a database belongs to. The mark is made from the keyring: processes on several machines that share it are one
 * installation; whoever has another keyring could not read a single sealed name and would only do damage.
 */
import { createHmac } from 'node:crypto';
import pg from 'pg';
import type { Keyring } from '#kernel/seal/keyring.ts';
import { deriveKey } from '#kernel/seal/keyring.ts';
import { pairingMark } from '#kernel/seal/pairing.ts';
import { ConfigError } from '../config-error.ts';
import { MIGRATIONS, refuseNeverReleased } from './never-released.ts';
import type { System } from './systems.ts';

/** 32 hexadecimal digits; tells nothing about the keys. */
export interface Marks {
  readonly ours: string;
  /** what an earlier version noted, whose systems shared one keyring; a database that bears it is moved to keys of its own */
  readonly before?: string;
}

/** Of platform and points system the pairing is in it: with another one nobody would be found again. */
export function marksOf({ subjectKeys: { key, version, pairing } }: Keyring, system: System): Marks {
  if (version === 1 || system === 'site') return { ours: markOf(key, system) };
  if (!pairing) throw new RangeError('without its pairing a keyring marks no database');
  const ours = markOf(key, `${system} ${pairingMark(pairing)}`);
  return pairing.veil && system === 'points' ? { ours, before: markOf(pairing.key, system) } : { ours };
}

const markOf = (key: Buffer, of: string): string =>
  createHmac('sha256', deriveKey(key, 'installation')).update(of).digest('hex').slice(0, 32);

/**
 * `fresh`: nothing of ours in it. `unmarked`: prepared by a start that was interrupted, or by somebody who had no keyring. `before`: ours, with
 * people still under the keys that two systems once shared.
 */
export type Belonging = 'fresh' | 'unmarked' | 'ours' | 'before';

/** @throws ConfigError where the database is another installation's, or was made by 0.1; nothing has been changed then */
export async function requireOurs(client: pg.ClientBase, marks: Marks, dataDirectory: string): Promise<Belonging> {
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
  if (theirs === marks.ours) return 'ours';
  if (theirs === marks.before) return 'before';
  throw new ConfigError(
    `数据库 ${name} 属于另一套信衡：库中登记的密钥环指纹是 ${theirs.slice(0, 8)}，本机密钥环（${dataDirectory}）的是 ${marks.ours.slice(0, 8)}。没有改动任何内容。\n` +
      '  同一套系统的另一个进程：请把原来数据目录中该系统的 keyring.json（积分系统的在 points 子目录）和 pairing.json 复制过来，并给出同一个 MASTER_KEY。\n' +
      '  另一套系统：请用 DATABASE_URL 指向另一台数据库服务器，或用 PLATFORM_DATABASE_URL 等指向它自己的库。\n' +
      '  密钥环或配对密钥遗失：请从备份恢复；没有它们，库中已加密的信息无法读出，人也无从认出。',
  );
}

/** The first to come marks the database; where two come at once the second is held to the first one's mark. */
export async function noteInstallation(client: pg.ClientBase, marks: Marks, dataDirectory: string): Promise<void> {
  await client.query('INSERT INTO public.installation (fingerprint) VALUES ($1) ON CONFLICT DO NOTHING', [marks.ours]);
  if ((await requireOurs(client, marks, dataDirectory)) !== 'before') return;
  throw new ConfigError(
    '积分系统的库里，人还记在与平台共用的旧密钥之下。请以 POINTS_OWNER_DATABASE_URL 给出库表属主的账号启动一次，由它改到积分系统自己的密钥之下；之后不再需要。没有改动任何内容。',
  );
}

/** For databases somebody else made, entered with the application's login only. Where nothing has been prepared there is no mark to compare. */
export async function checkInstallation(url: string, marks: Marks, dataDirectory: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    const { rows } = await client.query<{ marked: boolean }>(
      `SELECT to_regclass('public.installation') IS NOT NULL AS marked`,
    );
    if (rows[0]?.marked) await noteInstallation(client, marks, dataDirectory);
  } finally {
    await client.end().catch(() => {});
  }
}
