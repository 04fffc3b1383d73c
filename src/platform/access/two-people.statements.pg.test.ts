/** Appointing takes two people, and roles that never meet do not: what the database refuses to a direct statement of the application's login. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { appointmentStatements, reach } from '../../../tests/support/appointment-statements.ts';
import { appointments } from '../../../tests/support/appointments.ts';
import { createPlatform, type TestPlatform } from '../../../tests/support/platform.ts';
import type { Actor, Role } from './actor.ts';
import { FLOOR } from './roles-apart.ts';
import { dismiss } from './service.ts';

let platform: TestPlatform;
let city: Actor;
let district: Actor;
const { now } = appointments(() => platform);

beforeAll(async () => {
  platform = await createPlatform();
});
afterAll(() => platform?.close());
beforeEach(async () => {
  platform.clock.set('2020-03-16T01:00:00Z');
  city = await now(await platform.officer('credit-office', 'administrator'));
  district = await now(await platform.officer('airport', 'administrator'));
});

describe('by a direct statement of the application’s login', () => {
  const { as, logged, second, wanted, decide, widen } = appointmentStatements(() => platform);

  test.each<[string, () => Actor | null, string, Role[]]>([
    ['by nobody', () => null, 'airport', ['reporter']],
    ['an administrator of the city by nobody', () => null, 'credit-office', ['administrator']],
    ['by somebody who is no administrator', () => platform.actors['auditor']!, 'airport', ['reporter']],
    ['outside the territory', () => district, 'health-commission', ['reporter']],
    ['the counter by a district', () => district, 'airport', ['assistant']],
    ['an administrator of the city by a district', () => district, 'credit-office', ['administrator']],
  ])('no appointment %s', async (_name, who, department, roles) => {
    const giver = who();
    await expect(wanted(giver, department, roles)).rejects.toMatchObject({
      code: expect.stringMatching(/^23(514|502)$/),
    });
    // nor under somebody’s name who could
    await expect(wanted(giver, department, roles, city)).rejects.toMatchObject(reach);
    // nor to somebody who is registered already, nor by confirming what another proposed
    const { id: there } = await platform.officer(department);
    await expect(logged(giver, widen, [randomUUID(), there, department, roles, city.id])).rejects.toMatchObject(reach);
    const proposed = await wanted(city, department, roles);
    for (const named of [giver, await second()])
      await expect(decide(giver, proposed, 'confirmed', named), named?.name).rejects.toMatchObject({
        code: expect.stringMatching(/^23(514|502)$/),
      });
  });

  test.each<[Role[], string]>([
    [['auditor'], 'airport'],
    [['credit-office'], 'airport'],
    [['credit-office'], 'health-commission'],
  ])(
    'a role that sees the whole city is held where the city has its offices: %s not in %s',
    async (roles, department) => {
      await expect(wanted(city, department, roles)).rejects.toMatchObject({ constraint: 'roles_apart' });
    },
  );

  test('no pair of roles that never meet is proposed, confirmed or taken over', async () => {
    for (const { roles } of FLOOR) {
      const place = roles.some((role) => role === 'credit-office' || role === 'auditor') ? 'credit-office' : 'airport';
      await expect(wanted(city, place, [...roles]), roles.join()).rejects.toMatchObject(reach);
      const [own, other] = roles;
      const { id } = await platform.officer(place, own);
      await expect(
        logged(city, widen, [randomUUID(), id, place, [other], city.id]),
        roles.join(),
      ).rejects.toMatchObject({ constraint: 'roles_apart' });
      const holder = await platform.officer(place, other);
      if (other === 'auditor' || other === 'administrator') continue;
      await expect(
        logged(
          holder,
          `INSERT INTO delegation (id, department_id, from_officer, to_officer, role, starts_on, ends_on, reason, given_by, given_at)
           VALUES (gen_random_uuid(), $1, $2, $3, $4, current_date, current_date, '外出培训', $2, now())`,
          [place, holder.id, id, other],
        ),
        roles.join(),
      ).rejects.toMatchObject({ constraint: 'roles_apart' });
    }
    // two proposals that each fit do not fit together
    const { id } = await platform.officer('airport');
    const [first, other] = [randomUUID(), randomUUID()];
    await logged(city, widen, [first, id, 'airport', ['assistant'], city.id]);
    await logged(city, widen, [other, id, 'airport', ['reviewer'], city.id]);
    await decide(await second(), first);
    await expect(decide(await second(), other)).rejects.toMatchObject({ constraint: 'roles_apart' });
  });

  test('the floor is nobody’s to take away', async () => {
    for (const statement of [
      'DELETE FROM roles_apart',
      `UPDATE roles_apart SET other = 'reporter'`,
      'TRUNCATE roles_apart',
      'ALTER TABLE roles_apart DISABLE TRIGGER ALL',
    ])
      await expect(as(null, statement), statement).rejects.toMatchObject({ code: '42501' });
    for (const statement of ['DELETE FROM roles_apart', 'TRUNCATE roles_apart'])
      await expect(platform.owner.query(statement), statement).rejects.toMatchObject({ code: '42501' });
  });

  test('the table of roles apart is the rule’s', async () => {
    const { rows } = await platform.owner.query<{ one: Role; other: Role }>(
      'SELECT one, other FROM roles_apart WHERE floor',
    );
    const pairs = (all: readonly (readonly string[])[]) => all.map((pair) => pair.toSorted().join()).toSorted();
    expect(pairs(rows.map(({ one, other }) => [one, other]))).toEqual(pairs(FLOOR.map(({ roles }) => roles)));
  });

  test('nothing is given by hand: officers, roles and systems are no login’s to write', async () => {
    const { id } = await platform.officer('airport', 'reporter');
    for (const [statement, values] of [
      [
        `INSERT INTO officer (id, issuer, external_id, name, department_id, active_from) VALUES (gen_random_uuid(), 'i', 'x', '某', 'airport', now())`,
        [],
      ],
      [
        `INSERT INTO officer_role (officer_id, department_id, role, held_from, proposed_by) VALUES ($1, 'airport', 'reviewer', now(), $2)`,
        [id, city.id],
      ],
      [
        `INSERT INTO officer_role (officer_id, department_id, role, held_from, proposed_by, confirmed_by) VALUES ($1, 'airport', 'reviewer', now(), $2, $3)`,
        [id, city.id, district.id],
      ],
      [
        `INSERT INTO officer_role (officer_id, department_id, role, held_from) VALUES ($1, 'airport', 'reviewer', now())`,
        [id],
      ],
      [
        `INSERT INTO machine_client (client_id, issuer, name, department_id, officer_id, scopes) VALUES ('x', 'i', '某', 'airport', $1, '{reporter}')`,
        [id],
      ],
    ] as const)
      for (const who of [city, district, null])
        await expect(as(who, statement, values), statement).rejects.toMatchObject({ code: '42501' });
  });

  test('who proposed does not confirm, nor who is appointed, nor in another’s name, nor on the host’s behalf', async () => {
    const proposed = await wanted(city, 'airport', ['reporter']);
    const other = await second();
    await expect(decide(city, proposed)).rejects.toMatchObject({ constraint: 'appointment_four_eyes' });
    await expect(decide(city, proposed, 'confirmed', other)).rejects.toMatchObject(reach);
    for (const who of [city, other, null])
      await expect(decide(who, proposed, 'confirmed', null)).rejects.toMatchObject(reach);
    const own = randomUUID();
    await logged(city, widen, [own, other.id, 'airport', ['administrator'], city.id]);
    await expect(decide(other, own)).rejects.toMatchObject(reach);
    await expect(decide(other, proposed, 'withdrawn')).rejects.toMatchObject(reach);
    await expect(decide(city, proposed, 'declined', other)).rejects.toMatchObject(reach);
    await decide(other, proposed);
    await expect(decide(await second(), proposed)).rejects.toMatchObject({ constraint: 'appointment_decided_once' });
    for (const change of [`UPDATE appointment_proposal SET roles = '{determiner}'`, 'DELETE FROM appointment_decision'])
      await expect(as(city, change), change).rejects.toMatchObject({ code: '42501' });
  });

  test('a proposal lapses, and ends with whoever proposed it', async () => {
    const lapsed = await wanted(city, 'airport', ['reporter']);
    await platform.owner.query('ALTER TABLE appointment_proposal DISABLE TRIGGER append_only');
    await platform.owner.query(
      `UPDATE appointment_proposal SET noted_at = now() - interval '15 days' WHERE proposal_id = $1`,
      [lapsed],
    );
    await platform.owner.query('ALTER TABLE appointment_proposal ENABLE TRIGGER append_only');
    await expect(decide(await second(), lapsed)).rejects.toMatchObject({ constraint: 'appointment_lapsed' });
    const proposer = await second();
    const orphaned = await wanted(proposer, 'airport', ['reporter']);
    await dismiss(platform.context, city, proposer.id);
    await expect(decide(city, orphaned)).rejects.toMatchObject(reach);
    // and a confirmer who is dismissed meanwhile confirms nothing
    const [waits, gone] = [await wanted(city, 'airport', ['reporter']), await second()];
    await dismiss(platform.context, city, gone.id);
    await expect(decide(gone, waits)).rejects.toMatchObject(reach);
  });

  test('two confirm at the same instant: one does', async () => {
    const proposed = await wanted(city, 'airport', ['reporter']);
    const both = await Promise.allSettled([await second(), await second()].map((one) => decide(one, proposed)));
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const { rows } = await platform.owner.query(
      `SELECT count(*)::int AS n FROM officer_role r JOIN appointment_proposal p USING (officer_id) WHERE p.proposal_id = $1`,
      [proposed],
    );
    expect(rows).toEqual([{ n: 1 }]);
  });
});
