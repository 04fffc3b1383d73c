/** The keyring file: the data keys and the subject key, wrapped by the master key. Losing it loses every sealed name. */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { addDataKey, createKeyring, type Keyring, openKeyring, type WrappedKeyring } from '#kernel/seal/keyring.ts';
import type { SuiteName } from '#kernel/seal/suite.ts';
import { dataDirectory } from './config.ts';
import { ConfigError } from './config-error.ts';
import { closedToOthers } from './private-folder.ts';
import { createPrivate, writePrivate } from './secrets.ts';

/** @returns a ring that follows its file: after `xinheng keyring rotate` a running service finds the new key there by itself */
export function loadKeyring(file: string, masterKey: string, options: { readonly createMissing: boolean }): Keyring {
  const master = Buffer.from(masterKey, 'base64');
  if (!existsSync(file)) {
    if (!options.createMissing)
      throw new ConfigError(
        `没有找到密钥环文件 ${file}。首次安装请运行 npx xinheng keyring create；否则请从备份恢复。`,
      );
    create(file, master, 'aes-256-gcm');
  }
  closedToOthers(file);
  return following(file, () => read(file, master));
}

function read(file: string, master: Buffer): Keyring {
  try {
    return openKeyring(master, JSON.parse(readFileSync(file, 'utf8')) as WrappedKeyring);
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

/** Makes the keyring of a first installation from MASTER_KEY; what it answers is for the person who typed the command. */
export function createKeyringFile(environment: Readonly<Record<string, string | undefined>>, suite: SuiteName): string {
  const file = join(dataDirectory(environment), 'keyring.json');
  if (existsSync(file)) return `密钥环 ${file} 已经存在，没有改动。`;
  const master = Buffer.from(environment['MASTER_KEY'] ?? '', 'base64');
  if (master.length !== 32) {
    throw new ConfigError(
      '请先在环境变量 MASTER_KEY 中给出 32 字节的 Base64 主密钥（可用 openssl rand -base64 32 生成），并另行妥善保管。',
    );
  }
  create(file, master, suite);
  return `已生成密钥环 ${file}。请连同 MASTER_KEY 一并备份：丢失任何一个，已加密的信息都无法读出。`;
}

function create(file: string, master: Buffer, suite: SuiteName): void {
  // where another start at the same moment made it, that one is the keyring
  createPrivate(file, `${JSON.stringify(createKeyring(master, suite, randomBytes), null, 2)}\n`);
}
