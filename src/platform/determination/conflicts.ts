/** When two officers meet in the database, its constraints decide; what happened is said in the domain's words. */

import { problemOfConstraint } from '#kernel/refusal/constraints.ts';
import { isProblem } from '#kernel/refusal/problem.ts';

/** @throws Problem for every constraint that is a rule of the domain; anything else as it was thrown */
export async function asProblems<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw isProblem(error) ? error : (problemOfConstraint(error) ?? error);
  }
}
