/** The keyring as the file store needs it: the key of each file is sealed like any other secret, so rotation reaches it too. */
import { fieldCipher } from '#kernel/seal/field-cipher.ts';
import type { Keyring, RandomBytes } from '#kernel/seal/keyring.ts';
import { type FileKeys, FileStore } from './file-store.ts';

const BOUND_TO = 'stored-file';

export function fileKeys(keyring: Keyring, randomBytes: RandomBytes): FileKeys {
  const cipher = fieldCipher(keyring, randomBytes);
  return {
    wrap: (key) => cipher.seal(Buffer.from(key).toString('base64'), BOUND_TO),
    unwrap: (wrapped) => Buffer.from(cipher.open(Buffer.from(wrapped), BOUND_TO), 'base64'),
  };
}

/** A store below the data directory. */
export function openFileStore(
  directory: string,
  keyring: Keyring,
  randomBytes: RandomBytes,
  maxBytes: number,
): FileStore {
  return new FileStore({
    directory,
    keys: fileKeys(keyring, randomBytes),
    randomBytes,
    maxBytes,
  });
}
