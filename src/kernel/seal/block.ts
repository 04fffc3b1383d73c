/** One block of a block cipher, both ways: between a pseudonym and the key that a system stores (pairing.ts). */
import { createCipheriv, createDecipheriv } from 'node:crypto';
import { deriveKey, type Keyring } from './keyring.ts';
import type { SuiteName } from './suite.ts';

/** 16 bytes to 16 bytes and back; a digest has no structure that one block alone could show. */
export interface Block {
  cover(bytes: Buffer): Buffer;
  /** of as many blocks as stand one behind the other, each for itself: a call costs as much as thirty blocks */
  coverEach(blocks: Buffer): Buffer;
  uncover(bytes: Buffer): Buffer;
}

/** Between the pseudonym and the key that a system of its own keyring stores. */
export const ownBlock = ({ suite, subjectKeys }: Keyring): Block =>
  block(suite, deriveKey(subjectKeys.key, 'subject:block'));

export function block(suite: SuiteName, key: Buffer): Block {
  const [algorithm, bytes] = suite === 'sm4-sm3' ? (['sm4-ecb', 16] as const) : (['aes-256-ecb', 32] as const);
  // each call is one whole block, so one object serves for good: nothing carries over in this mode
  const cipher = createCipheriv(algorithm, key.subarray(0, bytes), null).setAutoPadding(false);
  const decipher = createDecipheriv(algorithm, key.subarray(0, bytes), null).setAutoPadding(false);
  const whole = (input: Buffer, output: Buffer) => {
    if (input.length !== 16 || output.length !== 16) throw new RangeError('not one block');
    return output;
  };
  const wholes = (input: Buffer, output: Buffer) => {
    if (input.length % 16 !== 0 || output.length !== input.length) throw new RangeError('not whole blocks');
    return output;
  };
  return {
    cover: (input) => whole(input, cipher.update(input)),
    coverEach: (input) => wholes(input, cipher.update(input)),
    uncover: (input) => whole(input, decipher.update(input)),
  };
}
