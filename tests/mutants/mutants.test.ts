/** The list of guards is true: each stands in its file once, and its tests are there. `npm run mutants` takes them away. */
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { mutated } from './mutant.ts';
import { MUTANTS } from './mutants.ts';

test.each(MUTANTS.map((mutant) => [`${mutant.file}: ${mutant.without}`, mutant] as const))('%s', (_name, mutant) => {
  expect(mutated(mutant, readFileSync(mutant.file, 'utf8'))).not.toContain(mutant.from);
  for (const file of mutant.tests) expect(existsSync(file), file).toBe(true);
});

test('no guard is listed twice', () => {
  expect(new Set(MUTANTS.map(({ file, from }) => `${file} ${from}`)).size).toBe(MUTANTS.length);
});
