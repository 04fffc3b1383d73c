/** Our own loss is never the sender's: a stored file that is missing, late, damaged or locked away makes its batch wait, never refuses it. */
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createKeyring, openKeyring } from '#kernel/seal/keyring.ts';
import { body, openIntake, type TestIntake } from '../../../tests/support/intake.ts';
import { inventedResidentId } from '../../../tests/support/people.ts';
import { openFileStore } from '../files/index.ts';
import { originalRows } from './original-rows.ts';
import { processBatch } from './process.ts';
import { getBatch, getBatches, receiveFile, resumeBatches, sweepFiles, withdrawBatch } from './service.ts';
import { DEFAULT_LIMITS } from './spreadsheet/index.ts';
import { annotatedWorkbook } from './workbooks.ts';

let intake: TestIntake;
beforeAll(async () => {
  intake = await openIntake();
});
afterAll(() => intake?.close());

const HEADER = '姓名,性别,证件类型,证件号码,信息类别,具体事项,发生日期,备注';
let people = 0;
const line = () => {
  people++;
  const id = inventedResidentId(`19${80 + Math.floor(people / 400)}-03-07`, (people % 400) * 2 + 2);
  return `王芳,女,居民身份证,${id},1.3,社区卡点值守32天,2020-02-01,`;
};
const table = (rows = 3) => `${[HEADER, ...Array.from({ length: rows }, line)].join('\r\n')}\r\n`;
const handIn = (content: string) =>
  receiveFile(intake.context, intake.reporter, body(content), { fileName: '报送.csv', kind: 'individuals' });
const batchOf = (id: string) => getBatch(intake.context, intake.reporter, id);
const pathOf = async (id: string) =>
  join(intake.filesDirectory, `${(await batchOf(id)).sha256.toString('hex')}.sealed`);
const actionsOf = async (id: string) =>
  (
    await intake.owner.query(
      "SELECT action FROM audit_entry WHERE object_type = 'batch' AND object_id = $1 ORDER BY id",
      [id],
    )
  ).rows.map(({ action }) => action.replace('batch.', ''));
/** seconds until the batch's job runs */
const queuedIn = async (id: string): Promise<number | undefined> => {
  const { rows } = await intake.owner.query(
    'SELECT extract(epoch FROM run_at - now())::float8 AS seconds FROM graphile_worker.jobs WHERE key = $1',
    [`intake:${id}`],
  );
  return rows[0]?.seconds;
};

/** What our store can do to a file, and what the batch then says. */
const LOSSES: readonly [string, string, (path: string) => unknown][] = [
  ['deleted', 'missing', (path) => rmSync(path)],
  ['emptied', 'damaged', (path) => truncateSync(path, 0)],
  ['cut off in its head', 'damaged', (path) => truncateSync(path, 20)],
  ['cut off at its end', 'damaged', (path) => truncateSync(path, readFileSync(path).length - 1)],
  ['grown', 'damaged', (path) => writeFileSync(path, Buffer.concat([readFileSync(path), Buffer.alloc(40)]))],
  ['overwritten with zeros', 'damaged', (path) => writeFileSync(path, Buffer.alloc(readFileSync(path).length))],
  [
    'changed in one bit',
    'damaged',
    (path) => {
      const bytes = readFileSync(path);
      bytes[bytes.length - 30]! ^= 4;
      writeFileSync(path, bytes);
    },
  ],
  [
    'sealed under a key the keyring does not have',
    'key-missing',
    (path) => {
      const bytes = readFileSync(path);
      bytes.writeUInt16BE(7, 4 + 2 + 2); // version of the key that wraps the file's own
      writeFileSync(path, bytes);
    },
  ],
  [
    'replaced by a folder',
    'unreachable',
    (path) => {
      rmSync(path);
      mkdirSync(path);
      return () => rmSync(path, { recursive: true });
    },
  ],
];

test.each(LOSSES)('%s: the batch waits, and goes on when the same file comes again', async (_what, because, lose) => {
  const content = table();
  const { batchId } = await handIn(content);
  const path = await pathOf(batchId);
  const undo = lose(path);
  expect(await processBatch(intake.context, batchId)).toMatchObject({ because, nextInSeconds: 5 });
  expect(await batchOf(batchId)).toMatchObject({
    ...{ state: 'processing', refusal: null, waitingBecause: because, waitingSince: intake.context.clock() },
  });
  expect(await queuedIn(batchId)).toBeGreaterThan(0);
  // again and again, without another word in the log
  await processBatch(intake.context, batchId);
  if (typeof undo === 'function') undo();
  expect(await handIn(content)).toEqual({ batchId, known: true, resumed: true });
  expect(await queuedIn(batchId)).toBeLessThanOrEqual(0);
  expect(await processBatch(intake.context, batchId)).toBeUndefined();
  expect(await batchOf(batchId)).toMatchObject({
    ...{ state: 'completed', accepted: 3, waitingBecause: null, waitingSince: null },
  });
  expect(await actionsOf(batchId)).toEqual([
    ...['received', 'processing', 'waiting', 'received_again', 'resumed', 'rows_merged', 'completed'],
  ]);
});

test('a share that lags: the file that comes late is found by the job itself', async () => {
  const { batchId } = await handIn(table());
  const path = await pathOf(batchId);
  renameSync(path, `${path}.late`);
  await processBatch(intake.context, batchId);
  renameSync(`${path}.late`, path);
  expect(await processBatch(intake.context, batchId)).toBeUndefined();
  expect(await batchOf(batchId)).toMatchObject({ state: 'completed', accepted: 3 });
});

test('another file under the name is not taken for it', async () => {
  const [one, two] = [await handIn(table()), await handIn(table())];
  copyFileSync(await pathOf(two.batchId), await pathOf(one.batchId));
  expect(await processBatch(intake.context, one.batchId)).toMatchObject({ because: 'damaged' });
  expect(await batchOf(one.batchId)).toMatchObject({ state: 'processing', rowsDone: 0 });
});

test('a keyring from an older backup lacks the key; with the right one the batch goes on', async () => {
  const { batchId } = await handIn(table());
  const master = randomBytes(32);
  const other = openKeyring(master, createKeyring(master, 'aes-256-gcm', randomBytes));
  const keyring = { ...other, current: { ...other.current, version: 9 }, dataKey: () => undefined };
  const files = openFileStore(intake.filesDirectory, keyring, randomBytes, DEFAULT_LIMITS.fileBytes);
  expect(await processBatch({ ...intake.context, files }, batchId)).toMatchObject({ because: 'key-missing' });
  await processBatch(intake.context, batchId);
  expect(await batchOf(batchId)).toMatchObject({ state: 'completed' });
});

test('the whole folder gone, or a file where it was: waiting, and nothing is made of it', async () => {
  const { batchId } = await handIn(table());
  renameSync(intake.filesDirectory, `${intake.filesDirectory}-away`);
  expect(await processBatch(intake.context, batchId)).toMatchObject({ because: 'missing' });
  expect(existsSync(intake.filesDirectory)).toBe(false);
  writeFileSync(intake.filesDirectory, 'not a folder');
  expect(await processBatch(intake.context, batchId)).toMatchObject({ because: 'unreachable' });
  await expect(handIn(table())).rejects.toMatchObject({ code: 'file.unavailable', status: 503 });
  rmSync(intake.filesDirectory);
  renameSync(`${intake.filesDirectory}-away`, intake.filesDirectory);
  await processBatch(intake.context, batchId);
  expect(await batchOf(batchId)).toMatchObject({ state: 'completed' });
});

test('lost in the middle of the work, it goes on from where it stood', async () => {
  const content = table(30);
  const { batchId } = await handIn(content);
  const path = await pathOf(batchId);
  const stop = new AbortController();
  const { database } = intake.context;
  const watching = processBatch({ ...intake.context, database }, batchId, { chunkRows: 5, signal: stop.signal });
  for (let rows = 0; rows < 10; ) rows = (await batchOf(batchId)).rowsDone;
  stop.abort(new Error('stopped by the test'));
  await watching.catch(() => undefined);
  const { rowsDone, state } = await batchOf(batchId);
  if (state === 'completed') return; // the machine was faster than the stop
  rmSync(path);
  await processBatch(intake.context, batchId);
  expect(await batchOf(batchId)).toMatchObject({ state: 'processing', waitingBecause: 'missing', rowsDone });
  await handIn(content);
  await processBatch(intake.context, batchId, { chunkRows: 5 });
  expect(await batchOf(batchId)).toMatchObject({ state: 'completed', rowsDone: 30, accepted: 30 });
});

test('the longer it has waited, the longer until the next look, within bounds', async () => {
  const { batchId } = await handIn(table());
  rmSync(await pathOf(batchId));
  const waits: number[] = [];
  const start = intake.context.clock();
  for (const seconds of [0, 3, 20, 100, 90_000]) {
    intake.clock.set(new Date(start.getTime() + seconds * 1000).toISOString());
    waits.push((await processBatch(intake.context, batchId))!.nextInSeconds);
  }
  intake.clock.set(start.toISOString());
  expect(waits).toEqual([5, 5, 20, 100, 600]);
  expect(await batchOf(batchId)).toMatchObject({ waitingSince: start });
});

test('a waiting batch can be found, survives a restart, can be withdrawn, and the same file is then a new batch', async () => {
  const content = table();
  const { batchId } = await handIn(content);
  rmSync(await pathOf(batchId));
  await processBatch(intake.context, batchId);
  const office = await intake.officer('credit-office', 'credit-office');
  const found = await getBatches(intake.context, office, {
    limit: 50,
    waiting: true,
  });
  expect(found.map(({ id }) => id)).toContain(batchId);
  expect(found.every(({ waitingSince }) => waitingSince !== null)).toBe(true);
  await intake.owner.query('SELECT graphile_worker.remove_job($1)', [`intake:${batchId}`]);
  await resumeBatches(intake.context);
  expect(await queuedIn(batchId)).toBeLessThanOrEqual(0);
  await withdrawBatch(intake.context, intake.reporter, batchId, '报错文件');
  expect(await processBatch(intake.context, batchId)).toBeUndefined();
  expect(await batchOf(batchId)).toMatchObject({ state: 'withdrawn', waitingSince: null });
  expect(await handIn(content)).toMatchObject({ known: false });
});

test('a batch an earlier version refused for a missing file goes on when the same file comes again', async () => {
  const content = table();
  const { batchId } = await handIn(content);
  const path = await pathOf(batchId);
  rmSync(path);
  await intake.owner.query("UPDATE batch SET state = 'refused', completed_at = now(), refusal = $2 WHERE id = $1", [
    batchId,
    JSON.stringify({ code: 'file.unreadable', detail: '原文件已不在文件库中（可能已超过保存期限），请重新报送。' }),
  ]);
  expect(await handIn(content)).toEqual({ batchId, known: true, resumed: true });
  await processBatch(intake.context, batchId);
  expect(await batchOf(batchId)).toMatchObject({ state: 'completed', refusal: null, accepted: 3 });
  expect((await actionsOf(batchId)).slice(-4)).toEqual(['reopened', 'processing', 'rows_merged', 'completed']);
});

test('a file that really cannot be read is refused again for the same reason, and a faulty table stays as it was', async () => {
  const damaged = `${HEADER}\n"${'长'.repeat(2_000_000)}`;
  const first = await handIn(damaged);
  await processBatch(intake.context, first.batchId);
  const { refusal } = await batchOf(first.batchId);
  expect(await handIn(damaged)).toMatchObject({ batchId: first.batchId, resumed: true });
  await processBatch(intake.context, first.batchId);
  expect(await batchOf(first.batchId)).toMatchObject({ state: 'refused', refusal });
  const faulty = await handIn('甲,乙\r\n1,2\r\n');
  await processBatch(intake.context, faulty.batchId);
  expect(await handIn('甲,乙\r\n1,2\r\n')).toEqual({ batchId: faulty.batchId, known: true });
  expect(await batchOf(faulty.batchId)).toMatchObject({ state: 'refused' });
});

test('the database refuses to have a batch refused for anything but its file', async () => {
  const { batchId } = await handIn(table());
  for (const refusal of [null, { code: 'file.unavailable' }, { code: 'unavailable' }, { code: 'internal' }, {}])
    await expect(
      intake.owner.query("UPDATE batch SET state = 'refused', refusal = $2 WHERE id = $1", [
        batchId,
        refusal && JSON.stringify(refusal),
      ]),
    ).rejects.toMatchObject({ constraint: 'refused_for_the_files_fault' });
});

test('tables of a finished batch: lost is try again, over is over, and the same file brings them back', async () => {
  const content = table();
  const { batchId } = await handIn(content);
  await processBatch(intake.context, batchId);
  const annotated = () => annotatedWorkbook(intake.context, intake.reporter, batchId);
  const originals = () => originalRows(intake.context, intake.reporter, batchId, [2]);
  rmSync(await pathOf(batchId));
  await expect(annotated()).rejects.toMatchObject({ code: 'file.unavailable', status: 503, fault: 'missing' });
  await expect(originals()).rejects.toMatchObject({ code: 'file.unavailable' });
  expect(await handIn(content)).toEqual({ batchId, known: true });
  (await annotated()).content.destroy();
  expect((await originals()).rows).toHaveLength(1);
  await intake.owner.query('DELETE FROM stored_file');
  await expect(annotated()).rejects.toMatchObject({ code: 'file.expired', status: 410 });
  expect(await originals()).toEqual({ keptUntil: null, rows: [] });
});

test('an upload that ended between disk and database leaves nothing for long; one that is just being noted stays', async () => {
  const orphan = await intake.context.files.keep(body(table()));
  const young = await intake.context.files.keep(body(table()));
  const { batchId } = await handIn(table());
  const path = (sha256: Buffer) => join(intake.filesDirectory, `${sha256.toString('hex')}.sealed`);
  const before = intake.context.clock();
  intake.clock.set(new Date().toISOString());
  const old = new Date(Date.now() - 2 * 86_400_000);
  utimesSync(path(orphan.sha256), old, old);
  utimesSync(await pathOf(batchId), old, old);
  await sweepFiles(intake.context);
  intake.clock.set(before.toISOString());
  expect([existsSync(path(orphan.sha256)), existsSync(path(young.sha256))]).toEqual([false, true]);
  expect(existsSync(await pathOf(batchId))).toBe(true);
});

test('nothing is acknowledged whose file a sweep took away in between', async () => {
  const { files } = intake.context;
  const content = table();
  const keep = async (parts: AsyncIterable<Uint8Array>) => {
    const kept = await files.keep(parts);
    await files.remove(kept.sha256);
    return kept;
  };
  const swept = new Proxy(files, {
    get: (target, name) => (name === 'keep' ? keep : Reflect.get(target, name).bind(target)),
  });
  await expect(
    receiveFile({ ...intake.context, files: swept }, intake.reporter, body(content), {
      fileName: 'a.csv',
      kind: 'individuals',
    }),
  ).rejects.toMatchObject({ code: 'file.unavailable' });
  expect((await handIn(content)).known).toBe(false);
});

test.skipIf(process.getuid?.() === 0)('a folder nobody may write to: not acknowledged, nothing left', async () => {
  chmodSync(intake.filesDirectory, 0o500);
  await expect(handIn(table())).rejects.toMatchObject({ code: 'file.unavailable' });
  chmodSync(intake.filesDirectory, 0o700);
  expect(readdirSync(intake.filesDirectory).filter((name) => name.endsWith('.part'))).toEqual([]);
});
