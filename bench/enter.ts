/**
 * What it costs a transaction that the database finds out itself who asks, beside one that believes three settings (as before decision 055):
 * both in turns on one connection, each a begin, the entering, one question under row-level security and a commit. Beside them is stated
 * what one check of a claim costs within a statement.
 *
 *   npm run bench:enter [-- --transactions 4000]
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { DEFAULT_POLICY_FOLDER } from '#runtime/default-policy.ts';
import { loadPolicy } from '#runtime/policy.ts';
import { startEmbedded } from '#runtime/postgres/embedded.ts';
import { migrate } from '#runtime/postgres/migrate.ts';
import { ensureDatabase } from '#runtime/postgres/pool.ts';

const { values } = parseArgs({ options: { transactions: { type: 'string', default: '4000' } } });
const rounds = Number(values.transactions);
const directory = mkdtempSync(join(tmpdir(), 'xinheng-bench-enter-'));
const server = await startEmbedded({ directory });
try {
  await ensureDatabase(server.url('postgres'), 'platform');
  await migrate('platform', server.url('platform'), { name: 'bench_application', password: 'bench' });
  const owner = new pg.Client({ connectionString: server.url('platform') });
  await owner.connect();
  const policy = await loadPolicy(DEFAULT_POLICY_FOLDER);
  const rank = (id: string): number => {
    const parent = policy.findDepartment(id)?.parent;
    return parent === undefined ? 0 : 1 + rank(parent);
  };
  for (const { id, name, parent, level } of policy.departments.toSorted((a, b) => rank(a.id) - rank(b.id)))
    await owner.query('INSERT INTO department (id, name, parent_id, level) VALUES ($1, $2, $3, $4)', [
      ...[id, name, parent ?? null, level],
    ]);
  const token = randomUUID();
  await owner.query(
    `WITH made AS (INSERT INTO officer (id, issuer, external_id, name, department_id, active_from)
       VALUES (gen_random_uuid(), 'bench', 'bench', '测试', 'health-commission', now()) RETURNING id),
       held AS (INSERT INTO officer_role (officer_id, department_id, role, held_from) SELECT id, 'health-commission', 'reporter', now() FROM made)
     INSERT INTO session (token_hash, officer_id, holder, started_at, seen_at, ends_at)
     SELECT sha256(convert_to($1, 'UTF8')), id, '\\x00', now(), now(), now() + interval '1 hour' FROM made`,
    [token],
  );
  const url = new URL(server.url('platform'));
  url.username = 'bench_application';
  url.password = 'bench';
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  const settings = `SELECT set_config('x.departments', $1, true), set_config('x.subjects', '', true), set_config('x.actor', $2, true)`;
  const ways = {
    settings: () => client.query(settings, ['health-commission', token]),
    enter: () => client.query('SELECT enter($1, $2, NULL)', ['officer', token]),
    enter_task: () => client.query('SELECT enter_task($1)', ['intake.process']),
  };
  const spent: Record<string, number[]> = { settings: [], enter: [], enter_task: [] };
  for (let round = 0; round < rounds; round++)
    for (const [way, entering] of Object.entries(ways)) {
      const from = performance.now();
      await client.query('BEGIN');
      await entering();
      await client.query('SELECT count(*) FROM batch');
      await client.query('COMMIT');
      spent[way]!.push(performance.now() - from);
    }
  const median = (of: number[]) => of.toSorted((a, b) => a - b)[Math.floor(of.length / 2)]!;
  const base = median(spent['settings']!);
  for (const [way, of] of Object.entries(spent)) {
    const one = median(of);
    console.log(
      `${way.padEnd(10)} ${one.toFixed(3)} ms a transaction, ${(one / base).toFixed(2)} of settings, ${(one - base).toFixed(3)} ms more`,
    );
  }
  await client.query('BEGIN');
  await client.query('SELECT enter($1, $2, NULL)', ['officer', token]);
  const from = performance.now();
  await client.query('SELECT count(*) FROM generate_series(1, 10000) n WHERE (SELECT claim() WHERE n > 0) IS NOT NULL');
  console.log(`one check of a claim: ${((performance.now() - from) / 10).toFixed(1)} µs`);
  await client.end();
  await owner.end();
} finally {
  await server.stop();
  rmSync(directory, { recursive: true, force: true });
}
