/**
 * The keyring file of each system: its data keys and its subject key, wrapped by the master key. Losing it loses every sealed name, or
 * whom an account belongs to. Beside them lies the pairing of platform and points system (pairing.ts), which is neither's alone.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { addDataKey, createKeyring, type Keyring, openKeyring, type WrappedKeyring } from '#kernel/seal/keyring.ts';
import { earlierPairing, type Pairing } from '#kernel/seal/pairing.ts';
import type { SuiteName } from '#kernel/seal/suite.ts';
import { ConfigError } from './config-error.ts';
import { createPairingFile, findPairing } from './pairing.ts';
import type { System } from './postgres/systems.ts';
import { closedToOthers, ownFolder } from './private-folder.ts';
import { createPrivate, writePrivate } from './secrets.ts';

export interface Ringed {
  readonly dataDirectory: string;
  readonly masterKey: string;
  /** the demo's: what is missing is made; otherwise somebody runs `keyring create` */
  readonly createMissing: boolean;
}

/** The points system's lies in a folder of its own, so that it can be mounted, copied and backed up without the platform's. */
export const keyringFile = (dataDirectory: string, system: System): string =>
  system === 'points' ? join(dataDirectory, 'points', 'keyring.json') : join(dataDirectory, 'keyring.json');

/** Whether this folder has had keys before: a master key made up now could never open them. */
export const isKeyed = (dataDirectory: string): boolean =>
  existsSync(keyringFile(dataDirectory, 'platform')) || existsSync(keyringFile(dataDirectory, 'points'));

/**
 * A system's own ring, with the pairing that platform and points system need to speak of people. The public site keeps nobody, and is only
 * told from another installation's by the platform's ring.
 * @returns a ring that follows its file: after `xinheng keyring rotate` a running service finds the new key there by itself
 */
export function systemKeyring(ringed: Ringed, system: System): Keyring {
  const { dataDirectory, masterKey, createMissing } = ringed;
  const file = keyringFile(dataDirectory, system);
  if (system === 'site') return loadKeyring(file, masterKey, { createMissing });
  const shared = sharedBefore(ringed);
  const pairing = shared ? keptPairing(ringed, earlierPairing(shared)) : findPairing(ringed);
  if (system === 'points') {
    ownFolderOf(file);
    // each gets a ring of its own where the two shared one until now
    return loadKeyring(file, masterKey, { createMissing: createMissing || shared !== undefined, pairing });
  }
  return loadKeyring(file, masterKey, { createMissing, pairing });
}

/** The ring of before, where platform and points system shared one: its subject key keyed every person at both. */
function sharedBefore({ dataDirectory, masterKey }: Ringed): Keyring | undefined {
  const file = keyringFile(dataDirectory, 'platform');
  if (!existsSync(file)) return undefined;
  closedToOthers(file);
  const ring = read(file, Buffer.from(masterKey, 'base64'));
  return ring.subjectKeys.version === 1 ? ring : undefined;
}

function keptPairing(ringed: Ringed, expected: Pairing): Pairing {
  createPairingFile(ringed, expected);
  const kept = findPairing(ringed);
  if (kept.key.equals(expected.key) && kept.veil && expected.veil?.equals(kept.veil)) return kept;
  throw new ConfigError(
    `${join(ringed.dataDirectory, 'pairing.json')} 不是这一套密钥环的配对密钥。请从备份恢复；没有备份时移走该文件再启动，会按原有密钥环重新生成。`,
  );
}

function ownFolderOf(file: string): void {
  if (existsSync(dirname(dirname(file)))) ownFolder(dirname(file), 0o700);
}

export function loadKeyring(
  file: string,
  masterKey: string,
  options: { readonly createMissing: boolean; readonly pairing?: Pairing | undefined },
): Keyring {
  const master = Buffer.from(masterKey, 'base64');
  if (!existsSync(file)) {
    if (!options.createMissing)
      throw new ConfigError(
        `没有找到密钥环文件 ${file}。首次安装请运行 npx xinheng keyring create；否则请从备份恢复。`,
      );
    create(file, master, 'aes-256-gcm');
  }
  closedToOthers(file);
  return following(file, () => read(file, master, options.pairing));
}

function read(file: string, master: Buffer, pairing?: Pairing): Keyring {
  try {
    return openKeyring(master, JSON.parse(readFileSync(file, 'utf8')) as WrappedKeyring, pairing);
  } catch (cause) {
    throw new ConfigError(`密钥环 ${file} 与 MASTER_KEY 不匹配或已损坏。请核对密钥，或从备份恢复该文件。`, { cause });
  }
}

/** Looked for again where a value names a key that is not known yet; a file that was replaced is written whole (see rotate). */
function following(file: string, readAgain: () => Keyring): Keyring {
  let ring = readAgain();
  let written = statSync(file).mtimeMs;
  const refresh = () => {
    const found = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
    if (found === undefined || found === written) return;
    ring = readAgain();
    written = found;
  };
  return {
    suite: ring.suite,
    subjectKeys: ring.subjectKeys,
    get current() {
      return ring.current;
    },
    dataKey(version) {
      const known = ring.dataKey(version);
      if (known) return known;
      refresh();
      return ring.dataKey(version);
    },
  };
}

/** Adds a data key that seals from now on. Answers its version. The file is replaced whole, and keeps every older key. */
export function addKeyTo(file: string, masterKey: string): number {
  const master = Buffer.from(masterKey, 'base64');
  read(file, master);
  const rotated = addDataKey(master, JSON.parse(readFileSync(file, 'utf8')) as WrappedKeyring, randomBytes);
  writePrivate(file, `${JSON.stringify(rotated, null, 2)}\n`);
  return rotated.current;
}

/** Makes the keyring of a system's first installation, where there is none yet. Answers its file, and whether it was made. */
export function createKeyringFile(
  { dataDirectory, masterKey }: Omit<Ringed, 'createMissing'>,
  system: 'platform' | 'points',
  suite: SuiteName,
): { readonly file: string; readonly made: boolean } {
  const file = keyringFile(dataDirectory, system);
  if (existsSync(file)) return { file, made: false };
  create(file, Buffer.from(masterKey, 'base64'), suite);
  return { file, made: true };
}

function create(file: string, master: Buffer, suite: SuiteName): void {
  // where another start at the same moment made it, that one is the keyring
  createPrivate(file, `${JSON.stringify(createKeyring(master, suite, randomBytes), null, 2)}\n`);
}
