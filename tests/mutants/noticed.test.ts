/** Every guard of the list is taken out of the code, one at a time, and its tests notice. Those of the database: tests/invariants. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { MUTANTS } from './mutants.ts';

// far beyond the two minutes it takes: a machine may be slow and busy
test('no guard goes unnoticed', { timeout: 3_600_000 }, async () => {
  const run = promisify(execFile)(process.execPath, ['scripts/mutants.ts', '--code'], { maxBuffer: 1 << 26 });
  const { stdout } = await run.catch((error: { readonly stdout: string }) => error);
  expect(stdout.split('\n').filter((line) => !line.startsWith('noticed'))).toEqual([
    expect.stringContaining(`${MUTANTS.length} guards taken away, ${MUTANTS.length} noticed, 0 not`),
    '',
  ]);
});
