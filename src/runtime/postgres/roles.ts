/**
 * Who owns a system's tables and functions, and who may enter its database. The owner cannot log in and is no superuser, so that what
 * runs with its rights (SECURITY DEFINER) reaches this system's tables and nothing else; the application's login owns nothing.
 */
import type pg from 'pg';
import { ConfigError } from '../config-error.ts';
import { type LoginKind, loginKindsOf, type System } from './systems.ts';

export const ownerOf = (system: System): string => `xinheng_${system}_owner`;
/** what answering requests and doing the jobs have in common */
export const applicationRoleOf = (system: System): string => `xinheng_${system}`;
/** what one kind of login may beyond it */
export const roleOfKind = (system: System, kind: LoginKind): string => `xinheng_${system}_${kind.replaceAll('-', '_')}`;

/** What the logins of these kinds are members of; the sign-in login shares nothing with the others. */
export function rolesFor(system: System, kinds: readonly LoginKind[]): string[] {
  const shared = kinds.some((kind) => kind !== 'sign-in') ? [applicationRoleOf(system)] : [];
  return [...shared, ...kinds.map((kind) => roleOfKind(system, kind))];
}

const rolesOf = (system: System): string[] => [ownerOf(system), ...rolesFor(system, loginKindsOf(system))];

/** The platform's intake keeps the rows it is reading in temporary tables; nothing else has any. */
const NEEDS_TEMPORARY_TABLES: readonly System[] = ['platform'];

const NOTHING_BEYOND = 'NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS';

/** Makes owner and the application's roles where they are missing, and lets the owner make objects in this database. Idempotent. */
export async function prepareRoles(admin: pg.ClientBase, system: System): Promise<void> {
  const owner = ownerOf(system);
  await explained(admin, system, async () => {
    for (const role of rolesOf(system)) {
      if (!(await roleExists(admin, role))) await admin.query(`CREATE ROLE ${role} NOLOGIN ${NOTHING_BEYOND}`);
    }
    for (const role of rolesOf(system)) await requirePlainRole(admin, role);
    await joinOwner(admin, owner);
    if (
      !(await answersTrue(admin, `SELECT has_database_privilege($1, current_database(), 'CREATE') AS answer`, owner))
    ) {
      await admin.query(
        `DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO ${owner}', current_database()); END $$`,
      );
    }
    if (
      !(await answersTrue(
        admin,
        `SELECT has_schema_privilege($1, 'public', 'CREATE') AND has_schema_privilege($1, 'public', 'USAGE') AS answer`,
        owner,
      ))
    ) {
      await admin.query(`GRANT USAGE, CREATE ON SCHEMA public TO ${owner}`);
    }
    if (await answersTrue(admin, PUBLIC_CREATES)) await admin.query('REVOKE CREATE ON SCHEMA public FROM PUBLIC');
  });
}

const PUBLIC_CREATES = `
  SELECT EXISTS (SELECT FROM pg_namespace n, aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) a
    WHERE n.nspname = 'public' AND a.grantee = 0 AND a.privilege_type = 'CREATE') AS answer`;

/**
 * Neither role can anything by itself or through others: what an owner of the tables could do beyond them would be open to whoever gets a
 * function of theirs to run foreign code, and what the application's role could do is open to every login that is a member.
 */
async function requirePlainRole(admin: pg.ClientBase, role: string): Promise<void> {
  const { rows } = await admin.query<{ plain: boolean }>(
    `SELECT NOT (rolsuper OR rolcanlogin OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls) AS plain
     FROM pg_roles WHERE rolname = $1`,
    [role],
  );
  if (!rows[0]?.plain) await admin.query(`ALTER ROLE ${role} NOLOGIN ${NOTHING_BEYOND}`);
  const { rows: others } = await admin.query<{ name: string }>(
    `SELECT g.rolname AS name FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid WHERE m.member = $1::regrole`,
    [role],
  );
  for (const { name } of others) await admin.query(`REVOKE ${admin.escapeIdentifier(name)} FROM ${role}`);
}

/** A superuser is a member of every role; another must be made one to hand tables over and to work as their owner. */
async function joinOwner(admin: pg.ClientBase, owner: string): Promise<void> {
  const version = await serverVersion(admin);
  const member =
    version >= 160_000 ? `pg_has_role($1, 'SET') AND pg_has_role($1, 'USAGE')` : `pg_has_role($1, 'USAGE')`;
  if (await answersTrue(admin, `SELECT ${member} AS answer`, owner)) return;
  await admin.query(`GRANT ${owner} TO CURRENT_USER${version >= 160_000 ? ' WITH INHERIT TRUE, SET TRUE' : ''}`);
}

/** What an earlier version or an interrupted start left to the login that made it. Members of extensions stay whose they are. */
export async function handOver(admin: pg.ClientBase, system: System): Promise<void> {
  await explained(admin, system, () => admin.query(HAND_OVER.replaceAll('OWNER_ROLE', ownerOf(system))));
}

const HAND_OVER = `
DO $$ DECLARE statement text; BEGIN
  FOR statement IN
    WITH ours AS (SELECT oid, nspname, nspowner FROM pg_namespace WHERE nspname IN ('public', 'graphile_worker')),
    theirs AS (SELECT 'OWNER_ROLE'::regrole::oid AS owner),
    of_extensions AS (SELECT classid, objid FROM pg_depend WHERE deptype = 'e')
    SELECT format('ALTER SCHEMA %I OWNER TO OWNER_ROLE', nspname) FROM ours, theirs
      WHERE nspname = 'graphile_worker' AND nspowner <> owner
    UNION ALL
    SELECT format('ALTER %s %I.%I OWNER TO OWNER_ROLE',
        CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE' WHEN 'c' THEN 'TYPE' ELSE 'TABLE' END,
        nspname, c.relname)
      FROM pg_class c JOIN ours ON ours.oid = c.relnamespace, theirs
      WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'c') AND c.relowner <> owner
        AND (c.oid, 'pg_class'::regclass) NOT IN (SELECT objid, classid FROM of_extensions)
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
          AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i') AND c.relkind = 'S')
    UNION ALL
    SELECT format('ALTER ROUTINE %s OWNER TO OWNER_ROLE', p.oid::regprocedure)
      FROM pg_proc p JOIN ours ON ours.oid = p.pronamespace, theirs
      WHERE p.proowner <> owner AND (p.oid, 'pg_proc'::regclass) NOT IN (SELECT objid, classid FROM of_extensions)
    UNION ALL
    SELECT format('ALTER TYPE %I.%I OWNER TO OWNER_ROLE', nspname, t.typname)
      FROM pg_type t JOIN ours ON ours.oid = t.typnamespace, theirs
      WHERE t.typtype IN ('d', 'e', 'r') AND t.typowner <> owner
        AND (t.oid, 'pg_type'::regclass) NOT IN (SELECT objid, classid FROM of_extensions)
  LOOP EXECUTE statement; END LOOP;
END $$`;

/** Only its own logins enter a system's database; only where they need them with temporary tables. */
export async function closeDatabase(
  admin: pg.ClientBase,
  system: System,
  logins: readonly { readonly name: string; readonly kinds?: readonly LoginKind[] }[],
): Promise<void> {
  // whoever is not the database's owner cannot; then it is for the one who made it (docs/operations.md)
  if (
    !(await answersTrue(
      admin,
      `SELECT pg_has_role(datdba, 'USAGE') AS answer FROM pg_database WHERE datname = current_database()`,
    ))
  )
    return;
  const granting = logins.map(({ name, kinds = loginKindsOf(system) }) => {
    const temporary = NEEDS_TEMPORARY_TABLES.includes(system) && kinds.some((kind) => kind !== 'sign-in');
    return `EXECUTE format('GRANT CONNECT${temporary ? ', TEMPORARY' : ''} ON DATABASE %I TO %I', current_database(), ${admin.escapeLiteral(name)});`;
  });
  await admin.query(`
    DO $$ BEGIN
      ${granting.join('\n      ')}
      IF has_database_privilege('public', current_database(), 'CONNECT') OR has_database_privilege('public', current_database(), 'TEMPORARY') THEN
        EXECUTE format('REVOKE CONNECT, TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
      END IF;
    END $$`);
}

/** On a server that is ours alone the databases that come with it are closed as well. */
export async function closeOtherDatabases(admin: pg.ClientBase): Promise<void> {
  await admin.query(`
    DO $$ DECLARE name text; BEGIN
      FOR name IN SELECT datname FROM pg_database WHERE datname IN ('postgres', 'template1')
        AND (has_database_privilege('public', oid, 'CONNECT') OR has_database_privilege('public', oid, 'TEMPORARY'))
      LOOP EXECUTE format('REVOKE CONNECT, TEMPORARY ON DATABASE %I FROM PUBLIC', name); END LOOP;
    END $$`);
}

export async function roleExists(client: pg.ClientBase, role: string): Promise<boolean> {
  return answersTrue(client, 'SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1) AS answer', role);
}

async function serverVersion(client: pg.ClientBase): Promise<number> {
  const { rows } = await client.query<{ version: number }>(
    `SELECT current_setting('server_version_num')::int AS version`,
  );
  return rows[0]?.version ?? 0;
}

async function answersTrue(client: pg.ClientBase, text: string, value?: string): Promise<boolean> {
  const { rows } = await client.query<{ answer: boolean }>(text, value === undefined ? [] : [value]);
  return rows[0]?.answer === true;
}

/** A login without the right to make roles gets the statements its administrator can run in its stead. */
async function explained(admin: pg.ClientBase, system: System, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (cause) {
    if ((cause as { code?: string }).code !== '42501') throw cause;
    const { rows } = await admin.query<{ who: string; database: string }>(
      'SELECT current_user AS who, current_database() AS database',
    );
    const { who, database } = rows[0] ?? { who: '', database: '' };
    const owner = ownerOf(system);
    const making = rolesOf(system).map((role) => `  CREATE ROLE ${role} NOLOGIN;`);
    throw new ConfigError(
      `数据库账号 ${who} 的权限不够（${cause instanceof Error ? cause.message : String(cause)}）。请由数据库管理员给它 CREATEROLE 权限并让它拥有库 ${database}，或在库 ${database} 中执行下列语句后重新启动：
${making.join('\n')}
  GRANT ${owner} TO "${who}";
  GRANT CREATE ON DATABASE "${database}" TO ${owner};
  GRANT USAGE, CREATE ON SCHEMA public TO ${owner};`,
      { cause },
    );
  }
}
