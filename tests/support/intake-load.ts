/** Reports one file after the other, as a department's system does: what is answered 503 is sent again, what is acknowledged is remembered. */
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { HEADER, inventedRow } from '../../bench/invented-rows.ts';

export interface IntakeLoad {
  /** batch of every acknowledged file */
  readonly acknowledged: ReadonlyMap<number, string>;
  /** how often which status was answered; 0: no answer at all */
  readonly statuses: ReadonlyMap<number, number>;
  /** the longest time, in milliseconds, between one acknowledgement and the next */
  readonly longestPause: number;
  /** ends after the file in hand is acknowledged */
  stop(): Promise<void>;
}

/** Rows of one file: three pages of faults and repetitions among them, so not all are accepted. */
export const ROWS_OF_A_FILE = 400;

export function reportFiles(url: string, token: string, pauseMilliseconds = 50): IntakeLoad {
  const acknowledged = new Map<number, string>();
  const statuses = new Map<number, number>();
  let stopping = false;
  let latest = performance.now();
  let longestPause = 0;
  const done = (async () => {
    for (let file = 0; !stopping; file++) {
      const content = csv(file);
      for (;;) {
        const { status, body, retryAfter } = await send(url, token, file, content);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        if (status === 202) {
          acknowledged.set(file, (JSON.parse(body) as { batchId: string }).batchId);
          longestPause = Math.max(longestPause, performance.now() - latest);
          latest = performance.now();
          break;
        }
        if (status !== 503) return; // the caller sees it among the statuses
        await sleep(Math.min(Number(retryAfter ?? 1), 1) * 1_000);
      }
      await sleep(pauseMilliseconds);
    }
  })();
  return {
    acknowledged,
    statuses,
    get longestPause() {
      return Math.round(longestPause);
    },
    async stop() {
      stopping = true;
      await done;
    },
  };
}

async function send(url: string, token: string, file: number, content: string) {
  try {
    const response = await fetch(`${url}/api/platform/batches?kind=individuals&fileName=${file}.csv`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream' },
      body: content,
      signal: AbortSignal.timeout(120_000),
    });
    return { status: response.status, body: await response.text(), retryAfter: response.headers.get('retry-after') };
  } catch (error) {
    return { status: 0, body: String(error), retryAfter: null };
  }
}

function csv(file: number): string {
  const rows = Array.from({ length: ROWS_OF_A_FILE }, (_, index) => inventedRow(file * ROWS_OF_A_FILE + index));
  return `${[HEADER, ...rows].map((row) => row.join(',')).join('\r\n')}\r\n`;
}

export interface Settled {
  readonly batches: number;
  readonly rows: number;
  /** acknowledged and not there, or there and not completed, or not with every row once */
  readonly wrong: readonly string[];
}

/** Waits until the acknowledged batches are through, and counts what became of their rows. */
export async function settled(
  owner: () => Promise<pg.Client>,
  acknowledged: ReadonlyMap<number, string>,
  patienceMilliseconds = 60_000,
): Promise<Settled> {
  const ids = [...acknowledged.values()];
  const deadline = Date.now() + patienceMilliseconds;
  for (;;) {
    const client = await owner();
    const { rows } = await client.query<{ id: string; state: string; rows: number }>(
      `SELECT b.id::text, b.state, (SELECT count(*) FROM submission s WHERE s.batch_id = b.id)::int
         + (SELECT count(*) FROM batch_finding f WHERE f.batch_id = b.id)::int AS rows
       FROM batch b WHERE b.id = ANY ($1::bigint[])`,
      [ids],
    );
    await client.end();
    const found = new Map(rows.map((row) => [row.id, row]));
    const wrong = ids.flatMap((id) => {
      const batch = found.get(id);
      if (batch?.state === 'completed' && batch.rows === ROWS_OF_A_FILE) return [];
      return [`${id}: ${batch ? `${batch.state}, ${batch.rows} rows` : 'lost'}`];
    });
    if (wrong.length === 0 || Date.now() > deadline) {
      return { batches: rows.length, rows: rows.reduce((sum, row) => sum + row.rows, 0), wrong };
    }
    await sleep(300);
  }
}
