/** Whose signature it must be: the key somebody brings along. What is signed carries a key as well, and anybody can sign with one of their own. */
import type { KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readPublicKey } from '#site/publication/key.ts';
import type { CommandIo } from './command-io.ts';

/** A file cannot be read, so nothing was checked. */
export const UNREADABLE = 2;
/** Unchanged since it was signed, but nobody said whose signature it has to be: no proof of where it comes from. */
export const SIGNER_UNKNOWN = 3;

/** Exit codes of what verifies a signature. */
export type Verdict = 0 | 1 | typeof UNREADABLE | typeof SIGNER_UNKNOWN;

/** Undefined when none was given. */
export function trustedKey(path: string | undefined, io: CommandIo): KeyObject | undefined | typeof UNREADABLE {
  if (path === undefined) return undefined;
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    io.err(`公钥文件 ${path} 读不到。`);
    return UNREADABLE;
  }
  const key = readPublicKey(text);
  if (key) return key;
  io.err(`${path} 不是 Ed25519 公钥（PEM）。`);
  return UNREADABLE;
}

/** What is said instead of “相符”. @param carrier where the key was found */
export const signerUnknown = (carrier: string, fingerprint: string): readonly string[] => [
  `签名人未经确认：内容与所附签名一致，但公钥取自${carrier}本身，任何人都可以用自己的密钥这样签。`,
  '这不能证明是本市信用网站签发的。请从网站“开放数据”页取得公钥，用 --key 给出后再核验。',
  `The content fits its signature, but whose signature it is has not been checked: give the site's key with --key.`,
  `所附公钥的指纹 ${fingerprint}`,
];
