/** Where two versions of the rules differ, place by place. */
import type { DifferenceLine } from '#contracts/enactments.ts';

export type { DifferenceLine } from '#contracts/enactments.ts';

type Leaves = ReadonlyMap<string, string>;

/** A long catalogue has thousands of values; a first enactment is told as one. */
const MOST = 2000;

export function differenceLines(before: object | null, after: object): DifferenceLine[] {
  if (before === null)
    return [{ where: '', kind: 'added', zh: '尚未施行过，全文为新增。', en: 'Not enacted before: all of it is new.' }];
  const [was, is] = [leavesOf(before), leavesOf(after)];
  const places = [...new Set([...was.keys(), ...is.keys()])];
  return places.flatMap((where) => lineOf(where, was.get(where), is.get(where)) ?? []).slice(0, MOST);
}

function lineOf(where: string, was: string | undefined, is: string | undefined): DifferenceLine | undefined {
  if (was === is) return undefined;
  if (was === undefined) return { where, kind: 'added', zh: `${where} 新增：${is}`, en: `${where}: added ${is}` };
  if (is === undefined) return { where, kind: 'removed', zh: `${where} 删去：${was}`, en: `${where}: removed ${was}` };
  return { where, kind: 'changed', zh: `${where} 由 ${was} 改为 ${is}`, en: `${where}: from ${was} to ${is}` };
}

/** Items of lists go by their id or first day where they have one: what moved within a list did not change. */
function leavesOf(value: unknown, at = '', found = new Map<string, string>()): Leaves {
  if (Array.isArray(value))
    for (const [index, item] of value.entries()) leavesOf(item, `${at}[${nameOf(item, index)}]`, found);
  else if (value !== null && typeof value === 'object')
    for (const [key, item] of Object.entries(value)) {
      if (typeof item !== 'function') leavesOf(item, at ? `${at}.${key}` : key, found);
    }
  else if (value !== undefined && at !== 'version') found.set(at, String(value));
  return found;
}

function nameOf(item: unknown, index: number): string {
  const named = item as {
    readonly id?: string;
    readonly code?: string;
    readonly kind?: string;
    readonly from?: string;
  };
  return named?.id ?? named?.code ?? named?.kind ?? named?.from ?? String(index);
}
