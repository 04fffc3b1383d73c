/**
 * A landed state, kept: what the three databases of a told city hold, with the files, keys and secrets that belong to them, in one folder of
 * `tests/kept`. Everything in it is invented; its keys open nothing else.
 */
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { migrate } from '../../src/runtime/postgres/migrate.ts';
import { ensureDatabase } from '../../src/runtime/postgres/pool.ts';
import { SYSTEMS, type System } from '../../src/runtime/postgres/systems.ts';
import type { Answers } from './kept-answers.ts';
import { type Contents, readRows, writeRows } from './kept-rows.ts';
import { departures, type Landed, present } from './landed-migrations.ts';

export const KEPT = join(import.meta.dirname, '..', 'kept');

/** What was true of the city when it was kept. */
export interface Expectations {
  /** what the city's clock said */
  readonly keptAt: string;
  /** that had run, with their digests */
  readonly migrations: Landed;
  readonly contents: Readonly<Record<System, Contents>>;
  readonly answers: Answers;
}

/** The data folder is kept but for the database server, whose rows are kept apart, and the clock, which is set anew. */
const NOT_KEPT = ['postgres', 'demo-clock.json'];

export interface Told {
  /** its data folder */
  readonly directory: string;
  /** the superuser's; nobody writes any more */
  url(system: System): string;
  readonly keptAt: Date;
  readonly answers: Answers;
}

/** @param folder must not be there yet: a kept state is never kept again */
export async function keepState(folder: string, city: Told): Promise<void> {
  mkdirSync(join(folder, 'data'), { recursive: true });
  const contents: Partial<Record<System, Contents>> = {};
  for (const system of SYSTEMS) {
    const rows = await writeRows(city.url(system));
    contents[system] = rows.contents;
    writeFileSync(rowsOf(folder, system), gzipSync(rows.text, { level: 9 }));
  }
  for (const name of readdirSync(city.directory).filter((one) => !NOT_KEPT.includes(one)))
    cpSync(join(city.directory, name), join(folder, 'data', name), { recursive: true });
  const { keptAt, answers } = city;
  const all = { keptAt: keptAt.toISOString(), migrations: present(), contents, answers };
  writeFileSync(join(folder, 'expectations.json'), `${JSON.stringify(all, null, 2)}\n`);
}

const rowsOf = (folder: string, system: System) => join(folder, `${system}.sql.gz`);

export function keptStates(folder = KEPT): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .toSorted();
}

/**
 * Databases as they were, with exactly the migrations they had, and the data folder that belongs to them.
 * @param superuserUrl of a server with nothing of ours on it
 * @param directory the data folder; made
 * @throws Error where a migration was edited since, or what comes back is not what was kept
 */
export async function restoreState(folder: string, superuserUrl: string, directory: string): Promise<Expectations> {
  const expected = JSON.parse(readFileSync(join(folder, 'expectations.json'), 'utf8')) as Expectations;
  const departed = departures(expected.migrations, present());
  if (departed.length > 0) throw new Error(departed.join('\n'));
  for (const system of SYSTEMS) {
    const url = new URL(superuserUrl);
    url.pathname = `/xinheng_${system}`;
    await ensureDatabase(superuserUrl, `xinheng_${system}`);
    await migrate(system, url.href, undefined, { through: lastOf(expected.migrations[system]) });
    const contents = await readRows(url.href, gunzipSync(readFileSync(rowsOf(folder, system))).toString('utf8'));
    const wrong = differing(expected.contents[system], contents);
    if (wrong.length > 0) throw new Error(`${system}: not as it was kept: ${wrong.join(', ')}`);
  }
  cpSync(join(folder, 'data'), directory, { recursive: true });
  closeToOthers(directory);
  // as src/runtime/demo/clock.ts keeps it
  const shiftMilliseconds = Date.parse(expected.keptAt) - Date.now();
  writeFileSync(join(directory, 'demo-clock.json'), `${JSON.stringify({ shiftMilliseconds })}\n`, { mode: 0o600 });
  return expected;
}

function lastOf(series: Readonly<Record<string, string>> | undefined): string {
  const last = Object.keys(series ?? {})
    .toSorted()
    .at(-1);
  if (last === undefined) throw new Error('a state without migrations');
  return last.replace(/\.sql$/, '');
}

function differing(kept: Contents, found: Contents): string[] {
  const names = new Set([...Object.keys(kept), ...Object.keys(found)]);
  return [...names].filter((name) => JSON.stringify(kept[name]) !== JSON.stringify(found[name])).toSorted();
}

/** Version control keeps no such thing, and the product starts with no key that others may read. */
function closeToOthers(folder: string): void {
  chmodSync(folder, 0o700);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) closeToOthers(path);
    else chmodSync(path, 0o600);
  }
}
