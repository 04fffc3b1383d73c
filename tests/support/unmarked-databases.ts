/**
 * Databases of today's schema that bear no mark and belong to the superuser, as a backup restored by an administrator leaves them: no owner of
 * ours, the background jobs open to the application, one password for all three logins.
 */
import pg from 'pg';
import { migrate } from '../../src/runtime/postgres/migrate.ts';
import { ensureDatabase } from '../../src/runtime/postgres/pool.ts';
import { SYSTEMS, type System } from '../../src/runtime/postgres/systems.ts';

export async function makeUnmarkedDatabases(superuserUrl: string, password: string): Promise<void> {
  for (const system of SYSTEMS) {
    await ensureDatabase(superuserUrl, `xinheng_${system}`);
    const url = new URL(superuserUrl);
    url.pathname = `/xinheng_${system}`;
    await migrate(system, url.href);
    await giveAway(system, url.href, password);
  }
}

async function giveAway(system: System, url: string, password: string): Promise<void> {
  const role = `xinheng_${system}`;
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`
      REASSIGN OWNED BY ${role}_owner TO CURRENT_USER;
      REVOKE CREATE ON DATABASE ${role} FROM ${role}_owner;
      REVOKE ALL ON SCHEMA public FROM ${role}_owner;
      GRANT CREATE ON SCHEMA public TO PUBLIC;
      GRANT CONNECT, TEMPORARY ON DATABASE ${role} TO PUBLIC;
      GRANT ALL ON ALL TABLES IN SCHEMA graphile_worker TO ${role};
      GRANT ALL ON ALL SEQUENCES IN SCHEMA graphile_worker TO ${role};
      GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA graphile_worker TO ${role};
      CREATE ROLE ${role}_app LOGIN PASSWORD '${password}';
      GRANT ${role} TO ${role}_app`);
  } finally {
    await client.end();
  }
}
