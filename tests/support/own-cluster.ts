/** A PostgreSQL of one test alone, for what would disturb the others: stopping it, freezing it, killing it, making it read-only. */

import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { DEFAULT_POLICY_FOLDER } from '#runtime/default-policy.ts';
import { notingOf, readFolder } from '#runtime/enacted-policy.ts';
import { notedPolicy } from '#runtime/noted-policy.ts';
import { startEmbedded } from '../../src/runtime/postgres/embedded.ts';
import { migrate, type System } from '../../src/runtime/postgres/migrate.ts';
import { ensureDatabase } from '../../src/runtime/postgres/pool.ts';
import { PREFIX, placeOfClusters } from './cluster-place.ts';
import { allowTestsIn } from './enter-as.ts';

export interface OwnCluster {
  readonly port: number;
  /** the application's login in `system`'s database */
  url(system: System): string;
  ownerUrl(system: System): string;
  /** SIGSTOP to the server and every one of its sessions, or SIGCONT */
  freeze(): void;
  thaw(): void;
  /** SIGSTOP to the server alone: sessions go on, nobody new gets in */
  freezeDoor(): void;
  /** SIGKILL to all of it: as a machine that loses its power */
  kill(): void;
  /** again after `kill`, on the same port */
  start(): Promise<void>;
  readOnly(on: boolean): Promise<void>;
  close(): Promise<void>;
}

export async function ownCluster(...systems: System[]): Promise<OwnCluster> {
  const directory = mkdtempSync(join(placeOfClusters(), PREFIX));
  chmodSync(directory, 0o755); // as root, the server runs under another account that must get in
  const settings = { max_connections: '60', shared_buffers: '32MB' };
  let server = await startEmbedded({ directory, settings });
  // as the first start by an owner does: a process that is not the owner runs what is enacted
  const folder = await readFolder(DEFAULT_POLICY_FOLDER);
  const notes = { ...notedPolicy(folder.packs.map(({ policy }) => policy)), platform: notingOf(folder) };
  const password = randomBytes(12).toString('hex');
  for (const system of systems) {
    await ensureDatabase(server.url('postgres'), system);
    const login = { name: `app_${system}`, password };
    await migrate(system, server.url(system), login, { partitions: 4, note: notes[system] });
    if (system === 'platform') await allowTestsIn(server.url(system), `app_${system}`);
  }
  const postmaster = () =>
    Number(readFileSync(join(server.directory, 'data', 'postmaster.pid'), 'utf8').split('\n')[0]);
  const signal = (name: NodeJS.Signals, pids: readonly number[]) => {
    for (const pid of pids) {
      try {
        process.kill(pid, name);
      } catch {
        // gone meanwhile
      }
    }
  };
  const everyone = () => [postmaster(), ...childrenOf(postmaster())];
  return {
    port: server.port,
    url(system) {
      const url = new URL(server.url(system));
      url.username = `app_${system}`;
      url.password = password;
      return url.href;
    },
    ownerUrl: (system) => server.url(system),
    freeze: () => signal('SIGSTOP', everyone()),
    thaw: () => signal('SIGCONT', everyone()),
    freezeDoor: () => signal('SIGSTOP', [postmaster()]),
    kill: () => signal('SIGKILL', everyone()),
    async start() {
      server = await startEmbedded({ directory, port: server.port, settings });
    },
    async readOnly(on) {
      const client = new pg.Client({ connectionString: server.url('postgres') });
      await client.connect();
      await client.query('SET default_transaction_read_only = off');
      await client.query(`ALTER SYSTEM SET default_transaction_read_only = ${on ? 'on' : 'off'}`);
      await client.query('SELECT pg_reload_conf()');
      await client.end();
    },
    async close() {
      signal('SIGCONT', everyone());
      await server.stop();
      for (const folder of [directory, server.directory]) rmSync(folder, { recursive: true, force: true });
    },
  };
}

function childrenOf(parent: number): number[] {
  return execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .flatMap(([pid, of]) => (pid !== undefined && of === parent ? [pid] : []));
}
