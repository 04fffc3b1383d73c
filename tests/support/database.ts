/** Gives a test its own, freshly migrated database, as the application role (`url`) and as the owner (`ownerUrl`). */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import type { Login } from '../../src/runtime/postgres/logins.ts';
import { LOGIN_KINDS, type LoginKind, loginKindsOf, type System } from '../../src/runtime/postgres/systems.ts';

export interface TestDatabase {
  /** a login that is for everything at once: what most tests run as */
  readonly url: string;
  /** the product's own logins, each for its own */
  readonly urls: Readonly<Record<LoginKind, string>>;
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
  const as = (login: string) => {
    const url = new URL(owner);
    url.username = login;
    url.password = inject('applicationPassword');
    return url.href;
  };
  const urls = Object.fromEntries(LOGIN_KINDS.map((kind) => [kind, as(testLogin(system, kind))]));
  return {
    url: as(`app_${system}`),
    urls: urls as Record<LoginKind, string>,
    ownerUrl: owner.href,
    drop: () => asSuperuser(dropping),
  };
}

const testLogin = (system: System, kind: LoginKind) => `${kind.replaceAll('-', '_')}_${system}`;

/** One for everything at once, and one of each kind. */
export const loginsOfTests = (system: System, password: string): Login[] => [
  { name: `app_${system}`, password },
  ...loginKindsOf(system).map((kind) => ({ name: testLogin(system, kind), password, kinds: [kind] })),
];
