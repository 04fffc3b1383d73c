/** Delegations for absence: who may name whom, what the colleague may do meanwhile, what the log says, and when it is over. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { NewDelegation } from '#contracts/officers.ts';
import { createPlatform, type TestPlatform } from '../../../tests/support/platform.ts';
import { caseView, performAction, reviewBatch } from '../determination/index.ts';
import type { Actor, Role } from './actor.ts';
import { delegate, delegations, ownDelegations, revokeDelegation } from './delegations.ts';
import { officerActor } from './service.ts';

let platform: TestPlatform;
let administrator: Actor;
let absent: Actor;
let colleague: Actor;

beforeAll(async () => {
  platform = await createPlatform();
  administrator = await platform.officer('credit-office', 'administrator');
});
afterAll(() => platform?.close());
beforeEach(async () => {
  platform.clock.set('2020-03-16T01:00:00Z');
  absent = await platform.officer('health-commission', 'determiner');
  colleague = await platform.officer('health-commission', 'reporter');
});

const given = (over: Partial<NewDelegation> = {}): NewDelegation => ({
  ...{ to: colleague.id, role: 'determiner', startsOn: '2020-03-16', endsOn: '2020-03-20', reason: '外出培训' },
  ...over,
});
const name = (who: Actor, over: Partial<NewDelegation> = {}) => delegate(platform.context, who, given(over));
/** as the next request of this officer would be recognised: from the register */
const now = async (who: Actor) => (await officerActor(platform.context, who.id, 'request-1'))!;
const roles = async (who: Actor) => [...(await now(who)).roles].sort();
let keys = 0;
const act = async (who: Actor, caseId: string, action: 'review' | 'determine') =>
  performAction(platform.context, await now(who), caseId, { action, payload: {}, idempotencyKey: `absence-${++keys}` });
const audited = async (objectId: string) =>
  (
    await platform.owner.query('SELECT action, actor_id, detail FROM audit_entry WHERE object_id = $1 ORDER BY id', [
      objectId,
    ])
  ).rows;

describe('while it lasts', () => {
  test('the colleague acts with the role, under the own name, on behalf of the absent one; before and after not', async () => {
    const { context, clock, report, actors } = platform;
    const { id } = await name(absent, { startsOn: '2020-03-17', endsOn: '2020-03-18' });
    expect(await roles(colleague)).toEqual(['reporter']);
    const caseId = await report();
    await act(actors['healthReviewer']!, caseId, 'review');
    await expect(act(colleague, caseId, 'determine')).rejects.toMatchObject({ code: 'permission.denied' });
    clock.set('2020-03-16T16:00:00Z'); // midnight here: the 17th begins
    expect(await roles(colleague)).toEqual(['determiner', 'reporter']);
    await act(colleague, caseId, 'determine');
    const { actions } = await caseView(context, await now(colleague), caseId);
    expect(actions.at(-1)).toMatchObject({ action: 'determine', officer: colleague.name, onBehalfOf: absent.name });
    expect(actions[0]).toMatchObject({ action: 'review', onBehalfOf: null });
    expect(await audited(caseId)).toContainEqual({
      action: 'case.determine',
      actor_id: colleague.id,
      detail: expect.objectContaining({ onBehalfOfOfficer: absent.id, delegation: id }),
    });
    clock.set('2020-03-18T15:59:00Z');
    expect(await roles(colleague)).toContain('determiner');
    clock.set('2020-03-18T16:00:00Z');
    expect(await roles(colleague)).toEqual(['reporter']);
  });

  test('what an own role is enough for is not on behalf of anybody; a whole batch is', async () => {
    const { context, report } = platform;
    await name(await platform.officer('health-commission', 'reviewer'), { role: 'reviewer' });
    const other = await report();
    const batchId = other.split('-')[0]!;
    await reviewBatch(context, await now(colleague), batchId);
    const { rows } = await platform.owner.query(
      'SELECT actor_id, on_behalf_of FROM case_action WHERE idempotency_key = $1',
      [`batch-review:${batchId}`],
    );
    expect(rows).toMatchObject([{ actor_id: colleague.id, on_behalf_of: expect.any(String) }]);
    expect((await audited(batchId)).at(-1).detail).toHaveProperty('onBehalfOfOfficer');
    const own = await report({ reporter: colleague });
    await performAction(context, await now(colleague), own, {
      action: 'withdraw',
      payload: { reason: '报错了人' },
      idempotencyKey: 'own-withdraw',
    });
    expect((await audited(own)).at(-1).detail).not.toHaveProperty('onBehalfOfOfficer');
  });

  test('four-eyes counts who acts: nobody gets a second part through a delegation', async () => {
    const { report, actors } = platform;
    await name(absent);
    const own = await report({ reporter: colleague });
    await act(actors['healthReviewer']!, own, 'review');
    await expect(act(colleague, own, 'determine')).rejects.toMatchObject({ code: 'four_eyes.violated' });
    expect((await caseView(platform.context, await now(colleague), own)).available).toContainEqual(
      expect.objectContaining({ action: 'determine', available: false, because: 'four-eyes' }),
    );
  });

  test('another department’s cases stay closed', async () => {
    const { report, actors } = platform;
    await name(absent);
    const police = await report({ kind: '2', reporter: actors['policeReporter']! });
    await act(actors['policeReviewer']!, police, 'review');
    await expect(act(colleague, police, 'determine')).rejects.toMatchObject({ code: 'case.not_found' });
  });
});

describe('who may name whom', () => {
  const refusal = { code: 'delegation.refused' };

  test('only for oneself, or an administrator of the jurisdiction for others', async () => {
    await expect(name(colleague, { from: absent.id })).rejects.toMatchObject({ code: 'permission.denied' });
    const elsewhere = await platform.officer('airport', 'administrator');
    await expect(name(elsewhere, { from: absent.id })).rejects.toMatchObject({ code: 'not_found' });
    expect(await name(administrator, { from: absent.id })).toMatchObject({
      ...{ from: { id: absent.id }, to: { id: colleague.id }, standing: 'running' },
      givenBy: administrator.name,
    });
  });

  test.each<[string, () => Promise<Partial<NewDelegation>>, RegExp]>([
    ['oneself', async () => ({ to: absent.id }), /自己/],
    ['another department', async () => ({ to: platform.actors['policeReporter']!.id }), /同一单位/],
    ['a role one does not hold', async () => ({ role: 'reviewer' }), /没有这一岗位/],
    ['who holds the role anyway', async () => ({ to: platform.actors['healthDeterminer']!.id }), /本来就有/],
    ['the past', async () => ({ startsOn: '2020-03-15' }), /已经过去/],
    ['an end before the beginning', async () => ({ endsOn: '2020-03-15' }), /早于/],
    ['more than a year', async () => ({ endsOn: '2021-03-17' }), /最长12个月/],
    ['somebody dismissed', async () => ({ to: await dismissed() }), /已停用/],
    ['nobody', async () => ({ to: '00000000-0000-4000-8000-000000000000' }), /没有这位/],
  ])('never %s', async (_, over, words) => {
    await expect(name(absent, await over())).rejects.toMatchObject({
      ...refusal,
      message: expect.stringMatching(words),
    });
  });

  async function dismissed(): Promise<string> {
    const gone = await platform.officer('health-commission', 'reporter');
    await platform.owner.query('UPDATE officer SET active_until = $2 WHERE id = $1', [gone.id, '2020-03-15T00:00:00Z']);
    return gone.id;
  }

  test('a sick note is no reason to keep: never-collect', async () => {
    await expect(name(absent, { reason: '本人患有糖尿病住院治疗' })).rejects.toMatchObject({ code: 'request.invalid' });
  });

  test('no chains and no circles, whichever comes first; the next day it may begin anew', async () => {
    const third = await platform.officer('health-commission', 'reviewer');
    await name(absent);
    await expect(name(colleague, { to: absent.id, role: 'reporter' })).rejects.toMatchObject(refusal);
    await expect(name(colleague, { to: third.id, role: 'reporter' })).rejects.toMatchObject(refusal);
    await expect(name(third, { to: absent.id, role: 'reviewer' })).rejects.toMatchObject(refusal);
    await expect(name(absent, { to: third.id })).rejects.toMatchObject(refusal);
    await name(colleague, { to: absent.id, role: 'reporter', startsOn: '2020-03-21', endsOn: '2020-03-22' });
  });

  test('two at the same instant: one of a circle gets through; a double click gives one delegation', async () => {
    const circle = await Promise.allSettled([name(absent), name(colleague, { to: absent.id, role: 'reporter' })]);
    expect(circle.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const other = await platform.officer('health-commission', 'determiner');
    const third = await platform.officer('health-commission', 'reviewer');
    const twice = await Promise.all([name(other, { to: third.id }), name(other, { to: third.id })]);
    expect(twice[0].id).toBe(twice[1].id);
  });

  test('the database refuses what the rules would: a chain, another department, a change of what was given', async () => {
    await name(absent);
    const insert = `INSERT INTO delegation (id, department_id, from_officer, to_officer, role, starts_on, ends_on, reason, given_by, given_at)
      VALUES (gen_random_uuid(), 'health-commission', $1, $2, 'reporter', '2020-03-18', '2020-03-19', '绕过', $1, now())`;
    await expect(platform.asApplication(insert, [colleague.id, absent.id])).rejects.toMatchObject({
      constraint: 'delegation_chain',
    });
    await expect(
      platform.asApplication(insert, [colleague.id, platform.actors['policeReporter']!.id]),
    ).rejects.toMatchObject({ constraint: 'delegation_department' });
    await expect(platform.asApplication("UPDATE delegation SET ends_on = '2030-01-01'")).rejects.toMatchObject({
      code: '42501',
    });
    await expect(platform.asApplication('DELETE FROM delegation')).rejects.toMatchObject({ code: '42501' });
  });
});

describe('the end', () => {
  test('revoked by either or an administrator, at once and once; by nobody else', async () => {
    const { context } = platform;
    for (const who of [absent, colleague, administrator]) {
      const { id } = await name(absent);
      await expect(revokeDelegation(context, platform.actors['healthReviewer']!, id)).rejects.toMatchObject({
        code: 'not_found',
      });
      const answers = await Promise.all([revokeDelegation(context, who, id), revokeDelegation(context, who, id)]);
      expect(answers.map(({ standing }) => standing)).toEqual(['revoked', 'revoked']);
      expect(await roles(colleague)).toEqual(['reporter']);
    }
    const ended = (await audited(absent.id)).filter(({ action }) => action === 'delegation.revoked');
    expect(ended.map(({ actor_id }) => actor_id)).toEqual([absent.id, colleague.id, administrator.id]);
  });

  test.each<[string, string]>([
    ['the absent officer is dismissed', 'UPDATE officer SET active_until = $2 WHERE id = $1'],
    ['the absent officer loses the role', 'UPDATE officer_role SET ended_at = $2 WHERE officer_id = $1'],
    [
      'the absent officer is moved',
      `WITH gone AS (UPDATE officer_role SET ended_at = $2 WHERE officer_id = $1 RETURNING role)
       INSERT INTO officer_role (officer_id, department_id, role, held_from) SELECT $1, 'public-security-bureau', role, $2 FROM gone`,
    ],
  ])('it lapses when %s', async (_, statement) => {
    await name(absent);
    expect(await roles(colleague)).toContain('determiner');
    await platform.owner.query(statement, [absent.id, '2020-03-16T00:59:00Z']);
    expect(await roles(colleague)).toEqual(['reporter' satisfies Role]);
    expect((await ownDelegations(platform.context, colleague)).received[0]).toMatchObject({
      ...{ standing: 'lapsed', mayRevoke: false },
    });
  });
});

test('both see it; the register is for administrators and auditors of the jurisdiction, a page at a time', async () => {
  const { context } = platform;
  const { id } = await name(absent);
  expect((await ownDelegations(context, absent)).given.map((one) => one.id)).toContain(id);
  expect((await ownDelegations(context, colleague)).received.map((one) => one.id)).toContain(id);
  const own = await ownDelegations(context, absent);
  expect(own.roles).toEqual(['determiner']);
  expect(own.colleagues.map((one) => one.id)).toContain(colleague.id);
  expect(own.colleagues.map((one) => one.id)).not.toContain(absent.id);
  const seen: string[] = [];
  let before: string | undefined;
  do {
    const page = await delegations(context, administrator, {
      standing: 'all',
      limit: 3,
      ...(before ? { before } : {}),
    });
    seen.push(...page.items.map((one) => one.id));
    before = page.before ?? undefined;
  } while (before);
  const { rows } = await platform.owner.query('SELECT id FROM delegation');
  expect([...seen].sort()).toEqual(rows.map((row) => row.id).sort());
  const airport = await platform.officer('airport', 'administrator');
  expect((await delegations(context, airport, { standing: 'all', limit: 50 })).items).toEqual([]);
});
