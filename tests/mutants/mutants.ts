/** The guards in the code that tests without a database must miss when they are gone. A guard for each line: what no longer holds, and the text that held it. */
import { ACCESS } from './access.ts';
import { DETERMINATION } from './determination.ts';
import { INTAKE } from './intake.ts';
import { KERNEL } from './kernel.ts';
import { LOOKS } from './looks.ts';
import type { Mutant } from './mutant.ts';
import { PUBLICATION } from './publication.ts';
import { RIGHTS } from './rights.ts';

export const MUTANTS: readonly Mutant[] = [
  ...ACCESS,
  ...INTAKE,
  ...DETERMINATION,
  ...RIGHTS,
  ...LOOKS,
  ...PUBLICATION,
  ...KERNEL,
];
