/** Works on one batch as a job of the product would, in a process of its own that a test can kill at any instant. */
import { randomBytes } from 'node:crypto';
import type { PlatformDatabase } from '#platform/database.ts';
import { openFileStore } from '#platform/files/index.ts';
import { DEFAULT_LIMITS, type IntakeContext, processBatch } from '#platform/intake/index.ts';
import { loadCalendar } from '#runtime/calendars.ts';
import { DEFAULT_POLICY_FOLDER } from '#runtime/default-policy.ts';
import { loadPolicy } from '#runtime/policy.ts';
import { openDatabase, openPool } from '#runtime/postgres/pool.ts';
import { uuid7 } from '#runtime/uuid.ts';
import { keyringOf } from './keyring-of.ts';

export interface ChildRequest {
  readonly url: string;
  readonly filesDirectory: string;
  readonly batchId: string;
  readonly chunkRows: number;
  /** of the keyring, base64: the child must seal and key as its predecessors did */
  readonly keys: { readonly data: string; readonly subject: string };
}

const request = JSON.parse(process.argv[2] ?? '{}') as ChildRequest;
const keyring = keyringOf(request.keys);
const pool = openPool(request.url, 3);
const clock = () => new Date();
const context: IntakeContext = {
  database: openDatabase<PlatformDatabase>(pool),
  pool,
  files: openFileStore(request.filesDirectory, keyring, randomBytes, DEFAULT_LIMITS.fileBytes),
  policy: await loadPolicy(DEFAULT_POLICY_FOLDER),
  calendar: loadCalendar(),
  keyring,
  clock,
  newId: () => uuid7(clock()),
  randomBytes,
};
process.stdout.write('started\n');
await processBatch(context, request.batchId, { chunkRows: request.chunkRows });
await pool.end();
process.stdout.write('finished\n');
