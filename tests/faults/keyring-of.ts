/** The keyring of a test in a process of its own: it must seal and key as its parent does. */
import { randomBytes } from 'node:crypto';
import { createKeyring, type Keyring, openKeyring } from '#kernel/seal/keyring.ts';

/** @param keys base64 */
export function keyringOf(keys: {
  readonly data: string;
  readonly subject: string;
  readonly pairing: string;
}): Keyring {
  const master = randomBytes(32);
  const made = openKeyring(master, createKeyring(master, 'aes-256-gcm', randomBytes));
  const data = { version: 1, key: Buffer.from(keys.data, 'base64') };
  return {
    ...made,
    current: data,
    dataKey: () => data,
    subjectKeys: {
      version: made.subjectKeys.version,
      key: Buffer.from(keys.subject, 'base64'),
      pairing: { suite: made.suite, key: Buffer.from(keys.pairing, 'base64') },
    },
  };
}

/** Of a ring, as its test hands it on. */
export const keysOf = ({ current, subjectKeys: { key, pairing } }: Keyring) => ({
  data: current.key.toString('base64'),
  subject: key.toString('base64'),
  pairing: pairing!.key.toString('base64'),
});
