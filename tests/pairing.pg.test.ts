/** Platform and points system beside each other: what one stores of people fits nothing in the other's database. */
import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPairing, pseudonyms } from '#kernel/seal/pairing.ts';
import { closeAccount } from '#points/accounts/service.ts';
import { deliver as deliverFromPoints } from '#points/index.ts';
import { TestExchange, waiting } from './support/exchange.ts';

const exchange = new TestExchange();
const { open, determine, revoke, deliverAll, someone, matters, toPlatform } = exchange;
let platform: TestExchange['platform'];
let points: TestExchange['points'];
beforeAll(async () => {
  ({ platform, points } = await exchange.start());
});
afterAll(() => exchange.close());

/** Every key of a person that a database stores, whatever table it stands in. */
async function keysIn(owner: pg.Client): Promise<Set<string>> {
  const { rows: columns } = await owner.query<{ name: string; column: string }>(
    `SELECT format('%I', table_name) AS name, column_name AS column FROM information_schema.columns
     WHERE table_schema = 'public' AND column_name LIKE '%subject_key%'`,
  );
  expect(columns.length).toBeGreaterThan(5);
  const keys = new Set<string>();
  for (const { name, column } of columns) {
    const { rows } = await owner.query<{ key: string }>(`SELECT DISTINCT ${column}::text AS key FROM ${name}`);
    for (const { key } of rows) if (key !== null) keys.add(key);
  }
  return keys;
}

async function textOf(owner: pg.Client): Promise<string> {
  const { rows: tables } = await owner.query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
  );
  const texts = [];
  for (const { name } of tables) {
    const { rows } = await owner.query<{ text: string }>(`SELECT t::text AS text FROM ${name} t`);
    texts.push(...rows.map(({ text }) => text));
  }
  return texts.join('\n');
}

test('no key of a person stands in both databases, and the pseudonym in neither', async () => {
  const [staying, leaving] = [someone(), someone()];
  for (const citizen of [staying, leaving]) await open(citizen);
  await deliverAll();
  await determine(staying, '留下的');
  const gone = await determine(staying, '撤下的');
  await determine(leaving);
  await deliverAll();
  await revoke(staying, gone);
  await closeAccount(points.context, { citizen: leaving });
  await deliverAll();
  expect(await matters(staying)).toEqual(['留下的']);

  const [here, there] = [await keysIn(platform.owner), await keysIn(points.owner)];
  expect(here.size).toBeGreaterThanOrEqual(2);
  expect(there.size).toBeGreaterThanOrEqual(2);
  const [platformText, pointsText] = [await textOf(platform.owner), await textOf(points.owner)];
  for (const key of here) expect(pointsText).not.toContain(key);
  for (const key of there) expect(platformText).not.toContain(key);
  for (const citizen of [staying, leaving])
    for (const text of [platformText, pointsText]) expect(text).not.toContain(exchange.namedAs(citizen));
  expect(here).toContain(exchange.keyOf(staying)); // the search does find what is there
});

test('with the points keyring the pseudonyms can be made again, and still no key of the platform', async () => {
  const [here, there] = [await keysIn(platform.owner), await keysIn(points.owner)];
  const { of } = pseudonyms(points.context.keyring);
  for (const key of there) expect(here).not.toContain(of(key));
});

test('a points system that was paired differently is told so, and what it says waits until it is put right', async () => {
  const right = points.context;
  const { subjectKeys } = right.keyring;
  const pairing = createPairing('aes-256-gcm', randomBytes);
  const context = { ...right, keyring: { ...right.keyring, subjectKeys: { ...subjectKeys, pairing } } };
  const citizen = someone();
  await open(citizen);
  const answers: unknown[] = [];
  const listening: typeof toPlatform = async (to, event) => {
    const answer = await toPlatform(to, event);
    answers.push(answer);
    return answer;
  };
  await deliverFromPoints(context, listening).catch(() => {});
  expect(JSON.stringify(answers)).toContain('503');
  expect(await waiting(points.owner)).toHaveLength(1);
  await points.owner.query('UPDATE outbox_due SET not_before = now()');
  await deliverFromPoints(right, toPlatform);
  expect(await waiting(points.owner)).toEqual([]);
  await determine(citizen, '照常送达');
  await deliverAll();
  expect(await matters(citizen)).toEqual(['照常送达']);
});
