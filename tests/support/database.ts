/** Gives a test its own, freshly migrated database, as the application role (`url`) and as the owner (`ownerUrl`). */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import type { System } from '../../src/runtime/postgres/migrate.ts';
import { ensureDatabase } from '../../src/runtime/postgres/pool.ts';

export interface TestDatabase {
  /** application role: what the product runs as */
  readonly url: string;
  /** owner: for set-up and for looking behind row-level security */
  readonly ownerUrl: string;
  drop(): Promise<void>;
}

export async function createTestDatabase(system: System): Promise<TestDatabase> {
  const superuserUrl = inject('superuserUrl');
  const name = `test_${system}_${randomBytes(6).toString('hex')}`;
  await ensureDatabase(superuserUrl, name, `template_${system}`);
  const owner = new URL(superuserUrl);
  owner.pathname = `/${name}`;
  const application = new URL(owner);
  application.username = `app_${system}`;
  application.password = inject('applicationPassword');
  return {
    url: application.href,
    ownerUrl: owner.href,
    drop: async () => {
      const client = new pg.Client({ connectionString: superuserUrl });
      await client.connect();
      await client.query(`DROP DATABASE IF EXISTS ${client.escapeIdentifier(name)} WITH (FORCE)`);
      await client.end();
    },
  };
}
