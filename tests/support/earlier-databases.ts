/** Databases as the version before owners and installations left them: a superuser owns everything, one password opens all three. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runMigrations as migrateJobs } from 'graphile-worker';
import { Kysely, PostgresDialect, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import pg from 'pg';
import { ensureDatabase } from '../../src/runtime/postgres/pool.ts';
import { SYSTEMS, type System } from '../../src/runtime/postgres/systems.ts';

/** The migration that brought owner and installation; what comes before it is the earlier shape. */
const FIRST_NEW = '0040';

export async function makeEarlierDatabases(superuserUrl: string, password: string): Promise<void> {
  for (const system of SYSTEMS) {
    await ensureDatabase(superuserUrl, `xinheng_${system}`);
    const url = new URL(superuserUrl);
    url.pathname = `/xinheng_${system}`;
    await makeEarlierDatabase(system, url.href, password);
  }
}

async function makeEarlierDatabase(system: System, url: string, password: string): Promise<void> {
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  const role = `xinheng_${system}`;
  try {
    await sql`CREATE EXTENSION IF NOT EXISTS pg_trgm`.execute(db);
    const { error } = await new Migrator({
      db,
      provider: { getMigrations: () => earlierMigrations(system) },
    }).migrateToLatest();
    if (error) throw error;
    await migrateJobs({ pgPool: pool });
    await sql
      .raw(`
      GRANT USAGE ON SCHEMA graphile_worker TO ${role};
      GRANT ALL ON ALL TABLES IN SCHEMA graphile_worker TO ${role};
      GRANT ALL ON ALL SEQUENCES IN SCHEMA graphile_worker TO ${role};
      GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA graphile_worker TO ${role};
      DO $$ DECLARE t record; BEGIN
        FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'graphile_worker' LOOP
          EXECUTE format('CREATE POLICY %I ON graphile_worker.%I TO %I USING (true) WITH CHECK (true)', '${role}', t.tablename, '${role}');
        END LOOP;
      END $$;
      CREATE ROLE ${role}_app LOGIN PASSWORD '${password}';
      GRANT ${role} TO ${role}_app`)
      .execute(db);
  } finally {
    await db.destroy();
  }
}

async function earlierMigrations(system: System) {
  const folder = join(import.meta.dirname, '..', '..', 'src', system, 'migrations');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql') && name < FIRST_NEW).sort();
  const read = async (name: string) => {
    const text = await readFile(join(folder, name), 'utf8');
    const migration = { up: async (db: Kysely<unknown>) => void (await sql.raw(text).execute(db)) };
    return [name.replace(/\.sql$/, ''), migration] as const;
  };
  return Object.fromEntries(await Promise.all(names.map(read)));
}
