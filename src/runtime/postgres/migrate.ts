/** Brings one system's database to the newest schema: numbered plain-SQL files, forward only, run by Kysely's Migrator. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runMigrations as migrateJobs } from 'graphile-worker';
import { Kysely, PostgresDialect, sql } from 'kysely';
import { type Migration, type MigrationProvider, Migrator } from 'kysely/migration';
import pg from 'pg';
import { surviveBrokenConnections } from './pool.ts';

export const SYSTEMS = ['platform', 'points', 'site'] as const;
export type System = (typeof SYSTEMS)[number];

/** Systems that run background jobs (graphile-worker keeps them in the same database). */
const WITH_JOBS: readonly System[] = ['platform', 'points', 'site'];

function folderOf(system: System): string {
  return join(import.meta.dirname, '..', '..', system, 'migrations');
}

class SqlFiles implements MigrationProvider {
  readonly #folder: string;
  constructor(folder: string) {
    this.#folder = folder;
  }
  async getMigrations(): Promise<Record<string, Migration>> {
    const migrations: Record<string, Migration> = {};
    for (const file of (await readdir(this.#folder)).filter((name) => name.endsWith('.sql')).sort()) {
      const text = await readFile(join(this.#folder, file), 'utf8');
      migrations[file.replace(/\.sql$/, '')] = { up: async (db) => void (await sql.raw(text).execute(db)) };
    }
    return migrations;
  }
}

/**
 * Migrates `system` as the owner of its tables and lets `applicationLogin` (name and password) in as a member of the
 * system's application role, which can add to append-only tables but never change them.
 */
export async function migrate(
  system: System,
  ownerUrl: string,
  applicationLogin?: { name: string; password: string },
): Promise<void> {
  const pool = new pg.Pool({ connectionString: ownerUrl, max: 2 });
  surviveBrokenConnections(pool);
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  try {
    await requireChineseTextSearch(db);
    const migrator = new Migrator({ db, provider: new SqlFiles(folderOf(system)) });
    const { error, results } = await migrator.migrateToLatest();
    if (error) {
      const failed = results?.find((result) => result.status === 'Error')?.migrationName ?? '';
      throw new Error(
        `数据库结构升级失败（${system} ${failed}）：${error instanceof Error ? error.message : String(error)}`,
        { cause: error },
      );
    }
    if (WITH_JOBS.includes(system)) {
      await migrateJobs({ pgPool: pool });
      await allowJobs(db, `xinheng_${system}`);
    }
    if (applicationLogin) await allowLogin(db, `xinheng_${system}`, applicationLogin);
  } finally {
    await db.destroy();
  }
}

/** A cluster whose ctype is C makes pg_trgm see no Chinese at all, without a word: refuse to start on one. */
async function requireChineseTextSearch(db: Kysely<unknown>): Promise<void> {
  await sql`CREATE EXTENSION IF NOT EXISTS pg_trgm`.execute(db);
  const { rows } = await sql<{ grams: string[] }>`SELECT show_trgm('汉字') AS grams`.execute(db);
  if (!rows[0]?.grams.length) {
    throw new Error('数据库的 LC_CTYPE 不识别汉字（show_trgm 为空）。请以 C.UTF-8 等 UTF-8 区域重新建库后再启动。');
  }
}

/** graphile-worker protects its tables by row-level security for their owner; the application runs the jobs, so it is let in. */
async function allowJobs(db: Kysely<unknown>, role: string): Promise<void> {
  await sql
    .raw(`
    GRANT USAGE ON SCHEMA graphile_worker TO ${role};
    GRANT ALL ON ALL TABLES IN SCHEMA graphile_worker TO ${role};
    GRANT ALL ON ALL SEQUENCES IN SCHEMA graphile_worker TO ${role};
    GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA graphile_worker TO ${role};
    DO $$ DECLARE t record; BEGIN
      FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'graphile_worker' LOOP
        IF NOT EXISTS (SELECT FROM pg_policies WHERE schemaname = 'graphile_worker' AND tablename = t.tablename AND policyname = '${role}') THEN
          EXECUTE format('CREATE POLICY %I ON graphile_worker.%I TO %I USING (true) WITH CHECK (true)', '${role}', t.tablename, '${role}');
        END IF;
      END LOOP;
    END $$;
  `)
    .execute(db);
}

async function allowLogin(db: Kysely<unknown>, role: string, login: { name: string; password: string }): Promise<void> {
  const name = pg.escapeIdentifier(login.name);
  const password = pg.escapeLiteral(login.password);
  await sql
    .raw(`
    DO $$ BEGIN
      CREATE ROLE ${name} LOGIN PASSWORD ${password};
    EXCEPTION WHEN duplicate_object OR unique_violation THEN
      ALTER ROLE ${name} LOGIN PASSWORD ${password};
    END $$;
    GRANT ${role} TO ${name};
  `)
    .execute(db);
}
