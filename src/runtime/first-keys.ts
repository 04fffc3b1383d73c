/** The keys of a first installation in operation, made from MASTER_KEY by whoever installs it: nothing but the demo makes them by itself. */

import { randomBytes } from 'node:crypto';
import { createPairing } from '#kernel/seal/pairing.ts';
import type { SuiteName } from '#kernel/seal/suite.ts';
import { dataDirectory } from './config.ts';
import { ConfigError } from './config-error.ts';
import { createKeyringFile, type Ringed } from './keyring.ts';
import { createPairingFile, findPairing, readPairingLine } from './pairing.ts';

/** Systems that have a keyring of their own. */
export const RINGED = ['platform', 'points'] as const;
export type RingedSystem = (typeof RINGED)[number];

/**
 * What is there already stays. The pairing is made with the platform's keyring; a points system elsewhere is given it as PAIRING.
 * @returns lines for the person who typed the command
 * @throws ConfigError
 */
export function createFirstKeys(
  environment: Readonly<Record<string, string | undefined>>,
  systems: readonly RingedSystem[],
  suite: SuiteName,
): string[] {
  const ringed = { dataDirectory: dataDirectory(environment), masterKey: masterKeyOf(environment) };
  const given = environment['PAIRING'];
  if (given) createPairingFile(ringed, readPairingLine(given));
  else if (systems.includes('platform')) createPairingFile(ringed, createPairing(suite, randomBytes));
  findPairing({ ...ringed, createMissing: false });
  return systems.map((system) => {
    const { file, made } = createKeyringFile(ringed, system, suite);
    return made
      ? `已生成密钥环 ${file}。请连同 pairing.json 和 MASTER_KEY 一并备份：丢失任何一个，已加密的信息都无法读出，人也无从认出。`
      : `密钥环 ${file} 已经存在，没有改动。`;
  });
}

export function masterKeyOf(environment: Readonly<Record<string, string | undefined>>): Ringed['masterKey'] {
  const masterKey = environment['MASTER_KEY'] ?? '';
  if (Buffer.from(masterKey, 'base64').length === 32) return masterKey;
  throw new ConfigError(
    '请先在环境变量 MASTER_KEY 中给出 32 字节的 Base64 主密钥（可用 openssl rand -base64 32 生成），并另行妥善保管。',
  );
}
