/**
 * The pairing of platform and points system: under which pseudonym the two speak of a person. Each keeps people under keys of its own
 * (subject-key.ts), so what one has stored fits nothing that the other has; the pseudonym itself is stored by neither.
 */
import { createHmac } from 'node:crypto';
import { block, ownBlock } from './block.ts';
import { deriveKey, type Keyring, type RandomBytes, unwrap, WRAP_NONCE, wrap } from './keyring.ts';
import { type SubjectKey, uuidBytes, uuidOf } from './subject-key.ts';
import type { SuiteName } from './suite.ts';

declare const pseudonym: unique symbol;
/** uuid text, lower case: how the two name a person to each other */
export type Pseudonym = string & { readonly [pseudonym]: true };

export interface Pairing {
  readonly suite: SuiteName;
  /** 32 bytes; keys the digest of document type and number */
  readonly key: Buffer;
  /**
   * 32 bytes, in an installation whose systems once shared their keyring: there the digest is what the platform stores, and the pseudonym
   * is that digest in a block cipher under this key
   */
  readonly veil?: Buffer;
}

/** As it stands in its file: base64, wrapped by the master key. */
export interface WrappedPairing {
  readonly suite: SuiteName;
  readonly key: string;
  readonly veil?: string;
}

export const createPairing = (suite: SuiteName, random: RandomBytes): Pairing => ({ suite, key: random(32) });

/** What both systems of an earlier installation arrive at by themselves: they shared one keyring, and its subject key keyed everybody. */
export function earlierPairing({ suite, subjectKeys }: Keyring): Pairing {
  return { suite, key: subjectKeys.key, veil: deriveKey(subjectKeys.key, 'pairing:veil') };
}

export function wrapPairing(master: Buffer, { suite, key, veil }: Pairing, random: RandomBytes): WrappedPairing {
  const wrapped = { suite, key: wrap(master, key, 'pairing:key', random(WRAP_NONCE)) };
  return veil ? { ...wrapped, veil: wrap(master, veil, 'pairing:veil', random(WRAP_NONCE)) } : wrapped;
}

/** Throws when the master does not fit or a key was altered. */
export function openPairing(master: Buffer, { suite, key, veil }: WrappedPairing): Pairing {
  const opened = { suite, key: unwrap(master, key, 'pairing:key') };
  return veil === undefined ? opened : { ...opened, veil: unwrap(master, veil, 'pairing:veil') };
}

/** 16 hexadecimal digits: whether two systems have the same pairing can be told by them; nothing about its keys. */
export function pairingMark({ suite, key, veil }: Pairing): string {
  const mac = createHmac('sha256', deriveKey(key, 'pairing:mark')).update(suite);
  return mac
    .update(veil ?? '')
    .digest('hex')
    .slice(0, 16);
}

export interface Pseudonyms {
  /** of somebody this system knows by a key of its own */
  of(subject: string): Pseudonym;
  /** the key under which this system knows, or would know, the person */
  subjectOf(named: string): SubjectKey;
  /** says which pairing it is */
  readonly mark: string;
}

/** @throws RangeError where the keyring belongs to no pairing */
export function pseudonyms(keyring: Keyring): Pseudonyms {
  const { pairing, version } = keyring.subjectKeys;
  if (!pairing) throw new RangeError('this keyring has no pairing');
  const mark = pairingMark(pairing);
  if (version > 1) {
    const own = ownBlock(keyring);
    return {
      of: (subject) => uuidOf(own.uncover(uuidBytes(subject))) as string as Pseudonym,
      subjectOf: (named) => uuidOf(own.cover(uuidBytes(named))) as SubjectKey,
      mark,
    };
  }
  if (!pairing.veil) throw new RangeError('a keyring of before the pairing needs the veil');
  const veil = block(pairing.suite, pairing.veil);
  return {
    of: (subject) => uuidOf(veil.cover(uuidBytes(subject))) as string as Pseudonym,
    subjectOf: (named) => uuidOf(veil.uncover(uuidBytes(named))) as SubjectKey,
    mark,
  };
}
