/** The operations of a published interface, as calls need them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Operation } from '../access/operation.ts';
import { operationsOf as operationsIn } from '../access/operations.ts';

/** `FUZZ_SEED=7 FUZZ_SOME=20 FUZZ_MOST=5000` tries other values, and more of them; a failure names the attempt itself. */
export const SEED = Number(process.env['FUZZ_SEED'] ?? 20_200_210);
export const SOME = Number(process.env['FUZZ_SOME'] ?? 4);
/** attempts on one operation of the platform */
export const MOST = Number(process.env['FUZZ_MOST'] ?? 60);

export function operationsOf(system: 'platform' | 'points' | 'site'): Operation[] {
  const file = join(import.meta.dirname, '..', '..', 'docs', 'openapi', `${system}.json`);
  return operationsIn(JSON.parse(readFileSync(file, 'utf8')));
}
