/** never-collect, as the checks of a row ask it: yes or no, and quickly where one text comes again and again. */
import type { Policy } from '#kernel/policy/policy.ts';
import { compileScreen } from '#kernel/screening/never-collect.ts';

/** A report on thousands of people names few different matters. */
const REMEMBERED = 4_096;

export function neverCollectScreen(policy: Policy): (text: string) => boolean {
  const screen = compileScreen(policy.neverCollect);
  const known = new Map<string, boolean>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const hit = screen(text) !== null;
    if (known.size >= REMEMBERED) known.clear();
    // a copy: the reader's strings are slices that would keep its whole piece of the file alive
    known.set(Buffer.from(text).toString(), hit);
    return hit;
  };
}
