/** Brings one system's database to the newest schema: numbered plain-SQL files, forward only, run by Kysely's Migrator. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runMigrations as migrateJobs } from 'graphile-worker';
import { Kysely, PostgresDialect, sql } from 'kysely';
import { type Migration, type MigrationProvider, type MigrationResultSet, Migrator } from 'kysely/migration';
import pg from 'pg';
import { noteInstallation, requireOurs } from './installation.ts';
import { allowJobs } from './job-grants.ts';
import { allowLogin, type Login, type LoginOptions } from './logins.ts';
import { MIGRATIONS, refuseNeverReleased } from './never-released.ts';
import { makePartitions, requirePartitions } from './partitions.ts';
import { surviveBrokenConnections } from './pool.ts';
import { closeDatabase, handOver, ownerOf, prepareRoles } from './roles.ts';
import type { System } from './systems.ts';

export { SYSTEMS, type System } from './systems.ts';

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

export type Noting = (owner: pg.Pool) => Promise<void>;

export interface MigrateOptions extends Partial<LoginOptions> {
  /** brings a database of before to the keys of now, as its owner */
  readonly moved?: Noting | undefined;
  /** named in messages */
  readonly dataDirectory?: string;
  /** the last migration to run, for a database as it was kept then; absent: all */
  readonly through?: string | undefined;
  /** of each table of a subject; absent: as the database is, or the usual number for a new one */
  readonly partitions?: number | undefined;
  /** what the installation notes in the migrated tables, as their owner: the application may not */
  readonly note?: Noting | undefined;
}

/**
 * Brings the database `adminUrl` names to the newest schema, owned by a role of its own that nobody can log in as, and lets
 * `logins` in as members of the system's roles, which can add to append-only tables but never change them.
 * @param adminUrl a login that may make roles and owns the database; not what the tables belong to afterwards
 */
export async function migrate(
  system: System,
  adminUrl: string,
  logins: Login | readonly Login[] = [],
  options: MigrateOptions = {},
): Promise<void> {
  const { marks, moved, adoptable = false, strict = false, dataDirectory = '', partitions } = options;
  const admin = new pg.Client({ connectionString: adminUrl });
  admin.on('error', () => {});
  await admin.connect();
  try {
    await refuseNeverReleased(admin, dataDirectory);
    await requireChineseTextSearch(admin);
    await requirePartitions(admin, partitions);
    await prepareRoles(admin, system);
    await migrateFirst(system, adminUrl);
    await handOver(admin, system);
    await migrateAsOwner(system, adminUrl, options);
    if (marks && moved && (await requireOurs(admin, marks, dataDirectory)) === 'before')
      await asOwner(system, adminUrl, moved);
    if (marks) await noteInstallation(admin, marks, dataDirectory);
    const all = [logins].flat();
    for (const login of all) await allowLogin(admin, system, adminUrl, login, { marks, adoptable, strict });
    await closeDatabase(admin, system, all);
  } finally {
    await admin.end().catch(() => {});
  }
}

/** The first migration names the application's role, and may make it; the owner of the tables may not make roles. */
async function migrateFirst(system: System, adminUrl: string): Promise<void> {
  await migrating(system, adminUrl, undefined, async (migrator) => {
    const [first] = await migrator.getMigrations();
    return first && !first.executedAt ? migrator.migrateTo(first.name) : {};
  });
}

async function migrateAsOwner(
  system: System,
  adminUrl: string,
  { partitions, through, note }: Pick<MigrateOptions, 'partitions' | 'through' | 'note'>,
): Promise<void> {
  await migrating(system, adminUrl, actingAsOwner(system), async (migrator, db, pool) => {
    const results = through ? await migrator.migrateTo(through) : await migrator.migrateToLatest();
    if (!results.error) await withConnection(pool, (client) => makePartitions(client, partitions));
    if (!results.error && system === 'platform') await sql`SELECT prepare_log_months(now()::date)`.execute(db);
    if (!results.error && WITH_JOBS.includes(system)) {
      await migrateJobs({ pgPool: pool });
      await allowJobs(db, system);
    }
    if (!results.error) await note?.(pool);
    return results;
  });
}

const actingAsOwner = (system: System): string => `SET ROLE ${ownerOf(system)}; SET search_path = public, pg_temp`;

/** Something that the installation notes in a system's tables, as their owner. */
export async function asOwner(system: System, url: string, work: Noting): Promise<void> {
  await migrating(system, url, actingAsOwner(system), async (_migrator, _db, pool) => {
    await work(pool);
    return {};
  });
}

async function migrating(
  system: System,
  url: string,
  onConnect: string | undefined,
  work: (migrator: Migrator, db: Kysely<unknown>, pool: pg.Pool) => Promise<Partial<MigrationResultSet>>,
): Promise<void> {
  const pool = new pg.Pool({
    connectionString: url,
    max: 2,
    ...(onConnect ? { onConnect: async (client: pg.ClientBase) => void (await client.query(onConnect)) } : {}),
  });
  surviveBrokenConnections(pool);
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  try {
    const migrator = new Migrator({
      db,
      provider: new SqlFiles(folderOf(system)),
      ...{ migrationTableName: MIGRATIONS, migrationLockTableName: `${MIGRATIONS}_lock` },
    });
    const { error, results } = await work(migrator, db, pool);
    if (error) {
      const failed = results?.find((result) => result.status === 'Error')?.migrationName ?? '';
      throw new Error(
        `数据库结构升级失败（${system} ${failed}）：${error instanceof Error ? error.message : String(error)}`,
        { cause: error },
      );
    }
  } finally {
    await db.destroy();
  }
}

async function withConnection(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<void>): Promise<void> {
  const client = await pool.connect();
  try {
    await work(client);
  } finally {
    client.release();
  }
}

/** A cluster whose ctype is C makes pg_trgm see no Chinese at all, without a word: refuse to start on one. */
async function requireChineseTextSearch(admin: pg.ClientBase): Promise<void> {
  // asked first: to be told that it is there takes the right to make it
  const { rowCount } = await admin.query(`SELECT FROM pg_extension WHERE extname = 'pg_trgm'`);
  if (!rowCount) await admin.query('CREATE EXTENSION IF NOT EXISTS pg_trgm');
  const { rows } = await admin.query<{ grams: string[] }>(`SELECT show_trgm('汉字') AS grams`);
  if (!rows[0]?.grams.length) {
    throw new Error('数据库的 LC_CTYPE 不识别汉字（show_trgm 为空）。请以 C.UTF-8 等 UTF-8 区域重新建库后再启动。');
  }
}
