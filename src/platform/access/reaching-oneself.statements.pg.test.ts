/** What nobody reaches by their own act, the database refuses to a direct statement of the application's login as well. */
import { randomUUID } from 'node:crypto';
import { CompiledQuery } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { appointments, ISSUER } from '../../../tests/support/appointments.ts';
import { createPlatform, type TestPlatform } from '../../../tests/support/platform.ts';
import { type Actor, ROLES, type Role, systemActor } from './actor.ts';
import { revokeDelegation } from './delegations.ts';
import { dismissMachine, registerMachine } from './machine-clients.ts';
import { dismiss } from './service.ts';
import { transact } from './transaction.ts';

let platform: TestPlatform;
let city: Actor;
let district: Actor;
const { now, appointed, standIn } = appointments(() => platform);

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
  const as = (who: Actor | null, statement: string, values: readonly unknown[] = []) =>
    transact(platform.context.database, who ?? systemActor('test'), async (tx) =>
      tx.executeQuery(CompiledQuery.raw(statement, [...values])),
    );
  const officer = `INSERT INTO officer (id, issuer, external_id, name, department_id, active_from)
    VALUES ($1::uuid, 'i', $1::uuid::text, '某', $2, now())`;
  const give = `INSERT INTO officer_role (officer_id, department_id, role, held_from, proposed_by)
    VALUES ($1, $2, $3, '2020-03-01T00:00:00Z', $4)`;
  const end = 'UPDATE officer_role SET ended_at = now(), ended_by = $2 WHERE officer_id = $1';
  const reach = { constraint: 'appointment_reach' };

  test.each<[string, () => Actor | null, string, Role[]]>([
    ['by nobody', () => null, 'airport', ['reporter']],
    ['an administrator of the city by nobody, while there is one', () => null, 'credit-office', ['administrator']],
    ['by somebody who is no administrator', () => platform.actors['auditor']!, 'airport', ['reporter']],
    ['outside the territory', () => district, 'health-commission', ['reporter']],
    ['an auditor by a district', () => district, 'airport', ['auditor']],
    ['the credit office by a district', () => district, 'airport', ['reporter', 'credit-office']],
    ['the counter by a district', () => district, 'airport', ['assistant']],
    ['an administrator of the city by a district', () => district, 'credit-office', ['administrator']],
  ])('no appointment %s', async (_name, who, department, roles) => {
    const [giver, id] = [who(), randomUUID()];
    const appointing = transact(platform.context.database, giver ?? systemActor('test'), async (tx) => {
      await tx.executeQuery(CompiledQuery.raw(officer, [id, department]));
      for (const role of roles)
        await tx.executeQuery(CompiledQuery.raw(give, [id, department, role, giver?.id ?? null]));
    });
    await expect(appointing).rejects.toMatchObject(reach);
    // nor to somebody who is registered already
    const { id: there } = await platform.officer(department, 'reviewer');
    const giving = Promise.all(roles.map((role) => as(giver, give, [there, department, role, giver?.id ?? null])));
    await expect(giving).rejects.toMatchObject(reach);
  });

  test('no role under another’s name, confirmed by oneself, in a department out of reach, or to who is dismissed', async () => {
    const { id } = await platform.officer('airport', 'reporter');
    await expect(as(district, give, [id, 'airport', 'reviewer', city.id])).rejects.toMatchObject(reach);
    await expect(as(district, give, [id, 'airport', 'reviewer', null])).rejects.toMatchObject(reach);
    await expect(as(district, give, [id, 'health-commission', 'reviewer', district.id])).rejects.toMatchObject(reach);
    const confirmed = give.replace('proposed_by)', 'proposed_by, confirmed_by)').replace('$4)', '$4, $4)');
    await expect(as(district, confirmed, [id, 'airport', 'reviewer', district.id])).rejects.toMatchObject({
      code: '42501',
    });
    await as(district, give, [id, 'airport', 'reviewer', district.id]);
    await dismiss(platform.context, district, id);
    await expect(as(district, give, [id, 'airport', 'determiner', district.id])).rejects.toMatchObject(reach);
  });

  test('an officer of one department gets a role in another from whoever administers that one', async () => {
    const { id } = await platform.officer('health-commission', 'reporter');
    await as(district, give, [id, 'airport', 'determiner', district.id]);
    expect((await now({ id })).posts).toEqual([
      { role: 'determiner', departmentId: 'airport' },
      { role: 'reporter', departmentId: 'health-commission' },
    ]);
    await as(district, `${end} AND department_id = 'airport'`, [id, district.id]);
    expect((await now({ id })).posts).toEqual([{ role: 'reporter', departmentId: 'health-commission' }]);
  });

  test('a role is held once at a time, and again after its end', async () => {
    const { id } = await platform.officer('airport', 'reporter');
    const again = [id, 'airport', 'reporter', district.id];
    await expect(as(district, give, again)).rejects.toMatchObject({ constraint: 'officer_role_once' });
    const from = "'2020-03-01T00:00:00Z'";
    const planned = give.replace('held_from', 'held_until, held_from').replace(from, `'2020-09-01T00:00:00Z', ${from}`);
    await as(district, planned, [id, 'airport', 'reviewer', district.id]);
    const within = give.replace(from, "'2020-06-01T00:00:00Z'");
    await expect(as(district, within, [id, 'airport', 'reviewer', district.id])).rejects.toMatchObject({
      constraint: 'officer_role_once',
    });
    await as(district, end, [id, district.id]);
    await as(district, give.replace(from, 'now()'), again);
  });

  test('an end is recorded once, by who says so, and nothing else of a role ever changes', async () => {
    const { id } = await platform.officer('airport', 'reporter');
    for (const said of [city.id, null]) await expect(as(district, end, [id, said])).rejects.toMatchObject(reach);
    await expect(as(null, end, [id, null])).rejects.toMatchObject(reach);
    await as(district, end, [id, district.id]);
    for (const change of ['ended_at = NULL, ended_by = NULL', `ended_at = '2999-01-01'`])
      await expect(as(district, `UPDATE officer_role SET ${change} WHERE officer_id = $1`, [id])).rejects.toMatchObject(
        { constraint: expect.stringMatching(/role_ended|appointment_reach/) },
      );
    for (const change of [
      `role = 'auditor'`,
      `department_id = 'credit-office'`,
      'proposed_by = NULL',
      'held_from = now()',
    ])
      await expect(
        as(district, `UPDATE officer_role SET ${change} WHERE officer_id = $1`, [id]),
        change,
      ).rejects.toMatchObject({ code: '42501' });
    await expect(as(district, 'DELETE FROM officer_role WHERE officer_id = $1', [id])).rejects.toMatchObject({
      code: '42501',
    });
    // the owner changes no history by accident either
    for (const change of [`role = 'auditor'`, `held_from = now()`, 'ended_at = NULL'])
      await expect(
        platform.owner.query(`UPDATE officer_role SET ${change} WHERE officer_id = $1`, [id]),
        change,
      ).rejects.toMatchObject({ constraint: 'role_ended' });
    for (const statement of ['DELETE FROM officer_role', 'TRUNCATE officer_role'])
      await expect(platform.owner.query(statement)).rejects.toMatchObject({ code: '42501' });
  });

  test('no widening of oneself, of whom the own post came from, or of a system', async () => {
    const widen = async (who: Actor | null, id: string, departmentId: string, roles: readonly Role[]) => {
      for (const role of roles)
        await expect(as(who, give, [id, departmentId, role, who?.id ?? null]), role).rejects.toMatchObject(reach);
    };
    const others = ROLES.filter((role) => role !== 'administrator');
    await widen(city, city.id, 'credit-office', others);
    await widen(city, city.id, 'airport', ROLES);
    await widen(null, city.id, 'credit-office', others);
    const second = await appointed(city, 'credit-office', 'administrator');
    await widen(second, city.id, 'credit-office', ['auditor']);
    const client = { clientId: randomUUID(), name: '系统', departmentId: 'airport', scopes: ['reporter' as const] };
    const { officerId } = await registerMachine(platform.context, district, ISSUER, client);
    await widen(city, officerId, 'airport', ['determiner']);
    await widen(city, officerId, 'health-commission', ['reporter']);
    await as(city, end, [second.id, city.id]); // less is always possible
  });

  test('what has ended is not taken up again; account, department and name stay', async () => {
    const gone = await appointed(city, 'airport', 'reporter');
    await dismiss(platform.context, city, gone.id);
    for (const value of ['NULL', `'2999-01-01'`])
      await expect(
        as(city, `UPDATE officer SET active_until = ${value} WHERE id = $1`, [gone.id]),
      ).rejects.toMatchObject({
        constraint: 'appointment_ended',
      });
    for (const change of [
      `department_id = 'credit-office'`,
      `external_id = 'mine'`,
      `name = '某'`,
      'active_from = now()',
    ])
      await expect(as(city, `UPDATE officer SET ${change} WHERE id = $1`, [city.id])).rejects.toMatchObject({
        code: '42501',
      });
    await expect(as(city, 'DELETE FROM officer WHERE id = $1', [gone.id])).rejects.toMatchObject({ code: '42501' });
  });

  test('the chain of givers is nobody’s to write', async () => {
    await expect(as(city, give, [district.id, 'airport', 'reviewer', district.id])).rejects.toMatchObject(reach);
    // a trigger of one's own stands as deep as the register's, and is asked the same
    await expect(
      transact(platform.context.database, city, async (tx) => {
        for (const statement of [
          'CREATE TEMP TABLE bait (officer_id uuid, given_by uuid) ON COMMIT DROP',
          `CREATE FUNCTION pg_temp.write() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            INSERT INTO public.officer_role (officer_id, department_id, role, held_from, proposed_by)
            VALUES (NEW.officer_id, 'credit-office', 'auditor', now(), NEW.given_by); RETURN NULL; END $$`,
          'CREATE TRIGGER write AFTER INSERT ON bait FOR EACH ROW EXECUTE FUNCTION pg_temp.write()',
        ])
          await tx.executeQuery(CompiledQuery.raw(statement));
        await tx.executeQuery(CompiledQuery.raw('INSERT INTO bait VALUES ($1, NULL)', [city.id]));
      }),
    ).rejects.toMatchObject(reach);
    for (const [proposed, confirmed, constraint] of [
      [city.id, null, 'officer_role_not_to_oneself'],
      [null, city.id, 'officer_role_not_to_oneself'],
      [district.id, district.id, 'officer_role_two_people'],
    ])
      await expect(
        platform.owner.query(
          `INSERT INTO officer_role (officer_id, department_id, role, held_from, proposed_by, confirmed_by)
           VALUES ($1, 'credit-office', 'auditor', now(), $2, $3)`,
          [city.id, proposed, confirmed],
        ),
      ).rejects.toMatchObject({ constraint });
  });

  test('no officer redraws the city to reach further', async () => {
    for (const change of [
      `UPDATE department SET credit_office = true WHERE id = 'airport'`,
      `UPDATE department SET parent_id = 'airport' WHERE id = 'health-commission'`,
      `UPDATE department SET level = 'city'`,
      `UPDATE department SET id = 'other' WHERE id = 'airport'`,
      `INSERT INTO department (id, name, level, credit_office) VALUES ('mine', '甲局', 'city', true)`,
      `INSERT INTO department (id, name, level) SELECT id, name, level FROM department
        ON CONFLICT (id) DO UPDATE SET credit_office = true`,
      'DELETE FROM department',
    ])
      await expect(as(district, change), change).rejects.toMatchObject({ code: '42501' });
  });

  test('an ended delegation is not taken up again', async () => {
    const [holder, other] = [
      await platform.officer('airport', 'determiner'),
      await platform.officer('airport', 'reporter'),
    ];
    const { id } = await standIn(await now(holder), holder, other, 'determiner');
    await revokeDelegation(platform.context, await now(holder), id);
    for (const by of [holder, null])
      await expect(
        as(by, 'UPDATE delegation SET revoked_at = NULL, revoked_by = NULL WHERE id = $1', [id]),
      ).rejects.toMatchObject({ constraint: 'delegation_reach' });
  });

  test('no delegation to oneself, under another’s name, from outside, or of a role not held', async () => {
    const insert = `INSERT INTO delegation (id, department_id, from_officer, to_officer, role, starts_on, ends_on, reason, given_by, given_at)
      VALUES (gen_random_uuid(), $1, $2, $3, $4, '2020-03-16', '2020-03-20', '绕过', $5, now())`;
    const [holder, other] = [
      await platform.officer('credit-office', 'determiner'),
      await platform.officer('credit-office', 'reporter'),
    ];
    const attempt = (who: Actor | null, from: Actor, to: Actor, role: string, by: Actor) =>
      as(who, insert, [from.departmentId, from.id, to.id, role, by.id]);
    await expect(attempt(city, holder, city, 'determiner', city)).rejects.toMatchObject({
      constraint: 'delegation_not_to_oneself',
    });
    const within = { constraint: 'delegation_reach' };
    await expect(attempt(city, holder, city, 'determiner', holder)).rejects.toMatchObject(within);
    await expect(attempt(null, holder, other, 'determiner', holder)).rejects.toMatchObject(within);
    await expect(attempt(district, holder, other, 'determiner', district)).rejects.toMatchObject(within);
    await expect(attempt(city, holder, other, 'reviewer', city)).rejects.toMatchObject(within);
    // held, but in another department
    await platform.owner.query(
      `INSERT INTO officer_role (officer_id, department_id, role, held_from) VALUES ($1, 'airport', 'reviewer', now())`,
      [holder.id],
    );
    await expect(attempt(city, holder, other, 'reviewer', city)).rejects.toMatchObject(within);
    const seated = [
      await platform.officer('airport', 'credit-office'),
      await platform.officer('airport', 'reporter'),
    ] as const;
    await expect(attempt(district, ...seated, 'credit-office', district)).rejects.toMatchObject(within);
    const puppet = await appointed(city, 'credit-office', 'determiner');
    await expect(attempt(puppet, puppet, city, 'determiner', puppet)).rejects.toMatchObject(within);
    await attempt(holder, holder, other, 'determiner', holder);
  });

  test('no system in a person’s name, with more than reporting, registered by nobody, or taken up again', async () => {
    const insert = `INSERT INTO machine_client (client_id, issuer, name, department_id, officer_id, scopes, registered_by)
      VALUES ($1, $2, '系统', 'airport', $3, $4, $5)`;
    const person = await platform.officer('airport', 'reporter', 'determiner');
    const reaches = { constraint: 'machine_reach' };
    const values = [randomUUID(), ISSUER, person.id, ['reporter'], district.id];
    await expect(as(district, insert, values)).rejects.toMatchObject(reaches);
    const client = { clientId: randomUUID(), name: '系统', departmentId: 'airport', scopes: ['reporter' as const] };
    const { officerId } = await registerMachine(platform.context, district, ISSUER, client);
    await expect(
      as(district, insert, [client.clientId, ISSUER, officerId, ['determiner'], district.id]),
    ).rejects.toMatchObject({
      constraint: 'machine_reports_only',
    });
    await expect(as(null, insert, [client.clientId, ISSUER, officerId, ['reporter'], null])).rejects.toMatchObject(
      reaches,
    );
    await dismissMachine(platform.context, district, client.clientId);
    await expect(
      as(district, 'UPDATE machine_client SET active_until = NULL WHERE client_id = $1', [client.clientId]),
    ).rejects.toMatchObject(reaches);
    await expect(as(district, 'UPDATE machine_client SET officer_id = $1', [person.id])).rejects.toMatchObject({
      code: '42501',
    });
  });
});
