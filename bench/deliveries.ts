/**
 * How fast records of people travel from the platform to the points system: outbox, signed deliveries over HTTP on loopback, the points
 * system's own database, and what is written down of each. Beside it, in the same run, a plain INSERT of the same rows into both databases.
 *
 *   npm run bench:deliveries [-- --records 30000]
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { createKeyring, openKeyring } from '#kernel/seal/keyring.ts';
import { createPairing } from '#kernel/seal/pairing.ts';
import { systemActor } from '#platform/access/actor.ts';
import { transact } from '#platform/access/transaction.ts';
import type { PlatformContext } from '#platform/context.ts';
import type { PlatformDatabase } from '#platform/database.ts';
import { deliver } from '#platform/exchange/index.ts';
import { addMessages } from '#platform/exchange/outbox.ts';
import { type PointsContext, type PointsDatabase, pointsInboxRoutes } from '#points/index.ts';
import { DEFAULT_POLICY_FOLDER } from '#runtime/default-policy.ts';
import { signedSender } from '#runtime/exchange/signed-sender.ts';
import { createServer } from '#runtime/http/server.ts';
import { loadPolicy } from '#runtime/policy.ts';
import { startEmbedded } from '#runtime/postgres/embedded.ts';
import { migrate } from '#runtime/postgres/migrate.ts';
import { ensureDatabase, openDatabase, openPool } from '#runtime/postgres/pool.ts';
import { uuid7 } from '#runtime/uuid.ts';

const { values } = parseArgs({ options: { records: { type: 'string', default: '30000' } } });
const count = Number(values.records);
const RECORDS_A_PERSON = 3;
const directory = mkdtempSync(join(tmpdir(), 'xinheng-bench-deliveries-'));
const server = await startEmbedded({ directory });
const clock = () => new Date('2020-06-01T01:00:00Z');
const secret = `whsec_${randomBytes(32).toString('base64')}`;
const told = Array.from({ length: count }, (_, index) => ({
  recordId: randomUUID(),
  subjectKey: index % RECORDS_A_PERSON === 0 ? randomUUID() : '',
}));
told.forEach((one, index) => {
  if (one.subjectKey === '') one.subjectKey = told[index - (index % RECORDS_A_PERSON)]!.subjectKey;
});
const subjects = [...new Set(told.map(({ subjectKey }) => subjectKey))];
try {
  for (const system of ['platform', 'points'] as const) {
    await ensureDatabase(server.url('postgres'), system);
    await migrate(system, server.url(system), { name: `app_${system}`, password: 'bench' });
  }
  const policy = await loadPolicy(DEFAULT_POLICY_FOLDER);
  const master = randomBytes(32);
  const pairing = createPairing('aes-256-gcm', randomBytes);
  const keyring = openKeyring(master, createKeyring(master, 'aes-256-gcm', randomBytes), pairing);
  const pools = { platform: openPool(server.url('platform')), points: openPool(server.url('points')) };
  const shared = { policy, keyring, clock, newId: () => uuid7(clock()), randomBytes };
  const platform = {
    ...shared,
    database: openDatabase<PlatformDatabase>(pools.platform),
  } as unknown as PlatformContext;
  const points = { ...shared, database: openDatabase<PointsDatabase>(pools.points) } as PointsContext;
  await fill();

  const app = await createServer({ trustProxy: false, rateLimitPerMinute: 1_000_000, secure: false, logger: false });
  await app.register(pointsInboxRoutes, { context: points, inboxSecrets: [secret], wallClock: () => new Date() });
  const url = `${await app.listen({ port: 0, host: '127.0.0.1' })}/inbox`;
  const endpoint = { url, secrets: [secret] };
  const send = signedSender({ endpoints: { points: endpoint, site: endpoint }, clock: () => new Date() });

  const plain = await seconds(() => plainInserts());
  const adding = await seconds(() =>
    transact(platform.database, systemActor('exchange.deliver'), async (tx) => {
      await addMessages(
        tx,
        platform,
        'xinheng.record.published',
        told.map((one) => ({ data: message(one), subjectKey: one.subjectKey })),
      );
    }),
  );
  let delivered = 0;
  const delivering = await seconds(async () => {
    delivered = (await deliver(platform, 'points', send)).acknowledged;
  });
  const held = await pools.points.query<{ n: number }>('SELECT count(*)::int AS n FROM contribution');
  if (delivered !== count || held.rows[0]?.n !== count)
    throw new Error(`${delivered} acknowledged, ${held.rows[0]?.n} held`);
  const rate = (time: number) => `${Math.round(count / time).toLocaleString('en-US')} records/s`;
  console.log(
    `${count.toLocaleString('en-US')} records of ${subjects.length.toLocaleString('en-US')} people, ${Math.round(process.memoryUsage().rss / 1e6)} MB`,
  );
  console.log(`plain INSERT into both databases   ${rate(plain)}`);
  console.log(`into the outbox                    ${rate(adding)}   ratio ${(plain / adding).toFixed(2)}`);
  console.log(`delivered, taken and written down  ${rate(delivering)}   ratio ${(plain / delivering).toFixed(2)}`);
  await app.close();
  await pools.platform.end();
  await pools.points.end();
} finally {
  await server.stop();
  for (const folder of [directory, server.directory]) rmSync(folder, { recursive: true, force: true });
}

function message({ subjectKey, recordId }: { readonly subjectKey: string; readonly recordId: string }) {
  const dates = { occurredOn: '2020-03-01', determinedOn: '2020-04-01', validFrom: '2020-04-01', validUntil: null };
  const what = {
    kind: '2020-2/1.3',
    clause: '2020-2/1.3',
    title: '疫情防控志愿服务',
    matter: '在社区卡点值守',
    polarity: 'good',
  };
  return { subjectKey, recordId, ...what, department: '市民政局', ...dates, objectionOpen: false };
}

/** People with accounts at both, and their records at the platform. */
async function fill(): Promise<void> {
  const columns = [told.map(({ subjectKey }) => subjectKey), told.map(({ recordId }) => recordId)];
  await asOwner('platform', async (owner) => {
    await owner.query(
      `INSERT INTO points_subscription (subject_key, sequence, change, receipt_id, message_id, at)
       SELECT key, n, 'opened', 'bench', n::text, now() FROM unnest($1::uuid[]) WITH ORDINALITY s (key, n)`,
      [subjects],
    );
    await owner.query(
      `INSERT INTO record (subject_key, record_id, case_key, subject_type, polarity, kind, version, clause, matter, occurred_on,
         reporting_department, determining_department, determined_by, determined_at, valid_from, batch_id, row_number)
       SELECT key, record, record, 'person', 'good', '2020-2/1.3', 1, '2020-2/1.3', '在社区卡点值守', '2020-03-01', 'civil-affairs-bureau',
         'civil-affairs-bureau', gen_random_uuid(), '2020-04-01', '2020-04-01', 1, n
       FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY t (key, record, n)`,
      columns,
    );
  });
  await asOwner('points', (owner) =>
    owner.query(
      `WITH made AS MATERIALIZED (SELECT key, gen_random_uuid()::text AS receipt FROM unnest($1::uuid[]) key),
         texts AS (INSERT INTO consent_text (version, text, digest) VALUES ('bench', 'x', repeat('0', 64))),
         receipts AS (INSERT INTO consent_receipt (receipt_id, subject_key, text_version, given_at) SELECT receipt, key, 'bench', now() FROM made)
       INSERT INTO account (subject_key, receipt_id, opened_at) SELECT key, receipt, now() FROM made`,
      [subjects],
    ),
  );
}

/** The same rows put in without any exchange: a message at one, a record at the other. */
async function plainInserts(): Promise<void> {
  await asOwner('platform', async (owner) => {
    await owner.query('CREATE TABLE plain_message (id uuid PRIMARY KEY, subject_key uuid, data jsonb)');
    await owner.query(
      'INSERT INTO plain_message SELECT gen_random_uuid(), key, data FROM unnest($1::uuid[], $2::jsonb[]) t (key, data)',
      [told.map(({ subjectKey }) => subjectKey), told.map((one) => JSON.stringify(message(one)))],
    );
    await owner.query('DROP TABLE plain_message');
  });
  await asOwner('points', async (owner) => {
    await owner.query('CREATE TABLE plain_record (LIKE contribution INCLUDING ALL)');
    await owner.query(
      `INSERT INTO plain_record (subject_key, record_id, position, received_at, kind, clause, title, matter, polarity, department,
         occurred_on, determined_on, valid_from, valid_until, objection_open)
       SELECT key, record, 1, now(), '2020-2/1.3', '2020-2/1.3', '疫情防控志愿服务', '在社区卡点值守', 'good', '市民政局', '2020-03-01', '2020-04-01',
         '2020-04-01', NULL, false FROM unnest($1::uuid[], $2::uuid[]) t (key, record)`,
      [told.map(({ subjectKey }) => subjectKey), told.map(({ recordId }) => recordId)],
    );
    await owner.query('DROP TABLE plain_record');
  });
}

async function asOwner(system: 'platform' | 'points', work: (owner: pg.Client) => Promise<unknown>): Promise<void> {
  const owner = new pg.Client({ connectionString: server.url(system) });
  await owner.connect();
  await owner.query('SET session_replication_role = replica');
  await work(owner);
  await owner.end();
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const start = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - start) / 1e9;
}
