/**
 * The subject key: made from document type and number under keys. It deduplicates, routes to a shard and finds a person by
 * document number, without the number being stored in clear; without the keys it cannot be computed from a number, and every
 * system makes another one of the same number (pairing.ts).
 */
import { createHash, hash } from 'node:crypto';
import { block, ownBlock } from './block.ts';
import type { Keyring } from './keyring.ts';
import { SUITES, type SuiteName } from './suite.ts';

declare const subjectKey: unique symbol;
/** uuid text, lower case */
export type SubjectKey = string & { readonly [subjectKey]: true };

export interface SubjectIdentity {
  /** `organisation`, or the document type of a person */
  readonly type: string;
  /** canonical number: what identifies the subject (for a Hong Kong or Macao permit the first nine characters) */
  readonly number: string;
}

/** Made once per keyring: the two padded halves of the HMAC key are prepared here, each digest then costs two hashes. */
export function subjectKeyer(keyring: Keyring): (identity: SubjectIdentity) => SubjectKey {
  const bytes = subjectKeyBytes(keyring);
  return (identity) => uuidOf(bytes(identity)) as SubjectKey;
}

/** The same as bytes. */
export function subjectKeyBytes(keyring: Keyring): (identity: SubjectIdentity) => Buffer {
  const many = subjectKeysBytes(keyring);
  return (identity) => many([identity]);
}

/** Of many at once, 16 bytes each one behind the other, for binary copying: the block cipher is called once for all of them. */
export function subjectKeysBytes(keyring: Keyring): (identities: readonly SubjectIdentity[]) => Buffer {
  const { version, key, pairing } = keyring.subjectKeys;
  if (version === 1) return digestsBytes(keyring.suite, key);
  if (!pairing) throw new RangeError('without its pairing this keyring makes no subject keys');
  const digests = digestsBytes(pairing.suite, pairing.key);
  const veil = pairing.veil && block(pairing.suite, pairing.veil);
  const own = ownBlock(keyring);
  return (identities) => {
    const bytes = digests(identities);
    return own.coverEach(veil ? veil.coverEach(bytes) : bytes);
  };
}

/** First 16 bytes each of the keyed digests of document type and number. */
function digestsBytes(suite: SuiteName, key: Buffer): (identities: readonly SubjectIdentity[]) => Buffer {
  const algorithm = SUITES[suite].hash;
  const padded = Buffer.alloc(64);
  if (key.length > 64) createHash(algorithm).update(key).digest().copy(padded);
  else key.copy(padded);
  // one scratch buffer each, refilled per identity: HMAC(k, m) = H(k ⊕ opad ‖ H(k ⊕ ipad ‖ m))
  const inner = Buffer.alloc(64 + 512);
  const outer = Buffer.alloc(64 + 32);
  for (let i = 0; i < 64; i++) {
    inner[i] = (padded[i] ?? 0) ^ 0x36;
    outer[i] = (padded[i] ?? 0) ^ 0x5c;
  }
  return (identities) => {
    const digests = Buffer.alloc(16 * identities.length);
    identities.forEach(({ type, number }, index) => {
      const message = `${type}|${number}`;
      if (message.length > 128) throw new RangeError('document type and number are too long for a subject key');
      const length = inner.write(message, 64, 'utf8');
      // digests as text of one character per byte: a third of the price of a Buffer each
      outer.write(hash(algorithm, inner.subarray(0, 64 + length), 'binary'), 64, 'latin1');
      digests.write(hash(algorithm, outer, 'binary'), 16 * index, 16, 'latin1');
    });
    return digests;
  };
}

/** 16 bytes as uuid text. Version and variant bits are left as they fall: it is a digest, not a random uuid. */
export function uuidOf(bytes: Buffer): string {
  const hex = bytes.toString('hex', 0, 16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}

export const uuidBytes = (uuid: string): Buffer => Buffer.from(uuid.replaceAll('-', ''), 'hex');
