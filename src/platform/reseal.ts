/**
 * Rotation of the keys of sealed fields: every value that is not sealed under the keyring's current key is opened and sealed anew. Append-only
 * rows allow exactly this and only to the owner of the tables (migration 0002), and the digests of the log leave sealed columns out, so
 * the log still fits afterwards. Resumable: a second run goes over what is left.
 */
import type pg from 'pg';
import { type FieldCipher, fieldCipher } from '#kernel/seal/field-cipher.ts';
import type { Keyring, RandomBytes } from '#kernel/seal/keyring.ts';
import type { SealPlace } from '#kernel/seal/place.ts';
import { correctedPlace, counterActPlace, draftPlace, reportedPlace } from './person-seal.ts';

interface SealedTable {
  readonly table: string;
  /** the primary key, in order; and what else the place is made of */
  readonly key: readonly string[];
  readonly also: readonly string[];
  readonly types: readonly string[];
  place(row: Readonly<Record<string, string>>): SealPlace;
}

/** Every sealed column under the keyring. Sessions are sealed under their own token and end within hours. */
export const SEALED_TABLES: readonly SealedTable[] = [
  {
    table: 'submission',
    key: ['subject_key', 'fact_key'],
    also: ['batch_id', 'row_number'],
    types: ['uuid', 'uuid'],
    place: (row) => reportedPlace(row['subject_key']!, row['batch_id']!, Number(row['row_number'])),
  },
  {
    table: 'case_action',
    key: ['subject_key', 'fact_key', 'sequence'],
    also: [],
    types: ['uuid', 'uuid', 'integer'],
    place: (row) => correctedPlace(row['subject_key']!, row['fact_key']!, Number(row['sequence'])),
  },
  {
    table: 'own_report_draft',
    key: ['subject_key', 'report_id'],
    also: ['version'],
    types: ['uuid', 'uuid'],
    place: (row) => draftPlace(row['subject_key']!, row['report_id']!, Number(row['version'])),
  },
  {
    table: 'counter_act',
    key: ['subject_key', 'act_id'],
    also: [],
    types: ['uuid', 'uuid'],
    place: (row) => counterActPlace(row['subject_key']!, row['act_id']!),
  },
];

export interface Resealed {
  readonly table: string;
  readonly done: number;
  /** could not be opened: altered, moved, or sealed under a key that is not in the ring; they stay as they are */
  readonly broken: number;
}

const CHUNK = 2_000;

/** @param owner a connection that acts as the owner of the tables */
export async function resealFields(
  owner: pg.ClientBase,
  keyring: Keyring,
  randomBytes: RandomBytes,
  progress: (table: string, done: number) => void = () => {},
): Promise<Resealed[]> {
  const cipher = fieldCipher(keyring, randomBytes);
  const results: Resealed[] = [];
  for (const table of SEALED_TABLES)
    results.push(await resealTable(owner, table, cipher, keyring.current.version, progress));
  return results;
}

async function resealTable(
  owner: pg.ClientBase,
  sealedTable: SealedTable,
  cipher: FieldCipher,
  current: number,
  progress: (table: string, done: number) => void,
): Promise<Resealed> {
  const { table } = sealedTable;
  let [done, broken] = [0, 0];
  let after: readonly string[] | undefined;
  for (;;) {
    const rows = await nextRows(owner, sealedTable, current, after);
    const last = rows.at(-1);
    if (!last) return { table, done, broken };
    const anew = rows.map((row) => resealed(cipher, row, sealedTable.place(row.at)));
    done += await writeBack(owner, sealedTable, rows, anew);
    broken += anew.filter((one) => one === undefined).length;
    progress(table, done);
    after = sealedTable.key.map((column) => last.at[column]!);
  }
}

interface SealedRow {
  readonly at: Readonly<Record<string, string>>;
  readonly sealed: Buffer;
}

function resealed(cipher: FieldCipher, { sealed }: SealedRow, place: SealPlace): Buffer | undefined {
  try {
    return cipher.seal(cipher.open(sealed, place), place);
  } catch {
    return undefined;
  }
}

/** In the order of the key, those sealed under another key than the current one. */
async function nextRows(
  owner: pg.ClientBase,
  { table, key, also, types }: SealedTable,
  current: number,
  after: readonly string[] | undefined,
): Promise<SealedRow[]> {
  const columns = [...key, ...also].map((column) => `${column}::text`).join(', ');
  const beyond = after
    ? `AND (${key.join(', ')}) > (${types.map((type, index) => `$${index + 3}::${type}`).join(', ')})`
    : '';
  const { rows } = await owner.query<Record<string, string> & { sealed: Buffer }>(
    `SELECT ${columns}, sealed FROM ${table}
     WHERE sealed IS NOT NULL AND get_byte(sealed, 2) * 256 + get_byte(sealed, 3) <> $1 ${beyond}
     ORDER BY ${key.join(', ')} LIMIT $2`,
    [current, CHUNK, ...(after ?? [])],
  );
  return rows.map(({ sealed, ...at }) => ({ at, sealed }) as SealedRow);
}

/** One statement, one transaction. A value that somebody has replaced meanwhile is left alone. */
async function writeBack(
  owner: pg.ClientBase,
  { table, key, types }: SealedTable,
  rows: readonly SealedRow[],
  anew: readonly (Buffer | undefined)[],
): Promise<number> {
  const changed = rows.flatMap((row, index) => (anew[index] ? [{ ...row, anew: anew[index] }] : []));
  if (changed.length === 0) return 0;
  const unnested = types.map((type, index) => `$${index + 3}::${type}[]`).join(', ');
  const { rowCount } = await owner.query(
    `UPDATE ${table} t SET sealed = c.anew
     FROM unnest($1::bytea[], $2::bytea[], ${unnested}) AS c (anew, sealed, ${key.join(', ')})
     WHERE ${key.map((column) => `t.${column} = c.${column}`).join(' AND ')} AND t.sealed = c.sealed`,
    [
      changed.map((row) => row.anew),
      changed.map((row) => row.sealed),
      ...key.map((column) => changed.map((row) => row.at[column])),
    ],
  );
  return rowCount ?? 0;
}
