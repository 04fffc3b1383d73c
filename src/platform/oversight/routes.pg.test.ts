/** The auditor's doors: search by person, officer, purpose and time, page by page; what stands out; the file to take away. */
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPlatform, type TestPlatform } from '../../../tests/support/platform.ts';
import { testServer } from '../../../tests/support/systems.ts';
import { transact } from '../access/transaction.ts';
import { writeEntries } from '../audit.ts';
import { caseView, reveal } from '../determination/looks.ts';
import { oversightRoutes } from './index.ts';
import { THRESHOLDS } from './rules.ts';

const SOMEBODY = '5b0c2f6e-0000-4000-8000-000000000001';

let platform: TestPlatform;
let server: FastifyInstance;
let caseId: string;
let otherCase: string;

const actor = (name: string) => platform.actors[name]!;

beforeAll(async () => {
  platform = await createPlatform();
  server = await testServer();
  server.addHook('preHandler', async (request) => {
    request.actor = platform.actors[String(request.headers['x-test-officer'])] ?? null;
  });
  await server.register(oversightRoutes, { context: platform.context });
  caseId = await platform.report();
  otherCase = await platform.report();
  platform.clock.set('2020-03-16T02:00:00Z'); // Monday, 10 o'clock
  await reveal(platform.context, actor('healthReviewer'), caseId, '核对援鄂证书');
  await caseView(platform.context, actor('healthDeterminer'), caseId);
  await caseView(platform.context, actor('healthDeterminer'), otherCase);
});
afterAll(async () => {
  await server?.close();
  await platform?.close();
});

async function call(who: string, url: string) {
  const answer = await server.inject({ method: 'GET', url, headers: { 'x-test-officer': who } });
  return { status: answer.statusCode, body: answer.json() };
}
const searched = async (query: string) =>
  (await call('auditor', `/audit?${query}`)).body.items.map(
    (item: { action: string; actorName: string; objectId: string }) => item,
  );
async function count(action: string): Promise<number> {
  const { rows } = await platform.owner.query('SELECT count(*)::int AS n FROM audit_entry WHERE action = $1', [action]);
  return rows[0].n;
}

describe('search', () => {
  test('by the number of a case of the person looked at, and by the subject key found there', async () => {
    const byCase = await searched(`person=${caseId}`);
    expect(byCase.map((item: { action: string }) => item.action)).toEqual(
      expect.arrayContaining(['subject.revealed', 'case.viewed']),
    );
    expect(byCase.map((item: { objectId: string }) => item.objectId)).not.toContain(otherCase);
    const byKey = await searched(`person=${byCase.at(-1).subjectKey}`);
    expect(byKey.map((item: { id: string }) => item.id)).toEqual(
      expect.arrayContaining(byCase.map((i: { id: string }) => i.id)),
    );
  });

  test('by officer’s name and by id', async () => {
    const { id, name } = actor('healthReviewer');
    for (const officer of [id, encodeURIComponent(name)]) {
      const items = await searched(`officer=${officer}`);
      expect(items).toHaveLength(1);
      expect(items[0]).toMatchObject({
        actorName: name,
        action: 'subject.revealed',
        actionTitle: '查看姓名和证件号码',
      });
    }
    expect(await searched('officer=%E6%B2%A1%E6%9C%89%E8%BF%99%E4%B8%AA%E4%BA%BA')).toEqual([]);
  });

  test('by purpose text, action and time', async () => {
    expect(await searched(`purpose=${encodeURIComponent('援鄂')}`)).toHaveLength(1);
    expect(await searched('action=case.viewed')).toHaveLength(2);
    expect(await searched('action=case.viewed&from=2020-03-17')).toHaveLength(0);
    expect(await searched('action=case.viewed&from=2020-03-16&until=2020-03-16')).toHaveLength(2);
    expect(await call('auditor', '/audit?from=2020-03-17&until=2020-03-16')).toMatchObject({ status: 400 });
  });

  test('a text of wildcards is a text', async () => {
    expect(await searched('purpose=%25')).toHaveLength(0);
  });

  test('page by page, nothing twice, nothing left out', async () => {
    const seen: string[] = [];
    let before = '';
    for (;;) {
      const { body } = await call('auditor', `/audit?action=case.viewed&limit=1${before && `&before=${before}`}`);
      seen.push(...body.items.map((item: { objectId: string }) => item.objectId));
      if (body.before === null) break;
      before = body.before;
    }
    expect(seen).toEqual([otherCase, caseId]);
  });

  test('is itself in the log, about the person searched, without the words searched for', async () => {
    const before = await count('audit.person_searched');
    await searched(`person=${caseId}&purpose=${encodeURIComponent('张某某')}`);
    expect(await count('audit.person_searched')).toBe(before + 1);
    const { rows } = await platform.owner.query(
      "SELECT subject_key, look, detail::text FROM audit_entry WHERE action = 'audit.person_searched' ORDER BY id DESC LIMIT 1",
    );
    expect(rows[0]).toMatchObject({ subject_key: expect.any(String), look: true });
    expect(rows[0].detail).not.toContain('张某某');
  });

  test.each(['creditOffice', 'healthAll', 'nobody'])('is for auditors, not for %s', async (who) => {
    for (const path of ['/audit', '/audit/export', '/audit/anomalies', '/audit/verify'])
      expect((await call(who, path)).status, path).toBe(who === 'nobody' ? 401 : 403);
  });
});

describe('what stands out', () => {
  const found = async (query = 'from=2020-03-10&until=2020-03-31') =>
    (await call('auditor', `/audit/anomalies?${query}`)).body;
  const look = (who: string, times: number, object = caseId) =>
    transact(platform.context.database, actor(who), async (tx) => {
      for (let time = 0; time < times; time++)
        await writeEntries(tx, actor(who), [
          {
            at: platform.clock(),
            subjectKey: SOMEBODY,
            action: 'case.viewed',
            objectType: 'case',
            objectId: object,
            purpose: '办理事项',
          },
        ]);
    });

  test('ordinary work does not', async () => {
    const { items, looks } = await found();
    expect(looks).toBe(3);
    expect(items).toEqual([]);
  });

  test('many looks in a day, from one above the threshold on', async () => {
    await look('healthAll', THRESHOLDS.looksPerDay);
    expect((await found()).items).toEqual([]);
    await look('healthAll', 1);
    expect((await found()).items).toMatchObject([
      { kind: 'many-looks', officerId: actor('healthAll').id, day: '2020-03-16', count: THRESHOLDS.looksPerDay + 1 },
    ]);
  });

  test('looks at cases of others', async () => {
    await look('policeReviewer', 2);
    const { items } = await found();
    expect(items.find(({ kind }: { kind: string }) => kind === 'outside-own-cases')).toMatchObject({
      officerId: actor('policeReviewer').id,
      department: '市公安局',
      count: 2,
      cases: [caseId],
    });
  });

  test('looks at night by the local clock, and on days off', async () => {
    platform.clock.set('2020-03-17T13:00:00Z'); // Tuesday, 21 o'clock
    await look('healthReporter', 2);
    platform.clock.set('2020-03-21T02:00:00Z'); // Saturday morning
    await look('healthReporter', 3);
    const { items } = await found();
    const off = items.filter(({ kind }: { kind: string }) => kind === 'off-hours');
    expect(off).toHaveLength(1);
    expect(off[0]).toMatchObject({ officerId: actor('healthReporter').id, count: 5 });
    expect(off[0].explanation).toContain('非工作日查看 3 次');
    expect(off[0].explanation).toContain('查看 2 次');
  });

  test('a stretch too long is refused', async () => {
    expect(await call('auditor', '/audit/anomalies?from=2019-01-01&until=2020-03-31')).toMatchObject({ status: 400 });
  });
});

test('the file carries the tree head, every entry, and no formula', async () => {
  await transact(platform.context.database, actor('auditor'), (tx) =>
    writeEntries(tx, actor('auditor'), [
      {
        at: platform.clock(),
        subjectKey: SOMEBODY,
        action: 'case.viewed',
        objectType: 'case',
        objectId: '1-1',
        purpose: '=HYPERLINK("http://elsewhere.example","看")',
      },
    ]),
  );
  const { rows } = await platform.owner.query('SELECT count(*)::int AS n FROM audit_entry');
  const answer = await server.inject({ url: '/audit/export', headers: { 'x-test-officer': 'auditor' } });
  expect(answer.statusCode).toBe(200);
  expect(answer.headers['content-type']).toContain('text/csv');
  const lines = answer.body.trimEnd().split('\r\n');
  expect(lines[0]).toMatch(/^\ufeff树头条数,\d+,树根,[0-9a-f]{64},计算时间,/);
  expect(lines).toHaveLength(2 + rows[0].n);
  expect(answer.body).toContain(`"'=HYPERLINK(""http`);
  expect(await count('audit.exported')).toBe(1);
});
