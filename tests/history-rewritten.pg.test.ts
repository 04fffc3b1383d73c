/**
 * Whoever owns the tables and switches the triggers off rewrites, removes and puts in rows, in every table that stands under the log: each
 * is found and named. The rows are those of the told city, so that every one of them came about as in the product.
 */
import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Misfits } from '#log/misfits.ts';
import { compareRows } from '#log/written-rows.ts';
import type { PlatformDatabase, PlatformTx } from '#platform/database.ts';
import { openPool, WORK } from '#runtime/postgres/pool.ts';
import { type City, toldCity } from './support/city.ts';

/** Append-only, and not under the log by digest: why. */
const NOT_COVERED: Readonly<Record<string, string>> = {
  audit_checkpoint: 'the heads themselves, sealed',
  audit_digest: 'in the leaf of its entry',
  audit_digest_format: 'in the leaf of every entry that used it',
  audit_entry: 'the leaf itself',
  delivery_attempt: 'how sending went; what was sent is the outbox',
  directory_piece: 'how far the directory was sent; what was sent is the outbox',
  enacted_competence: 'the same',
  enacted_disclosure: 'the same',
  enacted_document_type: 'what was enacted can be compiled again; by the installation',
  enacted_ground: 'the same',
  enacted_kind: 'what was enacted can be compiled again; by the installation',
  enacted_period: 'the same',
  enacted_public_kind: 'the same',
  enactment: 'bears digests of its own, and is compiled again at every start; by the installation',
  enactment_noted: 'what was confirmed bears its digest; that the rest was told of it, by the database itself',
  enactment_repeal: 'the day of a decision that is under the log, written by the database itself',
  exchange_epoch: 'since when deliveries are counted anew; what was sent is the outbox',
  officer_role: 'the register of officers: when each change was made is in the log, and roles end in place',
  punctuality_count: 'counts that can be counted again',
  site_disclosure: 'that a record was disclosed; what was disclosed is the outbox',
  subject_notice: 'tells what stands elsewhere, and is marked as read',
};

/** Another value of a column's type than the one that stands there. */
const OTHER: Readonly<Record<string, (column: string) => string>> = {
  text: (column) => `coalesce(${column}, '') || 'x'`,
  uuid: () => 'gen_random_uuid()',
  date: (column) => `coalesce(${column}, '2020-01-01') + 1`,
  timestamptz: (column) => `coalesce(${column}, now()) + interval '1 microsecond'`,
  int4: (column) => `coalesce(${column}, 0) + 1`,
  int8: (column) => `coalesce(${column}, 0) + 1`,
  bool: (column) => `NOT coalesce(${column}, false)`,
  bytea: (column) => `coalesce(${column}, '') || '\\x00'`,
  jsonb: (column) => `jsonb_build_array(${column})`,
  _text: (column) => `array_append(${column}, 'x')`,
  _uuid: (column) => `array_append(${column}, gen_random_uuid())`,
};

interface Covered {
  readonly table: string;
  readonly columns: readonly string[];
}

let city: City;
let database: Kysely<PlatformDatabase>;
const tables = new Map<string, Covered>();

beforeAll(async () => {
  city = await toldCity();
  database = new Kysely({
    dialect: new PostgresDialect({ pool: openPool(city.databases.platform.ownerUrl, 1, WORK) }),
  });
  const { rows } = await sql<Covered>`
    SELECT DISTINCT ON (table_name) table_name AS table, columns FROM audit_digest_format ORDER BY table_name, format DESC`.execute(
    database,
  );
  for (const row of rows) tables.set(row.table, row);
}, 600_000);
afterAll(async () => {
  await database?.destroy();
  await city?.end();
});

const compared = async (tx: Transaction<PlatformDatabase>) => {
  const misfits = new Misfits();
  const checked = await compareRows(tx as PlatformTx, misfits);
  return { ...checked, ...misfits.told() };
};

class Undo extends Error {}

/** As the owner with all triggers off, undone afterwards. */
async function rewriting(work: (tx: Transaction<PlatformDatabase>) => Promise<void>): Promise<void> {
  const done = database.transaction().execute(async (tx) => {
    await sql`SET LOCAL session_replication_role = replica`.execute(tx);
    await work(tx);
    throw new Undo();
  });
  await expect(done).rejects.toThrow(Undo);
}

const run = (tx: Transaction<PlatformDatabase>, statement: string) => sql.raw(statement).execute(tx);

/** One row of the table, at its place; every check and every other table let it be changed. */
async function oneRow(tx: Transaction<PlatformDatabase>, table: string): Promise<string> {
  await run(
    tx,
    `DO $$ DECLARE c record; BEGIN
       FOR c IN SELECT conname FROM pg_constraint WHERE conrelid = '${table}'::regclass AND contype IN ('c', 'u') LOOP
         EXECUTE format('ALTER TABLE ${table} DROP CONSTRAINT IF EXISTS %I CASCADE', c.conname); END LOOP;
       FOR c IN SELECT attname FROM pg_attribute WHERE attrelid = '${table}'::regclass AND attidentity <> '' LOOP
         EXECUTE format('ALTER TABLE ${table} ALTER %I DROP IDENTITY', c.attname); END LOOP;
       FOR c IN SELECT attname FROM pg_attribute WHERE attrelid = '${table}'::regclass AND attgenerated <> '' LOOP
         EXECUTE format('ALTER TABLE ${table} ALTER %I DROP EXPRESSION', c.attname); END LOOP; END $$`,
  );
  const { rows } = await sql<{ tableoid: string; ctid: string }>`
    SELECT tableoid::text, ctid::text FROM ${sql.table(table)} ORDER BY audit_id DESC LIMIT 1`.execute(tx);
  expect(rows, `${table} has a row`).toHaveLength(1);
  return `tableoid = ${rows[0]!.tableoid} AND ctid = '${rows[0]!.ctid}'`;
}

const filled = async (): Promise<string[]> => {
  const found: string[] = [];
  for (const table of tables.keys()) {
    const { rows } = await sql`SELECT FROM ${sql.table(table)} LIMIT 1`.execute(database);
    if (rows.length > 0) found.push(table);
  }
  return found;
};

test('nobody touched anything: every row of the city fits, and every one is under the log', async () => {
  const result = await database.transaction().execute(compared);
  expect(result).toMatchObject({ fits: true, found: [], tables: tables.size });
  expect(result.rows).toBeGreaterThan(100);
});

test('every append-only table is under the log, or named with the reason', async () => {
  const { rows } = await sql<{ table: string }>`
    SELECT DISTINCT tgrelid::regclass::text AS table FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid
    WHERE tgfoid = 'refuse_change'::regproc AND NOT c.relispartition ORDER BY 1`.execute(database);
  expect(rows.map(({ table }) => table).filter((table) => !tables.has(table))).toEqual(Object.keys(NOT_COVERED));
});

test('every column of these tables is in the digest, but what is sealed', async () => {
  const { rows } = await sql<{ table: string; column: string }>`
    SELECT f.table_name AS table, a.attname AS column FROM audit_digest_format f
    JOIN pg_attribute a ON a.attrelid = f.table_name::regclass AND a.attnum > 0 AND NOT a.attisdropped
    WHERE f.format = (SELECT max(format) FROM audit_digest_format n WHERE n.table_name = f.table_name)
      AND a.attname::text <> ALL (f.columns) ORDER BY 1, 2`.execute(database);
  expect(rows.map(({ table, column }) => `${table}.${column}`)).toEqual([
    ...['case_action.sealed', 'counter_act.sealed', 'submission.sealed'],
  ]);
});

describe('in every table of the city that has a row', () => {
  test('each column rewritten is found', { timeout: 600_000 }, async () => {
    const tried: string[] = [];
    for (const table of await filled()) {
      const { rows: types } = await sql<{ name: string; type: string }>`
        SELECT a.attname AS name, t.typname AS type FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
        WHERE a.attrelid = ${table}::regclass AND a.attname::text = ANY (${tables.get(table)!.columns})`.execute(
        database,
      );
      for (const { name, type } of types) {
        await rewriting(async (tx) => {
          const row = await oneRow(tx, table);
          await run(tx, `UPDATE ${table} SET ${name} = ${OTHER[type]?.(name)} WHERE ${row}`);
          const result = await compared(tx);
          expect([table, name, result.fits]).toEqual([table, name, false]);
          expect(result.first).toMatchObject({ table, kind: expect.stringMatching(/^row-/) });
        });
        tried.push(`${table}.${name}`);
      }
    }
    expect(tried.length).toBeGreaterThan(100);
  });

  test('a row removed is found and named by its key', { timeout: 600_000 }, async () => {
    for (const table of await filled())
      await rewriting(async (tx) => {
        await run(tx, `DELETE FROM ${table} WHERE ${await oneRow(tx, table)}`);
        const { misfits, first } = await compared(tx);
        expect([misfits, first?.kind, first?.table]).toEqual([1, 'row-removed', table]);
      });
  });

  test('a row put in under an entry of another, or under a number nobody has, is found', {
    timeout: 600_000,
  }, async () => {
    for (const table of await filled())
      for (const number of ['(SELECT min(id) FROM audit_entry)', '999999999'])
        await rewriting(async (tx) => {
          const row = await oneRow(tx, table);
          await run(
            tx,
            `DO $$ BEGIN EXECUTE (SELECT format('ALTER TABLE ${table} DROP CONSTRAINT %I CASCADE', conname) FROM pg_constraint
               WHERE conrelid = '${table}'::regclass AND contype = 'p'); END $$`,
          );
          await run(
            tx,
            `INSERT INTO ${table} SELECT (jsonb_populate_record(r, jsonb_build_object('audit_id', ${number}))).* FROM ${table} r WHERE ${row}`,
          );
          const { misfits, first } = await compared(tx);
          expect([misfits, first?.kind, first?.table]).toEqual([1, 'row-added', table]);
        });
  });
});

test('the digests rewritten with the row: the entry no longer fits its leaf, and rows without an entry are found', async () => {
  await rewriting(async (tx) => {
    await sql`DELETE FROM audit_entry WHERE id = (SELECT max(audit_id) FROM audit_digest)`.execute(tx);
    expect((await compared(tx)).kinds).toEqual([{ kind: 'unlogged', count: 1 }]);
  });
});
