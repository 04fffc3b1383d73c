/** The points system's log covers what is written with it: who rewrites a row behind it is found, and whoever leaves takes nothing from it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { LogKeeper } from '#log/log-keeper.ts';
import { HeadFile } from '#log/log-memory.ts';
import { receiveAtPoints as receive } from '../../tests/support/inbox.ts';
import { pointsAccounts, type TestPoints } from '../../tests/support/points-accounts.ts';
import { openPoints, testClock } from '../../tests/support/systems.ts';
import { closeAccount } from './accounts/service.ts';
import { pointsLog, sealPointsLog, verifyPointsLog } from './log.ts';

const clock = testClock('2020-05-06T08:00:00Z');
let points: TestPoints;
const { open, published, someone } = pointsAccounts(() => points, clock);
beforeAll(async () => {
  points = await openPoints(clock);
});
afterAll(() => points?.close());

const verified = () => verifyPointsLog(points.context);
/** As whoever owns the tables, behind every trigger. */
const behind = async (...statements: string[]) => {
  await points.owner.query('SET session_replication_role = replica');
  for (const statement of statements) await points.owner.query(statement);
  await points.owner.query('SET session_replication_role = origin');
};

test('what is written fits, and goes on fitting when somebody closes the account', async () => {
  const citizen = someone();
  await open(citizen);
  expect(await receive(points.context, published(citizen))).toBe('accepted');
  expect(await verified()).toMatchObject({ fits: true, tables: 3 });
  await closeAccount(points.context, { citizen });
  const result = await verified();
  expect(result).toMatchObject({ fits: true, misfits: 0 });
  expect(result.rows).toBeGreaterThanOrEqual(4); // the words agreed to, two messages, the receipt
});

describe('behind the log', () => {
  let kept: string;
  const tables = ['closing_receipt', 'outbox', 'audit_entry', 'audit_checkpoint', 'audit_digest'];
  const copies: string[] = [];
  beforeEach(async () => {
    const citizen = someone();
    await open(citizen);
    kept = (await closeAccount(points.context, { citizen })).receiptId;
    expect((await verified()).fits).toBe(true);
    for (const table of tables) await points.owner.query(`CREATE TEMP TABLE ${table}_before AS TABLE ${table}`);
    copies.push(...tables);
  });
  afterEach(async () => {
    const restore = [
      `UPDATE closing_receipt c SET closed_at = b.closed_at FROM closing_receipt_before b WHERE b.receipt_id = c.receipt_id`,
      `INSERT INTO closing_receipt SELECT * FROM closing_receipt_before ON CONFLICT DO NOTHING`,
      `DELETE FROM closing_receipt WHERE receipt_id LIKE 'forged%'`,
      `UPDATE audit_entry e SET purpose = b.purpose FROM audit_entry_before b WHERE b.id = e.id`,
      `INSERT INTO audit_entry SELECT * FROM audit_entry_before ON CONFLICT DO NOTHING`,
    ];
    await behind(...restore);
    for (const table of copies.splice(0)) await points.owner.query(`DROP TABLE ${table}_before`);
    expect((await verified()).fits).toBe(true);
  });

  test.each<[string, (receipt: string) => string, string]>([
    [
      'a receipt is changed',
      (id) => `UPDATE closing_receipt SET closed_at = closed_at - interval '1 day' WHERE receipt_id = '${id}'`,
      'row-altered',
    ],
    ['a receipt is removed', (id) => `DELETE FROM closing_receipt WHERE receipt_id = '${id}'`, 'row-removed'],
    [
      'a receipt is put in',
      (id) =>
        `INSERT INTO closing_receipt SELECT 'forged', gen_random_uuid(), 'forged', text_version, consented_at, closed_at, audit_id FROM closing_receipt WHERE receipt_id = '${id}'`,
      'row-added',
    ],
    [
      'an entry is changed',
      () =>
        `UPDATE audit_entry SET purpose = '别的' WHERE id = (SELECT max(id) FROM audit_entry WHERE action = 'account.closed')`,
      'altered',
    ],
    [
      'an entry is removed',
      () => `DELETE FROM audit_entry WHERE id = (SELECT max(id) FROM audit_entry WHERE action = 'account.closed')`,
      'removed',
    ],
  ])('%s', async (_, statement, kind) => {
    await behind(statement(kept));
    const { fits, kinds } = await verified();
    expect(fits).toBe(false);
    expect(kinds.map((one) => one.kind)).toContain(kind);
  });
});

test('rows without their entry are refused', async () => {
  const bare = points.database
    .insertInto('consent_text')
    .values({ version: 'slipped in', text: 'x', digest: 'x' })
    .execute();
  await expect(bare).rejects.toMatchObject({ constraint: 'logged_with_rows' });
});

test('what a provider was told is a look, what a person sees of themself is none', async () => {
  await open();
  const { rows } = await points.owner.query('SELECT DISTINCT action, look FROM audit_entry');
  for (const { action, look } of rows) expect([action, look]).toEqual([action, action === 'benefit.verified']);
});

test('what was committed is sealed soon, and the head is noted outside the database', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'xinheng-points-log-'));
  const file = new HeadFile(folder, 'points-log-head.json');
  const keeper = new LogKeeper(pointsLog(points.context), file, 10);
  try {
    keeper.watch(points.database);
    await sealPointsLog(points.context);
    await open();
    const { rows } = await points.owner.query('SELECT count(*)::int AS n FROM audit_entry');
    await vi.waitFor(async () => expect((await file.recall()).head?.size).toBeGreaterThanOrEqual(rows[0].n), 30_000);
    expect((await verifyPointsLog({ ...points.context, logMemory: keeper })).fits).toBe(true);
  } finally {
    await keeper.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
