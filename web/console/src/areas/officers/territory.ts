/** Which bodies the officers' pages speak of: the one that is chosen, and those below it. */
import type { DepartmentNode } from '#contracts/officers.ts';

/** With none chosen, all. */
export function within(
  departments: readonly DepartmentNode[],
  chosen: DepartmentNode | undefined,
  id: string,
): boolean {
  for (let at: string | null | undefined = id; at; at = departments.find((one) => one.id === at)?.parent)
    if (at === chosen?.id) return true;
  return chosen === undefined;
}
