import { createHmac, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fieldCipher, SealBroken } from './field-cipher.ts';
import { addDataKey, createKeyring, openKeyring, rewrap } from './keyring.ts';
import { createPairing } from './pairing.ts';
import { sealPlace } from './place.ts';
import { subjectKeyBytes, subjectKeyer, subjectKeysBytes, uuidOf } from './subject-key.ts';
import type { SuiteName } from './suite.ts';

const master = randomBytes(32);
const PLACE = sealPlace('submission', 'sealed', 'subject');

describe.each<SuiteName>(['aes-256-gcm', 'sm4-sm3'])('%s', (suite) => {
  const wrapped = createKeyring(master, suite, randomBytes);
  const pairing = createPairing(suite, randomBytes);
  const keyring = openKeyring(master, wrapped, pairing);
  const cipher = fieldCipher(keyring, randomBytes);

  test('what was sealed opens again, for its subject only', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.uuid(), fc.uuid(), (text, one, another) => {
        const [subject, other] = [sealPlace('submission', 'sealed', one), sealPlace('submission', 'sealed', another)];
        const sealed = cipher.seal(text, subject);
        expect(cipher.open(sealed, subject)).toBe(Buffer.from(text, 'utf8').toString('utf8'));
        if (other !== subject) expect(() => cipher.open(sealed, other)).toThrow(SealBroken);
      }),
    );
  });

  test('in another column, row or table of the same subject it does not open', () => {
    const [subject, fact] = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222'];
    const places = [
      sealPlace('submission', 'sealed', subject, 14, 3),
      sealPlace('submission', 'sealed', subject, 14, 4),
      sealPlace('case_action', 'sealed', subject, fact, 3),
      sealPlace('case_action', 'sealed', subject, fact, 4),
      sealPlace('own_report_draft', 'sealed', subject, fact, 3),
    ];
    for (const here of places) {
      const sealed = cipher.seal('卫思源', here);
      for (const there of places) {
        if (there === here) expect(cipher.open(sealed, there)).toBe('卫思源');
        else expect(() => cipher.open(sealed, there)).toThrow(SealBroken);
      }
    }
  });

  test('a place longer than any of ours is authenticated whole as well', () => {
    for (const character of ['a', '某']) {
      const here = sealPlace('submission', 'sealed', character.repeat(600), 14, 3);
      const sealed = cipher.seal('卫思源', here);
      expect(cipher.open(sealed, here)).toBe('卫思源');
      for (const there of [sealPlace('submission', 'sealed', character.repeat(600), 14, 4), PLACE])
        expect(() => cipher.open(sealed, there)).toThrow(SealBroken);
    }
  });

  test('any altered byte is noticed', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(), fc.integer({ min: 1, max: 255 }), (text, at, flip) => {
        const sealed = Buffer.from(cipher.seal(text, PLACE));
        const position = at % sealed.length;
        sealed[position] = (sealed[position] ?? 0) ^ flip;
        expect(() => cipher.open(sealed, PLACE)).toThrow(SealBroken);
      }),
    );
  });

  test('a truncated value is noticed', () => {
    const sealed = cipher.seal('张三|410199', PLACE);
    for (let length = 0; length < sealed.length; length++) {
      expect(() => cipher.open(sealed.subarray(0, length), PLACE)).toThrow(SealBroken);
    }
  });

  test('the same text never looks the same twice', () => {
    const seen = new Set(Array.from({ length: 5_000 }, () => cipher.seal('同一个人', PLACE).toString('hex')));
    expect(seen.size).toBe(5_000);
  });

  test('a new data key seals from now on, old values still open; a new master changes no value', () => {
    const before = cipher.seal('旧', PLACE);
    const rotated = addDataKey(master, wrapped, randomBytes);
    const newMaster = randomBytes(32);
    const again = openKeyring(newMaster, rewrap(master, newMaster, rotated, randomBytes), pairing);
    const after = fieldCipher(again, randomBytes);
    expect(after.open(before, PLACE)).toBe('旧');
    expect(after.seal('新', PLACE).readUInt16BE(2)).toBe(2);
    expect(() => cipher.open(after.seal('新', PLACE), PLACE)).toThrow(SealBroken);
    expect(subjectKeyer(again)({ type: 'resident-id', number: '1' })).toBe(
      subjectKeyer(keyring)({ type: 'resident-id', number: '1' }),
    );
  });

  test('a master that does not fit is refused', () => {
    expect(() => openKeyring(randomBytes(32), wrapped)).toThrow();
    expect(() => openKeyring(randomBytes(16), wrapped)).toThrow(/32 bytes/);
  });

  test('keys made together are the keys made one by one', () => {
    const identity = fc.record({ type: fc.string({ maxLength: 20 }), number: fc.string({ maxLength: 40 }) });
    const together = subjectKeysBytes(keyring);
    const one = subjectKeyBytes(keyring);
    fc.assert(
      fc.property(fc.array(identity, { maxLength: 50 }), (identities) => {
        expect(together(identities).equals(Buffer.concat(identities.map(one)))).toBe(true);
      }),
    );
  });

  test('the subject key of before any pairing is the HMAC of type and number', () => {
    const key = subjectKeyBytes({ ...keyring, subjectKeys: { version: 1, key: keyring.subjectKeys.key } });
    const algorithm = suite === 'sm4-sm3' ? 'sm3' : 'sha256';
    fc.assert(
      fc.property(fc.string({ maxLength: 20 }), fc.string({ maxLength: 40 }), (type, number) => {
        const expected = createHmac(algorithm, keyring.subjectKeys.key).update(`${type}|${number}`).digest();
        expect(key({ type, number }).equals(expected.subarray(0, 16))).toBe(true);
      }),
    );
  });
});

test('uuid text has its five groups', () => {
  expect(uuidOf(Buffer.from('00112233445566778899aabbccddeeff', 'hex'))).toBe('00112233-4455-6677-8899-aabbccddeeff');
});
