/** At start the service waits for a database that is away instead of ending: it may be starting too, or moving to another server. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Config, DatabaseSettings } from './config.ts';
import { ConfigError } from './config-error.ts';
import { openWaitingRoom, type WaitingRoom } from './http/waiting-room.ts';
import { isDatabaseAway } from './postgres/away.ts';
import { requireServing } from './postgres/pulse.ts';

const AGAIN_MILLISECONDS = 2_000;
const ANSWER_MILLISECONDS = 5_000;
/** Said again now and then, for whoever looks at the log later. */
const REMINDER_MILLISECONDS = 60_000;

export interface Waiting {
  readonly config: Pick<Config, 'databases' | 'host' | 'port'>;
  readonly log: (message: string) => void;
  /** somebody stops the service meanwhile */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Does `work`, again and again as long as the database is away; what waiting does not mend (a wrong password, a missing database)
 * is thrown at once.
 */
export async function whenDatabaseServes<T>({ config, log, signal }: Waiting, work: () => Promise<T>): Promise<T> {
  let room: WaitingRoom | undefined;
  let said = Number.NEGATIVE_INFINITY;
  try {
    for (;;) {
      try {
        await requireServers(config);
        return await work();
      } catch (error) {
        signal?.throwIfAborted();
        if (config.databases.kind === 'embedded' || !isDatabaseAway(error)) throw error;
        if (isRefusal(error)) throw refused(config, error);
        room ??= await openWaitingRoom(config);
        if (performance.now() - said > REMINDER_MILLISECONDS) {
          log(`等待数据库 ${addresses(config)}：${reason(error)}。可用后自动继续启动，按 Ctrl-C 停止。`);
          said = performance.now();
        }
        await sleep(AGAIN_MILLISECONDS, undefined, signal ? { signal } : {});
      }
    }
  } finally {
    await room?.close();
  }
}

function refused(config: Waiting['config'], error: unknown): unknown {
  if (error instanceof ConfigError) return error;
  return new ConfigError(
    `数据库 ${addresses(config)} 不予连接：${reason(error)}。请核对连接串中的主机、端口、用户、口令和库名。`,
    { cause: error },
  );
}

/** Whether the servers let somebody in and may be written to, before anything is tried on them that has no limit of its own. */
async function requireServers({ databases }: Waiting['config']): Promise<void> {
  for (const url of serversOf(databases)) {
    await requireServing(url, ANSWER_MILLISECONDS).catch((error: unknown) => {
      if (isDatabaseAway(error) && !isRefusal(error)) throw error; // a refusal is explained where the database is opened
    });
  }
}

function serversOf(databases: DatabaseSettings): string[] {
  if (databases.kind === 'embedded') return [];
  if (databases.kind === 'server') return [databases.url];
  // a login of the application may still have to be made
  return Object.values(databases.urls).map(({ owner, application }) => owner ?? application);
}

/** The server answered, and the answer will be the same tomorrow. */
function isRefusal(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  return (typeof code === 'string' && /^(28|3D)/.test(code)) || isRefusal(cause);
}

const addresses = ({ databases }: Waiting['config']) => [...new Set(serversOf(databases).map(addressOf))].join('、');

/** Without the password. */
function addressOf(url: string): string {
  const { hostname, port, pathname } = new URL(url);
  return `${hostname}:${port || 5432}${pathname}`;
}

function reason(error: unknown): string {
  const origin = error instanceof ConfigError && error.cause ? error.cause : error;
  const { code, message } = origin as { code?: unknown; message?: unknown };
  if (code === '25006') return '只读，正在切换主库（25006）';
  if (code === '57P03') return '正在启动（57P03）';
  return code === 'ECONNREFUSED'
    ? '无法连接（ECONNREFUSED）'
    : `${String(message)}${code ? `（${String(code)}）` : ''}`;
}
