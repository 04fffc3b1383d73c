/**
 * The migrations that have landed, each with its digest: from then on databases exist that ran exactly this text, so it is never edited, and what
 * comes later comes after it. `npm run keep-state` writes the list (docs/how-to/migration.md).
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SYSTEMS, type System } from '../../src/runtime/postgres/systems.ts';

/** Digests by file name, by system. */
export type Landed = Readonly<Partial<Record<System, Readonly<Record<string, string>>>>>;

const SOURCES = join(import.meta.dirname, '..', '..', 'src');
const LIST = join(import.meta.dirname, '..', 'kept', 'migrations.json');

export const folderOf = (system: System, sources = SOURCES) => join(sources, system, 'migrations');

export const landed = (): Landed => JSON.parse(readFileSync(LIST, 'utf8')) as Landed;

/** At the release of a state: what stands in the sources now has landed. */
export function land(): void {
  const departed = departures(landed(), present());
  if (departed.length > 0) throw new Error(departed.join('\n'));
  writeFileSync(LIST, `${JSON.stringify(present(), null, 2)}\n`);
}

/** The series as it stands in the sources now. */
export function present(sources = SOURCES): Landed {
  return Object.fromEntries(SYSTEMS.map((system) => [system, seriesOf(folderOf(system, sources))]));
}

function seriesOf(folder: string): Record<string, string> {
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.sql')) : [];
  const digest = (name: string) =>
    createHash('sha256')
      .update(readFileSync(join(folder, name)))
      .digest('hex');
  return Object.fromEntries(names.toSorted().map((name) => [name, digest(name)]));
}

/** What stands in the way of running today's series on a database that has run `before`; nothing: it may be run. */
export function departures(before: Landed, now: Landed): string[] {
  return SYSTEMS.flatMap((system) => {
    const [then, files] = [before[system] ?? {}, now[system] ?? {}];
    const last = Object.keys(then).toSorted().at(-1);
    if (last === undefined) return [];
    return [
      ...Object.keys(then)
        .filter((name) => files[name] === undefined)
        .map((name) => `${system}/${name} is missing`),
      ...Object.keys(then)
        .filter((name) => files[name] !== undefined && files[name] !== then[name])
        .map((name) => `${system}/${name} was edited`),
      ...Object.keys(files)
        .filter((name) => then[name] === undefined && name < last)
        .map((name) => `${system}/${name} comes before ${last}, which has landed`),
    ];
  });
}
