/** Whoever was dismissed comes back as who they were: by two people, with roles named anew, and with nothing that was signed in before. */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { appointmentStatements, reach } from '../../../tests/support/appointment-statements.ts';
import { appointments } from '../../../tests/support/appointments.ts';
import { createPlatform, type TestPlatform } from '../../../tests/support/platform.ts';
import type { Actor } from './actor.ts';
import { decide } from './appointments.ts';
import { dismissMachine, machineClients } from './machine-clients.ts';
import { restore, restoreMachine } from './restoring.ts';
import { dismiss, machineActor, officerActor, officers } from './service.ts';

let platform: TestPlatform;
let city: Actor;
let district: Actor;
const { now, second, confirmed, appointed, registered } = appointments(() => platform);

beforeAll(async () => {
  platform = await createPlatform();
});
afterAll(() => platform?.close());
beforeEach(async () => {
  platform.clock.set('2020-03-16T01:00:00Z');
  city = await now(await platform.officer('credit-office', 'administrator'));
  district = await now(await platform.officer('airport', 'administrator'));
});

const dismissed = async (...roles: Parameters<typeof appointed>[2][]): Promise<Actor> => {
  const gone = await appointed(city, 'airport', ...roles);
  await dismiss(platform.context, city, gone.id);
  platform.clock.set('2020-03-17T01:00:00Z');
  return gone;
};
const asNow = ({ id }: { id: string }) => officerActor(platform.context, id, 'request');

describe('an officer who was dismissed', () => {
  test('comes back under the same id and account, in the roles that two administrators name', async () => {
    const gone = await dismissed('reviewer');
    const proposal = await restore(platform.context, district, gone.id, ['reporter']);
    expect(proposal).toMatchObject({ kind: 'restore', officerId: gone.id, roles: ['reporter'], standing: 'open' });
    expect(await asNow(gone)).toBeNull();
    await confirmed(proposal);
    expect(await asNow(gone)).toMatchObject({ id: gone.id, roles: ['reporter'], departmentId: 'airport' });
    const { rows } = await platform.owner.query(
      `SELECT r.role, r.ended_at = p.dismissed_at AS with_the_dismissal, r.proposed_by = $2 AS by_the_proposer
       FROM officer_role r LEFT JOIN appointment_proposal p ON p.officer_id = r.officer_id AND p.kind = 'restore'
       WHERE r.officer_id = $1 ORDER BY r.id`,
      [gone.id, district.id],
    );
    expect(rows).toEqual([
      { role: 'reviewer', with_the_dismissal: true, by_the_proposer: false },
      { role: 'reporter', with_the_dismissal: null, by_the_proposer: true },
    ]);
  });

  test('is not brought back by one administrator, by themself, from outside, or while in office', async () => {
    const gone = await dismissed('reporter');
    const proposal = await restore(platform.context, district, gone.id, ['reporter']);
    await expect(decide(platform.context, district, proposal.id, 'confirmed')).rejects.toMatchObject({
      code: 'four_eyes.violated',
    });
    // the same, or other roles, is one matter
    await expect(restore(platform.context, city, gone.id, ['determiner'])).rejects.toMatchObject({
      code: 'action.not_available',
    });
    await expect(restore(platform.context, gone, gone.id, ['reporter'])).rejects.toMatchObject({ code: 'not_found' });
    const elsewhere = await platform.officer('health-commission', 'reporter');
    await dismiss(platform.context, city, elsewhere.id);
    await expect(restore(platform.context, district, elsewhere.id, ['reporter'])).rejects.toMatchObject({
      code: 'not_found',
    });
    const there = await appointed(city, 'airport', 'reporter');
    await expect(restore(platform.context, city, there.id, ['reporter'])).rejects.toMatchObject({
      code: 'action.not_available',
    });
  });

  test('gets no roles that never meet, none out of place, and none from whom their own post reached', async () => {
    const gone = await dismissed('reviewer');
    await expect(restore(platform.context, city, gone.id, ['assistant', 'reviewer'])).rejects.toMatchObject({
      code: 'action.not_available',
    });
    await expect(restore(platform.context, city, gone.id, ['auditor'])).rejects.toMatchObject({
      code: 'action.not_available',
    });
    await expect(restore(platform.context, district, gone.id, ['assistant'])).rejects.toMatchObject({
      code: 'permission.denied',
    });
    // what was held before stands against nothing: it ended with the dismissal
    await confirmed(await restore(platform.context, city, gone.id, ['assistant']));
    expect(await asNow(gone)).toMatchObject({ roles: ['assistant'] });
    const root = await appointed(city, 'credit-office', 'administrator');
    const made = await appointed(root, 'credit-office', 'administrator');
    await dismiss(platform.context, city, root.id);
    platform.clock.set('2020-03-18T01:00:00Z');
    await expect(restore(platform.context, made, root.id, ['administrator'])).rejects.toMatchObject({
      code: 'permission.denied',
    });
  });

  test('finds no session open that was open before', async () => {
    const gone = await appointed(city, 'airport', 'reporter');
    await platform.owner.query(
      `INSERT INTO session (token_hash, holder, officer_id, started_at, seen_at, ends_at) VALUES ($1, $2, $3, now(), now(), now() + interval '1 day')`,
      [createHash('sha256').update(randomBytes(8)).digest(), randomBytes(40), gone.id],
    );
    await dismiss(platform.context, city, gone.id);
    platform.clock.set('2020-03-17T01:00:00Z');
    await confirmed(await restore(platform.context, district, gone.id, ['reporter']));
    const { rows } = await platform.owner.query('SELECT FROM session WHERE officer_id = $1', [gone.id]);
    expect(rows).toEqual([]);
  });

  test('dismissed once more, is not restored by what was proposed before', async () => {
    const gone = await dismissed('reporter');
    const { again, decide: state } = statements();
    const [first, stale] = [randomUUID(), randomUUID()];
    for (const id of [first, stale]) await again(district, id, gone.id, ['reporter']);
    await state(city, first);
    await dismiss(platform.context, city, gone.id);
    await expect(state(city, stale)).rejects.toMatchObject(reach);
    expect(await asNow(gone)).toBeNull();
  });
});

describe('by a direct statement of the application’s login', () => {
  test('nobody is restored by nobody, by one, by themself, by who cannot give it, or elsewhere', async () => {
    const { again, decide: state } = statements();
    const gone = await dismissed('reporter');
    for (const [who, department, roles] of [
      [null, 'airport', ['reporter']],
      [gone, 'airport', ['reporter']],
      [district, 'airport', ['assistant']],
      [city, 'credit-office', ['reporter']],
      [platform.actors['auditor']!, 'airport', ['reporter']],
    ] as const)
      await expect(again(who, randomUUID(), gone.id, roles, department), who?.name).rejects.toMatchObject({
        code: expect.stringMatching(/^23(514|502)$/),
      });
    const id = randomUUID();
    await again(district, id, gone.id, ['reporter']);
    await expect(state(district, id)).rejects.toMatchObject({ constraint: 'appointment_four_eyes' });
    await expect(state(null, id)).rejects.toMatchObject({ code: '23514' });
    expect(await asNow(gone)).toBeNull();
    await state(await second(), id);
    expect(await asNow(gone)).toMatchObject({ roles: ['reporter'] });
    // and nobody who is in office
    await expect(again(district, randomUUID(), gone.id, ['reporter'])).rejects.toMatchObject({ code: '23514' });
  });
});

describe('a department’s system', () => {
  test('comes back to report, by two administrators, and as nothing else', async () => {
    const client = {
      clientId: randomUUID(),
      name: '航空港区系统',
      departmentId: 'airport',
      scopes: ['reporter' as const],
    };
    const { officerId } = await registered(district, client);
    await dismissMachine(platform.context, district, client.clientId);
    platform.clock.set('2020-03-17T01:00:00Z');
    await expect(restore(platform.context, city, officerId, ['determiner'])).rejects.toMatchObject({
      code: 'action.not_available',
    });
    await expect(statements().again(city, randomUUID(), officerId, ['determiner'])).rejects.toMatchObject(reach);
    const proposal = await restoreMachine(platform.context, district, client.clientId);
    const theirs = async () =>
      (await machineClients(platform.context, city)).find(({ clientId }) => clientId === client.clientId);
    expect(await theirs()).toMatchObject({ activeUntil: expect.any(String) });
    await confirmed(proposal);
    expect(await theirs()).toMatchObject({ activeUntil: null, officerId });
    expect(await machineActor(platform.context, 'https://sign-in.test', client.clientId, 'r')).toMatchObject({
      kind: 'machine',
      id: officerId,
      roles: ['reporter'],
    });
    const shown = await officers(platform.context, city, { standing: 'active', limit: 500 });
    expect(shown.items.filter(({ id }) => id === officerId)).toHaveLength(1);
  });
});

function statements() {
  const { logged, decide: state } = appointmentStatements(() => platform);
  const again = (who: Actor | null, id: string, officer: string, roles: readonly string[], department = 'airport') =>
    logged(
      who,
      `INSERT INTO appointment_proposal (proposal_id, kind, officer_id, department_id, roles, proposed_by, proposed_at)
       VALUES ($1, 'restore', $2, $3, $4, $5, now())`,
      [id, officer, department, roles, (who ?? district).id],
    );
  return { again, decide: state };
}
