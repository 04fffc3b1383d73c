/** The keyring as the file store needs it: the key of each file is sealed like any other secret, so rotation reaches it too. */
import { fieldCipher } from '#kernel/seal/field-cipher.ts';
import type { Keyring, RandomBytes } from '#kernel/seal/keyring.ts';
import { sealPlace } from '#kernel/seal/place.ts';
import { type FileKeys, FileStore } from './file-store.ts';

/** The file of this content: under the name of another it does not open. */
const placeOf = (sha256: Uint8Array) => sealPlace('stored_file', 'key', Buffer.from(sha256).toString('hex'));

export function fileKeys(keyring: Keyring, randomBytes: RandomBytes): FileKeys {
  const cipher = fieldCipher(keyring, randomBytes);
  return {
    wrap: (key, sha256) => cipher.seal(Buffer.from(key).toString('base64'), placeOf(sha256)),
    unwrap: (wrapped, sha256) => Buffer.from(cipher.open(Buffer.from(wrapped), placeOf(sha256)), 'base64'),
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
