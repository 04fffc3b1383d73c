/**
 * Versioned keys. Data keys are kept wrapped by a master key (envelope), so that rotating the master re-wraps a few
 * keys instead of re-encrypting every row; a new data key version seals from now on, old versions still open.
 */
import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';
import type { Pairing } from './pairing.ts';
import type { SuiteName } from './suite.ts';

export interface DataKey {
  readonly version: number;
  /** 32 bytes; the field cipher derives what it needs */
  readonly key: Buffer;
}

/**
 * Version 1 keys the digest of document type and number itself, as every system of an installation once did. Version 2 keys the block
 * cipher between the pairing's pseudonym and what this system stores.
 */
export interface SubjectKeys extends DataKey {
  /** with the other system; version 2 makes no subject key without it */
  readonly pairing?: Pairing | undefined;
}

export interface Keyring {
  readonly suite: SuiteName;
  /** seals new values */
  readonly current: DataKey;
  dataKey(version: number): DataKey | undefined;
  /** keys the subject digest; its version may change only with a re-keying of all subjects */
  readonly subjectKeys: SubjectKeys;
}

/** As it stands in configuration or in a key file: base64, data keys wrapped. */
export interface WrappedKeyring {
  readonly suite: SuiteName;
  readonly current: number;
  readonly dataKeys: readonly { readonly version: number; readonly wrapped: string }[];
  readonly subjectKey: { readonly version: number; readonly wrapped: string };
}

export const WRAP_NONCE = 12;
const WRAP_TAG = 16;

/** `purpose` is authenticated with the key: a data key cannot be passed off as the subject key. */
export function wrap(master: Buffer, key: Buffer, purpose: string, nonce: Buffer): string {
  const cipher = createCipheriv('aes-256-gcm', master, nonce).setAAD(Buffer.from(purpose));
  const body = Buffer.concat([cipher.update(key), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64');
}

export function unwrap(master: Buffer, wrapped: string, purpose: string): Buffer {
  const bytes = Buffer.from(wrapped, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', master, bytes.subarray(0, WRAP_NONCE), { authTagLength: WRAP_TAG })
    .setAAD(Buffer.from(purpose))
    .setAuthTag(bytes.subarray(WRAP_NONCE, WRAP_NONCE + WRAP_TAG));
  return Buffer.concat([decipher.update(bytes.subarray(WRAP_NONCE + WRAP_TAG)), decipher.final()]);
}

function requireMaster(master: Buffer): void {
  if (master.length !== 32) throw new Error('master key must be 32 bytes');
}

/** Draws `bytes` random bytes; the kernel has no randomness of its own. */
export type RandomBytes = (bytes: number) => Buffer;

/** A first keyring: data key version 1, and a subject key of its own for people named by a pairing. */
export function createKeyring(master: Buffer, suite: SuiteName, random: RandomBytes): WrappedKeyring {
  requireMaster(master);
  return {
    suite,
    current: 1,
    dataKeys: [{ version: 1, wrapped: wrap(master, random(32), 'data:1', random(WRAP_NONCE)) }],
    subjectKey: { version: 2, wrapped: wrap(master, random(32), 'subject:2', random(WRAP_NONCE)) },
  };
}

/** Throws when the master does not fit or a key was altered. */
export function openKeyring(master: Buffer, wrapped: WrappedKeyring, pairing?: Pairing): Keyring {
  requireMaster(master);
  const keys = new Map<number, DataKey>(
    wrapped.dataKeys.map(({ version, wrapped: text }) => [
      version,
      { version, key: unwrap(master, text, `data:${version}`) },
    ]),
  );
  const current = keys.get(wrapped.current);
  if (!current) throw new Error(`keyring has no data key of its current version ${wrapped.current}`);
  const { version, wrapped: subject } = wrapped.subjectKey;
  return {
    suite: wrapped.suite,
    current,
    dataKey: (version) => keys.get(version),
    subjectKeys: { version, key: unwrap(master, subject, `subject:${version}`), ...(pairing && { pairing }) },
  };
}

/** Adds a data key version that seals from now on. */
export function addDataKey(master: Buffer, wrapped: WrappedKeyring, random: RandomBytes): WrappedKeyring {
  const version = Math.max(...wrapped.dataKeys.map((key) => key.version)) + 1;
  const key = { version, wrapped: wrap(master, random(32), `data:${version}`, random(WRAP_NONCE)) };
  return { ...wrapped, current: version, dataKeys: [...wrapped.dataKeys, key] };
}

/** Rotation of the master: every key is unwrapped with the old one and wrapped with the new; no row changes. */
export function rewrap(
  oldMaster: Buffer,
  newMaster: Buffer,
  wrapped: WrappedKeyring,
  random: RandomBytes,
): WrappedKeyring {
  requireMaster(newMaster);
  const again = (text: string, purpose: string) =>
    wrap(newMaster, unwrap(oldMaster, text, purpose), purpose, random(WRAP_NONCE));
  return {
    ...wrapped,
    dataKeys: wrapped.dataKeys.map(({ version, wrapped: text }) => ({
      version,
      wrapped: again(text, `data:${version}`),
    })),
    subjectKey: {
      version: wrapped.subjectKey.version,
      wrapped: again(wrapped.subjectKey.wrapped, `subject:${wrapped.subjectKey.version}`),
    },
  };
}

/** A key for one more use, bound to its name (HKDF's expand step with one block). */
export function deriveKey(key: Buffer, use: string, bytes: 16 | 32 = 32): Buffer {
  return createHmac('sha256', key).update(use).update('\x01').digest().subarray(0, bytes);
}
