/**
 * An intake killed with SIGKILL at fifty points and started again each time: when it is through, everything is there
 * once, as after a run nobody disturbed. The points come from a seed, so that a failure can be repeated.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { serialize } from 'node:v8';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { processBatch } from '#platform/intake/process.ts';
import { receiveFile } from '#platform/intake/service.ts';
import { HEADER, inventedRow } from '../../bench/invented-rows.ts';
import { tempFolder } from '../support/files.ts';
import { body, openIntake, type TestIntake } from '../support/intake.ts';
import { testKeyring } from '../support/systems.ts';
import type { ChildRequest } from './intake-child.ts';
import { keysOf } from './keyring-of.ts';

const SEED = 20200213;
const KILLS = 50;
const ROWS = 4_000;
/** many small transactions, so that every step of one is hit by some kill */
const CHUNK_ROWS = 40;

/** mulberry32 */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

let disturbed: TestIntake;
let undisturbed: TestIntake;
const folder = tempFolder();
const policyFile = folder.path('policy');

beforeAll(async () => {
  disturbed = await openIntake();
  undisturbed = await openIntake();
  const data = Object.entries(disturbed.context.policy).filter(([, value]) => typeof value !== 'function');
  writeFileSync(policyFile, serialize(Object.fromEntries(data)));
});
afterAll(async () => {
  await disturbed?.close();
  await undisturbed?.close();
  folder.remove();
});

/** File `number` of as many as it takes to be killed often enough; its people are in no other. */
const file = (number: number) => {
  const rows = Array.from({ length: ROWS }, (_, index) => inventedRow(number * ROWS + index));
  return `${[HEADER, ...rows].map((row) => row.join(',')).join('\r\n')}\r\n`;
};

const SUMMARY = `SELECT
    (SELECT json_agg(t ORDER BY t.batch_id, t.row_number) FROM (
      SELECT batch_id, row_number, verdict, kind, matter, occurred_on, reasons, remarks, subject_key, fact_key FROM submission) t) AS submissions,
    (SELECT json_agg(t ORDER BY t.batch_id, t.row_number) FROM (
      SELECT batch_id, row_number, verdict, reasons, remarks FROM batch_finding) t) AS findings,
    (SELECT json_agg(t) FROM (SELECT state, rows_done, accepted, duplicate, suspect, rejected FROM batch ORDER BY id) t) AS batches,
    (SELECT json_agg(t) FROM (
      SELECT action, detail - 'sha256' AS detail FROM audit_entry ORDER BY object_id, id) t) AS audit`;

function start(batchId: string): ChildProcess {
  const request: ChildRequest = {
    url: disturbed.url,
    filesDirectory: disturbed.filesDirectory,
    batchId,
    policyFile,
    chunkRows: CHUNK_ROWS,
    keys: keysOf(testKeyring),
  };
  return spawn(process.execPath, [join(import.meta.dirname, 'intake-child.ts'), JSON.stringify(request)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_COMPILE_CACHE: folder.path('compiled') },
  });
}

const printed = (child: ChildProcess, word: string) =>
  new Promise<boolean>((resolve) => {
    child.stdout!.on('data', (text: Buffer) => text.includes(word) && resolve(true));
    child.once('exit', () => resolve(false));
  });
const exited = (child: ChildProcess) =>
  new Promise<void>((resolve) =>
    child.exitCode !== null || child.signalCode !== null ? resolve() : child.once('exit', () => resolve()),
  );

const handIn = async ({ context, reporter }: TestIntake, number: number) =>
  (await receiveFile(context, reporter, body(file(number)), { fileName: `${number}.csv`, kind: 'individuals' }))
    .batchId;

const rowsDone = async (batchId: string) =>
  (await disturbed.owner.query('SELECT rows_done FROM batch WHERE id = $1', [batchId])).rows[0].rows_done as number;

/** Waits until the run has merged `rows` more rows, or has ended. */
async function progressed(child: ChildProcess, batchId: string, rows: number): Promise<void> {
  const before = await rowsDone(batchId);
  while (child.exitCode === null && (await rowsDone(batchId)) < before + rows) await sleep(2);
}

test(`killed at ${KILLS} points (seed ${SEED}), an intake is as if nobody had disturbed it`, async () => {
  const random = randomFrom(SEED);
  const checkpoints = new Set<string>();
  let kills = 0;
  let files = 0;
  for (; kills < KILLS; files++) {
    const batchId = await handIn(disturbed, files);
    for (let finished = false; !finished; ) {
      const child = start(batchId);
      const done = exited(child);
      const finishing = printed(child, 'finished');
      await printed(child, 'started');
      if (kills < KILLS) {
        // some runs are killed before their first row is merged, most between two steps of some later chunk
        await progressed(child, batchId, Math.floor(random() * 4) * CHUNK_ROWS);
        await sleep(random() * 12);
        if (child.kill('SIGKILL')) kills++;
      }
      await done;
      finished = await finishing;
      const at = await rowsDone(batchId);
      expect(at % CHUNK_ROWS === 0 || at === ROWS).toBe(true);
      checkpoints.add(`${files}:${at}`);
    }
  }
  for (let number = 0; number < files; number++) {
    await processBatch(undisturbed.context, await handIn(undisturbed, number), { chunkRows: CHUNK_ROWS });
  }

  const [actual, expected] = await Promise.all(
    [disturbed, undisturbed].map(async ({ owner }) => (await owner.query(SUMMARY)).rows[0]),
  );
  expect(actual).toEqual(expected);
  const counts = { state: 'completed', rows_done: ROWS, accepted: 3972, duplicate: 8, suspect: 0, rejected: 20 };
  expect(actual.batches).toEqual(Array.from({ length: files }, () => counts));
  console.info(`killed ${kills} times, at ${checkpoints.size} different checkpoints of ${files} files`);
  expect(checkpoints.size, 'kills must land while rows are merged').toBeGreaterThan(25);
}, 400_000);
