/**
 * Keys and passwords of an installation. In operation they come from the environment or a mounted file; the demo makes
 * those that are missing once and keeps them in <data>/secrets.json, readable by its owner only.
 */
import { hkdfSync, randomBytes, randomUUID } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { ConfigError } from './config-error.ts';
import { type LoginKind, loginKindsOf, SYSTEMS, type System } from './postgres/systems.ts';
import { closedToOthers } from './private-folder.ts';

const key32 = z
  .string()
  .refine(
    (value) => Buffer.from(value, 'base64').length === 32,
    '须为 32 字节的 Base64（可用 openssl rand -base64 32 生成）',
  );
const webhookSecret = z.string().regex(/^whsec_[A-Za-z0-9+/=]{32,}$/, '须为 whsec_ 开头的 Standard Webhooks 密钥');
const password = z
  .string({ error: '没有给出' })
  .min(16, '至少 16 个字符')
  .regex(/^[\x21-\x7e]+$/, '只能用可见的 ASCII 字符，不含空格');
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
} as const;

type Named = { readonly [Name in keyof typeof Shape]: z.infer<(typeof Shape)[Name]> };

export interface Secrets extends Named {
  /** of each system's logins (`platform`, `platform-worker`, …), on a database server this product sets up itself */
  readonly databasePasswords: Readonly<Record<string, string>>;
  /** the one password all three logins had in earlier versions; only tells an older installation's databases from another's */
  readonly earlierDatabasePassword?: string;
}

/** Lists are given separated by commas. */
const VARIABLES: Record<keyof Named, string> = {
  masterKey: 'MASTER_KEY',
  platformPointsSecrets: 'PLATFORM_POINTS_SECRETS',
  platformSiteSecrets: 'PLATFORM_SITE_SECRETS',
  publicationKey: 'PUBLICATION_KEY',
};

const fresh: { [Name in keyof Named]: () => Named[Name] } = {
  masterKey: () => randomBytes(32).toString('base64'),
  platformPointsSecrets: () => [`whsec_${randomBytes(32).toString('base64')}`],
  platformSiteSecrets: () => [`whsec_${randomBytes(32).toString('base64')}`],
  publicationKey: () => randomBytes(32).toString('base64'),
};

/** Nothing is lost that another could not take the place of: these are made also in operation. */
const MADE_WHEN_MISSING: ReadonlySet<keyof Named> = new Set(['publicationKey']);

/**
 * @param options.keyed there is a keyring already: a master key made up now could never open it, so it is not kept, nor what is derived from it
 */
export function loadSecrets(
  environment: Readonly<Record<string, string | undefined>>,
  options: { readonly directory: string; readonly createMissing: boolean; readonly keyed?: boolean },
): Secrets {
  const file = environment['SECRETS_FILE'] || join(options.directory, 'secrets.json');
  const existing = existsSync(file);
  const stored = readStored(file);
  const secrets: Record<string, unknown> = {};
  const wrong: string[] = [];
  const made: Record<string, unknown> = {};
  const check = (name: string, variable: string, shape: z.ZodType, value: unknown) => {
    const checked = shape.safeParse(value);
    if (checked.success) secrets[name] = checked.data;
    else wrong.push(`  ${variable}：${value === undefined ? '没有给出' : (checked.error.issues[0]?.message ?? '')}`);
  };
  for (const name of Object.keys(Shape) as (keyof Named)[]) {
    let value: unknown = fromEnvironment(name, environment[VARIABLES[name]]) ?? stored[name];
    if (value === undefined && (options.createMissing || MADE_WHEN_MISSING.has(name))) {
      value = fresh[name]();
      made[name] = value;
    }
    check(name, VARIABLES[name], Shape[name], value);
  }
  const master = secrets['masterKey'];
  if (typeof master === 'string') {
    const passwords = databasePasswords(environment, stored['databasePasswords'], master);
    const shape = z.object(Object.fromEntries(LOGINS.map(({ name }) => [name, password])));
    check(
      'databasePasswords',
      'PLATFORM_DATABASE_PASSWORD 等（secrets.json 中为 databasePasswords）',
      shape,
      passwords.all,
    );
    if (passwords.toKeep) made['databasePasswords'] = passwords.toKeep;
  }
  const earlier = environment['DATABASE_PASSWORD'] || stored['databasePassword'];
  if (typeof earlier === 'string') secrets['earlierDatabasePassword'] = earlier;
  if (wrong.length > 0) throw new ConfigError(`密钥有误，请在环境变量或 ${file} 中给出：\n${wrong.join('\n')}`);
  if (options.keyed && 'masterKey' in made) {
    delete made['masterKey'];
    delete made['databasePasswords'];
  }
  if (Object.keys(made).length > 0) {
    try {
      if (!keep(file, { ...stored, ...made }, existing)) return loadSecrets(environment, options);
    } catch (error) {
      // a file mounted read-only: what is derived will be derived again, what was drawn must be kept
      if (Object.keys(made).some((name) => name !== 'databasePasswords')) throw error;
    }
  }
  return secrets as unknown as Secrets;
}

/**
 * Those not given come from the master key: processes of one installation on several machines share that, and so arrive at the same
 * passwords instead of each making its own and locking the others out.
 */
function databasePasswords(
  environment: Readonly<Record<string, string | undefined>>,
  stored: unknown,
  masterKey: string,
): { all: Record<string, unknown>; toKeep: Record<string, unknown> | undefined } {
  const kept = stored !== null && typeof stored === 'object' ? (stored as Record<string, unknown>) : {};
  const made: Record<string, unknown> = {};
  const all: Record<string, unknown> = {};
  for (const { name, variable } of LOGINS) {
    const given = environment[variable] || kept[name];
    if (given === undefined) made[name] = derivedPassword(masterKey, name);
    all[name] = given ?? made[name];
  }
  // a file of 0.1 holds its three and stays as it is: its databases are refused, and what it lacks can be derived each time
  const lacking = SYSTEMS.some((system) => system in made);
  return { all, toKeep: lacking ? { ...kept, ...made } : undefined };
}

const nameOf = (system: System, kind: LoginKind): string => (kind === 'web' ? system : `${system}-${kind}`);

/** A system's own name is its web login's. */
const LOGINS = SYSTEMS.flatMap((system) => loginKindsOf(system).map((kind) => nameOf(system, kind))).map((name) => ({
  name,
  variable: `${name.toUpperCase().replaceAll('-', '_')}_DATABASE_PASSWORD`,
}));

export function passwordOf({ databasePasswords }: Secrets, system: System, kind: LoginKind): string {
  const found = databasePasswords[nameOf(system, kind)];
  if (found === undefined) throw new RangeError(`no password for ${nameOf(system, kind)}`);
  return found;
}

function derivedPassword(masterKey: string, login: string): string {
  const key = hkdfSync('sha256', Buffer.from(masterKey, 'base64'), '', `xinheng database password ${login}`, 24);
  return Buffer.from(key).toString('base64url');
}

function fromEnvironment(name: keyof Named, value: string | undefined): unknown {
  if (!value) return undefined;
  return Array.isArray(fresh[name]()) ? value.split(',').map((part) => part.trim()) : value;
}

function readStored(file: string): Record<string, unknown> {
  if (!existsSync(file)) return {};
  closedToOthers(file);
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  } catch {
    throw new ConfigError(`密钥文件 ${file} 不是有效的 JSON。请从备份恢复；丢失密钥后已加密的数据无法读出。`);
  }
}

/** Written beside and renamed, so a crash leaves the old file or the new one, never half of it; mode 0600. */
export function writePrivate(file: string, content: string): void {
  const beside = besidePrivate(file, content);
  renameSync(beside, file);
}

/** False: another process made the file meanwhile, and it is untouched. Of two first starts at once one makes the keys. */
export function createPrivate(file: string, content: string): boolean {
  const beside = besidePrivate(file, content);
  try {
    linkSync(beside, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  } finally {
    rmSync(beside, { force: true });
  }
}

function besidePrivate(file: string, content: string): string {
  mkdirSync(dirname(file), { recursive: true });
  const beside = `${file}.${randomUUID()}.new`;
  writeFileSync(beside, content, { mode: 0o600, flag: 'wx' });
  return beside;
}

function keep(file: string, stored: Record<string, unknown>, existing: boolean): boolean {
  const content = `${JSON.stringify(stored, null, 2)}\n`;
  if (!existing) return createPrivate(file, content);
  writePrivate(file, content);
  return true;
}
