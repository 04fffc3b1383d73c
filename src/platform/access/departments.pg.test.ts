/** Bodies change: one that the pack no longer names is retired, takes nothing new, and what it did stays readable; names may move. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { onlyPolicy } from '#kernel/policy/in-force.ts';
import type { Department } from '#kernel/policy/policy.ts';
import { withQuestions } from '#kernel/policy/questions.ts';
import { withRetired } from '#kernel/policy/retired-departments.ts';
import { ISSUER } from '../../../tests/support/appointments.ts';
import { insertRole } from '../../../tests/support/officers.ts';
import { createPlatform, type TestPlatform } from '../../../tests/support/platform.ts';
import type { PlatformContext } from '../context.ts';
import { propose } from './appointments.ts';
import { refreshDepartments } from './departments.ts';
import { departmentsSeen } from './jurisdiction.ts';
import { officerActor, officers } from './service.ts';

const [GONE, HEIR, SWAPPED] = ['industry-bureau', 'commerce-bureau', 'health-commission'];
let platform: TestPlatform;

beforeAll(async () => {
  platform = await createPlatform();
});
afterAll(() => platform?.close());

/** As after a start with a pack whose departments are these. */
async function startedWith(departments: readonly Department[]): Promise<PlatformContext> {
  const retired: Department[] = [];
  const policy = withRetired(withQuestions({ ...platform.context.policy, departments }), () => retired);
  const context = { ...platform.context, policy, policies: onlyPolicy(policy) };
  retired.push(...(await refreshDepartments(context)));
  return context;
}

test('a body left out of the pack is retired, its name taken over by another, and nothing new comes to it', async () => {
  const { policy } = platform.context;
  const named = (id: string) => policy.department(id).name;
  const officer = platform.actors['industryReviewer']!;
  const context = await startedWith(
    policy.departments
      .filter(({ id }) => id !== GONE)
      .map((one) => (one.id === HEIR ? { ...one, name: named(GONE!), aliases: [named(HEIR!)] } : one)),
  );
  expect(context.policy.findDepartmentByName(named(GONE!))?.id).toBe(HEIR);
  expect(context.policy.findDepartmentByName(named(HEIR!))?.id).toBe(HEIR);
  expect(context.policy.department(GONE!)).toMatchObject({ name: named(GONE!), retiredOn: '2020-03-16' });

  // who worked there is still known, with the title of then, and still sees the cases of then
  const city = await platform.officer('credit-office', 'administrator');
  const { items } = await officers(context, city, { standing: 'all', limit: 500 });
  expect(items.find(({ id }) => id === officer.id)).toMatchObject({
    ...{ departmentId: GONE, departmentName: named(GONE!), name: officer.name },
    posts: [{ role: 'reviewer', departmentId: GONE, departmentName: named(GONE!) }],
  });
  const still = (await officerActor(context, officer.id, 'request'))!;
  expect(departmentsSeen(still, context.policy)).toEqual([GONE]);

  const newcomer = { externalId: randomUUID(), name: '某', departmentId: GONE!, roles: ['reporter' as const] };
  await expect(propose(context, city, ISSUER, newcomer)).rejects.toMatchObject({ code: 'request.invalid' });
  const retired = { constraint: 'department_retired' };
  for (const statement of [
    `INSERT INTO officer (id, issuer, external_id, name, department_id, active_from) VALUES (gen_random_uuid(), 'i', 'x', '某', $1, now())`,
    `INSERT INTO batch (notice, file_kind, file_sha256, file_name, file_bytes, department_id, reporter_id, received_at, state)
     SELECT '2020-2', 'individuals', decode(repeat('00', 32), 'hex'), 'f', 1, $1, id, now(), 'received' FROM officer LIMIT 1`,
  ])
    await expect(platform.owner.query(statement, [GONE])).rejects.toMatchObject(retired);
  const post = { role: 'determiner' as const, departmentId: GONE! };
  await expect(insertRole(platform.owner, officer.id, post)).rejects.toMatchObject(retired);
  await expect(platform.asApplication('DELETE FROM department WHERE id = $1', [GONE])).rejects.toMatchObject({
    code: '42501',
  });
});

test('two bodies take each other’s name in one start; one that comes back is retired no more', async () => {
  const { policy } = platform.context;
  const named = (id: string) => policy.department(id).name;
  const swapped = new Map([
    [SWAPPED!, named(HEIR!)],
    [HEIR!, named(SWAPPED!)],
  ]);
  await startedWith(policy.departments.map((one) => ({ ...one, name: swapped.get(one.id) ?? one.name })));
  const names = async () =>
    (
      await platform.owner.query('SELECT id, name, retired_on FROM department WHERE id = ANY ($1) ORDER BY id', [
        [GONE, HEIR, SWAPPED],
      ])
    ).rows;
  expect(await names()).toEqual([
    { id: HEIR, name: named(SWAPPED!), retired_on: null },
    { id: SWAPPED, name: named(HEIR!), retired_on: null },
    { id: GONE, name: named(GONE!), retired_on: null },
  ]);
  const context = await startedWith(policy.departments);
  expect((await names()).map(({ name }) => name)).toEqual([HEIR, SWAPPED, GONE].map((id) => named(id!)));
  expect(context.policy.departments.filter(({ id }) => context.policy.department(id).retiredOn)).toEqual([]);
});

test('two bodies of one pack have no name in common', async () => {
  const { policy } = platform.context;
  const same = policy.departments.map((one) =>
    one.id === HEIR ? { ...one, name: policy.department(GONE!).name } : one,
  );
  await expect(startedWith(same)).rejects.toMatchObject({ constraint: 'department_name' });
});
