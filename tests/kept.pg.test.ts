/** Every state that ever landed starts today: its rows, files and keys come back, the product migrates them and goes on. */
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Demo, startDemo } from '../src/runtime/demo/start-demo.ts';
import { type EmbeddedServer, freePort, startEmbedded } from '../src/runtime/postgres/embedded.ts';
import { SYSTEMS, type System } from '../src/runtime/postgres/systems.ts';
import { toldCity } from './support/city.ts';
import { PREFIX, placeOfClusters } from './support/cluster-place.ts';
import { AFTER_SOMETHING_NEW, answersOf, takesSomethingNew } from './support/kept-answers.ts';
import { type Expectations, KEPT, keepState, keptStates, restoreState } from './support/kept-state.ts';
import { landed, present } from './support/landed-migrations.ts';

/** A server of its own: roles belong to the whole server, and a restored installation is the only one on it. */
let folder: string;
let server: EmbeddedServer;
/** The state of this very version: also where nothing has been kept yet, something is restored. */
let scratch: string;

beforeAll(async () => {
  folder = mkdtempSync(join(placeOfClusters(), PREFIX));
  chmodSync(folder, 0o755);
  scratch = join(folder, 'scratch');
  server = await startEmbedded({
    directory: join(folder, 'postgres'),
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', shared_buffers: '64MB' },
  });
  await keepScratch();
});
afterAll(async () => {
  await server?.stop();
  for (const path of [folder, server?.directory]) if (path) rmSync(path, { recursive: true, force: true });
});
afterEach(async () => {
  await asSuperuser('postgres', async (client) => {
    for (const system of SYSTEMS) await client.query(`DROP DATABASE IF EXISTS xinheng_${system} WITH (FORCE)`);
    const { rows } = await client.query(`SELECT rolname FROM pg_roles WHERE rolname LIKE 'xinheng%'`);
    for (const { rolname } of rows) await client.query(`DROP ROLE ${rolname}`);
  });
});

/** Of the told city of this run, with one job that waits. */
async function keepScratch(): Promise<void> {
  const city = await toldCity();
  try {
    const answers = await answersOf(city.demo);
    const keptAt = city.demo.clock.now();
    await city.demo.stop();
    const owner = (system: System) => city.databases[system].ownerUrl;
    await connected(owner('platform'), (client) =>
      client.query(
        `SELECT graphile_worker.add_job('waits', '{"for": "years"}', run_at := '2100-01-01', job_key := 'one', max_attempts := 3)`,
      ),
    );
    await keepState(scratch, { directory: city.directory, url: owner, keptAt, answers });
  } finally {
    await city.end();
  }
}

const restored: string[] = [];
let count = 0;
/** The folder's databases on the server, looked at, and the product started on them, as it is now. */
async function startedOn(
  kept: string,
  work: (demo: Demo, expected: Expectations) => Promise<void>,
  look = async () => {},
): Promise<void> {
  const directory = join(folder, `data-${count++}`);
  const expected = await restoreState(kept, server.url('postgres'), directory);
  await look();
  const surroundings = { DATABASE_URL: server.url('postgres'), DATA_DIR: directory, PORT: String(await freePort()) };
  const demo = await startDemo(surroundings);
  try {
    await work(demo, expected);
  } finally {
    await demo.stop();
  }
}

async function saysAndGoesOn(demo: Demo, expected: Expectations): Promise<void> {
  expect((await fetch(`${demo.publicUrl}/ready`)).status).toBe(200);
  expect(await answersOf(demo)).toEqual(expected.answers);
  expect(await takesSomethingNew(demo)).toEqual(AFTER_SOMETHING_NEW);
}

describe.each([
  ...keptStates().map((name) => [name, () => join(KEPT, name)] as const),
  ['scratch', () => scratch],
] as const)('the state %s', (name, place) => {
  test('starts, says what it said, and goes on', async () => {
    await startedOn(place(), saysAndGoesOn);
    restored.push(name);
  });

  test('had run migrations that have landed', () => {
    const { migrations } = expectationsOf(place());
    if (name === 'scratch') return expect(migrations).toEqual(present());
    for (const system of SYSTEMS) expect(landed()[system]).toMatchObject(migrations[system] ?? {});
  });
});

test('a state that had not run the newest migration is brought to it, and what waited in the queue waits again', async () => {
  const newest = '0024_no_sole_trader';
  const tables: readonly string[] = [];
  const kept = copyOfScratch();
  rewrite(kept, (expected) => {
    delete expected.migrations.site![`${newest}.sql`];
    for (const table of tables) delete expected.contents.site[`public.${table}`];
  });
  alter(kept, 'site', (lines) => tables.reduce(withoutTable, lines));
  await startedOn(
    kept,
    async (demo, expected) => {
      expect(await noted(newest)).toBe(true);
      expect(await answersOf(demo)).toEqual(expected.answers);
    },
    async () => {
      expect(await noted(newest)).toBe(false);
      expect(await waiting()).toEqual([
        { task: 'waits', payload: { for: 'years' }, attempts: 3, at: new Date('2100-01-01T00:00:00+08:00') },
      ]);
    },
  );
});

describe('a state is not restored', () => {
  test.each<[string, (kept: string) => void, RegExp]>([
    [
      'where a migration was edited since',
      (kept) =>
        rewrite(kept, ({ migrations }) => {
          const [name] = Object.keys(migrations.points!);
          migrations.points![name!] = '0'.repeat(64);
        }),
      /^points\/0001_\w+\.sql was edited$/,
    ],
    [
      'where a row is missing',
      (kept) => alter(kept, 'platform', (lines) => lines.toSpliced(lines.findIndex(begins('audit_entry')) + 1, 1)),
      /^platform: not as it was kept: public\.audit_entry$/,
    ],
    [
      'where a row says something else',
      (kept) => alter(kept, 'platform', (lines) => lines.map((line) => line.replace('市卫生健康委员会', '卫健委'))),
      /^platform: not as it was kept: .*public\.department/,
    ],
  ])('%s', async (_, change, said) => {
    const kept = copyOfScratch();
    change(kept);
    await expect(restoreState(kept, server.url('postgres'), join(folder, `data-${count++}`))).rejects.toThrow(said);
  });
});

test('every state was restored, that of this version among them', () => {
  console.log(`kept states that were restored and started: ${restored.length} (${restored.join(', ')})`);
  expect(restored).toEqual([...keptStates(), 'scratch']);
});

function copyOfScratch(): string {
  const kept = join(folder, `kept-${count++}`);
  cpSync(scratch, kept, { recursive: true });
  return kept;
}

type Changeable<Value> = { -readonly [Name in keyof Value]: Changeable<Value[Name]> };

function rewrite(kept: string, change: (expected: Changeable<Expectations>) => void): void {
  const expected = expectationsOf(kept);
  change(expected);
  writeFileSync(join(kept, 'expectations.json'), JSON.stringify(expected));
}

function alter(kept: string, system: System, change: (lines: string[]) => string[]): void {
  const file = join(kept, `${system}.sql.gz`);
  const lines = gunzipSync(readFileSync(file)).toString('utf8').split('\n');
  writeFileSync(file, gzipSync(change(lines).join('\n')));
}

const begins = (table: string) => (line: string) => line.startsWith(`COPY public.${table} `);

function withoutTable(lines: string[], table: string): string[] {
  const at = lines.findIndex(begins(table));
  return at < 0 ? lines : lines.toSpliced(at, lines.indexOf('\\.', at) - at + 1);
}

async function noted(migration: string): Promise<boolean> {
  const look = (client: pg.Client) => client.query('SELECT FROM schema_migration WHERE name = $1', [migration]);
  return (await asSuperuser('xinheng_site', look)).rowCount === 1;
}

async function waiting(): Promise<unknown[]> {
  const { rows } = await asSuperuser('xinheng_platform', (client) =>
    client.query(
      `SELECT task_identifier AS task, payload, j.max_attempts AS attempts, j.run_at AS at
       FROM graphile_worker.jobs j JOIN graphile_worker._private_jobs p ON p.id = j.id WHERE j.key = 'one'`,
    ),
  );
  return rows;
}

function expectationsOf(kept: string): Expectations {
  return JSON.parse(readFileSync(join(kept, 'expectations.json'), 'utf8')) as Expectations;
}

const asSuperuser = <T>(database: string, work: (client: pg.Client) => Promise<T>) =>
  connected(server.url(database), work);

async function connected<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
