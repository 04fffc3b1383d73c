/**
 * A running demo city for one file of tests: the three systems on databases of their own. The story is told once in a run, by whoever
 * asks first; every `toldCity` is a copy of its databases, keys and files, at the instant the story ended.
 */
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { inject } from 'vitest';
import { DEFAULT_POLICY_FOLDER } from '../../src/runtime/default-policy.ts';
import { type Demo, startDemo } from '../../src/runtime/demo/start-demo.ts';
import { tellStory } from '../../src/runtime/demo/story.ts';
import { notingOf, readFolder } from '../../src/runtime/enacted-policy.ts';
import { freePort } from '../../src/runtime/postgres/embedded.ts';
import { loginKindsOf, SYSTEMS, type System } from '../../src/runtime/postgres/systems.ts';
import { PREFIX, placeOfClusters } from './cluster-place.ts';
import { cloneTestDatabase, type TestDatabase } from './database.ts';

export interface City {
  readonly demo: Demo;
  /** its data folder; gone at the end */
  readonly directory: string;
  readonly databases: Readonly<Record<System, TestDatabase>>;
  end(): Promise<void>;
}

/** Nobody has done anything yet. */
export const newCity = (): Promise<City> => openCity((system) => `template_${system}`, newFolder());

/** As the story leaves it: files handed in, determined, an edition published, an account opened, an objection open. */
export async function toldCity(): Promise<City> {
  const { folder, endedAt } = await told();
  const directory = newFolder();
  cpSync(join(folder, DATA), directory, { recursive: true });
  setClock(directory, new Date(endedAt));
  return openCity(toldDatabase, directory);
}

const DATA = 'data';
const toldDatabase = (system: System) => `told_${system}`;
const newFolder = () => mkdtempSync(join(placeOfClusters(), PREFIX));

async function openCity(templateOf: (system: System) => string, directory: string): Promise<City> {
  const created = await Promise.all(
    SYSTEMS.map(async (system) => [system, await cloneTestDatabase(system, templateOf(system))] as const),
  );
  const databases = Object.fromEntries(created) as Record<System, TestDatabase>;
  const demo = await startDemo(await environmentOf(databases, directory), {
    ownerUrl: databases.platform.ownerUrl,
  });
  return {
    ...{ demo, directory, databases },
    async end() {
      await demo.stop();
      await Promise.all(created.map(([, database]) => database.drop()));
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function environmentOf(databases: Readonly<Record<System, TestDatabase>>, directory: string) {
  await enactPack(databases.platform.ownerUrl);
  const urls = SYSTEMS.flatMap((system) =>
    loginKindsOf(system).map((kind) => {
      const named = kind === 'web' ? system : `${system}_${kind.replaceAll('-', '_')}`;
      return [`${named.toUpperCase()}_DATABASE_URL`, databases[system].urls[kind]];
    }),
  );
  return { ...Object.fromEntries(urls), PORT: String(await freePort()), DATA_DIR: directory };
}

/** As the first start by an owner does; the logins of a test's city may not. */
export async function enactPack(ownerUrl: string): Promise<void> {
  const owner = new pg.Pool({ connectionString: ownerUrl, max: 1 });
  try {
    await notingOf(await readFolder(DEFAULT_POLICY_FOLDER))(owner);
  } finally {
    await owner.end();
  }
}

/** As src/runtime/demo/clock.ts keeps it: by how much the demo is ahead of the wall clock. */
function setClock(directory: string, instant: Date): void {
  const shiftMilliseconds = instant.getTime() - Date.now();
  writeFileSync(join(directory, 'demo-clock.json'), `${JSON.stringify({ shiftMilliseconds })}\n`);
}

interface Told {
  readonly folder: string;
  readonly endedAt: string;
}

/** Whoever comes while another tells it waits; what was begun and not finished is thrown away. */
async function told(): Promise<Told> {
  const folder = inject('toldFolder');
  const done = join(folder, 'told.json');
  const turn = new pg.Client({ connectionString: inject('superuserUrl') });
  await turn.connect();
  try {
    await turn.query(`SELECT pg_advisory_lock(hashtext('the city''s story'))`);
    if (!existsSync(done)) writeFileSync(done, JSON.stringify(await tell(folder)));
    return JSON.parse(readFileSync(done, 'utf8')) as Told;
  } finally {
    await turn.end();
  }
}

async function tell(folder: string): Promise<Told> {
  rmSync(join(folder, DATA), { recursive: true, force: true });
  const databases = Object.fromEntries(
    await Promise.all(
      SYSTEMS.map(async (system) => {
        const one = await cloneTestDatabase(system, `template_${system}`, toldDatabase(system));
        return [system, one] as const;
      }),
    ),
  ) as Record<System, TestDatabase>;
  const demo = await startDemo(await environmentOf(databases, join(folder, DATA)), {
    ownerUrl: databases.platform.ownerUrl,
  });
  try {
    await tellStory(demo, { log: () => {} });
    return { folder, endedAt: demo.clock.now().toISOString() };
  } finally {
    await demo.stop();
  }
}
