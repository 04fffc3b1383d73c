/** The keyring of a test in a process of its own: it must seal and key as its parent does. */
import { randomBytes } from 'node:crypto';
import { createKeyring, type Keyring, openKeyring } from '#kernel/seal/keyring.ts';

/** @param keys base64 */
export function keyringOf(keys: { readonly data: string; readonly subject: string }): Keyring {
  const master = randomBytes(32);
  const made = openKeyring(master, createKeyring(master, 'aes-256-gcm', randomBytes));
  const data = { version: 1, key: Buffer.from(keys.data, 'base64') };
  return {
    ...made,
    current: data,
    dataKey: () => data,
    subjectKeys: { version: 1, key: Buffer.from(keys.subject, 'base64') },
  };
}
