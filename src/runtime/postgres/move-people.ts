/**
 * Of an installation whose platform and points system shared one keyring: moves the people of the points system's database from the keys
 * that the platform stores to keys of its own. In one transaction with the database's mark, so it is done or it is not, and a start that is
 * cut short begins it again.
 */
import type pg from 'pg';
import { block } from '#kernel/seal/block.ts';
import type { Keyring } from '#kernel/seal/keyring.ts';
import { pseudonyms } from '#kernel/seal/pairing.ts';
import { uuidBytes, uuidOf } from '#kernel/seal/subject-key.ts';
import { marksOf } from './installation.ts';

const CHUNK = 5_000;

export async function movePeople(owner: pg.Pool, keyring: Keyring): Promise<void> {
  const { pairing } = keyring.subjectKeys;
  const { ours, before } = marksOf(keyring, 'points');
  if (!pairing?.veil || before === undefined) throw new RangeError('there is nothing to move from');
  const veil = block(pairing.suite, pairing.veil);
  const people = pseudonyms(keyring);
  const movedKey = (shared: string) => people.subjectOf(uuidOf(veil.cover(uuidBytes(shared))));
  const client = await owner.connect();
  try {
    await client.query('BEGIN');
    const marked = 'UPDATE installation SET fingerprint = $1 WHERE fingerprint = $2';
    // the row is locked by it: of two starts at once the second finds nothing left to move
    if ((await client.query(marked, [ours, before])).rowCount === 1) await move(client, movedKey);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}

async function move(client: pg.ClientBase, movedKey: (shared: string) => string): Promise<void> {
  // what refers to a receipt or an account follows it (migration 0009)
  await moveIn(client, 'consent_receipt', movedKey);
  // append-only for everybody but for this: what a receipt says stays, only the key it is found by is another
  await client.query('ALTER TABLE closing_receipt DISABLE TRIGGER append_only');
  await moveIn(client, 'closing_receipt', movedKey);
  await client.query('ALTER TABLE closing_receipt ENABLE TRIGGER append_only');
  // it goes through the accounts in the order of their keys, which is another now; who was told already is not told twice
  await client.query('UPDATE rules_enactment SET told_until = NULL WHERE finished_at IS NULL');
}

/** In the order of the receipts, which stays. */
async function moveIn(client: pg.ClientBase, table: string, movedKey: (shared: string) => string): Promise<void> {
  for (let after = ''; ; ) {
    const { rows } = await client.query<{ receipt: string; key: string }>(
      `SELECT receipt_id AS receipt, subject_key AS key FROM ${table} WHERE receipt_id > $1 ORDER BY receipt_id LIMIT ${CHUNK}`,
      [after],
    );
    if (rows.length === 0) return;
    await client.query(
      `UPDATE ${table} t SET subject_key = m.key FROM unnest($1::text[], $2::uuid[]) AS m (receipt, key) WHERE t.receipt_id = m.receipt`,
      [rows.map(({ receipt }) => receipt), rows.map(({ key }) => movedKey(key))],
    );
    after = rows.at(-1)!.receipt;
  }
}
