/** One intake as the product runs it, in a process of its own so that its memory can be measured: receive, then process. */

import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { onlyPolicy } from '#kernel/policy/in-force.ts';
import { createKeyring, openKeyring } from '#kernel/seal/keyring.ts';
import { createPairing } from '#kernel/seal/pairing.ts';
import type { PlatformDatabase } from '#platform/database.ts';
import { openFileStore } from '#platform/files/index.ts';
import type { IntakeContext } from '#platform/intake/context.ts';
import { DEFAULT_LIMITS } from '#platform/intake/index.ts';
import { processBatch } from '#platform/intake/process.ts';
import { getBatch, receiveFile } from '#platform/intake/service.ts';
import { loadCalendar } from '#runtime/calendars.ts';
import { loadPolicy } from '#runtime/policy.ts';
import { openDatabase, openPool } from '#runtime/postgres/pool.ts';
import { uuid7 } from '#runtime/uuid.ts';
import { letTestsIn } from '../tests/support/enter-as.ts';

const { url, path, files, officer, chunkRows } = JSON.parse(process.argv[2] ?? '{}') as Record<string, string>;
const pool = openPool(url!);
const master = randomBytes(32);
const pairing = createPairing('aes-256-gcm', randomBytes);
const keyring = openKeyring(master, createKeyring(master, 'aes-256-gcm', randomBytes), pairing);
const clock = () => new Date();
const policy = await loadPolicy(join(import.meta.dirname, '..', 'cities', 'zhengzhou'));
const context: IntakeContext = {
  database: openDatabase<PlatformDatabase>(pool),
  pool,
  files: openFileStore(files!, keyring, randomBytes, DEFAULT_LIMITS.fileBytes),
  policy,
  policies: onlyPolicy(policy),
  calendar: loadCalendar(),
  keyring,
  clock,
  newId: () => uuid7(clock()),
  randomBytes,
};
const actor = {
  kind: 'officer',
  id: officer!,
  name: '测试',
  departmentId: 'health-commission',
  roles: ['reporter'],
  posts: [{ role: 'reporter', departmentId: 'health-commission' }],
} as const;
letTestsIn();
const start = performance.now();
const { batchId } = await receiveFile(context, actor, createReadStream(path!), {
  fileName: path!,
  kind: 'individuals',
});
const received = performance.now();
await processBatch(context, batchId, chunkRows ? { chunkRows: Number(chunkRows) } : {});
const done = performance.now();
const { state, accepted, duplicate, suspect, rejected } = await getBatch(context, actor, batchId);
const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
process.stdout.write(
  JSON.stringify({
    receiveSeconds: (received - start) / 1000,
    processSeconds: (done - received) / 1000,
    cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
    peakMegabytes: Math.round(maxRSS / 1024),
    state,
    counts: { accepted, duplicate, suspect, rejected },
  }),
);
await pool.end();
