/** Points accounts against a real database: the way in, what is read, the way out, and attempts to get round them. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { RecordPublished } from '#contracts/exchange.ts';
import type { CloudEvent } from '#contracts/webhook.ts';
import { vouchedSubject } from '#kernel/identity/vouched-person.ts';
import { levelsOn } from '#kernel/policy/points-engine.ts';
import { inventedCitizen, inventedResidentId } from '../../../tests/support/people.ts';
import { DAY, openPoints, testClock } from '../../../tests/support/systems.ts';
import { consentText } from '../consent/text.ts';
import { deliver } from '../exchange/outbox.ts';
import { receive } from '../inbox/service.ts';
import { accountOn } from './rules.ts';
import { closeAccount, exportAccount, openAccount, viewAccount, viewBenefits } from './service.ts';

const clock = testClock('2020-05-06T08:00:00Z');
let points: Awaited<ReturnType<typeof openPoints>>;
let people = 0;

beforeAll(async () => {
  points = await openPoints(clock);
});
afterAll(async () => points?.close());
beforeEach(() => clock.set('2020-05-06T08:00:00Z'));

const someone = () => {
  people += 1;
  return inventedCitizen(`甄选${people}`, '1985-06-15', people);
};
const open = (citizen = someone()) =>
  openAccount(points.context, { citizen }, { consent: true, textVersion: consentText(points.context.policy).version });

let position = 0;
function published(citizen: ReturnType<typeof someone>, changes: Partial<RecordPublished> = {}): CloudEvent {
  position += 1;
  return event('xinheng.record.published', {
    subjectKey: vouchedSubject(points.context.keyring, citizen),
    recordId: randomUUID(),
    position,
    kind: '1.3',
    clause: '1.3',
    title: '参加抗疫志愿服务',
    matter: '在社区卡点值守四十天',
    polarity: 'good',
    department: '市民政局',
    occurredOn: '2020-03-01',
    determinedOn: '2020-04-01',
    validFrom: '2020-04-01',
    validUntil: null,
    objectionOpen: false,
    ...changes,
  });
}

function withdrawn(citizen: ReturnType<typeof someone>, recordId: string): CloudEvent {
  position += 1;
  return event('xinheng.record.withdrawn', {
    subjectKey: vouchedSubject(points.context.keyring, citizen),
    recordId,
    position,
    reason: 'revoked',
    effectiveOn: '2020-05-06',
  });
}

const event = (type: string, data: Record<string, unknown>): CloudEvent => ({
  specversion: '1.0',
  id: randomUUID(),
  source: '/platform',
  type,
  time: clock().toISOString(),
  data,
});

/** Everything the database holds in any table, as text. */
async function wholeDatabase(): Promise<string> {
  const { rows: tables } = await points.owner.query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
  );
  expect(tables.length).toBeGreaterThan(8);
  const texts: string[] = [];
  for (const { name } of tables) {
    const { rows } = await points.owner.query<{ text: string }>(`SELECT t::text AS text FROM ${name} t`);
    texts.push(...rows.map((row) => `${name}: ${row.text}`));
  }
  return texts.join('\n');
}

describe('opening', () => {
  test('keeps a receipt of which words were agreed to and when, and tells the platform in the same transaction', async () => {
    const citizen = someone();
    const receipt = await open(citizen);
    const text = consentText(points.context.policy);
    expect(receipt).toMatchObject({ textVersion: text.version, givenAt: '2020-05-06T08:00:00.000Z' });
    const kept = await points.database.selectFrom('consent_text').selectAll().executeTakeFirstOrThrow();
    expect(kept).toEqual({ version: text.version, text: text.text, digest: text.digest });
    const message = await points.database
      .selectFrom('outbox')
      .selectAll()
      .where('receipt_id', '=', receipt.receiptId)
      .executeTakeFirstOrThrow();
    expect(message.type).toBe('xinheng.account.opened');
    const { rows } = await points.owner.query(`SELECT 1 FROM graphile_worker.jobs WHERE key = $1`, [
      `deliver:${message.id}`,
    ]);
    expect(rows).toHaveLength(1);
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
    else await expect(attempt).rejects.toMatchObject({ code: 'account.adults_only', clause: '5.2' });
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
      owner.query(`INSERT INTO account VALUES ($1, $2, $3, now())`, [subject, randomUUID(), receipt]);
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

describe('the account', () => {
  test('is the tree of the points engine; its parts add up to the total', async () => {
    const citizen = someone();
    await open(citizen);
    const empty = await viewAccount(points.context, { citizen });
    expect(empty).toMatchObject({ total: 100, level: { title: '信用良好' }, records: [] });
    await receive(points.context, published(citizen));
    const { total, explanation, records } = await viewAccount(points.context, { citizen });
    expect(records).toHaveLength(1);
    expect(total).toBeGreaterThan(100);
    const { goodCap, adverseCap, range } = explanation.corrections;
    const sum = explanation.kinds
      .flatMap((kind) => kind.records)
      .reduce((all, record) => all + record.points, explanation.base.points);
    expect(total).toBe(sum + goodCap + adverseCap + range);
  });

  test('is stored nowhere: no column for a score or a level', async () => {
    const { rows } = await points.owner.query<{ name: string }>(
      `SELECT column_name AS name FROM information_schema.columns WHERE table_schema = 'public' AND column_name ~ 'point|score|level|total|rank'`,
    );
    expect(rows).toEqual([]);
  });

  test('a record past its last day counts for nothing and says why; tomorrow decides, not a job', async () => {
    const citizen = someone();
    await open(citizen);
    await receive(points.context, published(citizen, { validUntil: '2020-05-06' }));
    expect((await viewAccount(points.context, { citizen })).total).toBeGreaterThan(100);
    clock.forward(DAY);
    const later = await viewAccount(points.context, { citizen });
    expect(later.total).toBe(100);
    expect(later.explanation.kinds[0]?.records[0]).toMatchObject({ points: 0, notCounted: 'expired' });
  });

  test('every look is in the export, with its purpose', async () => {
    const citizen = someone();
    await open(citizen);
    await viewAccount(points.context, { citizen });
    const { log, consentText: agreed, account } = await exportAccount(points.context, { citizen });
    expect(log.map((entry) => entry.action)).toEqual(['account.opened', 'account.viewed', 'account.exported']);
    expect(log[1]).toMatchObject({ by: 'owner', purpose: '本人查看' });
    expect(agreed.version).toBe(account.consent.textVersion);
    expect(agreed.text).toContain('不用于任何惩戒');
  });
});

describe('what the platform tells', () => {
  test('in any order and however often, ends the same: the newest position wins and a withdrawn record stays away', async () => {
    const recordId = randomUUID();
    const citizen = someone();
    await open(citizen);
    const first = published(citizen, { recordId, matter: '第一版' });
    const second = published(citizen, { recordId, matter: '第二版', objectionOpen: true });
    const gone = withdrawn(citizen, recordId);

    expect(await receive(points.context, second)).toBe('accepted');
    expect(await receive(points.context, second)).toBe('known');
    expect(await receive(points.context, first)).toBe('outdated');
    expect((await viewAccount(points.context, { citizen })).records).toMatchObject([
      { matter: '第二版', objectionOpen: true },
    ]);
    expect(await receive(points.context, gone)).toBe('accepted');
    expect(await receive(points.context, second)).toBe('outdated');
    expect(await viewAccount(points.context, { citizen })).toMatchObject({ total: 100, records: [] });
    expect(await wholeDatabase()).not.toContain('第二版');
  });

  test('a withdrawal that overtakes its publication holds', async () => {
    const recordId = randomUUID();
    const citizen = someone();
    await open(citizen);
    const late = published(citizen, { recordId });
    expect(await receive(points.context, withdrawn(citizen, recordId))).toBe('accepted');
    expect(await receive(points.context, late)).toBe('outdated');
    expect((await viewAccount(points.context, { citizen })).records).toEqual([]);
  });

  test('a field that was not agreed is refused', async () => {
    const citizen = someone();
    await open(citizen);
    const message = published(citizen);
    message.data['name'] = citizen.name;
    await expect(receive(points.context, message)).rejects.toMatchObject({ code: 'request.invalid' });
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

  test('what was logged names nobody afterwards', async () => {
    const citizen = someone();
    await open(citizen);
    const { account_id } = await points.database
      .selectFrom('account')
      .select('account_id')
      .where('subject_key', '=', vouchedSubject(points.context.keyring, citizen))
      .executeTakeFirstOrThrow();
    await closeAccount(points.context, { citizen });
    const lines = (await wholeDatabase()).split('\n').filter((line) => line.includes(account_id));
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.every((line) => line.startsWith('public.audit_entry: '))).toBe(true);
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
    const idOf = async (receipt: string) =>
      (
        await points.database
          .selectFrom('outbox')
          .select('id')
          .where('receipt_id', '=', receipt)
          .executeTakeFirstOrThrow()
      ).id;
    const sent: CloudEvent[] = [];
    const send = async (_to: 'platform', message: CloudEvent) => {
      sent.push(message);
      return { status: 200 };
    };
    expect(await deliver(points.context, await idOf(opened.receiptId), send)).toBe('withheld');
    expect(await deliver(points.context, await idOf(closed.receiptId), send)).toBe('acknowledged');
    expect(await deliver(points.context, await idOf(closed.receiptId), send)).toBe('skipped');
    expect(sent.map((message) => message.type)).toEqual(['xinheng.account.closed']);
    // points-only-unlock: the platform learns that an account exists or not, never a figure
    expect(Object.keys(sent[0]?.data ?? {}).sort()).toEqual(['closedAt', 'position', 'receiptId', 'subjectKey']);
  });
});

describe('points-only-unlock', () => {
  test('benefits are yes or no: no figure, no level, and everybody keeps the basic service', async () => {
    const citizen = someone();
    await open(citizen);
    const before = await viewBenefits(points.context, { citizen });
    expect(before.benefits).toHaveLength(7);
    expect(before.benefits.every((benefit) => !benefit.qualifies && benefit.basicService.length > 0)).toBe(true);
    for (const kind of ['1.1', '1.2', '1.3', '1.4', '1.5', '1.6', '1.7'])
      await receive(points.context, published(citizen, { kind }));
    const { total, level } = await viewAccount(points.context, { citizen });
    expect(total).toBeGreaterThanOrEqual(120);
    const after = await viewBenefits(points.context, { citizen });
    expect(after.benefits.every((benefit) => benefit.qualifies)).toBe(true);
    const answer = JSON.stringify(after);
    expect(answer).not.toContain(level.title);
    expect(answer).not.toMatch(/"(total|points|level|threshold)"/);
  });

  test('the lowest account differs from the one that was never good only in what it does not unlock: no restriction follows', async () => {
    const { policy } = points.context;
    const adverse = policy.kindsFor('person', 'adverse')[0];
    const today = '2020-05-06' as never;
    const worst = Array.from({ length: 50 }, (_, index) => ({
      recordId: `${index}`,
      kind: adverse?.id ?? '',
      clause: '2',
      title: '',
      matter: '',
      polarity: 'adverse' as const,
      department: '',
      occurredOn: '2020-03-01',
      determinedOn: '2020-04-01',
      validFrom: '2020-04-01',
      validUntil: null,
      objectionOpen: false,
    }));
    const { level, total } = accountOn(policy, worst, today);
    expect(total).toBeLessThan(100);
    for (const one of levelsOn(policy.points, today)) {
      expect(
        policy.measuresFor({ level: one.id }, today).filter((measure) => measure.polarity === 'restriction'),
      ).toEqual([]);
    }
    expect(policy.benefitsFor(level.id, today)).toEqual([]);
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
    const { rows } = await points.owner.query<{ privilege: string }>(
      `SELECT privilege_type AS privilege FROM information_schema.role_table_grants WHERE grantee = 'xinheng_points' AND table_name = $1 ORDER BY 1`,
      [table],
    );
    expect(rows.map((row) => row.privilege)).toEqual(['INSERT', 'SELECT']);
  });
});
