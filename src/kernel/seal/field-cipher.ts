/**
 * Seals what identifies a natural person before it reaches the database (PIPL 51).
 *
 * Layout: format 1 · suite id 1 · key version 2 (big-endian) · nonce 12 · tag 16 · ciphertext.
 * Head and place (table, column, row: place.ts) are authenticated with it: a value moved to another subject, row or column does
 * not open. `docs/sealed-format.md` has it to the byte, with vectors.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  type KeyObject,
  timingSafeEqual,
} from 'node:crypto';
import { type DataKey, deriveKey, type Keyring, type RandomBytes } from './keyring.ts';
import type { SealPlace } from './place.ts';
import { SUITES, type Suite, suiteById } from './suite.ts';

const FORMAT = 1;
const HEADER = 4;
const NONCE = 12;
const TAG = 16;
const BODY = HEADER + NONCE + TAG;
const NONCES_PER_DRAW = 1024;

export class SealBroken extends Error {
  override readonly name = 'SealBroken';
}

/** Sealed with a suite or key version this keyring does not have: with the right keyring it may still open. */
export class SealKeyMissing extends SealBroken {}

export interface FieldCipher {
  seal(text: string, place: SealPlace): Buffer;
  /** @throws SealBroken when the value was altered or belongs to something else, SealKeyMissing when its key is unknown */
  open(sealed: Buffer, place: SealPlace): string;
}

export function fieldCipher(keyring: Keyring, random: RandomBytes): FieldCipher {
  const suite = SUITES[keyring.suite];
  const nonces = noncePool(random);
  const header = Buffer.from([FORMAT, suite.id, keyring.current.version >> 8, keyring.current.version & 0xff]);
  const derived = new Map<number, SuiteKeys>();
  const keysOf = (key: DataKey) => {
    const known = derived.get(key.version);
    if (known) return known;
    const secret = (use: string, bytes: 16 | 32 = 32) => createSecretKey(deriveKey(key.key, use, bytes));
    const fresh = { aes: secret('field:aes'), sm4: secret('field:sm4', 16), mac: secret('field:mac') };
    derived.set(key.version, fresh);
    return fresh;
  };
  return {
    seal(text, place) {
      const nonce = nonces();
      const { tag, body } = encrypt(suite, keysOf(keyring.current), header, nonce, text, place);
      const sealed = Buffer.allocUnsafe(BODY + body.length);
      sealed.set(header);
      sealed.set(nonce, HEADER);
      sealed.set(tag, HEADER + NONCE);
      sealed.set(body, BODY);
      return sealed;
    },
    open(sealed, place) {
      if (sealed.length < BODY || sealed[0] !== FORMAT) throw new SealBroken('not a sealed value');
      const with_ = suiteById(sealed[1] ?? 0);
      const key = keyring.dataKey(keyVersionOf(sealed));
      if (!with_ || !key) throw new SealKeyMissing('sealed with a suite or key version this keyring does not have');
      return decrypt(
        with_,
        keysOf(key),
        sealed.subarray(0, HEADER),
        sealed.subarray(HEADER, HEADER + NONCE),
        sealed.subarray(HEADER + NONCE, BODY),
        sealed.subarray(BODY),
        place,
      ).toString('utf8');
    },
  };
}

/** Version of the data key a value is sealed under; whether it opens is another matter. */
export const keyVersionOf = (sealed: Buffer): number => sealed.readUInt16BE(2);

/** Key objects, not buffers: Node imports a buffer anew for every cipher, which is four times slower. */
interface SuiteKeys {
  readonly aes: KeyObject;
  readonly sm4: KeyObject;
  readonly mac: KeyObject;
}

function encrypt(suite: Suite, keys: SuiteKeys, header: Buffer, nonce: Buffer, text: string, place: string) {
  if (suite.name === 'aes-256-gcm') {
    const cipher = createCipheriv('aes-256-gcm', keys.aes, nonce).setAAD(associated(header, place));
    const body = cipher.update(text, 'utf8');
    cipher.final();
    return { tag: cipher.getAuthTag(), body };
  }
  const cipher = createCipheriv('sm4-ctr', keys.sm4, counterBlock(nonce));
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return { tag: sm3Tag(keys, header, nonce, body, place), body };
}

function decrypt(
  suite: Suite,
  keys: SuiteKeys,
  header: Buffer,
  nonce: Buffer,
  tag: Buffer,
  body: Buffer,
  place: string,
) {
  if (suite.name === 'aes-256-gcm') {
    const decipher = createDecipheriv('aes-256-gcm', keys.aes, nonce, { authTagLength: TAG })
      .setAAD(associated(header, place))
      .setAuthTag(tag);
    try {
      return Buffer.concat([decipher.update(body), decipher.final()]);
    } catch {
      throw new SealBroken('altered, or bound to something else');
    }
  }
  if (!timingSafeEqual(tag, sm3Tag(keys, header, nonce, body, place))) {
    throw new SealBroken('altered, or bound to something else');
  }
  const decipher = createDecipheriv('sm4-ctr', keys.sm4, counterBlock(nonce));
  return Buffer.concat([decipher.update(body), decipher.final()]);
}

/** Refilled for each value: what is authenticated is read at once. A place is short; a longer one gets a buffer of its own. */
const scratch = Buffer.alloc(512);

function associated(header: Buffer, place: string): Buffer {
  if (place.length * 3 > scratch.length - HEADER) return Buffer.concat([header, Buffer.from(place, 'utf8')]);
  scratch.set(header);
  return scratch.subarray(0, HEADER + scratch.write(place, HEADER, 'utf8'));
}

function counterBlock(nonce: Buffer): Buffer {
  const block = Buffer.alloc(16);
  nonce.copy(block);
  return block;
}

function sm3Tag(keys: SuiteKeys, header: Buffer, nonce: Buffer, body: Buffer, place: string): Buffer {
  const bound = Buffer.from(place, 'utf8');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bound.length); // so that no byte can wander from one part to the next
  return createHmac('sm3', keys.mac)
    .update(header)
    .update(nonce)
    .update(length)
    .update(bound)
    .update(body)
    .digest()
    .subarray(0, TAG);
}

/** 96-bit random nonces drawn in blocks: at 2^32 values per key the chance of a repeat is still below 2^-32 (NIST SP 800-38D 8.3). */
function noncePool(random: RandomBytes): () => Buffer {
  let pool: Buffer = Buffer.alloc(0);
  let next = 0;
  return () => {
    if (next >= pool.length) {
      pool = random(NONCE * NONCES_PER_DRAW);
      next = 0;
    }
    const nonce = pool.subarray(next, next + NONCE);
    next += NONCE;
    return nonce;
  };
}
