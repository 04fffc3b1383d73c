/** Starts one PostgreSQL for the whole test run and migrates a template of each system's database. */

import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { DEFAULT_POLICY_FOLDER } from '#runtime/default-policy.ts';
import { notedPolicy } from '#runtime/noted-policy.ts';
import { loadPolicies } from '#runtime/policy.ts';
import { startEmbedded } from '../../src/runtime/postgres/embedded.ts';
import { migrate, SYSTEMS } from '../../src/runtime/postgres/migrate.ts';
import { ensureDatabase } from '../../src/runtime/postgres/pool.ts';
import { PREFIX, placeOfClusters } from './cluster-place.ts';
import { loginsOfTests } from './database.ts';
import { allowTestsIn } from './enter-as.ts';

declare module 'vitest' {
  interface ProvidedContext {
    superuserUrl: string;
    applicationPassword: string;
    /** where the city's story is kept once it was told; see city.ts */
    toldFolder: string;
  }
}

export default async function setup(project: TestProject) {
  const directory = mkdtempSync(join(placeOfClusters(), PREFIX));
  chmodSync(directory, 0o755); // as root, the server runs under another account that must get in
  const server = await startEmbedded({
    directory,
    // a test cluster is thrown away: it need not survive a power cut
    settings: {
      ...{ fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' },
      ...{ wal_level: 'minimal', max_wal_senders: '0', max_wal_size: '512MB', max_connections: '200' },
    },
  });
  const notes = notedPolicy(await loadPolicies(DEFAULT_POLICY_FOLDER));
  const applicationPassword = randomBytes(12).toString('hex');
  for (const system of SYSTEMS) {
    await ensureDatabase(server.url('postgres'), `template_${system}`);
    const url = server.url(`template_${system}`);
    await migrate(system, url, loginsOfTests(system, applicationPassword), { partitions: 4, note: notes[system] });
    if (system === 'platform') await allowTestsIn(url, `app_${system}`);
  }
  project.provide('superuserUrl', server.url('postgres'));
  project.provide('applicationPassword', applicationPassword);
  const toldFolder = mkdtempSync(join(tmpdir(), 'xinheng-told-'));
  project.provide('toldFolder', toldFolder);
  return async () => {
    await server.stop();
    for (const folder of [directory, server.directory, toldFolder]) rmSync(folder, { recursive: true, force: true });
  };
}
