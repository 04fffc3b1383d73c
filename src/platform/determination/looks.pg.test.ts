/** looked-is-logged and no-bulk-people: masked by default, opened only for a purpose, logged before it is shown, queues without names. */

import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPlatform, type TestPlatform } from '../../../tests/support/platform.ts';
import { ref } from '../../../tests/support/refs.ts';
import { caseView, neighbours, performAction, queue, reveal } from './index.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await createPlatform();
});
afterAll(() => platform?.close());

const entries = async (id: string) =>
  (
    await platform.owner.query(
      'SELECT action, purpose, actor_id, subject_key IS NOT NULL AS subject FROM audit_entry WHERE object_id = $1 ORDER BY id',
      [id],
    )
  ).rows;

test('a view is masked and logged', async () => {
  const { context, actors, report } = platform;
  const id = await report();
  const view = await caseView(context, actors['healthReviewer']!, id);
  expect(view.person?.name).toBe('张**');
  expect(view.person?.documentNumber).toMatch(/^410\*{13}[0-9X]{2}$/);
  expect(await entries(id)).toEqual([
    { action: 'case.viewed', purpose: '办理事项', actor_id: actors['healthReviewer']!.id, subject: true },
  ]);
});

test('the name is opened for a purpose, which is logged', async () => {
  const { context, actors, report } = platform;
  const id = await report();
  const person = await reveal(context, actors['healthReviewer']!, id, '核对派出单位名单');
  expect(person.name).toBe('张测试');
  expect(await entries(id)).toMatchObject([{ action: 'subject.revealed', purpose: '核对派出单位名单' }]);
});

test.each([
  ['healthReviewer', ' ', 'purpose.required'],
  ['policeReviewer', '想看看', 'case.not_found'],
  ['auditor', '想看看', 'permission.denied'],
  ['creditOffice', '想看看', 'permission.denied'],
  ['cityReviewer', '想看看', 'jurisdiction.denied'],
])('%s with purpose "%s": %s, and nothing is opened or logged as seen', async (who, purpose, code) => {
  const id = await platform.report();
  await expect(reveal(platform.context, platform.actors[who]!, id, purpose)).rejects.toMatchObject({ code });
  expect(await entries(id)).toEqual([]);
});

test('if the entry cannot be written, nothing is shown', async () => {
  const { context, actors, owner, report } = platform;
  const id = await report();
  // the test's login is for everything at once: every role it could write the log by
  const roles = 'xinheng_platform, xinheng_platform_sign_in';
  const { rows } = await owner.query(
    `SELECT string_agg(column_name, ', ') AS columns FROM information_schema.column_privileges
     WHERE table_name = 'audit_entry' AND grantee = 'xinheng_platform' AND privilege_type = 'INSERT'`,
  );
  await owner.query(`REVOKE INSERT ON audit_entry FROM ${roles}`);
  try {
    await expect(reveal(context, actors['healthReviewer']!, id, '核对名单')).rejects.toThrow(/permission denied/);
    await expect(caseView(context, actors['healthReviewer']!, id)).rejects.toThrow(/permission denied/);
    await expect(
      performAction(context, actors['healthReviewer']!, id, {
        action: 'review',
        payload: {},
        idempotencyKey: 'no-audit',
      }),
    ).rejects.toThrow(/permission denied/);
  } finally {
    await owner.query(`GRANT INSERT (${rows[0].columns}) ON audit_entry TO ${roles}`);
  }
  expect((await caseView(context, actors['healthReviewer']!, id)).state).toBe('reported');
});

test('a queue: own jurisdiction, page by page, without anything that says who', async () => {
  const { context, actors, report } = platform;
  const first = await report({ kind: '2', reporter: actors['policeReporter']! });
  const ids = [first];
  for (let row = 0; row < 4; row++)
    ids.push(await report({ kind: '2', reporter: actors['policeReporter']!, sameBatchAs: first }));
  await performAction(context, actors['policeReviewer']!, ids[1]!, {
    action: 'review',
    payload: {},
    idempotencyKey: 'queue-0001',
  });

  const seen: string[] = [];
  let after: string | undefined;
  do {
    const page = await queue(context, actors['policeDeterminer']!, {
      state: 'reported',
      side: 'competent',
      limit: 2,
      ...(after ? { after } : {}),
    });
    for (const item of page.items) {
      expect(Object.keys(item).sort()).toEqual([
        'caseId',
        'competentDepartment',
        'dueOn',
        'kind',
        'kindTitle',
        'kindTitleEn',
        'occurredOn',
        'overdue',
        'reportingDepartment',
        'state',
        'verdict',
        'workingDaysLeft',
      ]);
      seen.push(item.caseId);
    }
    after = page.after ?? undefined;
  } while (after);
  expect(seen).toEqual(ids.filter((id) => id !== ids[1]));
  const reviewed = await queue(context, actors['policeDeterminer']!, {
    state: 'reviewed',
    side: 'competent',
    limit: 50,
  });
  expect(reviewed.items.map((item) => item.caseId)).toEqual([ids[1]]);
  expect(
    (await queue(context, actors['healthReviewer']!, { state: 'reviewed', side: 'competent', limit: 50 })).items.map(
      (item) => item.caseId,
    ),
  ).not.toContain(ids[1]);
});

test('a queue goes back as it came, and knows what lies beside a case, also one that has left it', async () => {
  const { context, actors, report } = platform;
  const who = actors['commerceReviewer']!;
  const first = await report({ kind: '1.4', competent: 'commerce-bureau' });
  const ids = [first];
  for (let row = 0; row < 4; row++)
    ids.push(await report({ kind: '1.4', competent: 'commerce-bureau', sameBatchAs: first }));
  const idsOf = async (query: object) => {
    const page = await queue(context, who, { state: 'reported', side: 'competent', limit: 2, ...query });
    return { ids: page.items.map(({ caseId }) => caseId), before: page.before, after: page.after };
  };
  expect(await idsOf({})).toEqual({ ids: [ids[0], ids[1]], before: null, after: ids[1] });
  expect(await idsOf({ after: ids[3] })).toEqual({ ids: [ids[4]], before: ids[4], after: null });
  expect(await idsOf({ before: ids[4] })).toEqual({ ids: [ids[2], ids[3]], before: ids[2], after: ids[3] });
  expect(await idsOf({ before: ids[2] })).toEqual({ ids: [ids[0], ids[1]], before: null, after: ids[1] });
  await expect(
    queue(context, who, { state: 'reported', side: 'competent', limit: 2, before: first, after: first }),
  ).rejects.toMatchObject({
    code: 'request.invalid',
  });
  const kinds = (await queue(context, who, { state: 'reported', side: 'competent', limit: 1 })).kinds.map(
    ({ id }) => id,
  );
  expect(kinds).toContain(ref('1.4'));
  expect(kinds).not.toContain(ref('3.3.2'));

  await performAction(context, who, ids[2]!, { action: 'review', payload: {}, idempotencyKey: 'beside-0001' });
  expect(await neighbours(context, who, ids[2]!, { state: 'reported', side: 'competent' })).toEqual({
    previous: ids[1],
    next: ids[3],
  });
  expect(await neighbours(context, who, ids[2]!, { state: 'reviewed', side: 'competent' })).toEqual({
    previous: null,
    next: null,
  });
  expect(await neighbours(context, who, first, { state: 'reported', side: 'competent', kind: '1.1' })).toEqual({
    previous: null,
    next: null,
  });
});

test('a queue is in the order of its deadlines: from receipt, from a correction, whatever was reviewed first', async () => {
  const { context, actors, clock, officer, report } = platform;
  const who = await officer('commerce-bureau', 'reviewer', 'determiner');
  const other = await officer('commerce-bureau', 'reviewer');
  const reporter = actors['healthReporter']!;
  const make = () => report({ kind: '1.4', competent: 'commerce-bureau', reporter });
  let keys = 0;
  const act = (by: typeof who, caseId: string, action: 'review' | 'correct', payload = {}) =>
    performAction(context, by, caseId, { action, payload, idempotencyKey: `deadline-${++keys}` } as Parameters<
      typeof performAction
    >[3]);
  const all = async (state: 'reported' | 'reviewed' | 'corrected', limit = 50) =>
    (await queue(context, who, { state, side: 'competent', limit, kind: '1.4' })).items;

  clock.set('2020-03-16T01:00:00Z');
  const early = await make();
  clock.set('2020-03-18T01:00:00Z');
  const late = await make();
  const corrected = await make();
  await act(other, late, 'review');
  await act(other, early, 'review');
  expect((await all('reviewed')).filter(({ caseId }) => [early, late].includes(caseId))).toMatchObject([
    { caseId: early, dueOn: '2020-03-23', workingDaysLeft: 3 },
    { caseId: late, dueOn: '2020-03-25', workingDaysLeft: 5 },
  ]);
  clock.set('2020-03-24T01:00:00Z');
  await act(reporter, corrected, 'correct', { reason: '更正事项', matter: '保障生活物资供应' });
  expect((await all('corrected')).at(-1)).toMatchObject({ caseId: corrected, dueOn: '2020-03-31', workingDaysLeft: 5 });
  await act(other, corrected, 'review');
  const reviewed = (await all('reviewed')).map(({ caseId }) => caseId);
  expect(reviewed.indexOf(early)).toBeLessThan(reviewed.indexOf(late));
  expect(reviewed.indexOf(late)).toBeLessThan(reviewed.indexOf(corrected));
  expect((await all('reviewed')).find(({ caseId }) => caseId === early)?.workingDaysLeft).toBe(-1);
  expect((await caseView(context, who, early)).workingDaysLeft).toBe(-1);

  // page by page the same order, also past a case that was decided meanwhile
  const paged: string[] = [];
  let after: string | undefined;
  do {
    const page = await queue(context, who, {
      ...{ state: 'reviewed', side: 'competent', kind: '1.4', limit: 1 },
      ...(after ? { after } : {}),
    } as Parameters<typeof queue>[2]);
    paged.push(...page.items.map(({ caseId }) => caseId));
    after = page.after ?? undefined;
  } while (after);
  expect(paged).toEqual(reviewed);
  const place = await neighbours(context, who, late, { state: 'reviewed', side: 'competent', kind: '1.4' });
  await performAction(context, who, late, { action: 'determine', payload: {}, idempotencyKey: 'deadline-decided' });
  expect(await neighbours(context, who, late, { state: 'reviewed', side: 'competent', kind: '1.4' })).toEqual(place);
  clock.set('2020-03-16T01:00:00Z');
});

test('what nobody has acted on is due by its receipt', async () => {
  const { context, actors, clock, report } = platform;
  clock.set('2020-03-13T01:00:00Z'); // a Friday
  const id = await report({ kind: '2', reporter: actors['policeReporter']! });
  clock.set('2020-03-20T15:59:00Z');
  const due = async () => {
    const page = await queue(context, actors['policeReviewer']!, { state: 'reported', side: 'competent', limit: 200 });
    return page.items.find(({ caseId }) => caseId === id);
  };
  expect(await due()).toMatchObject({ dueOn: '2020-03-20', workingDaysLeft: 0, overdue: false });
  clock.set('2020-03-20T16:01:00Z'); // midnight here
  expect(await due()).toMatchObject({ workingDaysLeft: 0, overdue: true }); // a Saturday: no working day has passed
  clock.set('2020-03-23T01:00:00Z');
  expect(await due()).toMatchObject({ workingDaysLeft: -1 });
  const own = await queue(context, actors['policeReporter']!, { state: 'reported', side: 'reporting', limit: 200 });
  expect(own.items.find(({ caseId }) => caseId === id)).toMatchObject({ dueOn: '2020-03-20' });
  clock.set('2020-03-16T01:00:00Z');
});

test('who reported finds what came back, wherever it was sent; another zone does not', async () => {
  const { context, actors, officer, report } = platform;
  const reporter = actors['airportReporter']!;
  const neighbour = await officer('gaoxin', 'reporter');
  const first = await report({ reporter });
  const second = await report({ reporter, sameBatchAs: first });
  await performAction(context, actors['healthReviewer']!, second, {
    action: 'return',
    payload: { reason: '日期与证明不一致' },
    idempotencyKey: 'came-back-01',
  });
  const found = async (who: typeof reporter, state: 'reported' | 'returned') =>
    (await queue(context, who, { state, side: 'reporting', limit: 50 })).items.map(({ caseId }) => caseId);
  expect(await found(reporter, 'returned')).toEqual([second]);
  expect(await found(reporter, 'reported')).toEqual([first]);
  expect(await found(neighbour, 'returned')).toEqual([]);
  expect((await queue(context, reporter, { state: 'returned', side: 'competent', limit: 50 })).items).toEqual([]);
});
