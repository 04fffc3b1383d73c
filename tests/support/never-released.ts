/** Databases as 0.1 left them, at an early, a middle and its newest migration: enough of each to see that none of it is touched. */
import pg from 'pg';
import { ensureDatabase } from '../../src/runtime/postgres/pool.ts';
import type { System } from '../../src/runtime/postgres/systems.ts';

/** The keyring and secrets of a demo that 0.1 told, as that version wrote them; they open nothing else. */
export const FOLDER_OF_0_1: Readonly<Record<string, string>> = {
  'keyring.json': `{"suite":"aes-256-gcm","current":1,
    "dataKeys":[{"version":1,"wrapped":"0tO6KVdFEggGtuFq/WBvEXQXzBFwAWJAJzMhIUrTLTrCT7deoE4pCb81WHrDbG/f5XFmYkVHLX43mRVb"}],
    "subjectKey":{"version":1,"wrapped":"afSBR2eX2TCoFflUsE31wfaEV5d65b75Gj6Frb1oN6Fwi+CVeKKRItBei0TsxjghdV1pu8zc+5BOySRS"}}`,
  'secrets.json': `{"masterKey":"b3PbfKrGEfHtJEHRwmcVZbx7ShpcXWHLob7JUGMi8lI=",
    "platformPointsSecrets":["whsec_i7UybAhdeO6cMJaOPV+rie6L55qkbjxgn5tZiDGnzrw="],
    "platformSiteSecrets":["whsec_smzRPefo6+MTOHBUBJEqAi+CeotNPom2Lqmi5i85C10="],
    "publicationKey":"AOhUIyDWQj0MOJ3olkUACgI+HWPNAWRvuYNgh8TZP5g=",
    "databasePasswords":{"platform":"IVbQiWAqfIeOV9Gj4qk4fSNUi84fMrx8","points":"7znEHOOtwjgLLDmZxIygcjVRzciEPnKQ","site":"3c2IpnnCvnzXI1XdGoAUifiESIAvjopx"}}`,
  'demo-clock.json': '{"shiftMilliseconds":-206101096014}',
  'demo-story.json': '{"done":["appoint"],"batches":{},"earlier":{}}',
};

export const STAGES = ['first migration', 'before owners', 'newest migration'] as const;
export type Stage = (typeof STAGES)[number];

const NOTED: Readonly<Record<Stage, readonly string[]>> = {
  'first migration': ['0001_access'],
  'before owners': ['0001_access', '0002_intake', '0018_punctuality'],
  'newest migration': ['0001_access', '0002_intake', '0018_punctuality', '0040_owner_and_installation'],
};

/** One database of one system, named as on a server of ours. */
export async function makeNeverReleased(
  superuserUrl: string,
  system: System,
  { stage, login }: { readonly stage: Stage; readonly login?: string },
): Promise<void> {
  await ensureDatabase(superuserUrl, `xinheng_${system}`);
  const url = new URL(superuserUrl);
  url.pathname = `/xinheng_${system}`;
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    await client.query(`
      CREATE TABLE kysely_migration (name varchar(255) PRIMARY KEY, timestamp varchar(255) NOT NULL);
      CREATE TABLE kysely_migration_lock (id varchar(255) PRIMARY KEY, is_locked integer NOT NULL DEFAULT 0);
      INSERT INTO kysely_migration_lock VALUES ('migration_lock', 0);
      INSERT INTO kysely_migration SELECT name, '2026-01-01T00:00:00.000Z' FROM unnest(ARRAY['${NOTED[stage].join("','")}']) AS name;
      DO $$ BEGIN CREATE ROLE xinheng_${system} NOLOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
      CREATE TABLE audit_entry (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, at timestamptz NOT NULL DEFAULT now(), action text NOT NULL);
      GRANT SELECT, INSERT ON audit_entry TO xinheng_${system};
      INSERT INTO audit_entry (action) VALUES ('an entry of 0.1')`);
    if (stage === 'newest migration') {
      await client.query(`
        DO $$ BEGIN CREATE ROLE xinheng_${system}_owner NOLOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
        CREATE TABLE installation (
          single boolean PRIMARY KEY DEFAULT true CHECK (single), fingerprint text NOT NULL, noted_at timestamptz NOT NULL DEFAULT now());
        INSERT INTO installation (fingerprint) VALUES (repeat('0', 32));
        ALTER TABLE installation OWNER TO xinheng_${system}_owner`);
    }
    if (login)
      await client.query(`CREATE ROLE ${login} LOGIN PASSWORD '${login}'; GRANT xinheng_${system} TO ${login}`);
  } finally {
    await client.end();
  }
}

/** Everything that a start could have changed on the server: databases, roles, objects with owners, grants and comments, every row. */
export async function everythingOn(superuserUrl: string): Promise<unknown> {
  const databases = await ask(
    superuserUrl,
    `SELECT datname AS name, datdba::regrole::text AS owner, datacl::text AS acl FROM pg_database ORDER BY 1`,
  );
  const roles = await ask(
    superuserUrl,
    `SELECT rolname, rolpassword, rolsuper, rolcanlogin, rolcreaterole, shobj_description(oid, 'pg_authid') AS comment,
       ARRAY(SELECT roleid::regrole::text FROM pg_auth_members WHERE member = r.oid ORDER BY 1) AS member_of FROM pg_authid r ORDER BY 1`,
  );
  const inside: Record<string, unknown> = {};
  for (const { name } of databases.filter((one) => String(one['name']).startsWith('xinheng'))) {
    const url = new URL(superuserUrl);
    url.pathname = `/${name}`;
    inside[String(name)] = await inDatabase(url.href);
  }
  return { databases, roles, inside };
}

async function inDatabase(url: string): Promise<unknown> {
  const tables = await ask(
    url,
    `SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1`,
  );
  const rows: Record<string, unknown> = {};
  for (const { name } of tables)
    rows[String(name)] = await ask(url, `SELECT to_jsonb(t)::text AS row FROM ${name} t ORDER BY 1`);
  return {
    rows,
    catalog: await ask(
      url,
      `SELECT 'relation' AS what, oid::regclass::text AS name, relowner::regrole::text AS owner, relacl::text AS acl, relkind::text AS more FROM pg_class WHERE relnamespace > 16000 OR relnamespace = 'public'::regnamespace
       UNION ALL SELECT 'function', oid::regprocedure::text, proowner::regrole::text, proacl::text, proconfig::text FROM pg_proc WHERE pronamespace > 16000 OR pronamespace = 'public'::regnamespace
       UNION ALL SELECT 'schema', nspname, nspowner::regrole::text, nspacl::text, NULL FROM pg_namespace
       UNION ALL SELECT 'extension', extname, extowner::regrole::text, NULL, extversion FROM pg_extension
       UNION ALL SELECT 'defaults', defaclrole::regrole::text, NULL, defaclacl::text, NULL FROM pg_default_acl ORDER BY 1, 2`,
    ),
  };
}

async function ask(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}
