/**
 * Processes that start at the same moment prepare their databases one after the other: roles are shared by the whole server, and
 * PostgreSQL refuses two who change one role at once.
 */
import pg from 'pg';
import { ConfigError } from '../config-error.ts';

const PATIENCE_SECONDS = 120;

/**
 * Runs `work` while no other process prepares on the database `url` names. The lock belongs to the session: a killed process leaves none.
 * @throws ConfigError when another has not finished after two minutes
 */
export async function inTurn<T>(url: string, log: (message: string) => void, work: () => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    const { rows } = await client.query<{ mine: boolean }>(`SELECT pg_try_advisory_lock(${KEY}) AS mine`);
    if (!rows[0]?.mine) {
      log('另一个进程正在准备数据库，等它完成……');
      await wait(client);
    }
    return await work();
  } finally {
    await client.end().catch(() => {});
  }
}

const KEY = `hashtext('xinheng preparation')`;

async function wait(client: pg.Client): Promise<void> {
  await client.query(`SET lock_timeout = '${PATIENCE_SECONDS}s'`);
  try {
    await client.query(`SELECT pg_advisory_lock(${KEY})`);
  } catch (cause) {
    if ((cause as { code?: string }).code !== '55P03') throw cause;
    throw new ConfigError(
      `另一个进程正在准备数据库，等了 ${PATIENCE_SECONDS} 秒仍未完成。请查看它的日志；它若已停住，请停止它后重新启动。`,
      { cause },
    );
  }
}
