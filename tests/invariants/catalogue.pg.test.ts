/** The catalogue of each database against what is known of its guards: each trigger and CHECK is taken away in a test, shown refusing, or named with a reason. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { NULL_MEANT } from './null-meant.ts';
import { CHECKS, FUNCTIONS, SHAPES } from './other-guards.ts';

interface Check {
  readonly name: string;
  readonly definition: string;
  readonly nullable: boolean;
}
interface Trigger {
  readonly name: string;
  readonly called: string;
}

const CHECKS_OF = `SELECT r.relname || '.' || c.conname AS name, pg_get_constraintdef(c.oid) AS definition, EXISTS (
    SELECT FROM pg_attribute a WHERE a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey) AND NOT a.attnotnull) AS nullable
  FROM pg_constraint c JOIN pg_class r ON r.oid = c.conrelid
  WHERE c.contype = 'c' AND NOT r.relispartition AND r.relnamespace = 'public'::regnamespace ORDER BY 1`;
const TRIGGERS_OF = `SELECT r.relname || '.' || g.tgname AS name, g.tgfoid::regproc::text AS called
  FROM pg_trigger g JOIN pg_class r ON r.oid = g.tgrelid
  WHERE NOT g.tgisinternal AND NOT r.relispartition AND r.relnamespace = 'public'::regnamespace ORDER BY 1`;

const folder = import.meta.dirname;
const tests = [folder, join(folder, '..', 'attacks')]
  .flatMap((where) => readdirSync(where).map((name) => join(where, name)))
  .filter((file) => file.endsWith('.ts'))
  .map((file) => readFileSync(file, 'utf8'))
  .join('\n');
/** Named as a guard in a test of direct statements, which takes it away. */
const takenAway = (name: string) => tests.includes(`'${name.replace('.', "', '")}'`);
/** A test's file is there; anything else is a reason in words. */
const isShown = (shown: string) => !/\.test\.ts$/.test(shown) || existsSync(join(folder, '..', '..', shown));

describe.each(['platform', 'points', 'site'] as const)('%s', (system) => {
  let database: TestDatabase;
  let checks: Check[];
  let triggers: Trigger[];
  beforeAll(async () => {
    database = await createTestDatabase(system);
    const client = new pg.Client({ connectionString: database.ownerUrl });
    await client.connect();
    checks = (await client.query<Check>(CHECKS_OF)).rows;
    triggers = (await client.query<Trigger>(TRIGGERS_OF)).rows;
    await client.end();
  });
  afterAll(() => database?.drop());

  test('a CHECK is true for NULL: each whose column may be NULL says why that is meant', () => {
    const nullable = checks.filter((one) => one.nullable).map(({ name }) => name);
    expect(nullable.toSorted()).toEqual(Object.keys(NULL_MEANT[system]).toSorted());
  });

  test('where NULL is said to be asked for, the CHECK asks', () => {
    for (const { name, definition } of checks)
      if (NULL_MEANT[system][name]?.startsWith('asks for NULL'))
        expect(definition, name).toMatch(/IS (NOT )?NULL|IS (NOT )?DISTINCT FROM|COALESCE/);
  });

  test('each trigger is taken away in a test, or its function is shown refusing', () => {
    const known = ({ name, called }: Trigger) =>
      takenAway(name) || (FUNCTIONS[system][called] ?? (called.endsWith('_in_log') && FUNCTIONS[system]['_in_log']));
    expect(triggers.filter((one) => !known(one)).map(({ name }) => name)).toEqual([]);
    const called = new Set(triggers.flatMap((one) => [one.called, one.called.replace(/^.*_in_log$/, '_in_log')]));
    expect(Object.keys(FUNCTIONS[system]).filter((name) => !called.has(name))).toEqual([]);
    expect(Object.values(FUNCTIONS[system]).filter((shown) => !isShown(shown))).toEqual([]);
  });

  test('each CHECK is taken away in a test, holds the shape of a value, or is named with a reason', () => {
    const shaped = ({ definition }: Check) => SHAPES.some((shape) => shape.test(definition));
    const others = checks.filter((one) => !takenAway(one.name) && !shaped(one)).map(({ name }) => name);
    expect(others.toSorted()).toEqual(Object.keys(CHECKS[system]).toSorted());
    expect(Object.values(CHECKS[system]).filter((shown) => !isShown(shown))).toEqual([]);
  });
});
