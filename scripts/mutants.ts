/**
 * `npm run mutants`: takes the guards of the list out of the code, one at a time, and runs the tests that have to notice. A guard that
 * nobody misses ends the run with 1. No file is written: the text is changed where the tests load it.
 * The guards of the database are taken away in tests/invariants, each in a transaction that is rolled back.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { startVitest } from 'vitest/node';
import { tryDatabaseGuards } from '../tests/mutants/database-guards.ts';
import { type Mutant, mutated } from '../tests/mutants/mutant.ts';
import { MUTANTS } from '../tests/mutants/mutants.ts';

/** `--code`: without the guards of the database, which the tests of their own take away as well. */
const code = process.argv.includes('--code');
const wanted = process.argv.slice(2).filter((word) => word !== '--code');
const chosen = MUTANTS.filter(({ without, file }) => wanted.every((word) => `${file} ${without}`.includes(word)));
const began = performance.now();

for (const mutant of chosen) mutated(mutant, readFileSync(mutant.file, 'utf8'));

/** First as it is: what is red already would notice anything. */
const files = [...new Set(chosen.flatMap(({ tests }) => tests))];
const red = files.length === 0 || (await outcome(files));
if (red !== 'green') {
  console.error(
    `Without any change the tests named for these guards should pass: ${red === true ? 'no guard has these words' : red}`,
  );
  process.exit(2);
}

const missed: Mutant[] = [];
for (const mutant of chosen) {
  const noticed = await outcome(mutant.tests, mutant);
  if (noticed === 'green') missed.push(mutant);
  console.log(
    `${noticed === 'green' ? 'NOT NOTICED' : 'noticed    '}  ${mutant.invariant}: without ${mutant.without} (${mutant.file})`,
  );
}

/** Only in a run of all: it takes a database. */
const database = wanted.length === 0 && !code ? tryDatabaseGuards() : { noticed: [], missed: [] };
for (const guard of database.noticed) console.log(`noticed      in the database: without ${guard}`);
for (const guard of database.missed) console.log(`NOT NOTICED  in the database: without ${guard}`);
if (database.failed) console.log(database.failed);

const seconds = Math.round((performance.now() - began) / 1000);
const unnoticed = missed.length + database.missed.length;
const all = chosen.length + database.noticed.length + database.missed.length;
console.log(`${all} guards taken away, ${all - unnoticed} noticed, ${unnoticed} not, ${seconds} s`);
process.exit(unnoticed > 0 || database.failed ? 1 : 0);

/** @returns `green`, or what turned red */
async function outcome(tests: readonly string[], mutant?: Mutant): Promise<string> {
  const kept = process.exitCode;
  const run = await startVitest(
    'test',
    [...tests],
    {
      ...{ config: false, watch: false, run: true, reporters: [{}], isolate: false, pool: 'threads', maxWorkers: 1 },
      ...{
        include: [...tests],
        bail: 1,
        testTimeout: 180_000,
        hookTimeout: 180_000,
        passWithNoTests: false,
        // a module kept on disk would be the one before the change, or come back after it
        fsModuleCache: false,
      },
    },
    { logLevel: 'silent', plugins: mutant ? [changing(mutant)] : [] },
  );
  const modules = run.state.getTestModules();
  const failed = modules.filter((module) => module.state() === 'failed').map(({ moduleId }) => moduleId);
  const lost = run.state.getUnhandledErrors().length;
  await run.close();
  process.exitCode = kept;
  if (modules.length < tests.length && !mutant) return `not found: ${tests.join(', ')}`;
  return failed.length + lost === 0 ? 'green' : failed.join(', ') || 'an error outside the tests';
}

/** Where the tests load the file, they get it without its guard. */
function changing(mutant: Mutant) {
  const path = resolve(mutant.file);
  return {
    name: 'without-a-guard',
    enforce: 'pre' as const,
    transform(source: string, id: string) {
      return id.split('?')[0] === path ? { code: mutated(mutant, source), map: null } : undefined;
    },
  };
}
