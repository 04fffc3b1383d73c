/** Why rows came back, in words. Pure. */
import { REASONS } from '#kernel/reasons.ts';

/** A reason that a later version no longer knows is shown by its code. */
export function reasonWords(code: string): { zh: string; en: string } {
  const known = (REASONS as Readonly<Record<string, { zh: string; en: string } | undefined>>)[code];
  return known ? { zh: known.zh, en: known.en } : { zh: code, en: code };
}
