/**
 * Works on one batch as a job of the product would, in a process of its own that a test can kill at any instant. It is started some
 * fifty times, so it loads the files it needs and no folder's whole index, and is handed the policy compiled.
 */

import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { deserialize } from 'node:v8';
import { onlyPolicy } from '#kernel/policy/in-force.ts';
import { withQuestions } from '#kernel/policy/questions.ts';
import type { PlatformDatabase } from '#platform/database.ts';
import { openFileStore } from '#platform/files/index.ts';
import type { IntakeContext } from '#platform/intake/context.ts';
import { processBatch } from '#platform/intake/process.ts';
import { DEFAULT_LIMITS } from '#platform/intake/spreadsheet/table.ts';
import { loadCalendar } from '#runtime/calendars.ts';
import { openDatabase, openPool } from '#runtime/postgres/pool.ts';
import { uuid7 } from '#runtime/uuid.ts';
import { keyringOf } from './keyring-of.ts';

export interface ChildRequest {
  readonly url: string;
  readonly filesDirectory: string;
  /** the policy's data, as node:v8 serialises it */
  readonly policyFile: string;
  readonly batchId: string;
  readonly chunkRows: number;
  /** of the keyring, base64: the child must seal and key as its predecessors did */
  readonly keys: Parameters<typeof keyringOf>[0];
}

const request = JSON.parse(process.argv[2] ?? '{}') as ChildRequest;
const keyring = keyringOf(request.keys);
const pool = openPool(request.url, 3);
const clock = () => new Date();
const policy = withQuestions(deserialize(readFileSync(request.policyFile)));
const context: IntakeContext = {
  database: openDatabase<PlatformDatabase>(pool),
  pool,
  files: openFileStore(request.filesDirectory, keyring, randomBytes, DEFAULT_LIMITS.fileBytes),
  policy,
  policies: onlyPolicy(policy),
  calendar: loadCalendar(),
  keyring,
  clock,
  newId: () => uuid7(clock()),
  randomBytes,
};
flushCompileCache(); // who is killed leaves no cache behind: now or never
process.stdout.write('started\n');
await processBatch(context, request.batchId, { chunkRows: request.chunkRows });
await pool.end();
process.stdout.write('finished\n');
