/** The written format is the true one: the vectors of docs/sealed-format.md, and an opening that knows nothing but that page. */
import { createDecipheriv, createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fieldCipher } from './field-cipher.ts';
import type { Keyring } from './keyring.ts';
import type { SealPlace } from './place.ts';
import { SUITES, type SuiteName } from './suite.ts';

const page = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'sealed-format.md'), 'utf8');
const VECTORS = [...page.matchAll(/^\| (\S+) \| `([^`]+)` \| `([^`]+)` \| `([0-9a-f]+)` \|$/gmu)].map(
  ([, suite, place, text, sealed]) => ({
    suite: suite as SuiteName,
    place: place as SealPlace,
    text: text as string,
    sealed: Buffer.from(sealed as string, 'hex'),
  }),
);

const key = Buffer.from(Array.from({ length: 32 }, (_, byte) => byte));
const counting = (bytes: number) => Buffer.from(Array.from({ length: bytes }, (_, byte) => byte & 0xff));
const ring = (suite: SuiteName): Keyring => {
  const one = { version: 1, key };
  return { suite, current: one, dataKey: (version) => (version === 1 ? one : undefined), subjectKeys: one };
};

test('every suite has a vector', () => {
  expect(VECTORS.map(({ suite }) => suite).sort()).toEqual(Object.keys(SUITES).sort());
});

test.each(VECTORS)('$suite: sealed and opened as written', ({ suite, place, text, sealed }) => {
  const cipher = fieldCipher(ring(suite), counting);
  expect(cipher.seal(text, place).toString('hex')).toBe(sealed.toString('hex'));
  expect(cipher.open(sealed, place)).toBe(text);
});

const derive = (use: string) =>
  createHmac('sha256', key)
    .update(Buffer.concat([Buffer.from(use), Buffer.of(1)]))
    .digest();

test.each(VECTORS)('$suite: opened by the page alone', ({ suite, place, text, sealed }) => {
  const [head, nonce, tag, body] = [
    sealed.subarray(0, 4),
    sealed.subarray(4, 16),
    sealed.subarray(16, 32),
    sealed.subarray(32),
  ];
  if (suite === 'aes-256-gcm') {
    const opening = createDecipheriv('aes-256-gcm', derive('field:aes'), nonce)
      .setAAD(Buffer.concat([head, Buffer.from(place)]))
      .setAuthTag(tag);
    expect(Buffer.concat([opening.update(body), opening.final()]).toString()).toBe(text);
    return;
  }
  const where = Buffer.from(place);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(where.length);
  const mac = createHmac('sm3', derive('field:mac'))
    .update(Buffer.concat([head, nonce, length, where, body]))
    .digest();
  expect(mac.subarray(0, 16)).toEqual(Buffer.from(tag));
  const opening = createDecipheriv(
    'sm4-ctr',
    derive('field:sm4').subarray(0, 16),
    Buffer.concat([nonce, Buffer.alloc(4)]),
  );
  expect(Buffer.concat([opening.update(body), opening.final()]).toString()).toBe(text);
});
