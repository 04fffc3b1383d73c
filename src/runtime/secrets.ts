/**
 * Keys and passwords of an installation. In operation they come from the environment or a mounted file; the demo makes
 * those that are missing once and keeps them in <data>/secrets.json, readable by its owner only.
 */
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { ConfigError } from './config-error.ts';

const key32 = z
  .string()
  .refine(
    (value) => Buffer.from(value, 'base64').length === 32,
    '须为 32 字节的 Base64（可用 openssl rand -base64 32 生成）',
  );
const webhookSecret = z.string().regex(/^whsec_[A-Za-z0-9+/=]{32,}$/, '须为 whsec_ 开头的 Standard Webhooks 密钥');
const webhookSecrets = z.array(webhookSecret).min(1, '至少一个').max(5, '至多五个');

/** Secrets by name; the comment says what each protects. */
const Shape = {
  /** wraps the keyring (<data>/keyring.json), under whose keys names and document numbers are sealed */
  masterKey: key32,
  /** sign deliveries between the systems, in both directions of one pair; the first signs, all are accepted */
  platformPointsSecrets: webhookSecrets,
  platformSiteSecrets: webhookSecrets,
  /** Ed25519 seed of the public site: signs exported editions and reports, and what is sent to subscribers is signed under keys made from it */
  publicationKey: key32,
  /** password of the application logins on a database server this product set up itself */
  databasePassword: z.string().min(12, '至少 12 个字符'),
} as const;

export type Secrets = { readonly [Name in keyof typeof Shape]: z.infer<(typeof Shape)[Name]> };

/** Lists are given separated by commas. */
const VARIABLES: Record<keyof Secrets, string> = {
  masterKey: 'MASTER_KEY',
  platformPointsSecrets: 'PLATFORM_POINTS_SECRETS',
  platformSiteSecrets: 'PLATFORM_SITE_SECRETS',
  publicationKey: 'PUBLICATION_KEY',
  databasePassword: 'DATABASE_PASSWORD',
};

const fresh: { [Name in keyof Secrets]: () => Secrets[Name] } = {
  masterKey: () => randomBytes(32).toString('base64'),
  platformPointsSecrets: () => [`whsec_${randomBytes(32).toString('base64')}`],
  platformSiteSecrets: () => [`whsec_${randomBytes(32).toString('base64')}`],
  publicationKey: () => randomBytes(32).toString('base64'),
  databasePassword: () => randomBytes(24).toString('base64url'),
};

/** Nothing is lost that another could not take the place of: these are made also in operation. */
const MADE_WHEN_MISSING: ReadonlySet<keyof Secrets> = new Set(['databasePassword', 'publicationKey']);

export function loadSecrets(
  environment: Readonly<Record<string, string | undefined>>,
  options: { readonly directory: string; readonly createMissing: boolean },
): Secrets {
  const file = environment['SECRETS_FILE'] || join(options.directory, 'secrets.json');
  const stored = readStored(file);
  const names = Object.keys(Shape) as (keyof Secrets)[];
  const secrets: Record<string, unknown> = {};
  const wrong: string[] = [];
  let made = false;
  for (const name of names) {
    let value: unknown = fromEnvironment(name, environment[VARIABLES[name]]) ?? stored[name];
    if (value === undefined && (options.createMissing || MADE_WHEN_MISSING.has(name))) {
      value = fresh[name]();
      stored[name] = value;
      made = true;
    }
    const checked = Shape[name].safeParse(value);
    if (checked.success) secrets[name] = checked.data;
    else
      wrong.push(
        `  ${VARIABLES[name]}：${value === undefined ? '没有给出' : (checked.error.issues[0]?.message ?? '')}`,
      );
  }
  if (wrong.length > 0) throw new ConfigError(`密钥有误，请在环境变量或 ${file} 中给出：\n${wrong.join('\n')}`);
  if (made) keep(file, stored);
  return secrets as unknown as Secrets;
}

function fromEnvironment(name: keyof Secrets, value: string | undefined): unknown {
  if (!value) return undefined;
  return Array.isArray(fresh[name]()) ? value.split(',').map((part) => part.trim()) : value;
}

function readStored(file: string): Record<string, unknown> {
  if (!existsSync(file)) return {};
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  } catch {
    throw new ConfigError(`密钥文件 ${file} 不是有效的 JSON。请从备份恢复；丢失密钥后已加密的数据无法读出。`);
  }
}

/** Written beside and renamed, so a crash leaves the old file or the new one, never half of it; mode 0600. */
export function writePrivate(file: string, content: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const beside = `${file}.new`;
  writeFileSync(beside, content, { mode: 0o600 });
  chmodSync(beside, 0o600);
  renameSync(beside, file);
}

function keep(file: string, stored: Record<string, unknown>): void {
  writePrivate(file, `${JSON.stringify(stored, null, 2)}\n`);
}
