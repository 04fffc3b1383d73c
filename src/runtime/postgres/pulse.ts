/**
 * Whether a database serves: it takes a new connection, answers and can be written to. Asked on a connection of its own, so that neither
 * a full pool nor a connection from before a failover answers for it. Watched all the time as well: connections to a server that has
 * fallen silent are cut, so that whoever waits on them gets an answer and the next one reaches the server that serves now.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { attentively, NoAnswer } from '../attention.ts';
import { cutConnections } from './connections.ts';
import { connectionConfig, REQUEST } from './pool.ts';

/** `silent`: no answer in time; `unreachable`: refused or cut; `read-only`: a standby answers. */
export type DatabaseState = 'serving' | 'silent' | 'unreachable' | 'read-only';

export interface Pulse {
  /** Answers within two seconds, whatever the database does; those who ask at once are answered together. */
  state(): Promise<DatabaseState>;
  stop(): Promise<void>;
}

export interface PulseOptions {
  readonly url: string;
  /** cut when the server has fallen silent */
  readonly pools: readonly pg.Pool[];
  readonly onSilence?: () => void;
  readonly watch?: { readonly everyMilliseconds: number; readonly patienceMilliseconds: number };
}

/** On a busy machine the rest of the two seconds goes by before and after. */
const PROBE_MILLISECONDS = 1_000;
/** A crowd of probes costs the database a few connections a second. */
const FRESH_MILLISECONDS = 200;
/** The server is taken for dead after two silences of five seconds: a busy one is slow to let somebody in, but not that slow. */
const WATCH = { everyMilliseconds: 5_000, patienceMilliseconds: 5_000 } as const;

export function takePulse(options: PulseOptions): Pulse {
  const ending = new AbortController();
  let latest: { readonly at: number; readonly state: Promise<DatabaseState> } | undefined;
  const watching = watch(options, ending.signal);
  return {
    state() {
      const now = performance.now();
      if (!latest || now - latest.at > FRESH_MILLISECONDS) {
        latest = { at: Number.POSITIVE_INFINITY, state: ask(options.url, PROBE_MILLISECONDS) };
        const mine = latest;
        void mine.state.then(() => {
          if (latest === mine) latest = { ...mine, at: performance.now() };
        });
      }
      return latest.state;
    },
    async stop() {
      ending.abort();
      await watching;
    },
  };
}

async function watch({ url, pools, onSilence, watch = WATCH }: PulseOptions, ending: AbortSignal): Promise<void> {
  for (let silences = 0; !ending.aborted; ) {
    silences = (await ask(url, watch.patienceMilliseconds, ending)) === 'silent' ? silences + 1 : 0;
    if (silences >= 2) {
      if (silences === 2) onSilence?.();
      for (const pool of pools) cutConnections(pool);
    }
    await sleep(watch.everyMilliseconds, undefined, { signal: ending }).catch(() => {});
  }
}

/** Never throws. */
async function ask(url: string, milliseconds: number, ending?: AbortSignal): Promise<DatabaseState> {
  try {
    await requireServing(url, milliseconds, ending);
    return 'serving';
  } catch (error) {
    if (error instanceof NoAnswer) return 'silent';
    return (error as { code?: unknown }).code === READ_ONLY ? 'read-only' : 'unreachable';
  }
}

/** SQLSTATE of a change that is refused where nothing may be changed. */
const READ_ONLY = '25006';

/** @throws NoAnswer, what the driver throws, or an error with the code 25006 where only a standby answers */
export async function requireServing(url: string, milliseconds: number, ending?: AbortSignal): Promise<void> {
  const client = new pg.Client({ ...connectionConfig(url, REQUEST), application_name: 'xinheng pulse' });
  client.on('error', () => {});
  const stop = () => socketOf(client).destroy();
  ending?.addEventListener('abort', stop, { once: true });
  try {
    const readOnly = await attentively(question(client), milliseconds);
    if (readOnly) throw Object.assign(new Error('the server is read-only'), { code: READ_ONLY });
  } finally {
    ending?.removeEventListener('abort', stop);
    stop();
  }
}

async function question(client: pg.Client): Promise<boolean> {
  await client.connect();
  const { rows } = await client.query<{ read_only: boolean }>(
    "SELECT pg_is_in_recovery() OR current_setting('transaction_read_only')::boolean AS read_only",
  );
  client.end().catch(() => {}); // with a word of farewell where there is time for it
  return rows[0]?.read_only ?? false;
}

const socketOf = (client: pg.Client) =>
  (client as unknown as { readonly connection: { readonly stream: { destroy(): void } } }).connection.stream;
