/**
 * The site's publication key (Ed25519): what it signs, anybody can check with the public half and no network. Other keys the site needs
 * are made from the same seed and say what for, so that none can be used for the other's purpose.
 */
import { createHash, createPrivateKey, createPublicKey, hkdfSync, type KeyObject, sign, verify } from 'node:crypto';

/** DER of an Ed25519 private key (RFC 8410) up to its 32 bytes. */
const PKCS8_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex');

export interface PublicationKey {
  readonly publicKey: KeyObject;
  sign(content: Buffer): Buffer;
  /** 32 bytes for one purpose */
  derive(purpose: string): Buffer;
}

/** @param seed 32 bytes in Base64 */
export function publicationKey(seed: string): PublicationKey {
  const bytes = Buffer.from(seed, 'base64');
  if (bytes.length !== 32) throw new RangeError('a publication key has 32 bytes');
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_ED25519, bytes]), format: 'der', type: 'pkcs8' });
  return {
    publicKey: createPublicKey(key),
    sign: (content) => sign(null, content, key),
    derive: (purpose) => Buffer.from(hkdfSync('sha256', bytes, '', `xinheng site ${purpose}`, 32)),
  };
}

export const pemOf = (key: KeyObject): string => key.export({ format: 'pem', type: 'spki' }).toString();

/** What people compare: SHA-256 of the public key (SPKI, DER), as `SHA256:` and Base64, as SSH shows keys. */
export const fingerprintOf = (key: KeyObject): string =>
  `SHA256:${createHash('sha256')
    .update(key.export({ format: 'der', type: 'spki' }))
    .digest('base64')
    .replace(/=$/, '')}`;

/** A public key as it stands in a file; undefined for what is none. */
export function readPublicKey(text: string): KeyObject | undefined {
  try {
    const key = createPublicKey(text);
    return key.asymmetricKeyType === 'ed25519' ? key : undefined;
  } catch {
    return undefined;
  }
}

export const isSignedBy = (key: KeyObject, content: Buffer, signature: Buffer): boolean =>
  signature.length === 64 && verify(null, content, key, signature);
