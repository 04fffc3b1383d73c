/** looked-is-logged and no-bulk-people: masked by default, opened only for a purpose, logged before it is shown, queues without names. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPlatform, type TestPlatform } from '../../../tests/support/platform.ts';
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
  await owner.query('REVOKE INSERT ON audit_entry FROM xinheng_platform');
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
    await owner.query('GRANT INSERT ON audit_entry TO xinheng_platform');
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
        'occurredOn',
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
  expect(kinds).toContain('1.4');
  expect(kinds).not.toContain('3.3.2');

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
