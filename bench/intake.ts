/**
 * How fast reports come in: a million invented rows as CSV and as XLSX through the real path (store, read, check, seal, merge) into
 * a real PostgreSQL with its ordinary durability, beside plain COPY of the very same rows into the very same tables and indexes.
 *
 *   npm run bench:intake [-- --rows 100000] [--formats csv,xlsx] [--chunk 20000]
 */

import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { notedPolicy } from '#runtime/noted-policy.ts';
import { loadPolicy } from '#runtime/policy.ts';
import { type EmbeddedServer, startEmbedded } from '#runtime/postgres/embedded.ts';
import { migrate } from '#runtime/postgres/migrate.ts';
import { ensureDatabase } from '#runtime/postgres/pool.ts';
import { allowTestsIn } from '../tests/support/enter-as.ts';
import { HEADER, inventedRow } from './invented-rows.ts';
import { writeCsv, writeXlsx } from './write-tables.ts';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    formats: { type: 'string', default: 'csv,xlsx' },
    chunk: { type: 'string' },
    /** reuse generated files in this folder */
    files: { type: 'string' },
    profile: { type: 'string' },
  },
});
const rows = Number(values.rows);
const folder = mkdtempSync(join(tmpdir(), 'xinheng-bench-'));
const say = (line: string) => process.stdout.write(`${line}\n`);
const perSecond = (count: number, seconds: number) => `${Math.round(count / seconds).toLocaleString('en-US')} rows/s`;

interface IntakeRun {
  readonly receiveSeconds: number;
  readonly processSeconds: number;
  readonly cpuSeconds: number;
  readonly peakMegabytes: number;
  readonly state: string;
  readonly counts: Record<'accepted' | 'duplicate' | 'suspect' | 'rejected', number>;
}

/** A platform database with one department and one officer. */
async function freshDatabase(
  server: EmbeddedServer,
  name: string,
): Promise<{ owner: pg.Client; url: string; officer: string }> {
  await ensureDatabase(server.url('postgres'), name);
  const policy = await loadPolicy(join(import.meta.dirname, '..', 'cities', 'zhengzhou'));
  await migrate(
    'platform',
    server.url(name),
    { name: 'bench_application', password: 'bench' },
    { note: notedPolicy([policy]).platform },
  );
  await allowTestsIn(server.url(name), 'bench_application');
  const owner = new pg.Client({ connectionString: server.url(name) });
  await owner.connect();
  for (const department of policy.departments) {
    await owner.query('INSERT INTO department (id, name, level) VALUES ($1, $2, $3)', [
      department.id,
      department.name,
      department.level,
    ]);
  }
  const officer = randomUUID();
  await owner.query(
    `INSERT INTO officer (id, issuer, external_id, name, department_id, active_from)
     VALUES ($1, 'bench', 'bench', '测试', 'health-commission', now())`,
    [officer],
  );
  await owner.query(
    `INSERT INTO officer_role (officer_id, department_id, role, held_from) VALUES ($1, 'health-commission', 'reporter', now())`,
    [officer],
  );
  const url = new URL(server.url(name));
  url.username = 'bench_application';
  url.password = 'bench';
  return { owner, url: url.href, officer };
}

async function intake(url: string, officer: string, path: string): Promise<IntakeRun> {
  const request = JSON.stringify({
    url,
    path,
    officer,
    files: join(folder, 'files'),
    ...(values.chunk ? { chunkRows: values.chunk } : {}),
  });
  const flags = values.profile ? ['--cpu-prof', `--cpu-prof-dir=${values.profile}`] : [];
  const child = spawn(process.execPath, [...flags, join(import.meta.dirname, 'intake-process.ts'), request], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  for await (const piece of child.stdout) output += piece;
  if (output === '') throw new Error('the intake process gave no result');
  return JSON.parse(output) as IntakeRun;
}

const TABLES = ['submission', 'batch_finding'];

async function main(): Promise<void> {
  say(`${rows.toLocaleString('en-US')} rows · ${cpus().length} processors · Node ${process.version}`);
  const server = await startEmbedded({ directory: join(folder, 'postgres') });
  try {
    for (const format of values.formats.split(',')) {
      const path = join(values.files ?? folder, `${rows}.${format}`);
      if (!existsSync(path)) await (format === 'csv' ? writeCsv : writeXlsx)(path, HEADER, rows, inventedRow);
      const taken = await freshDatabase(server, `taken_${format}`);
      await taken.owner.query('CHECKPOINT');
      const run = await intake(taken.url, taken.officer, path);
      if (run.state !== 'completed') throw new Error(`the batch ended ${run.state}`);
      const plainSeconds = await plainCopy(server, taken.owner, format);
      const seconds = run.receiveSeconds + run.processSeconds;
      say('');
      say(`${format}  ${(statSync(path).size / 1048576).toFixed(0)} MB, ${JSON.stringify(run.counts)}`);
      say(
        `  intake      ${perSecond(rows, seconds).padStart(16)}   ${seconds.toFixed(1)} s (store ${run.receiveSeconds.toFixed(1)}, process ${run.processSeconds.toFixed(1)}), ${run.cpuSeconds.toFixed(1)} s of CPU in its process`,
      );
      say(`  plain COPY  ${perSecond(rows, plainSeconds).padStart(16)}   ${plainSeconds.toFixed(1)} s`);
      say(
        `  ratio       ${(plainSeconds / seconds).toFixed(2).padStart(9)}          peak memory of the intake process ${run.peakMegabytes} MB`,
      );
      await taken.owner.end();
    }
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The rows the intake produced, copied into the same tables of a fresh database. */
async function plainCopy(server: EmbeddedServer, source: pg.Client, format: string): Promise<number> {
  for (const table of TABLES) {
    await pipeline(
      source.query(copyTo(`COPY (SELECT * FROM ${table} ORDER BY batch_id, row_number) TO STDOUT`)),
      createWriteStream(join(folder, `${table}.copy`)),
    );
  }
  const plain = await freshDatabase(server, `plain_${format}`);
  await plain.owner.query('CHECKPOINT');
  const start = performance.now();
  for (const table of TABLES) {
    await pipeline(
      createReadStream(join(folder, `${table}.copy`)),
      plain.owner.query(copyFrom(`COPY ${table} FROM STDIN`)),
    );
  }
  const seconds = (performance.now() - start) / 1000;
  await plain.owner.end();
  return seconds;
}

await main();
