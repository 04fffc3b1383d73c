/** A change of the rules: told once to whom it concerns, whatever happens meanwhile; rehearsed beforehand without naming anybody. */

import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { computeAccount } from '#kernel/policy/points-engine.ts';
import type { Policy } from '#kernel/policy/policy.ts';
import { withQuestions } from '#kernel/policy/questions.ts';
import type { KindRef } from '#kernel/policy/refs.ts';
import { type LocalDate, toLocalDate } from '#kernel/time/local-date.ts';
import { inventedCitizen } from '../../../tests/support/people.ts';
import { ref } from '../../../tests/support/refs.ts';
import { openPoints, testClock } from '../../../tests/support/systems.ts';
import { closeAccount, openAccount, readRuleNotice, viewHistory, viewRuleNotices } from '../accounts/service.ts';
import { consentText } from '../consent/text.ts';
import type { PointsContext } from '../context.ts';
import { noteRules, rehearse, tellHolders } from './index.ts';

const clock = testClock('2020-05-20T01:00:00Z');
const today = toLocalDate('2020-05-20');
let points: Awaited<ReturnType<typeof openPoints>>;
beforeEach(async () => {
  points = await openPoints(clock);
});
afterEach(() => points?.close());

/** The pack with another figure for one kind. */
function changed(policy: Policy, kind: string, value: number): Policy {
  const rules = policy.points.rules.map((rule) =>
    rule.kind === kind
      ? {
          ...rule,
          points: [...rule.points, { from: toLocalDate('2020-05-01'), value, citation: '演练：改分', local: true }],
        }
      : rule,
  );
  return withQuestions({ ...policy, points: { ...policy.points, rules } });
}
const under = (policy: Policy): PointsContext => ({ ...points.context, policy });

/** Accounts with one record each, straight into the tables. */
async function accounts(count: number, kind = ref('1.3')): Promise<void> {
  await points.owner.query(
    `WITH made AS (SELECT gen_random_uuid() AS subject, gen_random_uuid()::text AS receipt FROM generate_series(1, $1)),
       texts AS (INSERT INTO consent_text (version, text, digest) VALUES ('test', 'x', repeat('0', 64)) ON CONFLICT DO NOTHING),
       receipts AS (INSERT INTO consent_receipt (receipt_id, subject_key, text_version, given_at) SELECT receipt, subject, 'test', now() FROM made),
       opened AS (INSERT INTO account (subject_key, receipt_id, opened_at) SELECT subject, receipt, now() FROM made)
     INSERT INTO contribution (subject_key, record_id, position, received_at, kind, clause, title, matter, polarity, department,
       occurred_on, determined_on, valid_from, valid_until, objection_open)
     SELECT subject, gen_random_uuid(), 1, now(), $2, $2, 't', 'm', 'good', 'd', '2020-03-01', '2020-04-01', '2020-04-01', NULL, false FROM made`,
    [count, kind],
  );
}
const noticed = async () => (await points.owner.query('SELECT count(*)::int AS n FROM account_notice')).rows[0].n;

test('the first rules are noted, nobody is told; the same again changes nothing', async () => {
  await accounts(3);
  expect(await noteRules(points.context)).toBe(false);
  expect(await noteRules(points.context)).toBe(false);
  expect(await tellHolders(points.context)).toEqual({ accounts: 0, noticed: 0 });
});

test('who is concerned is told once, with before, after and the rule; who is not, is not', async () => {
  await accounts(1_500);
  await accounts(20, ref('1.5'));
  await noteRules(points.context);
  const now = under(changed(points.context.policy, ref('1.3'), 12));
  expect(await noteRules(now)).toBe(true);
  expect(await tellHolders(now)).toEqual({ accounts: 1_520, noticed: 1_500 });
  expect(await tellHolders(now)).toEqual({ accounts: 0, noticed: 0 });
  expect(await noticed()).toBe(1_500);
});

test('cut off after any chunk it carries on; two at once write nothing twice', async () => {
  await accounts(2_500);
  await noteRules(points.context);
  const now = under(changed(points.context.policy, ref('1.3'), 12));
  await noteRules(now);
  const stopping = new AbortController();
  let chunks = 0;
  const cut = {
    ...now,
    newId: () => {
      if (++chunks === 900) stopping.abort();
      return randomUUID();
    },
  };
  await tellHolders(cut, { signal: stopping.signal });
  expect(await noticed()).toBe(1_000);
  expect(await noteRules(now)).toBe(false); // a restart finds it unfinished and enqueues it again
  await Promise.all([tellHolders(now), tellHolders(now)]);
  await tellHolders(now);
  expect(await noticed()).toBe(2_500);
});

test('a process that dies inside a chunk leaves nothing of it', async () => {
  await accounts(50);
  await noteRules(points.context);
  const now = under(changed(points.context.policy, ref('1.3'), 12));
  await noteRules(now);
  let ids = 0;
  const dying = {
    ...now,
    newId: () => {
      if (++ids === 30) throw new Error('killed');
      return randomUUID();
    },
  };
  await expect(tellHolders(dying)).rejects.toThrow('killed');
  expect(await noticed()).toBe(0);
  expect(await tellHolders(now)).toEqual({ accounts: 50, noticed: 50 });
});

test('an account that closes while the job runs leaves no notice', async () => {
  const citizen = inventedCitizen('甄选', '1985-06-15', 7);
  await openAccount(
    points.context,
    { citizen },
    { consent: true, textVersion: consentText(points.context.policy).version },
  );
  await accounts(500);
  await noteRules(points.context);
  const now = under(changed(points.context.policy, ref('1.3'), 12));
  await noteRules(now);
  await Promise.all([tellHolders(now), closeAccount(now, { citizen })]);
  await tellHolders(now);
  const { rows } = await points.owner.query(
    'SELECT FROM account_notice n LEFT JOIN account a USING (subject_key) WHERE a.subject_key IS NULL',
  );
  expect(rows).toEqual([]);
});

test('the holder reads it, and the history says when the total changed and why', async () => {
  const citizen = inventedCitizen('甄选', '1985-06-15', 8);
  await openAccount(
    points.context,
    { citizen },
    { consent: true, textVersion: consentText(points.context.policy).version },
  );
  await points.owner.query(
    `INSERT INTO contribution SELECT subject_key, gen_random_uuid(), 1, now(), '2020-2/1.3', '2020-2/1.3', 't', '在社区值守', 'good', 'd',
       '2020-03-01', '2020-04-01', '2020-04-01', '2020-05-09', false FROM account`,
  );
  const now = under(changed(points.context.policy, ref('1.3'), 12));
  const { steps } = await viewHistory(now, { citizen });
  expect(
    steps.map(({ on, before, after, causes }) => [on, before.total, after.total, causes.map(({ cause }) => cause)]),
  ).toEqual([
    ['2020-04-01', 100, 106, ['begun']],
    ['2020-05-01', 106, 112, ['rule']],
    ['2020-05-10', 112, 100, ['ended']],
  ]);
  expect((await viewRuleNotices(now, { citizen })).items).toEqual([]);
  clock.set('2020-05-08T01:00:00Z');
  await noteRules(points.context);
  await noteRules(now);
  await tellHolders(now);
  const { items } = await viewRuleNotices(now, { citizen });
  expect(items).toMatchObject([
    { before: { total: 106 }, after: { total: 112 }, causes: [{ citation: '演练：改分' }], read: false },
  ]);
  await readRuleNotice(now, { citizen }, items[0]!.noticeId);
  expect((await viewRuleNotices(now, { citizen })).items[0]!.read).toBe(true);
  clock.set('2020-05-20T01:00:00Z');
});

test('a rehearsal counts what enacting would do, hides small groups, and writes nothing', async () => {
  await accounts(40);
  await accounts(3, ref('1.5'));
  const policy = changed(points.context.policy, ref('1.3'), 20);
  const before = await everything();
  const result = await rehearse(points.context.database, points.context.policy, policy, today);
  expect(await everything()).toEqual(before);
  expect(result).toMatchObject({
    accounts: 43,
    unchanged: null, // three people: fewer than five
    moves: expect.arrayContaining([{ from: 'good', to: 'good', accounts: 43 }]),
    differences: [{ rule: ref('1.3'), citation: '演练：改分' }],
  });
  expect(result.changes).toEqual([
    { by: 0, accounts: null },
    { by: 6, accounts: 40 }, // the cap of the kind holds at 12
  ]);
});

test('it equals brute force, over chunks', async () => {
  await accounts(60);
  await accounts(30, ref('1.7'));
  const policy = changed(points.context.policy, ref('1.7'), 25);
  const { rows } = await points.owner.query('SELECT kind FROM contribution');
  const total = (one: Policy, kind: KindRef) =>
    computeAccount(one.points, [{ recordId: 'x', kind, validFrom: '2020-04-01' as LocalDate, validUntil: null }], today)
      .level.id;
  const expected = new Map<string, number>();
  for (const { kind } of rows) {
    const move = `${total(points.context.policy, kind)} ${total(policy, kind)}`;
    expected.set(move, (expected.get(move) ?? 0) + 1);
  }
  const result = await rehearse(points.context.database, points.context.policy, policy, today);
  expect(new Map(result.moves.map(({ from, to, accounts: count }) => [`${from} ${to}`, count]))).toEqual(expected);
  expect(result.benefits.every(({ gained, lost }) => gained === 30 && lost === 0)).toBe(true);
});

async function everything(): Promise<string> {
  const tables = ['account', 'contribution', 'account_notice', 'rules_enactment', 'audit_entry', 'outbox'];
  const contents = await Promise.all(tables.map((table) => points.owner.query(`SELECT * FROM ${table}`)));
  return JSON.stringify(contents.map(({ rows }) => rows));
}
