/** A PDF with its signature as a comment after its end: readers ignore it, and one file carries all that is needed to check it. */
import { createPublicKey, type KeyObject } from 'node:crypto';
import { fingerprintOf, isSignedBy, type PublicationKey } from '../publication/key.ts';

const LINE = /\n%xinheng-signature Ed25519 ([A-Za-z0-9+/=]{40,80}) ([A-Za-z0-9+/=]{88})\n$/;
/** The line is shorter than this. */
const TAIL = 300;

export function signPdf(pdf: Buffer, key: PublicationKey): Buffer {
  const spki = key.publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
  const line = `\n%xinheng-signature Ed25519 ${spki} ${key.sign(pdf).toString('base64')}\n`;
  return Buffer.concat([pdf, Buffer.from(line)]);
}

export type PdfVerification =
  | { readonly fits: true; readonly fingerprint: string; readonly keyGiven: boolean }
  | { readonly fits: false; readonly why: string };

/** @param key the publication key, from somewhere else than the file */
export function verifyPdf(file: Buffer, key?: KeyObject): PdfVerification {
  const line = LINE.exec(file.subarray(-TAIL).toString('latin1'));
  if (!line) return { fits: false, why: '文件末尾没有签名，或者签名之后又添加了内容' };
  const [whole, spki = '', signature = ''] = line;
  let own: KeyObject;
  try {
    own = createPublicKey({ key: Buffer.from(spki, 'base64'), format: 'der', type: 'spki' });
  } catch {
    return { fits: false, why: '签名中的公钥无法识别' };
  }
  if (own.asymmetricKeyType !== 'ed25519') return { fits: false, why: '签名中的公钥不是 Ed25519' };
  const signing = key ?? own;
  const content = file.subarray(0, file.length - whole.length);
  if (!isSignedBy(signing, content, Buffer.from(signature, 'base64'))) {
    return { fits: false, why: '内容与签名不符，签发后被改动过，或者不是用这把公钥签的' };
  }
  return { fits: true, fingerprint: fingerprintOf(signing), keyGiven: key !== undefined };
}
