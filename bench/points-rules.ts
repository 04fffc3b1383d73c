/**
 * How long a change of the points rules takes for a whole city: telling the holders, and rehearsing the change beforehand, beside a plain
 * read of the same accounts and records in the same run.
 *
 *   npm run bench:points [-- --accounts 200000]
 */

import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { withQuestions } from '#kernel/policy/questions.ts';
import { createKeyring, openKeyring } from '#kernel/seal/keyring.ts';
import { toLocalDate } from '#kernel/time/local-date.ts';
import { noteRules, type PointsContext, type PointsDatabase, rehearse, tellHolders } from '#points/index.ts';
import { DEFAULT_POLICY_FOLDER } from '#runtime/default-policy.ts';
import { loadPolicy } from '#runtime/policy.ts';
import { startEmbedded } from '#runtime/postgres/embedded.ts';
import { migrate } from '#runtime/postgres/migrate.ts';
import { ensureDatabase, openDatabase, openPool } from '#runtime/postgres/pool.ts';
import { uuid7 } from '#runtime/uuid.ts';
import { ref } from '../tests/support/refs.ts';

const { values } = parseArgs({ options: { accounts: { type: 'string', default: '200000' } } });
const count = Number(values.accounts);
const directory = mkdtempSync(join(tmpdir(), 'xinheng-bench-points-'));
const server = await startEmbedded({ directory });
try {
  await ensureDatabase(server.url('postgres'), 'points');
  await migrate('points', server.url('points'), { name: 'app_points', password: 'bench' });
  const owner = new pg.Client({ connectionString: server.url('points') });
  await owner.connect();
  await owner.query(
    `WITH made AS MATERIALIZED (SELECT n, gen_random_uuid() AS subject, gen_random_uuid()::text AS receipt FROM generate_series(1, $1) n),
       texts AS (INSERT INTO consent_text (version, text, digest) VALUES ('bench', 'x', repeat('0', 64))),
       receipts AS (INSERT INTO consent_receipt (receipt_id, subject_key, text_version, given_at) SELECT receipt, subject, 'bench', now() FROM made),
       opened AS (INSERT INTO account (subject_key, receipt_id, opened_at) SELECT subject, receipt, now() FROM made)
     INSERT INTO contribution (subject_key, record_id, position, received_at, kind, clause, title, matter, polarity, department,
       occurred_on, determined_on, valid_from, valid_until, objection_open)
     SELECT subject, gen_random_uuid(), 1, now(), k.kind, k.kind, 't', '在社区值守', 'good', 'd', '2020-03-01', '2020-04-01', '2020-04-01', NULL, false
     FROM made CROSS JOIN LATERAL (SELECT (ARRAY['2020-2/1.2', '2020-2/1.3', '2020-2/1.5'])[1 + (n + r) % 3] AS kind FROM generate_series(1, 1 + n % 3) r) k`,
    [count],
  );
  await owner.query('VACUUM ANALYZE');
  const policy = await loadPolicy(DEFAULT_POLICY_FOLDER);
  const rules = policy.points.rules.map((rule) =>
    rule.kind === ref('1.3')
      ? {
          ...rule,
          points: [...rule.points, { from: toLocalDate('2020-05-01'), value: 9, citation: 'bench', local: true }],
        }
      : rule,
  );
  const changed = withQuestions({ ...policy, points: { ...policy.points, rules } });
  const master = randomBytes(32);
  const pool = openPool(server.url('points'));
  const clock = () => new Date('2020-06-01T01:00:00Z');
  const context = (one: typeof policy) =>
    ({
      database: openDatabase<PointsDatabase>(pool),
      policy: one,
      keyring: openKeyring(master, createKeyring(master, 'aes-256-gcm', randomBytes)),
      clock,
      newId: () => uuid7(clock()),
    }) as PointsContext;

  const read = await seconds(async () => {
    await owner.query(
      'SELECT a.subject_key, c.kind, c.valid_from, c.valid_until FROM account a LEFT JOIN contribution c USING (subject_key)',
    );
  });
  const rehearsal = await seconds(async () => {
    await rehearse(context(policy).database, policy, changed, toLocalDate('2020-06-01'));
  });
  await noteRules(context(policy));
  await noteRules(context(changed));
  let noticed = 0;
  const telling = await seconds(async () => {
    noticed = (await tellHolders(context(changed))).noticed;
  });
  const rate = (time: number) => `${Math.round(count / time).toLocaleString('en-US')} accounts/s`;
  console.log(`${count.toLocaleString('en-US')} accounts, ${Math.round(process.memoryUsage().rss / 1e6)} MB`);
  console.log(`plain read of accounts and records   ${rate(read)}`);
  console.log(`rehearsal (both rules, both totals)  ${rate(rehearsal)}   ratio ${(read / rehearsal).toFixed(2)}`);
  console.log(`telling holders (${noticed} notices)  ${rate(telling)}   ratio ${(read / telling).toFixed(2)}`);
  await pool.end();
  await owner.end();
} finally {
  await server.stop();
  for (const folder of [directory, server.directory]) rmSync(folder, { recursive: true, force: true });
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const start = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - start) / 1e9;
}
