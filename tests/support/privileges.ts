/** What a database gives away: the questions that hold on every system's database, however it came about. */
import type pg from 'pg';

/** Functions that run with their owner's rights: each line names one and what is wrong with it. */
export async function faultyDefiners(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ fault: string }>(`
    SELECT p.oid::regprocedure || ': ' || concat_ws(', ',
      CASE WHEN r.rolsuper THEN 'owner is a superuser' END,
      CASE WHEN r.rolcanlogin THEN 'owner can log in' END,
      CASE WHEN r.rolcreaterole OR r.rolcreatedb OR r.rolbypassrls OR r.rolreplication THEN 'owner can more than own' END,
      CASE WHEN coalesce(p.proconfig[1], '') !~ '^search_path=(pg_catalog, )?public, pg_temp$' OR cardinality(p.proconfig) <> 1
        THEN 'search_path does not end with pg_temp' END,
      CASE WHEN p.proacl IS NULL OR EXISTS (SELECT FROM aclexplode(p.proacl) a WHERE a.grantee = 0) THEN 'everybody may call it' END) AS fault
    FROM pg_proc p JOIN pg_roles r ON r.oid = p.proowner
    WHERE p.prosecdef AND (r.rolsuper OR r.rolcanlogin OR r.rolcreaterole OR r.rolcreatedb OR r.rolbypassrls OR r.rolreplication
      OR coalesce(p.proconfig[1], '') !~ '^search_path=(pg_catalog, )?public, pg_temp$' OR cardinality(p.proconfig) <> 1
      OR p.proacl IS NULL OR EXISTS (SELECT FROM aclexplode(p.proacl) a WHERE a.grantee = 0))
    ORDER BY 1`);
  return rows.map((row) => row.fault);
}

/** Whatever is ours and belongs to somebody other than the system's owner; members of extensions are not ours. */
export async function ownedByOthers(client: pg.ClientBase, owner: string): Promise<string[]> {
  const { rows } = await client.query<{ what: string }>(
    `SELECT what FROM (
       SELECT c.oid::regclass::text AS what, c.relowner AS owner FROM pg_class c
         WHERE c.relnamespace IN ('public'::regnamespace, 'graphile_worker'::regnamespace)
           AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
       UNION ALL
       SELECT p.oid::regprocedure::text, p.proowner FROM pg_proc p
         WHERE p.pronamespace IN ('public'::regnamespace, 'graphile_worker'::regnamespace)
           AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
       UNION ALL SELECT nspname, nspowner FROM pg_namespace WHERE nspname = 'graphile_worker') AS ours
     WHERE owner <> $1::regrole ORDER BY 1`,
    [owner],
  );
  return rows.map((row) => row.what);
}

/** What everybody on the server could do here: call functions of ours, make things in a schema of ours, read a table. */
export async function openToEverybody(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ what: string }>(`
    SELECT 'schema ' || nspname || ': CREATE' AS what FROM pg_namespace n, aclexplode(coalesce(nspacl, acldefault('n', nspowner))) a
      WHERE a.grantee = 0 AND a.privilege_type = 'CREATE'
    UNION ALL
    SELECT 'function ' || p.oid::regprocedure FROM pg_proc p, aclexplode(coalesce(proacl, acldefault('f', proowner))) a
      WHERE a.grantee = 0 AND pronamespace IN ('public'::regnamespace, 'graphile_worker'::regnamespace)
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
    UNION ALL
    SELECT 'relation ' || c.oid::regclass || ': ' || a.privilege_type FROM pg_class c, aclexplode(c.relacl) a
      WHERE a.grantee = 0 AND relnamespace IN ('public'::regnamespace, 'graphile_worker'::regnamespace)
    UNION ALL
    SELECT 'view ' || c.oid::regclass || ' reads as its owner' FROM pg_class c
      WHERE relkind = 'v' AND relnamespace IN ('public'::regnamespace, 'graphile_worker'::regnamespace)
        AND NOT coalesce('security_invoker=true' = ANY (reloptions), false)
    ORDER BY 1`);
  return rows.map((row) => row.what);
}

/** Privileges of `role` on the tables, views and sequences of a schema, one `name: PRIVILEGE[ (columns)]` a line. */
export async function privilegesOf(client: pg.ClientBase, role: string, schema: string): Promise<string[]> {
  const { rows } = await client.query<{ line: string }>(
    `SELECT c.relname || ': ' || a.privilege_type AS line FROM pg_class c, aclexplode(c.relacl) a
       WHERE c.relnamespace = $2::regnamespace AND a.grantee = $1::regrole
     UNION ALL
     SELECT c.relname || ': ' || a.privilege_type || ' (' || string_agg(t.attname, ', ' ORDER BY t.attname) || ')'
       FROM pg_class c JOIN pg_attribute t ON t.attrelid = c.oid, aclexplode(t.attacl) a
       WHERE c.relnamespace = $2::regnamespace AND a.grantee = $1::regrole GROUP BY c.relname, a.privilege_type
     ORDER BY 1`,
    [role, schema],
  );
  return rows.map((row) => row.line);
}
