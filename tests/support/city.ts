/**
 * A running demo city for one file of tests: the three systems on databases of their own. The story is told once in a run, by whoever
 * asks first; every `toldCity` is a copy of its databases, keys and files, at the instant the story ended.
 */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { inject } from 'vitest';
import { DEFAULT_POLICY_FOLDER } from '../../src/runtime/default-policy.ts';
import { DEMO_NOTICE_FOLDER } from '../../src/runtime/demo/demo-notices.ts';
import { type Demo, startDemo } from '../../src/runtime/demo/start-demo.ts';
import { tellStory } from '../../src/runtime/demo/story.ts';
import { notingOf, readFolder } from '../../src/runtime/enacted-policy.ts';
import { notedPolicy } from '../../src/runtime/noted-policy.ts';
import { freePort } from '../../src/runtime/postgres/embedded.ts';
import { openPool } from '../../src/runtime/postgres/pool.ts';
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

/** How many notices are in force: the city's own, or with the demo's invented one beside it. */
type InForce = 'one notice' | 'two notices';

/** Nobody has done anything yet. */
export const newCity = (inForce: InForce = 'one notice'): Promise<City> =>
  openCity((system) => `template_${system}`, newFolder(), inForce);

/** As the story leaves it: files handed in, determined, an edition published, an account opened, an objection open. */
export async function toldCity(inForce: InForce = 'one notice'): Promise<City> {
  const { folder, endedAt } = await told(inForce);
  const directory = newFolder();
  cpSync(join(folder, DATA), directory, { recursive: true });
  setClock(directory, new Date(endedAt));
  return openCity((system) => toldDatabase(system, inForce), directory, inForce);
}

const DATA = 'data';
const toldDatabase = (system: System, inForce: InForce) =>
  inForce === 'one notice' ? `told_${system}` : `told_two_${system}`;
const newFolder = () => mkdtempSync(join(placeOfClusters(), PREFIX));

async function openCity(templateOf: (system: System) => string, directory: string, inForce: InForce): Promise<City> {
  const created = await Promise.all(
    SYSTEMS.map(async (system) => [system, await cloneTestDatabase(system, templateOf(system))] as const),
  );
  const databases = Object.fromEntries(created) as Record<System, TestDatabase>;
  const demo = await startDemo(await environmentOf(databases, directory, inForce), {
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

async function environmentOf(databases: Readonly<Record<System, TestDatabase>>, directory: string, inForce: InForce) {
  if (inForce === 'one notice') await enactPack(databases.platform.ownerUrl);
  else await enactBoth(databases);
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
  await noteIn(ownerUrl, notingOf(await readFolder(DEFAULT_POLICY_FOLDER)));
}

/** As `npm start` does where nothing is enacted yet. */
async function enactBoth(databases: Readonly<Record<System, TestDatabase>>): Promise<void> {
  const folder = await readFolder(DEFAULT_POLICY_FOLDER, [DEMO_NOTICE_FOLDER]);
  const notes = { ...notedPolicy(folder.packs.map(({ policy }) => policy)), platform: notingOf(folder) };
  for (const system of SYSTEMS) await noteIn(databases[system].ownerUrl, notes[system] ?? (async () => {}));
}

async function noteIn(ownerUrl: string, note: ReturnType<typeof notingOf>): Promise<void> {
  const owner = openPool(ownerUrl, 1);
  try {
    await note(owner);
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
async function told(inForce: InForce): Promise<Told> {
  const folder = join(inject('toldFolder'), inForce.replace(' ', '-'));
  mkdirSync(folder, { recursive: true });
  const done = join(folder, 'told.json');
  const turn = new pg.Client({ connectionString: inject('superuserUrl') });
  await turn.connect();
  try {
    await turn.query(`SELECT pg_advisory_lock(hashtext('the city''s story' || $1))`, [inForce]);
    if (!existsSync(done)) writeFileSync(done, JSON.stringify(await tell(folder, inForce)));
    return JSON.parse(readFileSync(done, 'utf8')) as Told;
  } finally {
    await turn.end();
  }
}

async function tell(folder: string, inForce: InForce): Promise<Told> {
  rmSync(join(folder, DATA), { recursive: true, force: true });
  const databases = Object.fromEntries(
    await Promise.all(
      SYSTEMS.map(async (system) => {
        const one = await cloneTestDatabase(system, `template_${system}`, toldDatabase(system, inForce));
        return [system, one] as const;
      }),
    ),
  ) as Record<System, TestDatabase>;
  const demo = await startDemo(await environmentOf(databases, join(folder, DATA), inForce), {
    ownerUrl: databases.platform.ownerUrl,
  });
  try {
    await tellStory(demo, { log: () => {} });
    return { folder, endedAt: demo.clock.now().toISOString() };
  } finally {
    await demo.stop();
  }
}
