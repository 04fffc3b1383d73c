/** One text for one value: keys sorted, no spaces, so that two systems that hold the same data compute the same digest. */
import { createHash } from 'node:crypto';

/** JSON with object keys in code-unit order at every depth; members that are `undefined` are left out, as in JSON. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    member !== null && typeof member === 'object' && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : member,
  );
}

/** SHA-256 of the canonical text, 64 lower-case hexadecimal digits. */
export function canonicalDigest(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value), 'utf8').digest('hex');
}

export interface HeldItem {
  readonly id: string;
  readonly position: number;
}

/** What a system holds, in two figures that another can compare with its own: how many, and a digest over id and position. */
export interface Holdings {
  readonly count: number;
  readonly digest: string;
}

export function holdingsOf(items: readonly HeldItem[]): Holdings {
  const lines = items.map((item) => `${item.id}:${item.position}`).sort();
  return { count: lines.length, digest: canonicalDigest(lines) };
}
