/** The pure part of benefits: the code a person shows, whether they qualify, and how a small figure is kept coarse. */
import { createHash } from 'node:crypto';
import type { Benefit, Policy } from '#kernel/policy/policy.ts';
import { type May, no, YES } from '#kernel/refusal/may.ts';
import type { LocalDate } from '#kernel/time/local-date.ts';
import { accountOn } from '../accounts/rules.ts';
import type { Contribution } from '../accounts/store.ts';

/** Crockford's alphabet: no I, L, O, U, so that a code can be read aloud. 32 letters: a byte's low five bits pick one without bias. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 8;

/** How long a code on a screen is good for. */
export const CODE_SECONDS = 120;
/** A provider's figure below this is not told exactly. */
export const SMALLEST_COUNT = 5;
/** Unconfirmed codes after which a provider must wait, and for how long they count: guessing one of 2^40 codes stays hopeless. */
export const MISSES = { most: 20, minutes: 10 } as const;

export function newCode(randomBytes: (length: number) => Uint8Array): string {
  return [...randomBytes(LENGTH)].map((byte) => ALPHABET.charAt(byte & 31)).join('');
}

/** The code as typed or scanned, in its one form; null for what can be no code. */
export function readCode(typed: string): string | null {
  const code = typed
    .normalize('NFKC')
    .replaceAll(/[\s-]/g, '')
    .toUpperCase()
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
  return code.length === LENGTH && [...code].every((letter) => ALPHABET.includes(letter)) ? code : null;
}

/** What is hashed of a code. */
export const wordsOfCode = (code: string): string => `benefit:${code}`;
export const hashOfCode = (code: string): Buffer => createHash('sha256').update(wordsOfCode(code)).digest();

/** points-only-unlock: the level reached against the threshold of the pack; of the account nothing else comes out. */
export function qualifies(
  policy: Policy,
  benefit: Benefit,
  contributions: readonly Contribution[],
  today: LocalDate,
): boolean {
  const { level } = accountOn(policy, contributions, today);
  return policy.benefitsFor(level.id, today).some(({ id }) => id === benefit.id);
}

/** Says nothing about any person: only whether the benefit is among those the provider offers today. */
export function whetherOffered(benefit: Benefit, offered: ReadonlySet<string>): May {
  if (offered.has(benefit.id)) return YES;
  return no('not-offered', {
    problem: 'benefit.unknown',
    said: { zh: '该单位今天没有提供这项优惠。', en: 'This provider does not offer this benefit today.' },
  });
}

export const coarse = (count: number): number | null => (count < SMALLEST_COUNT ? null : count);
