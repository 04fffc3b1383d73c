/** The guards of the database that docs/invariants.md names: taken away in tests/invariants, each in a transaction that is rolled back. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Removing it lets whole commits pass and not a statement: a test of its own shows it (tests/kept-rows.pg.test.ts). */
const OF_COMMITS = ['audit_digest.logged_with_rows'];

export interface Tried {
  readonly noticed: readonly string[];
  readonly missed: readonly string[];
  /** whether the tests themselves passed; what they said otherwise */
  readonly failed?: string;
}

/** Constraints, triggers, policies and grants, as `table.name`. */
const named = (): string[] =>
  [
    ...readFileSync('docs/invariants.md', 'utf8').matchAll(
      /(?:constraint|trigger|policy|grant) `(?:(?:points|site)\.)?([a-z_]+\.[A-Za-z_]+)`/g,
    ),
  ]
    .map(([, guard]) => guard!)
    .filter((guard, index, all) => all.indexOf(guard) === index && !OF_COMMITS.includes(guard));

export function tryDatabaseGuards(): Tried {
  const folder = mkdtempSync(join(tmpdir(), 'xinheng-guards-'));
  const file = join(folder, 'noticed');
  try {
    const run = spawnSync('vitest', ['run', '--project', 'pg', 'tests/invariants', 'tests/attacks'], {
      ...{ env: { ...process.env, GUARDS_NOTICED: file }, encoding: 'utf8', maxBuffer: 1 << 28 },
    });
    const seen = new Set(existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []);
    return {
      noticed: named().filter((guard) => seen.has(guard)),
      missed: named().filter((guard) => !seen.has(guard)),
      ...(run.status === 0 ? {} : { failed: run.stdout.slice(-5_000) }),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
