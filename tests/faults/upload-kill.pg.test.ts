/**
 * An upload killed with SIGKILL at every call it makes to the disk and to the database: where a batch was noted, its file is there and
 * whole and its job stands in the queue; where none was, nothing was acknowledged; and handing the file in again makes one batch of it.
 */
import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { processBatch } from '#platform/intake/process.ts';
import { receiveFile } from '#platform/intake/service.ts';
import { body, openIntake, type TestIntake } from '../support/intake.ts';
import { inventedResidentId } from '../support/people.ts';
import { testKeyring } from '../support/systems.ts';
import { keysOf } from './keyring-of.ts';
import type { UploadRequest } from './upload-child.ts';

/** more calls than an upload makes: the test ends where it comes to its end */
const MOST = 120;

let intake: TestIntake;
beforeAll(async () => {
  intake = await openIntake();
});
afterAll(() => intake?.close());

const HEADER = '姓名,性别,证件类型,证件号码,信息类别,具体事项,发生日期,备注';
/** One of each number, but for those that end as a cut one would (032). */
const IDS = Array.from({ length: 500 }, (_, index) => inventedResidentId('1985-03-07', index * 2)).filter(
  (id) => !id.endsWith('000'),
);
const table = (attempt: number) =>
  IDS.slice(attempt * 3, attempt * 3 + 3).reduce(
    (text, id) => `${text}王芳,女,居民身份证,${id},1.3,社区卡点值守32天,2020-02-01,\r\n`,
    `${HEADER}\r\n`,
  );

function upload(content: string, diesAt: number): Promise<string> {
  const request: UploadRequest = {
    url: intake.url,
    filesDirectory: intake.filesDirectory,
    keys: keysOf(testKeyring),
    reporter: intake.reporter,
    ...{ content, diesAt },
  };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(import.meta.dirname, 'upload-child.ts'), JSON.stringify(request)],
      (_error, stdout, stderr) => resolve(stdout + stderr),
    );
  });
}

test('killed at every call', { timeout: 900_000 }, async () => {
  const { context, owner, reporter } = intake;
  const died: string[] = [];
  for (let diesAt = 1; ; diesAt++) {
    expect(diesAt).toBeLessThan(MOST);
    const content = table(diesAt);
    const said = await upload(content, diesAt);
    const acknowledged = /acknowledged (\d+)/.exec(said)?.[1];
    died.push(/died at \d+ (\S+)/.exec(said)?.[1] ?? 'end');
    const { rows } = await owner.query(
      `SELECT b.id, encode(b.file_sha256, 'hex') AS sha256, b.state,
         EXISTS (SELECT FROM graphile_worker.jobs j WHERE j.key = 'intake:' || b.id) AS queued
       FROM batch b WHERE b.state = 'received'`,
    );
    expect(rows.length, said).toBeLessThanOrEqual(1);
    if (acknowledged) expect(rows[0]?.id).toBe(acknowledged);
    for (const row of rows) {
      expect(await context.files.check(Buffer.from(row.sha256, 'hex')), said).toBeUndefined();
      expect(row.queued, said).toBe(true);
    }
    const again = await receiveFile(context, reporter, body(content), { fileName: '报送.csv', kind: 'individuals' });
    expect(again).toEqual({ batchId: rows[0]?.id ?? again.batchId, known: rows.length === 1 });
    await processBatch(context, again.batchId);
    const { rows: done } = await owner.query(
      'SELECT state, accepted, (SELECT count(*)::int FROM submission WHERE batch_id = b.id) AS stored FROM batch b WHERE id = $1',
      [again.batchId],
    );
    expect(done).toEqual([{ state: 'completed', accepted: 3, stored: 3 }]);
    if (acknowledged) break;
  }
  // every kind of call was tried, and half-written files are all that was left
  for (const call of ['open', 'handle.write', 'handle.sync', 'rename', 'query', 'answer']) expect(died).toContain(call);
  expect(readdirSync(intake.filesDirectory).every((name) => /\.(sealed|part)$/.test(name))).toBe(true);
});
