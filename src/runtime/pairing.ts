/**
 * The pairing file: under which pseudonym platform and points system speak of a person, and nothing else. Both have the same pairing, each
 * wrapped by its own master key; from one machine to the other it travels as one line of text, like the secret of their deliveries.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import {
  createPairing,
  openPairing,
  type Pairing,
  pairingMark,
  type WrappedPairing,
  wrapPairing,
} from '#kernel/seal/pairing.ts';
import { ConfigError } from './config-error.ts';
import type { Ringed } from './keyring.ts';
import { closedToOthers } from './private-folder.ts';
import { createPrivate } from './secrets.ts';

const fileOf = (dataDirectory: string): string => join(dataDirectory, 'pairing.json');

/** @throws ConfigError where there is none and nobody may make one up: it must be the other system's too */
export function findPairing({ dataDirectory, masterKey, createMissing }: Ringed): Pairing {
  const file = fileOf(dataDirectory);
  const master = Buffer.from(masterKey, 'base64');
  if (!existsSync(file)) {
    if (!createMissing)
      throw new ConfigError(
        `没有找到配对密钥文件 ${file}。首次安装平台请运行 npx xinheng keyring create --system platform；安装积分系统请先在平台运行 npx xinheng keyring pairing，把得到的一行以环境变量 PAIRING 给出，再运行 npx xinheng keyring create --system points；否则请从备份恢复。`,
      );
    createPairingFile({ dataDirectory, masterKey }, createPairing('aes-256-gcm', randomBytes));
  }
  closedToOthers(file);
  try {
    return openPairing(master, JSON.parse(readFileSync(file, 'utf8')) as WrappedPairing);
  } catch (cause) {
    throw new ConfigError(`配对密钥 ${file} 与 MASTER_KEY 不匹配或已损坏。请核对密钥，或从备份恢复该文件。`, { cause });
  }
}

/** Where there is one already it stays; of two that make one at once the first one's is the pairing. */
export function createPairingFile(
  { dataDirectory, masterKey }: Omit<Ringed, 'createMissing'>,
  pairing: Pairing,
): boolean {
  const file = fileOf(dataDirectory);
  if (existsSync(file)) return false;
  const wrapped = wrapPairing(Buffer.from(masterKey, 'base64'), pairing, randomBytes);
  return createPrivate(file, `${JSON.stringify(wrapped, null, 2)}\n`);
}

const BEGINNING = 'xhpair_';
const key = z.base64().refine((value) => Buffer.from(value, 'base64').length === 32);
const Line = z.strictObject({
  suite: z.enum(['aes-256-gcm', 'sm4-sm3']),
  key,
  veil: key.optional(),
  mark: z.string(),
});

/** For the other system's machine. Whoever reads it can compute the pseudonym of any document number. */
export function pairingLine(pairing: Pairing): string {
  const { suite, key: secret, veil } = pairing;
  const said = { suite, key: secret.toString('base64'), veil: veil?.toString('base64'), mark: pairingMark(pairing) };
  return BEGINNING + Buffer.from(JSON.stringify(said)).toString('base64url');
}

/** @throws ConfigError where it was cut or altered on the way */
export function readPairingLine(line: string): Pairing {
  try {
    if (!line.startsWith(BEGINNING)) throw new TypeError('not a pairing');
    const said = Line.parse(JSON.parse(Buffer.from(line.slice(BEGINNING.length), 'base64url').toString('utf8')));
    const veil = said.veil === undefined ? undefined : Buffer.from(said.veil, 'base64');
    const pairing = { suite: said.suite, key: Buffer.from(said.key, 'base64'), ...(veil && { veil }) };
    if (pairingMark(pairing) !== said.mark) throw new TypeError('altered');
    return pairing;
  } catch (cause) {
    throw new ConfigError(
      'PAIRING 不是完整的配对密钥。请在平台重新运行 npx xinheng keyring pairing，把整行复制过来。',
      {
        cause,
      },
    );
  }
}
