/** The application's logins, one for each kind of work: who they are, what they belong to, and that their passwords are ours to set. */
import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import pg from 'pg';
import { ConfigError } from '../config-error.ts';
import type { Marks } from './installation.ts';
import { rolesFor } from './roles.ts';
import { type LoginKind, loginKindsOf, type System } from './systems.ts';

export interface Login {
  readonly name: string;
  readonly password: string;
  /** what it is for; without a word everything, as a test or a bench needs it */
  readonly kinds?: readonly LoginKind[];
}

export interface LoginOptions {
  /** the installation whose login this is; absent in tests and benches */
  readonly marks?: Marks | undefined;
  /** a login without a mark is ours: the server runs in our folder, or an earlier version of this installation made it */
  readonly adoptable: boolean;
  /** we set the server up: whatever else the login has become able to do is taken back */
  readonly strict: boolean;
}

const MARK = 'xinheng installation ';

/**
 * Lets `login` in as a member of the roles of its kinds. A password is changed only on a login of this installation: another's
 * would be locked out of its own database.
 */
export async function allowLogin(
  admin: pg.ClientBase,
  system: System,
  url: string,
  login: Login,
  options: LoginOptions,
): Promise<void> {
  const { marks, adoptable, strict } = options;
  const name = admin.escapeIdentifier(login.name);
  const known = await findLogin(admin, login.name);
  const roles = rolesFor(system, login.kinds ?? loginKindsOf(system));
  if (!known) {
    await admin.query(`CREATE ROLE ${name} LOGIN ${PLAIN} PASSWORD '${verifier(login.password)}'`);
    await admin.query(`GRANT ${roles.join(', ')} TO ${name}`);
    return mark(admin, name, marks);
  }
  const missing = roles.filter((role) => !known.roles.includes(role));
  if (missing.length > 0) await admin.query(`GRANT ${missing.join(', ')} TO ${name}`);
  if (strict) await restrict(admin, name, known, roles);
  if (!(await enters(url, login))) {
    if (!isOurs(known.mark, marks) && !(known.mark === null && adoptable)) throw notOurs(login.name);
    await admin.query(`ALTER ROLE ${name} LOGIN PASSWORD '${verifier(login.password)}'`);
  }
  if (known.mark === null || isOurs(known.mark, marks)) await mark(admin, name, marks);
}

const isOurs = (mark: string | null, marks: Marks | undefined): boolean =>
  mark !== null && [marks?.ours, marks?.before].some((one) => one !== undefined && mark === MARK + one);

const PLAIN = 'NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS';

async function restrict(
  admin: pg.ClientBase,
  name: string,
  known: KnownLogin,
  roles: readonly string[],
): Promise<void> {
  if (known.exceeds) await admin.query(`ALTER ROLE ${name} ${PLAIN}`);
  for (const other of known.roles.filter((one) => !roles.includes(one))) {
    await admin.query(`REVOKE ${admin.escapeIdentifier(other)} FROM ${name}`);
  }
}

/** Before anything is changed: whether a database that bears no mark was made by an earlier version of this installation. */
export async function requireOurLogin(
  admin: pg.ClientBase,
  url: string,
  login: Login,
  earlierPassword: string | undefined,
): Promise<void> {
  const known = await findLogin(admin, login.name);
  if (!known || (await enters(url, login))) return;
  if (earlierPassword && (await enters(url, { ...login, password: earlierPassword }))) return;
  throw notOurs(login.name);
}

interface KnownLogin {
  readonly mark: string | null;
  readonly exceeds: boolean;
  readonly roles: readonly string[];
}

async function findLogin(admin: pg.ClientBase, name: string): Promise<KnownLogin | undefined> {
  const { rows } = await admin.query<KnownLogin>(
    `SELECT shobj_description(oid, 'pg_authid') AS mark,
       rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls AS exceeds,
       ARRAY(SELECT g.rolname::text FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid WHERE m.member = r.oid) AS roles
     FROM pg_roles r WHERE rolname = $1`,
    [name],
  );
  return rows[0];
}

async function mark(admin: pg.ClientBase, name: string, marks: Marks | undefined): Promise<void> {
  if (marks === undefined) return;
  try {
    await admin.query(`COMMENT ON ROLE ${name} IS '${MARK}${marks.ours}'`);
  } catch (error) {
    // somebody else made this login, for us to use only: its password is not ours to change either
    if ((error as { code?: string }).code !== '42501') throw error;
  }
}

/** Whether the password is the login's. */
export async function enters(url: string, login: Login): Promise<boolean> {
  const target = new URL(url);
  target.username = encodeURIComponent(login.name);
  target.password = encodeURIComponent(login.password);
  const client = new pg.Client({ connectionString: target.href, connectionTimeoutMillis: 10_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    return true;
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === '28P01' || code === '28000') return false;
    if (code === '42501') return true; // the password is right, the database is still closed to it
    throw error;
  } finally {
    await client.end().catch(() => {});
  }
}

function notOurs(name: string): ConfigError {
  return new ConfigError(
    `数据库服务器上已有账号 ${name}，口令与本机的不同，也不是这一套信衡建的，没有改动。如果这是同一套系统的另一个进程或旧版本，请把原来数据目录中的 secrets.json、keyring.json 和 MASTER_KEY 复制过来（旧版本还用过 DATABASE_PASSWORD 的，首次启动时也给出）；如果是另一套系统，请给这一套另用一台数据库服务器；如果是已废弃的账号，请由数据库管理员删除（DROP ROLE）后重新启动。`,
  );
}

/** What PostgreSQL itself would store (RFC 5802): so the password is in no statement, and in no log of statements. */
function verifier(password: string): string {
  const iterations = 4096;
  const salt = randomBytes(16);
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256');
  const mac = (text: string) => createHmac('sha256', salted).update(text).digest();
  const stored = createHash('sha256').update(mac('Client Key')).digest('base64');
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${stored}:${mac('Server Key').toString('base64')}`;
}
