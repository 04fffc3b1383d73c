/**
 * Guards of the database, and the proof that one of them holds: a direct statement of the application's login is refused by it and by
 * nothing else, because with the guard taken away, in a transaction that is rolled back, the very same statement goes through.
 */
import { appendFileSync } from 'node:fs';
import type pg from 'pg';
import { expect } from 'vitest';

export interface Guard {
  /** grant: a right that nobody but the owner has; its name is the right, `UPDATE`, or `INSERT (column)`, or `EXECUTE` on a function */
  readonly kind: 'constraint' | 'trigger' | 'policy' | 'grant';
  /** for a function its signature: `begin_epoch(text, timestamptz)` */
  readonly table: string;
  readonly name: string;
}

export const constraint = (table: string, name: string): Guard => ({ kind: 'constraint', table, name });
export const trigger = (table: string, name: string): Guard => ({ kind: 'trigger', table, name });
export const policy = (table: string, name: string): Guard => ({ kind: 'policy', table, name });
export const grant = (table: string, name: string): Guard => ({ kind: 'grant', table, name });

/** As a task by its name, or as a session would let somebody in. */
export type Claim =
  | { readonly task: string }
  | { readonly officer: string; readonly departments?: readonly string[] }
  | { readonly subjects: readonly string[]; readonly counter?: string };

export interface Attempt {
  /** the database login that speaks: `web_platform`, `worker_platform`, `sign_in_points` … (tests/support/database.ts) */
  readonly login: string;
  /** of the platform: whose transaction it is; absent: it entered as nobody */
  readonly claim?: Claim;
  /** what was there before, put there by the owner within the same transaction */
  readonly before?: readonly Statement[];
  /** what is said; the last one is refused at the latest when the transaction would be committed */
  readonly say: readonly Statement[];
}

export type Statement = string | { readonly text: string; readonly values: readonly unknown[] };

/** A connection of a superuser: it may take guards away and speak as any login. */
export type Superuser = pg.Client;

/**
 * @param guards the first one refuses; the others stand behind it and are taken away with it
 * @throws AssertionError where another thing refuses, where nothing does, or where it is refused without the guards as well
 */
export async function refusedOnlyBy(
  superuser: Superuser,
  guards: Guard | readonly Guard[],
  attempt: Attempt,
): Promise<void> {
  const all = [guards].flat();
  const [first] = all;
  const error = await outcomeOf(superuser, attempt, []);
  expect(error, `nothing refuses: ${textOf(attempt.say.at(-1)!)}`).toBeDefined();
  expect(
    await isRefusalOf(superuser, first!, error!),
    `${guardName(first!)} should refuse, but it was: ${described(error!)}`,
  ).toBe(true);
  const without = await outcomeOf(superuser, attempt, all);
  expect(without && described(without), `refused without ${all.map(guardName).join(' and ')} as well`).toBeUndefined();
  note(all);
}

/** For `npm run mutants`, which counts the guards whose removal was noticed. */
function note(guards: readonly Guard[]): void {
  const file = process.env['GUARDS_NOTICED'];
  if (file) appendFileSync(file, guards.map(({ table, name }) => `${table}.${name}\n`).join(''));
}

/** What the attempt ends with while these guards are away; undefined: it went through. Nothing of it stays. */
export async function outcomeOf(
  superuser: Superuser,
  attempt: Attempt,
  without: readonly Guard[],
): Promise<DatabaseError | undefined> {
  await superuser.query('BEGIN');
  try {
    for (const guard of without) await takeAway(superuser, guard);
    for (const statement of attempt.before ?? []) await said(superuser, statement);
    // what the owner has put there is looked at before anybody else speaks
    await superuser.query('SET CONSTRAINTS ALL IMMEDIATE');
    await superuser.query('SET CONSTRAINTS ALL DEFERRED');
    await claim(superuser, attempt.claim);
    await superuser.query(`SET LOCAL SESSION AUTHORIZATION ${attempt.login}`);
    return await refusalOf(superuser, attempt);
  } finally {
    await superuser.query('ROLLBACK');
  }
}

async function refusalOf(
  speaker: Superuser,
  { login, claim: claimed, say }: Attempt,
): Promise<DatabaseError | undefined> {
  try {
    for (const statement of say) await said(speaker, statement);
    if (login.endsWith('_platform')) await log(speaker, claimed);
    await speaker.query('SET CONSTRAINTS ALL IMMEDIATE');
    return undefined;
  } catch (error) {
    if (error instanceof Error && 'severity' in error) return error as DatabaseError;
    throw error;
  }
}

export type DatabaseError = pg.DatabaseError;

const textOf = (statement: Statement) => (typeof statement === 'string' ? statement : statement.text);

async function said(speaker: Superuser, statement: Statement): Promise<void> {
  await (typeof statement === 'string'
    ? speaker.query(statement)
    : speaker.query(statement.text, [...statement.values]));
}

async function claim(superuser: Superuser, claimed: Claim | undefined): Promise<void> {
  if (!claimed) return;
  if ('task' in claimed) {
    await superuser.query('SELECT enter_task($1)', [claimed.task]);
    return;
  }
  const officer = 'officer' in claimed ? claimed.officer : null;
  const departments = 'officer' in claimed ? (claimed.departments ?? ['*']) : null;
  const subjects = 'subjects' in claimed ? claimed.subjects : null;
  const counter = 'subjects' in claimed ? (claimed.counter ?? null) : null;
  await superuser.query('SELECT set_claim($1, $2, $3::uuid[], $4)', [officer, departments, subjects, counter]);
}

/** A thief would log something too: without an entry nothing of the platform is committed. */
async function log(speaker: Superuser, claimed: Claim | undefined): Promise<void> {
  const officer = claimed && 'officer' in claimed ? claimed.officer : undefined;
  // in whose name anybody else's entry could stand is a guard of its own: here the owner's will do
  if (!officer) await speaker.query('RESET SESSION AUTHORIZATION');
  await speaker.query(
    `INSERT INTO audit_entry (at, actor_kind, actor_id, action, look, object_type, object_id)
     VALUES (now(), $1, $2, 'batch.waiting', false, 'batch', 'test')`,
    [officer ? 'officer' : 'system', officer ?? 'test'],
  );
}

const guardName = ({ kind, table, name }: Guard) => `${kind} ${name} of ${table}`;
const described = (error: DatabaseError) => `${error.code} ${error.constraint ?? ''} ${error.message}`;

/** Whether the error is this guard's: by the constraint's name, the trigger's function, or what PostgreSQL says of policies and rights. */
async function isRefusalOf(superuser: Superuser, { kind, table, name }: Guard, error: DatabaseError): Promise<boolean> {
  switch (kind) {
    case 'constraint':
      return (
        error.constraint?.replace(/_p\d+$/, '') === name ||
        (error.code === '23502' && name === `${table}_${error.column}_not_null`)
      );
    case 'trigger': {
      const { rows } = await superuser.query<{ called: string }>(
        'SELECT tgfoid::regproc::text AS called FROM pg_trigger WHERE tgrelid = $1::regclass AND tgname = $2',
        [table, name],
      );
      // a function that fails refuses nothing: it has an error of its own
      const refuses = /^(23...|42501|P0001)$/.test(error.code ?? '');
      return refuses && rows[0] !== undefined && (error.where ?? '').includes(`function ${rows[0].called}(`);
    }
    case 'policy':
      return (
        error.code === '42501' && error.message.includes('row-level security') && error.message.includes(`"${table}"`)
      );
    case 'grant':
      return error.code === '42501' && error.message.startsWith('permission denied');
  }
}

/** Takes a guard away, within the transaction that runs. @throws Error where there is none of the name */
export async function takeAway(superuser: Superuser, guard: Guard): Promise<void> {
  const { kind, table, name } = guard;
  if (!(await guardExists(superuser, guard))) throw new Error(`there is no ${guardName(guard)}`);
  switch (kind) {
    case 'constraint':
      return dropConstraint(superuser, table, name);
    case 'trigger':
      await superuser.query(`DROP TRIGGER ${name} ON ${table}`);
      return;
    case 'policy': {
      const { rows } = await superuser.query(
        'SELECT polcmd FROM pg_policy WHERE polrelid = $1::regclass AND polname = $2',
        [table, name],
      );
      const [uses, checks] = [rows[0].polcmd !== 'a', !['r', 'd'].includes(rows[0].polcmd)];
      await superuser.query(
        `ALTER POLICY ${name} ON ${table} ${uses ? 'USING (true)' : ''} ${checks ? 'WITH CHECK (true)' : ''}`,
      );
      return;
    }
    case 'grant':
      await superuser.query(`GRANT ${name} ON ${isFunction(table) ? `FUNCTION ${table}` : table} TO PUBLIC`);
  }
}

/** A key or reference of a table that is cut by subject stands on each part, under the part's number. */
async function dropConstraint(superuser: Superuser, table: string, name: string): Promise<void> {
  await superuser.query(
    `DO $$ DECLARE one record; BEGIN
      FOR one IN SELECT conrelid::regclass AS relation, conname FROM pg_constraint
        WHERE conname ~ ('^' || '${name}' || '(_p\\d+)?$') AND conparentid = 0 AND coninhcount = 0
          AND (conrelid = '${table}'::regclass OR conrelid IN (SELECT inhrelid FROM pg_inherits WHERE inhparent = '${table}'::regclass))
      LOOP EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I CASCADE', one.relation, one.conname); END LOOP;
      IF to_regclass('${name}') IS NOT NULL THEN EXECUTE 'DROP INDEX ${name}'; END IF;
    END $$`,
  );
}

const isFunction = (table: string) => table.includes('(');

/** Whether the catalogue has the guard; of a grant: whether the right is really nobody's but the owner's or a narrower login's. */
export async function guardExists(superuser: Superuser, { kind, table, name }: Guard): Promise<boolean> {
  const { rows } = await superuser.query<{ there: boolean }>(EXISTS[kind], [table, name]);
  return rows[0]!.there;
}

const EXISTS: Readonly<Record<Guard['kind'], string>> = {
  constraint: `SELECT EXISTS (
      SELECT FROM pg_constraint c WHERE c.conname ~ ('^' || $2 || '(_p\\d+)?$') AND (c.conrelid = $1::regclass
        OR c.conrelid IN (SELECT inhrelid FROM pg_inherits WHERE inhparent = $1::regclass))
      UNION ALL SELECT FROM pg_index WHERE indexrelid = to_regclass($2) AND indrelid = $1::regclass AND indisunique) AS there`,
  trigger:
    "SELECT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = $1::regclass AND tgname = $2 AND tgenabled <> 'D') AS there",
  policy: `SELECT EXISTS (SELECT FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
    WHERE p.polrelid = $1::regclass AND p.polname = $2 AND c.relrowsecurity) AS there`,
  grant: "SELECT coalesce(to_regclass($1), to_regprocedure($1)::oid) IS NOT NULL AND $2 <> '' AS there",
};
