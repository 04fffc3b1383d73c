/** Takes one file in, as the product would, and dies at the call whose number it is given: to the disk or to the database. */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { PlatformDatabase } from '#platform/database.ts';
import { openFileStore } from '#platform/files/index.ts';
import type { IntakeContext } from '#platform/intake/context.ts';
import { receiveFile } from '#platform/intake/service.ts';
import { openDatabase, openPool } from '#runtime/postgres/pool.ts';
import { uuid7 } from '#runtime/uuid.ts';
import { countDiskCalls } from '../support/disk-faults.ts';
import { letTestsIn } from '../support/enter-as.ts';
import { keyringOf } from './keyring-of.ts';

export interface UploadRequest {
  readonly url: string;
  readonly filesDirectory: string;
  readonly keys: Parameters<typeof keyringOf>[0];
  readonly reporter: Parameters<typeof receiveFile>[1];
  readonly content: string;
  /** from 1; past the last one the upload comes to its end */
  readonly diesAt: number;
}

const request = JSON.parse(process.argv[2] ?? '{}') as UploadRequest;
const keyring = keyringOf(request.keys);
const pool = openPool(request.url, 3);
const clock = () => new Date();
// all that taking a file in asks of it; loading the real one would be most of this process's life
const policy = {
  id: '2020-2',
  neverCollect: [],
  notices: () => [policy],
  noticeOf: () => policy,
  findDepartment: (id: string) => ({ id }),
  department: (id: string) => ({ id }),
} as unknown as IntakeContext['policy'];
const context: IntakeContext = {
  database: openDatabase<PlatformDatabase>(pool),
  pool,
  files: openFileStore(request.filesDirectory, keyring, randomBytes, 1 << 20),
  policy,
  policies: undefined as unknown as IntakeContext['policies'],
  calendar: undefined as unknown as IntakeContext['calendar'],
  keyring,
  clock,
  newId: () => uuid7(clock()),
  randomBytes,
};
letTestsIn();
await pool.query('SELECT 1');

let calls = 0;
const step = (name: string) => {
  calls++;
  if (calls === request.diesAt) {
    process.stdout.write(`died at ${calls} ${name}\n`);
    process.kill(process.pid, 'SIGKILL');
  }
};
await countDiskCalls((_number, name) => step(name));
const client = pg.Client.prototype as unknown as { query(...given: unknown[]): unknown };
const query = client.query;
client.query = function (...given: unknown[]) {
  step('query');
  const answer = query.apply(this, given) as Promise<unknown>;
  // also after the database has done it and before anybody here has heard of it
  return typeof answer?.then === 'function'
    ? answer.then((result) => {
        step('answer');
        return result;
      })
    : answer;
};
async function* content() {
  yield Buffer.from(request.content);
}
const { batchId } = await receiveFile(context, request.reporter, content(), {
  fileName: '报送.csv',
  kind: 'individuals',
});
process.stdout.write(`acknowledged ${batchId}\n`);
process.exit(0);
