/** four-eyes: who stands in and who is absent have one part between them in one case, as the database holds it. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPlatform, type TestPlatform } from '../../../tests/support/platform.ts';
import { performAction } from '../determination/index.ts';
import type { Actor, Role } from './actor.ts';
import { officerActor } from './service.ts';

const HEALTH = 'health-commission';

let platform: TestPlatform;

beforeAll(async () => {
  platform = await createPlatform();
  // delegations run by the city's clock, which is the database's here
  platform.clock.set(new Date().toISOString());
});
afterAll(() => platform?.close());

const officer = (...roles: Role[]) => platform.officer(HEALTH, ...roles);
const again = async ({ id }: Actor) => (await officerActor(platform.context, id, 'request'))!;

/** `days` from today on; as the owner sets it up. */
async function standsIn(from: Actor, to: Actor, role: Role, days = 0): Promise<string> {
  const id = randomUUID();
  await platform.owner.query(
    `INSERT INTO delegation (id, department_id, from_officer, to_officer, role, starts_on, ends_on, reason, given_by, given_at)
     VALUES ($1, $2, $3, $4, $5, (now() AT TIME ZONE 'Asia/Shanghai')::date, (now() AT TIME ZONE 'Asia/Shanghai')::date + $6::int, '外出培训', $3, now())`,
    [id, HEALTH, from.id, to.id, role, days],
  );
  return id;
}

const act = (by: Actor, caseId: string, action: 'review' | 'determine') =>
  performAction(platform.context, by, caseId, { action, payload: {}, idempotencyKey: randomUUID() });
const refused = { code: 'four_eyes.violated' };
const reported = () => platform.report({ occurredOn: platform.context.clock().toISOString().slice(0, 10) });

test('who reviewed is not completed by their own stand-in, while a third person may', async () => {
  const [absent, colleague] = [await officer('reviewer'), await officer('determiner')];
  const caseId = await reported();
  await act(absent, caseId, 'review');
  await standsIn(absent, colleague, 'reviewer');
  await expect(act(await again(colleague), caseId, 'determine')).rejects.toMatchObject(refused);
  await act(await officer('determiner'), caseId, 'determine');
});

test('what a stand-in did for somebody is not completed by that somebody, also when the delegation is over', async () => {
  const [absent, colleague] = [await officer('reviewer', 'determiner'), await officer('reporter')];
  const caseId = await reported();
  const delegation = await standsIn(absent, colleague, 'reviewer');
  await act(await again(colleague), caseId, 'review');
  await expect(act(await again(absent), caseId, 'determine')).rejects.toMatchObject(refused);
  await platform.owner.query('UPDATE delegation SET revoked_at = now(), revoked_by = from_officer WHERE id = $1', [
    delegation,
  ]);
  await expect(act(await again(absent), caseId, 'determine')).rejects.toMatchObject(refused);
  await act(await officer('determiner'), caseId, 'determine');
});
