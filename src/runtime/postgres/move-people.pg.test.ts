/** The points system's people come under keys of its own, in a database of before, where the platform's stood. */
import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { vouchedSubject } from '#kernel/identity/vouched-person.ts';
import { createKeyring, type Keyring, openKeyring } from '#kernel/seal/keyring.ts';
import { earlierPairing } from '#kernel/seal/pairing.ts';
import { closeAccount, viewAccount } from '#points/accounts/service.ts';
import { receiveAtPoints as receive } from '../../../tests/support/inbox.ts';
import type { inventedCitizen } from '../../../tests/support/people.ts';
import { pointsAccounts, type TestPoints } from '../../../tests/support/points-accounts.ts';
import { openPoints, testClock } from '../../../tests/support/systems.ts';
import { marksOf } from './installation.ts';
import { migrate } from './migrate.ts';
import { movePeople } from './move-people.ts';

const clock = testClock('2020-05-06T08:00:00Z');
const master = randomBytes(32);
const ringOf = (pairing?: Parameters<typeof openKeyring>[2]) =>
  openKeyring(master, createKeyring(master, 'aes-256-gcm', randomBytes), pairing);
/** what both systems had; here with the pairing that follows from it, so that the inbox of now takes what fills the database */
const bare: Keyring = { ...ringOf(), subjectKeys: { version: 1, key: randomBytes(32) } };
const pairing = earlierPairing(bare);
const shared: Keyring = { ...bare, subjectKeys: { ...bare.subjectKeys, pairing } };
const own = ringOf(pairing);

let points: TestPoints;
let before: TestPoints;
let after: TestPoints;
const { open, published, wholeDatabase, someone } = pointsAccounts(() => before, clock);
const keyOf = (keyring: Keyring, citizen: ReturnType<typeof inventedCitizen>) => vouchedSubject(keyring, citizen);
const [staying, leaving, stranger] = [someone(), someone(), someone()];

beforeAll(async () => {
  points = await openPoints(clock);
  before = { ...points, context: { ...points.context, keyring: shared } };
  after = { ...points, context: { ...points.context, keyring: own } };
  await open(staying);
  await open(leaving);
  expect(await receive(before.context, published(staying))).toBe('accepted');
  await closeAccount(before.context, { citizen: leaving });
  await points.owner.query(
    `INSERT INTO verification (subject_key, verification_id, at, provider_name, benefit, qualifies)
     SELECT subject_key, gen_random_uuid(), opened_at, '书香图书馆', 'library', true FROM account`,
  );
  await points.owner.query('INSERT INTO installation (fingerprint) VALUES ($1)', [marksOf(own, 'points').before]);
});
afterAll(() => points?.close());

const start = (keyring = own) => {
  const url = new URL(inject('superuserUrl'));
  url.pathname = new URL(points.url).pathname;
  const moved = (owner: pg.Pool) => movePeople(owner, keyring);
  return migrate('points', url.href, [], { marks: marksOf(keyring, 'points'), moved });
};
const mark = async () => (await points.owner.query('SELECT fingerprint FROM installation')).rows[0].fingerprint;

test('what is cut short has moved nobody', async () => {
  await points.owner.query(
    `CREATE FUNCTION cut_short() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'cut short'; END $$;
     CREATE TRIGGER cut_short BEFORE UPDATE ON closing_receipt FOR EACH ROW EXECUTE FUNCTION cut_short()`,
  );
  await expect(start()).rejects.toThrow('cut short');
  await points.owner.query('DROP TRIGGER cut_short ON closing_receipt; DROP FUNCTION cut_short()');
  expect(await mark()).toBe(marksOf(own, 'points').before);
  expect((await viewAccount(before.context, { citizen: staying })).records).toHaveLength(1);
});

test('the next start moves everybody, and nothing is left of the keys that the platform has', async () => {
  const account = await viewAccount(before.context, { citizen: staying });
  expect(await wholeDatabase()).toContain(keyOf(shared, staying));
  await start();
  expect(await mark()).toBe(marksOf(own, 'points').ours);
  expect(await viewAccount(after.context, { citizen: staying })).toEqual(account);
  const everything = await wholeDatabase();
  for (const citizen of [staying, leaving]) {
    expect(everything).not.toContain(keyOf(shared, citizen));
    expect(everything).toContain(keyOf(own, citizen));
  }
  const { rows } = await points.owner.query('SELECT subject_key AS key FROM verification');
  expect(rows).toEqual([{ key: keyOf(own, staying) }]);
});

test('what the platform says afterwards reaches the account', async () => {
  const message = published(staying); // named by the pairing, as both systems of before and of now arrive at it
  expect(await receive(after.context, message)).toBe('accepted');
  expect((await viewAccount(after.context, { citizen: staying })).records).toHaveLength(2);
  await expect(viewAccount(after.context, { citizen: stranger })).rejects.toMatchObject({ code: 'account.not_found' });
});

test('receipts are append-only again, and a further start changes nothing', async () => {
  await expect(points.owner.query('UPDATE closing_receipt SET closed_at = now()')).rejects.toThrow(/append-only/);
  const everything = await wholeDatabase();
  await start();
  expect(await wholeDatabase()).toBe(everything);
});

test('another keyring moves nobody', async () => {
  const other = ringOf(earlierPairing({ ...bare, subjectKeys: { version: 1, key: randomBytes(32) } }));
  await expect(start(other)).rejects.toThrow(/属于另一套信衡/);
});
