/** The keyring file: the data keys and the subject key, wrapped by the master key. Losing it loses every sealed name. */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createKeyring, type Keyring, openKeyring, type WrappedKeyring } from '#kernel/seal/keyring.ts';
import { ConfigError } from './config-error.ts';
import { writePrivate } from './secrets.ts';

export function loadKeyring(file: string, masterKey: string, options: { readonly createMissing: boolean }): Keyring {
  const master = Buffer.from(masterKey, 'base64');
  if (!existsSync(file)) {
    if (!options.createMissing)
      throw new ConfigError(
        `没有找到密钥环文件 ${file}。首次安装请运行 npx xinheng keyring create；否则请从备份恢复。`,
      );
    const wrapped = createKeyring(master, 'aes-256-gcm', randomBytes);
    writePrivate(file, `${JSON.stringify(wrapped, null, 2)}\n`);
  }
  try {
    return openKeyring(master, JSON.parse(readFileSync(file, 'utf8')) as WrappedKeyring);
  } catch (cause) {
    throw new ConfigError(`密钥环 ${file} 与 MASTER_KEY 不匹配或已损坏。请核对密钥，或从备份恢复该文件。`, { cause });
  }
}
