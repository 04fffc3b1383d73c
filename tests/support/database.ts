/** Gives a test its own, freshly migrated database, as the application role (`url`) and as the owner (`ownerUrl`). */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import type { System } from '../../src/runtime/postgres/migrate.ts';

export interface TestDatabase {
  /** application role: what the product runs as */
  readonly url: string;
  /** owner: for set-up and for looking behind row-level security */
  readonly ownerUrl: string;
  drop(): Promise<void>;
}

export const createTestDatabase = (system: System): Promise<TestDatabase> =>
  cloneTestDatabase(system, `template_${system}`);

/** A copy of a database nobody is connected to; what was there under `name` is thrown away. */
export async function cloneTestDatabase(
  system: System,
  template: string,
  name = `test_${system}_${randomBytes(6).toString('hex')}`,
): Promise<TestDatabase> {
  const superuserUrl = inject('superuserUrl');
  const asSuperuser = async (...statements: string[]) => {
    const client = new pg.Client({ connectionString: superuserUrl });
    await client.connect();
    try {
      for (const statement of statements) await client.query(statement);
    } finally {
      await client.end();
    }
  };
  const [to, from] = [pg.escapeIdentifier(name), pg.escapeIdentifier(template)];
  const dropping = `DROP DATABASE IF EXISTS ${to} WITH (FORCE)`;
  // without fsync copying the files is cheaper than writing each page to the log
  await asSuperuser(dropping, `CREATE DATABASE ${to} TEMPLATE ${from} STRATEGY file_copy`);
  const owner = new URL(superuserUrl);
  owner.pathname = `/${name}`;
  const application = new URL(owner);
  application.username = `app_${system}`;
  application.password = inject('applicationPassword');
  return { url: application.href, ownerUrl: owner.href, drop: () => asSuperuser(dropping) };
}
