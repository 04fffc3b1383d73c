import { createHmac, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createKeyring, type Keyring, openKeyring } from './keyring.ts';
import {
  createPairing,
  earlierPairing,
  openPairing,
  type Pairing,
  pairingMark,
  pseudonyms,
  wrapPairing,
} from './pairing.ts';
import { subjectKeyer } from './subject-key.ts';
import type { SuiteName } from './suite.ts';

const SUITES: readonly SuiteName[] = ['aes-256-gcm', 'sm4-sm3'];
const master = randomBytes(32);
const identity = fc.record({ type: fc.string({ maxLength: 20 }), number: fc.string({ maxLength: 40 }) });
const ringOf = (suite: SuiteName, pairing?: Pairing) =>
  openKeyring(master, createKeyring(master, suite, randomBytes), pairing);
/** Of before: it keyed the digest itself, and both systems had it. */
const sharedRing = (suite: SuiteName): Keyring => {
  const ring = ringOf(suite);
  return { ...ring, subjectKeys: { version: 1, key: ring.subjectKeys.key } };
};

describe.each(SUITES.flatMap((one) => SUITES.map((two) => [one, two] as const)))('%s and %s', (one, two) => {
  const pairing = createPairing(one, randomBytes);
  const [platform, points] = [ringOf(one, pairing), ringOf(two, pairing)];

  test('two systems name a person alike and know them by other keys', () => {
    fc.assert(
      fc.property(identity, (person) => {
        const [here, there] = [subjectKeyer(platform)(person), subjectKeyer(points)(person)];
        const named = pseudonyms(platform).of(here);
        expect(pseudonyms(points).of(there)).toBe(named);
        expect(pseudonyms(points).subjectOf(named)).toBe(there);
        expect(pseudonyms(platform).subjectOf(named)).toBe(here);
        expect(new Set([here, there, named]).size).toBe(3);
      }),
    );
  });

  test('where they once shared a keyring the platform goes on, and the points system has keys of its own', () => {
    const shared = sharedRing(one);
    const paired = earlierPairing(shared);
    const [before, after] = [
      { ...shared, subjectKeys: { ...shared.subjectKeys, pairing: paired } },
      ringOf(two, paired),
    ];
    fc.assert(
      fc.property(identity, (person) => {
        const here = subjectKeyer(before)(person);
        expect(here).toBe(subjectKeyer(shared)(person));
        const there = subjectKeyer(after)(person);
        const named = pseudonyms(before).of(here);
        expect(pseudonyms(after).subjectOf(named)).toBe(there);
        expect(pseudonyms(before).subjectOf(pseudonyms(after).of(there))).toBe(here);
        expect(new Set([here, there, named]).size).toBe(3);
      }),
    );
  });

  test('the keyring alone makes no subject key, and another pairing another one', () => {
    const wrapped = createKeyring(master, two, randomBytes);
    const person = { type: 'resident-id', number: '1' };
    expect(() => subjectKeyer(openKeyring(master, wrapped))(person)).toThrow(/pairing/);
    expect(() => pseudonyms(openKeyring(master, wrapped))).toThrow(/pairing/);
    const keys = [pairing, createPairing(one, randomBytes)].map((by) =>
      subjectKeyer(openKeyring(master, wrapped, by))(person),
    );
    expect(new Set(keys).size).toBe(2);
  });
});

test('the pseudonym is the HMAC of type and number under the pairing', () => {
  const pairing = createPairing('aes-256-gcm', randomBytes);
  const ring = ringOf('aes-256-gcm', pairing);
  const named = pseudonyms(ring).of(subjectKeyer(ring)({ type: 'resident-id', number: '41' }));
  const digest = createHmac('sha256', pairing.key).update('resident-id|41').digest('hex');
  expect(named.replaceAll('-', '')).toBe(digest.slice(0, 32));
});

test('a pairing opens under its master only, and its mark is its own', () => {
  const pairings = [createPairing('aes-256-gcm', randomBytes), earlierPairing(sharedRing('sm4-sm3'))];
  for (const pairing of pairings) {
    const wrapped = JSON.parse(JSON.stringify(wrapPairing(master, pairing, randomBytes)));
    expect(openPairing(master, wrapped)).toEqual(pairing);
    expect(() => openPairing(randomBytes(32), wrapped)).toThrow();
    expect(pairingMark(openPairing(master, wrapped))).toBe(pairingMark(pairing));
  }
  expect(pairingMark(pairings[0]!)).not.toBe(pairingMark({ ...pairings[0]!, veil: randomBytes(32) }));
  expect(pairingMark(pairings[0]!)).not.toBe(pairingMark({ ...pairings[0]!, suite: 'sm4-sm3' }));
});
