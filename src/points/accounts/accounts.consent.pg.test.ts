/** Points accounts against a real database: the way in, the way out, and attempts to get round them. */

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { CloudEvent } from '#contracts/webhook.ts';
import { vouchedSubject } from '#kernel/identity/vouched-person.ts';
import { recordsOf, tookAll } from '../../../tests/support/deliveries.ts';
import { receiveAtPoints as receive } from '../../../tests/support/inbox.ts';
import { inventedCitizen, inventedResidentId } from '../../../tests/support/people.ts';
import { pointsAccounts, type TestPoints } from '../../../tests/support/points-accounts.ts';
import { ref } from '../../../tests/support/refs.ts';
import { DAY, openPoints, testClock } from '../../../tests/support/systems.ts';
import { consentText } from '../consent/text.ts';
import { deliver } from '../exchange/outbox.ts';
import { closeAccount, openAccount, viewAccount, viewBenefits } from './service.ts';

const clock = testClock('2020-05-06T08:00:00Z');
let points: TestPoints;
const { someone, open, published, withdrawn, wholeDatabase } = pointsAccounts(() => points, clock);

beforeAll(async () => {
  points = await openPoints(clock);
});
afterAll(async () => points?.close());
beforeEach(() => clock.set('2020-05-06T08:00:00Z'));

describe('opening', () => {
  test('keeps a receipt of which words were agreed to and when, and tells the platform in the same transaction', async () => {
    const citizen = someone();
    const receipt = await open(citizen);
    const text = consentText(points.context.policy);
    expect(receipt).toMatchObject({ textVersion: text.version, givenAt: '2020-05-06T08:00:00.000Z' });
    const kept = await points.database.selectFrom('consent_text').selectAll().executeTakeFirstOrThrow();
    expect(kept).toEqual({
      ...{ version: text.version, text: text.text, digest: text.digest },
      audit_id: expect.stringMatching(/^\d+$/),
    });
    const message = await points.database
      .selectFrom('outbox')
      .selectAll()
      .where('receipt_id', '=', receipt.receiptId)
      .executeTakeFirstOrThrow();
    expect(message.type).toBe('xinheng.account.opened');
    expect((await points.owner.query('SELECT FROM outbox_due WHERE position = $1', [message.position])).rowCount).toBe(
      1,
    );
    const jobs = await points.owner.query(
      "SELECT FROM graphile_worker.jobs WHERE task_identifier = 'exchange.deliver'",
    );
    expect(jobs.rowCount).toBeGreaterThan(0);
  });

  test.each([
    ['without the consent itself', { consent: false as never }, 'consent.required'],
    ['to words that are no longer the current ones', { textVersion: 'older' }, 'consent.text_outdated'],
  ])('is refused %s', async (_what, request, code) => {
    const current = consentText(points.context.policy).version;
    const attempt = openAccount(
      points.context,
      { citizen: someone() },
      { consent: true, textVersion: current, ...request },
    );
    await expect(attempt).rejects.toMatchObject({ code });
  });

  test.each([
    ['2002-05-06', true],
    ['2002-05-07', false],
    ['2020-01-01', false],
  ])('on 6 May 2020 to someone born on %s: %s (adults-only)', async (birthDate, admitted) => {
    const attempt = open(inventedCitizen('甄小', birthDate, 7));
    if (admitted) await expect(attempt).resolves.toBeDefined();
    else await expect(attempt).rejects.toMatchObject({ code: 'account.adults_only', clause: ref('5.2') });
  });

  test.each([
    ['a number that fails its check', { documentNumber: '410199198506150010' }],
    ['a birth date that is not the document’s', { birthDate: '1970-01-01' }],
    ['an unknown document type', { documentType: 'library-card' }],
    ['no name', { name: ' ' }],
  ])('is refused for %s', async (_what, claims) => {
    await expect(open({ ...someone(), ...claims })).rejects.toMatchObject({ code: 'account.real_name_required' });
  });

  test('twice is told so, also at the same instant', async () => {
    const citizen = someone();
    const outcomes = await Promise.allSettled([open(citizen), open(citizen), open(citizen)]);
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
    await expect(open(citizen)).rejects.toMatchObject({ code: 'consent.already' });
  });
});

describe('points-opt-in', () => {
  test('the database itself refuses an account without a receipt of the same person, and a record without an account', async () => {
    const { owner } = points;
    const [somebody, somebodyElse] = [randomUUID(), randomUUID()];
    const account = (subject: string, receipt: string) =>
      owner.query(`INSERT INTO account VALUES ($1, $2, now())`, [subject, receipt]);
    await expect(account(somebody, 'none')).rejects.toMatchObject({ code: '23503' });
    const { rows } = await owner.query('SELECT receipt_id FROM consent_receipt LIMIT 1');
    await expect(account(somebodyElse, rows[0].receipt_id)).rejects.toMatchObject({ code: '23503' });
    await expect(
      owner.query(
        `INSERT INTO contribution (subject_key, record_id, position, received_at) VALUES ($1, $2, 1, now())`,
        [somebody, randomUUID()],
      ),
    ).rejects.toMatchObject({ code: '23503' });
  });

  test('about somebody who did not ask, nothing is stored anywhere: not the record, not the message, not a log line', async () => {
    const stranger = someone();
    const message = published(stranger, { matter: '这一句话不应出现' });
    const before = await wholeDatabase();
    await expect(receive(points.context, message)).rejects.toMatchObject({ code: 'delivery.no_account', status: 410 });
    await expect(receive(points.context, withdrawn(stranger, randomUUID()))).rejects.toMatchObject({
      code: 'delivery.no_account',
    });
    await expect(viewAccount(points.context, { citizen: stranger })).rejects.toMatchObject({
      code: 'account.not_found',
    });
    await expect(viewBenefits(points.context, { citizen: stranger })).rejects.toMatchObject({
      code: 'account.not_found',
    });
    const after = await wholeDatabase();
    expect(after).toBe(before);
    expect(after).not.toContain(vouchedSubject(points.context.keyring, stranger));
  });

  test('nobody’s name or document number is stored, account or not', async () => {
    const citizen = inventedCitizen('欧阳测试', '1990-01-01', 321);
    await open(citizen);
    await receive(points.context, published(citizen));
    await viewAccount(points.context, { citizen });
    const everything = await wholeDatabase();
    expect(everything).toContain(vouchedSubject(points.context.keyring, citizen)); // the search does find what is there
    expect(everything).not.toContain('欧阳测试');
    expect(everything).not.toContain(inventedResidentId('1990-01-01', 321));
    expect(everything).not.toContain('1990-01-01');
  });
});

describe('closing', () => {
  test('leaves one receipt and nothing else about the person', async () => {
    const citizen = inventedCitizen('即将离开', '1988-08-08', 88);
    const key = vouchedSubject(points.context.keyring, citizen);
    const consent = await open(citizen);
    const message = published(citizen, { matter: '离开前的事项' });
    await receive(points.context, message);
    await viewAccount(points.context, { citizen });
    clock.forward(DAY);
    const receipt = await closeAccount(points.context, { citizen });
    expect(receipt).toMatchObject({
      consentReceiptId: consent.receiptId,
      consentedAt: consent.givenAt,
      closedAt: clock().toISOString(),
    });

    const everything = (await wholeDatabase()).split('\n');
    expect(everything.filter((line) => line.includes(key))).toEqual([
      expect.stringMatching(/^public\.closing_receipt: /),
    ]);
    expect(everything.filter((line) => line.includes('离开前的事项'))).toEqual([]);
    expect(everything.filter((line) => line.includes(String(message.data['recordId'])))).toEqual([]);

    await expect(receive(points.context, published(citizen))).rejects.toMatchObject({ code: 'delivery.no_account' });
    await expect(viewAccount(points.context, { citizen })).rejects.toMatchObject({ code: 'account.not_found' });
    await expect(closeAccount(points.context, { citizen })).rejects.toMatchObject({ code: 'account.not_found' });
  });

  test('what was logged stays, and is nobody’s afterwards', async () => {
    const citizen = someone();
    await open(citizen);
    const own = async () => {
      const { rows } = await points.owner.query<{ entry: string }>(
        'SELECT entry_id AS entry FROM account_trail WHERE subject_key = $1',
        [vouchedSubject(points.context.keyring, citizen)],
      );
      return rows.map(({ entry }) => entry);
    };
    await viewAccount(points.context, { citizen });
    const entries = await own();
    expect(entries).toHaveLength(2);
    await closeAccount(points.context, { citizen });
    expect(await own()).toEqual([]);
    const stays = await points.owner.query('SELECT actor_id, action FROM audit_entry WHERE id = ANY ($1) ORDER BY id', [
      entries,
    ]);
    expect(stays.rows).toEqual([
      { actor_id: 'holder', action: 'account.opened' },
      { actor_id: 'holder', action: 'account.viewed' },
    ]);
  });

  test('may be followed by a new account, which knows nothing of the old', async () => {
    const citizen = someone();
    await open(citizen);
    await receive(points.context, published(citizen));
    await closeAccount(points.context, { citizen });
    await open(citizen);
    expect(await viewAccount(points.context, { citizen })).toMatchObject({ total: 100, records: [] });
  });

  test('before its opening was told: the opening is withheld, the closing is sent', async () => {
    const citizen = someone();
    const opened = await open(citizen);
    const closed = await closeAccount(points.context, { citizen });
    const sent: CloudEvent[] = [];
    const send = async (_to: 'platform', message: CloudEvent) => {
      sent.push(message);
      return tookAll(message);
    };
    await deliver(points.context, send);
    await deliver(points.context, send);
    const told = sent.flatMap(recordsOf).filter(({ data }) => data['receiptId'] === closed.receiptId);
    expect(told.map(({ type }) => type)).toEqual(['xinheng.account.closed']);
    expect(JSON.stringify(sent)).not.toContain(opened.receiptId);
    const outcomes = await points.owner.query(
      'SELECT o.receipt_id, a.outcome FROM outbox o JOIN delivery_attempt a ON a.outbox_id = o.id WHERE o.receipt_id = ANY ($1) ORDER BY o.position',
      [[opened.receiptId, closed.receiptId]],
    );
    expect(outcomes.rows.map((row) => row.outcome)).toEqual(['withheld', 'acknowledged']);
    // points-only-unlock: the platform learns that an account exists or not, never a figure
    expect(Object.keys(told[0]?.data ?? {}).sort()).toEqual(['closedAt', 'pairing', 'receiptId', 'subjectKey']);
  });
});

describe('append-only', () => {
  test.each([
    ['consent_text', 'version'],
    ['closing_receipt', 'receipt_id'],
    ['outbox', 'receipt_id'],
    ['delivery_attempt', 'detail'],
    ['audit_entry', 'action'],
  ])('%s', async (table, column) => {
    for (const statement of [
      `UPDATE ${table} SET ${column} = ${column}`,
      `DELETE FROM ${table}`,
      `TRUNCATE ${table} CASCADE`,
    ]) {
      await expect(points.owner.query(statement)).rejects.toThrow(/append-only/);
    }
    // how a delivery ended is the job's to write
    const { rows } = await points.owner.query<{ privilege: string }>(
      `SELECT privilege_type AS privilege FROM information_schema.role_table_grants WHERE grantee LIKE 'xinheng\\_points%' AND grantee <> 'xinheng_points_owner' AND table_name = $1
       UNION SELECT privilege_type FROM information_schema.role_column_grants WHERE grantee LIKE 'xinheng\\_points%' AND grantee <> 'xinheng_points_owner' AND table_name = $1 ORDER BY 1`,
      [table],
    );
    expect(rows.map((row) => row.privilege)).toEqual(['INSERT', 'SELECT']);
  });
});
