/**
 * Kept deadlines on their whole way: cases and requests on the platform, counted when the month is over, delivered, on the page and in the
 * open data of the site. Never few, never twice, never older over newer.
 */
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { PunctualityPublished } from '#contracts/exchange.ts';
import { signEvent } from '#contracts/webhook.ts';
import { determineBatch, reviewBatch } from '#platform/determination/index.ts';
import { deliver, reconcile } from '#platform/exchange/index.ts';
import { publishPunctuality } from '#platform/supervision/index.ts';
import { holdings, takeDelivery } from '#site/inbox/service.ts';
import { siteInboxRoutes } from '#site/index.ts';
import { enveloped, inOrder, straightTo } from './support/deliveries.ts';
import { ENTER } from './support/enter-as.ts';
import { receiveAtSite as receive } from './support/inbox.ts';
import { inventedResidentId } from './support/people.ts';
import { createPlatform, type TestPlatform } from './support/platform.ts';
import { punctuality, SITE_TABLES } from './support/site-messages.ts';
import { siteServer } from './support/site-server.ts';
import { newSecret, openSite, testServer } from './support/systems.ts';

let platform: TestPlatform;
let site: Awaited<ReturnType<typeof openSite>>;
let app: FastifyInstance;
const secrets = [newSecret()];

beforeAll(async () => {
  platform = await createPlatform();
  site = await openSite(platform.clock);
  const server = await testServer();
  await server.register(siteInboxRoutes, { context: site.context, inboxSecrets: secrets, prefix: '/api/site' });
  app = await siteServer(site.context, {}, server);
});
afterAll(async () => {
  await app?.close();
  await platform?.close();
  await site?.close();
});
const EMPTIED =
  'rights_action, rights_state, punctuality_count, delivery_attempt, outbox, case_participant, case_action, case_state, record, submission, batch';
beforeEach(async () => {
  for (const [owner, tables] of [
    [site.owner, SITE_TABLES],
    [platform.owner, EMPTIED],
  ] as const) {
    await owner.query('SET session_replication_role = replica');
    await owner.query(`TRUNCATE ${tables} CASCADE`);
    await owner.query('SET session_replication_role = origin');
  }
  platform.clock.set('2020-03-16T01:00:00Z');
});

const at = (instant: string) => platform.clock.set(instant);
/** so many cases of a department, in a batch of their own */
async function reported(count: number, kind: string): Promise<string> {
  const first = await platform.report({ kind });
  for (let more = 1; more < count; more++) await platform.report({ kind, sameBatchAs: first });
  return first.split('-')[0]!;
}
async function decided(batch: string, who: 'health' | 'industry'): Promise<void> {
  await reviewBatch(platform.context, platform.actors[`${who}Reviewer`]!, batch);
  await determineBatch(platform.context, platform.actors[`${who}Determiner`]!, batch);
}
const publish = (rule?: number) => publishPunctuality(platform.context, rule);
async function told(): Promise<Omit<PunctualityPublished, 'position'>[]> {
  const { rows } = await platform.owner.query(
    "SELECT data FROM outbox WHERE type = 'xinheng.punctuality.published' ORDER BY position",
  );
  return rows.map(({ data }) => data);
}
const toSite = straightTo('site', (delivery) => takeDelivery(site.context, delivery));
async function deliverAll(send = toSite): Promise<void> {
  await deliver(platform.context, 'site', send);
}
const html = async (url: string) => (await app.inject({ url, headers: { accept: 'text/html' } })).body;
const rows = async () => (await app.inject({ url: '/api/site/v1/punctuality.json' })).json().rows;
const HEALTH = '市卫生健康委员会';
const INDUSTRY = '市工业和信息化局';

describe('counted by the platform', () => {
  test('in the month of the last day: in time is kept; too late, or not dealt with at all, is missed', async () => {
    const prompt = await reported(11, '1.1'); // Monday 16 March, due on the 23rd
    const late = await reported(4, '1.1');
    await reported(10, '1.6'); // nobody ever looks at these
    at('2020-03-23T09:00:00Z');
    await decided(prompt, 'health');
    at('2020-03-24T01:00:00Z');
    await decided(late, 'health');
    await reported(12, '1.1'); // due on the 31st of March
    at('2020-03-25T01:00:00Z');
    await reported(13, '1.1'); // due on the 1st of April
    at('2020-04-02T01:00:00Z');
    expect(await publish()).toBe(1);
    expect(await told()).toEqual([
      {
        month: '2020-03',
        counts: [
          { step: 'check', department: HEALTH, kept: 11, missed: 16 },
          { step: 'check', department: INDUSTRY, kept: 0, missed: 10 },
        ],
      },
    ]);
  });

  test('a batch taken back, and one still being read, are nobody’s deadline', async () => {
    await reported(12, '1.1');
    await platform.owner.query("UPDATE batch SET state = 'withdrawn'");
    await reported(12, '1.6');
    await platform.owner.query("UPDATE batch SET state = 'processing' WHERE state = 'completed'");
    at('2020-04-02T01:00:00Z');
    expect(await publish()).toBe(1);
    expect(await told()).toEqual([{ month: '2020-03', counts: [] }]);
  });

  test('steps of requests: by who took them; one that nobody took, by whose turn it is', async () => {
    await reported(1, '1.1');
    await platform.owner.query('SET session_replication_role = replica');
    const step = (
      department: string,
      due: string | null,
      late: boolean,
      times: number,
      when = '2020-03-10T02:00:00Z',
    ) =>
      platform.owner.query(
        `INSERT INTO rights_action (subject_key, request_id, sequence, action, part, actor_id, department_id, at, idempotency_key, late, due_on)
         SELECT gen_random_uuid(), gen_random_uuid(), 2, 'decide', 'decider', gen_random_uuid(), $1, $2, gen_random_uuid()::text, $3, $4
         FROM generate_series(1, $5)`,
        [department, when, late, due, times],
      );
    await step('credit-office', '2020-03-31', false, 8, '2020-03-20T02:00:00Z');
    await step('credit-office', '2020-03-31', true, 1, '2020-04-01T02:00:00Z');
    await step('credit-office', '2020-04-01', false, 30, '2020-03-30T02:00:00Z'); // due in April
    await step('health-commission', null, false, 3); // before last days were kept: by the day it was taken
    await platform.owner.query(
      `INSERT INTO rights_state (subject_key, request_id, kind, fact_key, department_id, handled_by, state, sequence, opened_on, due_on, ended_on)
       SELECT gen_random_uuid(), gen_random_uuid(), 'objection', gen_random_uuid(), 'health-commission', 'credit-office', 'open', 1,
         '2020-03-10', due, ended FROM (VALUES ('2020-03-13'::date, NULL::date), ('2020-03-13', '2020-03-14'), (NULL, NULL)) AS t (due, ended)`,
    );
    await platform.owner.query('SET session_replication_role = origin');
    at('2020-04-02T01:00:00Z');
    await publish();
    expect((await told())[0]?.counts).toEqual([{ step: 'request', department: '市信用办', kept: 8, missed: 2 }]);
  });

  test('the last day belongs to its month by our clock, not by UTC', async () => {
    at('2020-03-23T16:30:00Z'); // half past midnight on the 24th: due on the 31st
    const batch = await reported(12, '1.1');
    at('2020-03-31T15:59:00Z'); // a minute to midnight
    await decided(batch, 'health');
    at('2020-04-02T01:00:00Z');
    await publish();
    expect(await told()).toMatchObject([{ month: '2020-03', counts: [{ kept: 12, missed: 0 }] }]);
  });

  test('not before the second day of the next month; once, however often and by however many it is asked', async () => {
    await reported(12, '1.1');
    for (const early of ['2020-03-31T15:59:00Z', '2020-03-31T16:30:00Z', '2020-04-01T15:59:00Z']) {
      at(early);
      expect(await publish()).toBe(0);
    }
    at('2020-04-01T16:00:00Z');
    const [one, other] = await Promise.all([publish(), publish()]);
    expect(one + other).toBe(1);
    expect(await publish()).toBe(0);
    expect(await told()).toHaveLength(1);
  });

  test('months that nobody counted, because nothing ran, are counted one after the other', async () => {
    await reported(12, '1.1');
    at('2020-06-15T01:00:00Z');
    expect(await publish()).toBe(3);
    expect((await told()).map(({ month }) => month)).toEqual(['2020-03', '2020-04', '2020-05']);
  });

  test('what becomes known later of a month that was told changes nothing: a difference would tell of a case', async () => {
    const batch = await reported(12, '1.1');
    at('2020-04-02T01:00:00Z');
    await publish();
    await decided(batch, 'health');
    expect(await publish()).toBe(0);
    // counted by a new rule it is told anew, and later than before
    expect(await publish(2)).toBe(1);
    expect(await told()).toHaveLength(2);
  });

  test('a count that fails to be written leaves nothing behind', async () => {
    await reported(12, '1.1');
    at('2020-04-02T01:00:00Z');
    await platform.owner.query("ALTER TABLE punctuality_count ADD CONSTRAINT broken CHECK (month <> '2020-03')");
    await expect(publish()).rejects.toThrow(/broken/);
    expect(await told()).toEqual([]);
    await platform.owner.query('ALTER TABLE punctuality_count DROP CONSTRAINT broken');
    expect(await publish()).toBe(1);
  });

  test('the function behind it gives a department nothing', async () => {
    await reported(12, '1.1');
    const count = "SELECT * FROM checks_due('2020-03-01', '2020-03-31', '2020-03-01', '2020-03-24')";
    const { owner } = platform;
    await owner.query('BEGIN');
    await owner.query(ENTER, [JSON.stringify({ departments: ['health-commission'] })]);
    expect((await owner.query(count)).rows).toEqual([]);
    await owner.query(ENTER, [JSON.stringify({ departments: ['*'] })]);
    expect((await owner.query(count)).rows).toEqual([{ department: 'health-commission', kept: '0', missed: '12' }]);
    await owner.query('ROLLBACK');
  });
});

const counts = (department: string | null, kept: number, missed: number, step: 'check' | 'request' = 'check') => ({
  ...{ step, department, kept, missed },
});

describe('taken by the site', () => {
  beforeEach(() => at('2020-05-20T02:00:00Z'));
  const take = (message: Parameters<typeof receive>[1]) => receive(site.context, message);

  test('twice is once; a newer count of a month replaces it whole, an older one nothing', async () => {
    const older = punctuality('2020-03', counts(HEALTH, 20, 1), counts(INDUSTRY, 11, 0));
    const newer = punctuality('2020-03', counts(HEALTH, 30, 2));
    expect(await take(newer)).toBe('accepted');
    expect(await take(newer)).toBe('known');
    expect(await take(older)).toBe('accepted');
    expect(await rows()).toEqual([{ month: '2020-03', step: '报送事项核对', department: HEALTH, kept: 30, missed: 2 }]);
    await take(punctuality('2020-03'));
    expect(await rows()).toEqual([]);
  });

  test.each([
    ['fewer than ten', punctuality('2020-03', counts(HEALTH, 8, 1))],
    ['a month that is not over', punctuality('2020-05', counts(HEALTH, 20, 1))],
    ['a month to come', punctuality('2020-06', counts(HEALTH, 20, 1))],
    ['no month', punctuality('2020-13', counts(HEALTH, 20, 1))],
    ['one department twice', punctuality('2020-03', counts(HEALTH, 20, 1), counts(HEALTH, 20, 1))],
    ['an identity number for a department', punctuality('2020-03', counts(inventedResidentId('1985-06-15', 3), 20, 1))],
    ['a field nobody agreed', punctuality('2020-03', { ...counts(HEALTH, 20, 1), cases: ['1-2'] } as never)],
  ])('refused whole: %s', async (_what, message) => {
    await expect(take(message)).rejects.toThrow();
    expect(await rows()).toEqual([]);
    expect((await site.owner.query('SELECT FROM punctuality_month')).rowCount).toBe(0);
  });

  test('the tables themselves hold no small figure', async () => {
    await take(punctuality('2020-03'));
    await expect(
      site.owner.query("INSERT INTO punctuality VALUES ('2020-03', 'check', '某部门', 5, 4)"),
    ).rejects.toThrow(/check/i);
  });

  test('forged, or under another secret: not taken', async () => {
    const event = await enveloped(site.owner, punctuality('2020-03', counts(HEALTH, 20, 1)));
    const send = (secret: string, change = (body: string) => body) => {
      const { headers, body } = signEvent(event, [secret], platform.clock());
      return app.inject({ method: 'POST', url: '/api/site/inbox', headers, payload: change(body) });
    };
    expect((await send(newSecret())).statusCode).toBe(401);
    expect((await send(secrets[0]!, (body) => body.replace('"missed":1', '"missed":0'))).statusCode).toBe(401);
    expect(await rows()).toEqual([]);
    expect((await send(secrets[0]!)).statusCode).toBe(200);
    expect(await rows()).toHaveLength(1);
  });

  test('shown by month and by department, never rounded up to all; small months say so', async () => {
    await take(punctuality('2020-02'));
    await take(punctuality('2020-03', counts(HEALTH, 1999, 1), counts(INDUSTRY, 12, 0), counts(null, 9, 3)));
    await take(punctuality('2020-04', counts(INDUSTRY, 6, 6)));
    const page = await html('/statistics');
    const text = page.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');
    for (const line of [
      '2020年4月 12 6 50%',
      '2020年3月 2,024 4 99.8%',
      '2020年2月 不足 10 件，不公布',
      `${HEALTH} 2,000 1 99.9%`,
      `${INDUSTRY} 24 6 75%`,
      '其他部门合计 12 3 75%',
      '2020年2月至2020年4月，每月都不足 10 件，不公布',
    ])
      expect(text).toContain(line);
    const english = (await html('/en/statistics')).replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');
    expect(english).toContain('Other departments together 12 3 75%');
    expect(english).toContain('fewer than 10, not published');
    expect(page).not.toContain('style=');
  });

  test('open data: CSV, JSON and XLSX of every month, each with its checksum and schema', async () => {
    await take(punctuality('2020-03', counts(HEALTH, 20, 1), counts(null, 9, 3, 'request')));
    const csv = await app.inject({ url: '/api/site/v1/punctuality.csv' });
    expect(csv.body).toContain(`2020-03,报送事项核对,${HEALTH},20,1`);
    expect(csv.body).toContain('2020-03,异议、修复、暂不纳入办理,其他部门合计,9,3');
    const { files } = (await app.inject({ url: '/api/site/v1/punctuality/files' })).json();
    expect(files.map((file: { format: string }) => file.format)).toEqual(['csv', 'json', 'xlsx']);
    expect((await app.inject({ url: '/api/site/v1/schemas/punctuality.json' })).statusCode).toBe(200);
    expect((await app.inject({ url: '/api/site/v1/punctuality.xlsx' })).rawPayload.subarray(0, 2).toString()).toBe(
      'PK',
    );
  });
});

test('the whole way, in any order, and reconciled; a month lost at the site shows', async () => {
  const batch = await reported(11, '1.1');
  await decided(batch, 'health');
  at('2020-05-02T01:00:00Z');
  await publish();
  await publish(2);
  await deliverAll(inOrder(toSite, (records) => records.reverse()));
  await deliverAll();
  expect(await html('/statistics')).toContain(HEALTH);
  expect(await rows()).toEqual([{ month: '2020-03', step: '报送事项核对', department: HEALTH, kept: 11, missed: 0 }]);
  expect(await reconcile(platform.context, 'site', await holdings(site.context))).toMatchObject({ matches: true });
  await site.owner.query("DELETE FROM punctuality_month WHERE month = '2020-04'");
  expect(await reconcile(platform.context, 'site', await holdings(site.context))).toMatchObject({ matches: false });
});

test('what travels says nothing about anybody', async () => {
  await reported(12, '1.1');
  at('2020-04-02T01:00:00Z');
  await publish();
  const [message] = await told();
  expect(PunctualityPublished.safeParse({ ...message, position: 1 }).success).toBe(true);
  const { rows: subjects } = await platform.owner.query('SELECT subject_key, matter FROM submission');
  for (const { subject_key, matter } of subjects) {
    expect(JSON.stringify(message)).not.toContain(subject_key);
    expect(JSON.stringify(message)).not.toContain(matter);
  }
});
