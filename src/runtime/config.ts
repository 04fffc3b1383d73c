/**
 * Everything that differs between two installations, read once from the environment (docs/operations.md lists it).
 * What is wrong is said in Chinese, with the variable's name, all of it at once; nothing else reads process.env.
 */
import { resolve } from 'node:path';
import { z } from 'zod';
import { ConfigError } from './config-error.ts';
import { DEFAULT_POLICY } from './default-policy.ts';
import { isKeyed } from './keyring.ts';
import { SYSTEMS, type System } from './postgres/systems.ts';
import { loadSecrets, type Secrets } from './secrets.ts';
import { readTrustProxy, type TrustProxy } from './trust-proxy.ts';

/** How one system signs its users in: the provider, and this system as its client. */
export interface SignInSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope: string;
  /** asked of the provider at every sign-in, e.g. `login` */
  readonly prompt?: string;
  /** what a machine's access token must name as its audience */
  readonly audience: string;
  /** origin under which this process itself reaches the provider, when that is not the issuer's own */
  readonly reachedAt?: string;
  /** origin of the provider's addresses, where the issuer's name begins with another: the demo's, once it has moved to another port */
  readonly publicOrigin?: string;
}

export type DoorName = 'platform' | 'my' | 'points' | 'provider';
/**
 * Officers at the platform, citizens at the platform (`my`) and at the points system, providers of benefits at the points system;
 * null where the system does not run here.
 */
export type SignInOfSystems = Readonly<Record<DoorName, SignInSettings | null>>;

/** Where the databases are. `server`: a login that may create databases and roles. `separate`: somebody made them. */
export type DatabaseSettings =
  | { readonly kind: 'embedded'; readonly directory: string; readonly port: number }
  | { readonly kind: 'server'; readonly url: string }
  | { readonly kind: 'separate'; readonly urls: Readonly<Partial<Record<System, DatabaseUrls>>> };

export interface DatabaseUrls {
  /** the web login: a member of xinheng_<system> and xinheng_<system>_web that owns nothing */
  readonly application: string;
  /** members of xinheng_<system> and …_worker, of …_sign_in alone; absent: see separateUrl in postgres/databases.ts */
  readonly worker?: string | undefined;
  readonly signIn?: string | undefined;
  /** owner of the tables; absent: the schema is expected to be current */
  readonly owner: string | null;
}

export interface Config {
  readonly demo: boolean;
  readonly systems: readonly System[];
  readonly host: string;
  readonly port: number;
  /** origin people see, without a trailing slash */
  readonly publicUrl: string;
  readonly trustProxy: TrustProxy;
  readonly rateLimitPerMinute: number;
  readonly dataDirectory: string;
  readonly policyDirectory: string;
  /** folders of notices that stand outside of the city's folder: the demo's invented ones (084), never an installation's */
  readonly moreNotices?: readonly string[];
  /** of a demo somebody edits: the folder runs, whatever is enacted */
  readonly policyAsWritten: boolean;
  readonly calendarDirectory: string;
  readonly databases: DatabaseSettings;
  /** of each table of a subject, when its database is first made; absent: the usual number, or as the database is */
  readonly partitions?: number | undefined;
  readonly signIn: SignInOfSystems;
  /** origins deliveries go to */
  readonly systemUrls: Readonly<Record<System, string>>;
  readonly secrets: Secrets;
  /** the provider's `sub` of the person who may appoint all others, for an installation without an administrator */
  readonly firstAdministrator: { readonly subject: string; readonly name: string } | null;
}

/** said of one door: nothing is asked of the provider, whatever the other doors ask */
const NO_PROMPT = 'off';

const origin = z.string().regex(/^https?:\/\/[^/?#\s]+$/, '须为 http(s)://主机[:端口]，末尾不带斜杠和路径');
const issuer = z.string().regex(/^https?:\/\/\S+$/, '须为 http:// 或 https:// 开头的地址');
const postgres = z.string().regex(/^postgres(ql)?:\/\/\S+$/, '须为 postgresql://用户:口令@主机:端口/库名');
const port = z.coerce
  .number({ error: '须为 0 到 65535 的整数' })
  .int('须为整数')
  .min(0, '须为 0 到 65535 的整数')
  .max(65535, '须为 0 到 65535 的整数');
const trustProxy = z.string().transform((value, context) => {
  try {
    return readTrustProxy(value);
  } catch (error) {
    context.addIssue({ code: 'custom', message: (error as Error).message });
    return z.NEVER;
  }
});
/** OpenID Connect Core 3.1.2.1, without `none`: who is not signed in at the provider could then never sign in. */
const PROMPTS = ['login', 'select_account', 'consent'];
const prompt = z
  .string()
  .refine(
    (value) => value === NO_PROMPT || value.split(' ').every((one) => PROMPTS.includes(one)),
    `须为 ${PROMPTS.join('、')} 中的一个或几个（以空格隔开），或者 ${NO_PROMPT}（不要求）；none 会使没有登录的人无法登录`,
  );
const text = z.string().min(1, '不能为空');
const MODULUS = '须为 1 到 256 的整数';

const Environment = z.object({
  HOST: text.default('127.0.0.1'),
  PORT: port.default(8080),
  PUBLIC_URL: origin.optional(),
  TRUST_PROXY: trustProxy.default(false),
  RATE_LIMIT_PER_MINUTE: z.coerce.number({ error: '须为正整数' }).int('须为正整数').min(1, '须为正整数').default(1200),
  DATA_DIR: text.default('var'),
  POLICY_DIR: text.default(DEFAULT_POLICY),
  POLICY_AS_WRITTEN: z.enum(['true', 'false'], { error: '须为 true 或 false' }).default('false'),
  CALENDAR_DIR: text.default('law/cn/calendars'),
  POSTGRES_PORT: port.default(0),
  PARTITIONS: z.coerce.number({ error: MODULUS }).int(MODULUS).min(1, MODULUS).max(256, MODULUS).optional(),
  DATABASE_URL: postgres.optional(),
  PLATFORM_DATABASE_URL: postgres.optional(),
  PLATFORM_WORKER_DATABASE_URL: postgres.optional(),
  PLATFORM_SIGN_IN_DATABASE_URL: postgres.optional(),
  PLATFORM_OWNER_DATABASE_URL: postgres.optional(),
  POINTS_DATABASE_URL: postgres.optional(),
  POINTS_WORKER_DATABASE_URL: postgres.optional(),
  POINTS_SIGN_IN_DATABASE_URL: postgres.optional(),
  POINTS_OWNER_DATABASE_URL: postgres.optional(),
  SITE_DATABASE_URL: postgres.optional(),
  SITE_WORKER_DATABASE_URL: postgres.optional(),
  SITE_OWNER_DATABASE_URL: postgres.optional(),
  PLATFORM_URL: origin.optional(),
  POINTS_URL: origin.optional(),
  SITE_URL: origin.optional(),
  OIDC_ISSUER: issuer.optional(),
  OIDC_CLIENT_ID: text.optional(),
  OIDC_CLIENT_SECRET: text.optional(),
  OIDC_AUDIENCE: text.optional(),
  OIDC_SCOPE: text.optional(),
  OIDC_PROMPT: prompt.optional(),
  MY_OIDC_ISSUER: issuer.optional(),
  MY_OIDC_CLIENT_ID: text.optional(),
  MY_OIDC_CLIENT_SECRET: text.optional(),
  MY_OIDC_SCOPE: text.optional(),
  MY_OIDC_PROMPT: prompt.optional(),
  POINTS_OIDC_ISSUER: issuer.optional(),
  POINTS_OIDC_CLIENT_ID: text.optional(),
  POINTS_OIDC_CLIENT_SECRET: text.optional(),
  POINTS_OIDC_AUDIENCE: text.optional(),
  POINTS_OIDC_SCOPE: text.optional(),
  POINTS_OIDC_PROMPT: prompt.optional(),
  PROVIDER_OIDC_ISSUER: issuer.optional(),
  PROVIDER_OIDC_CLIENT_ID: text.optional(),
  PROVIDER_OIDC_CLIENT_SECRET: text.optional(),
  PROVIDER_OIDC_AUDIENCE: text.optional(),
  PROVIDER_OIDC_SCOPE: text.optional(),
  PROVIDER_OIDC_PROMPT: prompt.optional(),
  FIRST_ADMINISTRATOR_SUB: text.optional(),
  FIRST_ADMINISTRATOR_NAME: text.optional(),
});
type Environment = z.infer<typeof Environment>;

export interface ConfigOptions {
  readonly demo: boolean;
  readonly systems?: readonly System[];
  /** where relative paths start; the project's folder unless a test says otherwise */
  readonly root?: string;
}

/** Where an installation keeps what is its own. */
/** The folder of the city that runs: `POLICY_DIR`, seen from the product's folder, or the one that runs when none is named. */
export const policyFolder = (environment: Readonly<Record<string, string | undefined>>, root = projectRoot): string =>
  resolve(root, environment['POLICY_DIR'] || DEFAULT_POLICY);

export function dataDirectory(environment: Readonly<Record<string, string | undefined>>, root = projectRoot): string {
  return resolve(root, environment['DATA_DIR'] || 'var');
}

const projectRoot = resolve(import.meta.dirname, '..', '..');

export function readConfig(environment: Readonly<Record<string, string | undefined>>, options: ConfigOptions): Config {
  const root = options.root ?? projectRoot;
  const values = parse(environment);
  const systems = options.systems ?? SYSTEMS;
  const directory = dataDirectory(environment, root);
  const publicUrl = values.PUBLIC_URL ?? `http://localhost:${values.PORT}`;
  const here = loopbackOrigin({ host: values.HOST, port: values.PORT });
  const urlOf = (system: System, given: string | undefined) =>
    given ??
    (systems.includes(system) ? here : missing(`${system.toUpperCase()}_URL`, '另一系统不在本进程内，须给出其地址'));
  return {
    demo: options.demo,
    systems,
    host: values.HOST,
    port: values.PORT,
    publicUrl,
    trustProxy: values.TRUST_PROXY,
    rateLimitPerMinute: values.RATE_LIMIT_PER_MINUTE,
    dataDirectory: directory,
    policyDirectory: policyFolder({ POLICY_DIR: values.POLICY_DIR }, root),
    policyAsWritten: options.demo && values.POLICY_AS_WRITTEN === 'true',
    calendarDirectory: resolve(root, values.CALENDAR_DIR),
    databases: databases(values, systems, directory),
    partitions: values.PARTITIONS,
    signIn: options.demo
      ? { platform: null, my: null, points: null, provider: null }
      : externalSignIn(values, systems, publicUrl),
    systemUrls: {
      platform: urlOf('platform', values.PLATFORM_URL),
      points: urlOf('points', values.POINTS_URL),
      site: urlOf('site', values.SITE_URL),
    },
    secrets: loadSecrets(environment, {
      directory,
      createMissing: options.demo,
      keyed: isKeyed(directory),
    }),
    firstAdministrator: values.FIRST_ADMINISTRATOR_SUB
      ? { subject: values.FIRST_ADMINISTRATOR_SUB, name: values.FIRST_ADMINISTRATOR_NAME ?? '系统管理员' }
      : null,
  };
}

function parse(environment: Readonly<Record<string, string | undefined>>): Environment {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const result = Environment.safeParse(given);
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => {
    const name = String(issue.path[0]);
    const shown = /SECRET|DATABASE_URL|KEY/.test(name) ? '' : `（现为 ${JSON.stringify(given[name])}）`;
    return `  ${name}：${issue.message}${shown}`;
  });
  throw new ConfigError(`环境变量有误，请改正后重新启动：\n${lines.join('\n')}`);
}

/** Origin under which this process reaches itself. */
export function loopbackOrigin({ host, port }: { readonly host: string; readonly port: number }): string {
  const everywhere = host === '0.0.0.0' || host === '::';
  return `http://${everywhere ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host}:${port}`;
}

function databases(values: Environment, systems: readonly System[], dataDirectory: string): DatabaseSettings {
  const urls: Partial<Record<System, DatabaseUrls>> = {};
  for (const system of systems) {
    const name = system.toUpperCase() as Uppercase<System>;
    const application = values[`${name}_DATABASE_URL`];
    if (application)
      urls[system] = {
        application,
        worker: values[`${name}_WORKER_DATABASE_URL`],
        signIn: name === 'SITE' ? undefined : values[`${name}_SIGN_IN_DATABASE_URL`],
        owner: values[`${name}_OWNER_DATABASE_URL`] ?? null,
      };
  }
  const given = Object.keys(urls).length;
  if (given === systems.length) return { kind: 'separate', urls };
  if (given > 0) {
    const absent = systems.filter((system) => !urls[system]).map((system) => `${system.toUpperCase()}_DATABASE_URL`);
    missing(absent.join('、'), '几个系统的数据库地址须同时给出，或者都不给');
  }
  if (values.DATABASE_URL) return { kind: 'server', url: values.DATABASE_URL };
  return { kind: 'embedded', directory: resolve(dataDirectory, 'postgres'), port: values.POSTGRES_PORT };
}

/** The citizens' doors need the verified document of the person; of officers and providers it is enough which account it is. */
export const SCOPES = {
  platform: 'openid profile',
  my: 'openid profile identity organisations',
  points: 'openid profile identity',
  provider: 'openid',
} as const;

/**
 * Citizens may have an identity provider of their own (POINTS_…); without one both use the platform's. Citizens at the platform
 * (MY_…) and providers of benefits (PROVIDER_…) use the points system's client unless they are given one.
 */
function externalSignIn(values: Environment, systems: readonly System[], publicUrl: string): SignInOfSystems {
  const settings = (door: DoorName): SignInSettings | null => {
    const system = SYSTEM_OF[door];
    if (!systems.includes(system)) return null;
    const prefix = PREFIXES[door];
    const given = (name: 'OIDC_ISSUER' | 'OIDC_CLIENT_ID' | 'OIDC_CLIENT_SECRET' | 'OIDC_PROMPT') =>
      values[`${prefix}${name}`] ??
      (door === 'my' || door === 'provider' ? values[`POINTS_${name}`] : undefined) ??
      values[name];
    const asked = given('OIDC_PROMPT') ?? NO_PROMPT;
    const pick = (name: 'OIDC_ISSUER' | 'OIDC_CLIENT_ID' | 'OIDC_CLIENT_SECRET') =>
      given(name) ??
      missing(`${prefix}${name}`, '登录由统一身份认证（OpenID Connect）办理，须给出其地址和本系统的客户端编号、密钥');
    return {
      issuer: pick('OIDC_ISSUER'),
      clientId: pick('OIDC_CLIENT_ID'),
      clientSecret: pick('OIDC_CLIENT_SECRET'),
      scope: values[`${prefix}OIDC_SCOPE`] ?? SCOPES[door],
      ...(asked === NO_PROMPT ? {} : { prompt: asked }),
      audience: values[`${prefix === 'MY_' ? '' : prefix}OIDC_AUDIENCE`] ?? `${publicUrl}/api/${system}`,
    };
  };
  return {
    platform: settings('platform'),
    my: settings('my'),
    points: settings('points'),
    provider: settings('provider'),
  };
}

const PREFIXES = { platform: '', my: 'MY_', points: 'POINTS_', provider: 'PROVIDER_' } as const;
const SYSTEM_OF = { platform: 'platform', my: 'platform', points: 'points', provider: 'points' } as const;

function missing(name: string, why: string): never {
  throw new ConfigError(`缺少环境变量 ${name}：${why}。试用请直接运行 npm start。`);
}
