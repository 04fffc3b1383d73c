/** What nobody reaches by their own act, the database refuses to a direct statement of the application's login as well. */
import { randomUUID } from 'node:crypto';
import { CompiledQuery } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { appointmentStatements, reach } from '../../../tests/support/appointment-statements.ts';
import { appointments } from '../../../tests/support/appointments.ts';
import { createPlatform, type TestPlatform } from '../../../tests/support/platform.ts';
import { type Actor, ROLES, type Role } from './actor.ts';
import { revokeDelegation } from './delegations.ts';
import { dismissMachine } from './machine-clients.ts';
import { dismiss } from './service.ts';
import { transact } from './transaction.ts';

let platform: TestPlatform;
let city: Actor;
let district: Actor;
const { now, appointed, registered, standIn } = appointments(() => platform);

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
  const { as, widen, end, logged, decide } = appointmentStatements(() => platform);

  test('an officer of one department gets a role in another from who administers that one', async () => {
    const { id } = await platform.officer('health-commission', 'reporter');
    const proposed = randomUUID();
    await logged(district, widen, [proposed, id, 'airport', ['determiner'], district.id]);
    await decide(city, proposed);
    expect((await now({ id })).posts).toEqual([
      { role: 'determiner', departmentId: 'airport' },
      { role: 'reporter', departmentId: 'health-commission' },
    ]);
    await as(district, `${end} AND department_id = 'airport'`, [id, district.id]);
    expect((await now({ id })).posts).toEqual([{ role: 'reporter', departmentId: 'health-commission' }]);
  });

  test('a role is held once at a time, and again after its end', async () => {
    const { id } = await platform.officer('airport', 'reporter');
    const again = async () => {
      const proposed = randomUUID();
      await logged(district, widen, [proposed, id, 'airport', ['reporter'], district.id]);
      await decide(city, proposed);
    };
    await expect(again()).rejects.toMatchObject({ constraint: 'officer_role_once' });
    await platform.owner.query(
      `INSERT INTO officer_role (officer_id, department_id, role, held_from, held_until) VALUES ($1, 'airport', 'reviewer', '2020-03-01', '2020-09-01')`,
      [id],
    );
    await expect(
      platform.owner.query(
        `INSERT INTO officer_role (officer_id, department_id, role, held_from) VALUES ($1, 'airport', 'reviewer', '2020-06-01')`,
        [id],
      ),
    ).rejects.toMatchObject({ constraint: 'officer_role_once' });
    await as(district, 'UPDATE officer_role SET ended_at = $3, ended_by = $2 WHERE officer_id = $1', [
      ...[id, district.id, platform.context.clock()],
    ]);
    await again();
  });

  test('an end is recorded once, by who says so and administers there, and nothing else of a role ever changes', async () => {
    const { id } = await platform.officer('airport', 'reporter');
    for (const said of [city.id, null]) await expect(as(district, end, [id, said])).rejects.toMatchObject(reach);
    await expect(as(null, end, [id, null])).rejects.toMatchObject(reach);
    const reviewer = platform.actors['healthReviewer']!;
    await expect(as(reviewer, end, [id, reviewer.id])).rejects.toMatchObject(reach);
    await expect(
      as(reviewer, 'UPDATE officer SET active_until = now() WHERE id = $1', [city.id]),
    ).rejects.toMatchObject(reach);
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
    const refused = async (who: Actor | null, id: string, departmentId: string, roles: readonly Role[]) => {
      for (const role of roles)
        await expect(
          logged(who, widen, [randomUUID(), id, departmentId, [role], (who ?? city).id]),
          role,
        ).rejects.toMatchObject({ constraint: expect.stringMatching(/^appointment_(reach|not_to_oneself)$/) });
    };
    const others = ROLES.filter((role) => role !== 'administrator');
    await refused(city, city.id, 'credit-office', others);
    await refused(city, city.id, 'airport', ROLES);
    await refused(null, city.id, 'credit-office', others);
    const made = await appointed(city, 'credit-office', 'administrator');
    await refused(made, city.id, 'airport', ['reporter']);
    const client = { clientId: randomUUID(), name: '系统', departmentId: 'airport', scopes: ['reporter' as const] };
    const { officerId } = await registered(district, client);
    await refused(city, officerId, 'airport', ['determiner']);
    await refused(city, officerId, 'health-commission', ['reporter']);
    await as(city, end, [made.id, city.id]); // less is always possible
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
    ).rejects.toMatchObject({ code: '42501' });
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
    await expect(
      platform.owner.query(insert, ['credit-office', holder.id, other.id, 'determiner', other.id]),
    ).rejects.toMatchObject({ constraint: 'delegation_not_to_oneself' });
    await expect(attempt(city, holder, city, 'determiner', city)).rejects.toMatchObject({ code: '23514' });
    const within = { constraint: 'delegation_reach' };
    // an administrator stands in for nobody: roles apart, whoever is named as giver
    await expect(attempt(city, holder, city, 'determiner', holder)).rejects.toMatchObject({
      constraint: expect.stringMatching(/^(delegation_reach|roles_apart)$/),
    });
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
      await platform.officer('airport', 'assistant'),
      await platform.officer('airport', 'reporter'),
    ] as const;
    await expect(attempt(district, ...seated, 'assistant', district)).rejects.toMatchObject(within);
    const puppet = await appointed(city, 'credit-office', 'determiner');
    await platform.owner.query('UPDATE officer_role SET ended_at = now() WHERE officer_id = $1', [city.id]);
    await expect(attempt(puppet, puppet, city, 'determiner', puppet)).rejects.toMatchObject(within);
    await attempt(holder, holder, other, 'determiner', holder);
  });

  test('no system in a person’s name, with more than reporting, registered by nobody, or taken up again', async () => {
    const insert = `INSERT INTO appointment_proposal (proposal_id, kind, officer_id, department_id, roles, issuer, external_id, name, client_id, client_name, proposed_by, proposed_at)
      VALUES ($1, 'machine', $2, 'airport', $3, 'i', $4, '系统', $5, '系统', $6, now())`;
    const person = await platform.officer('airport', 'reporter', 'determiner');
    const attempt = (who: Actor | null, officerId: string, roles: readonly Role[], account: string, id = 'a system') =>
      logged(who, insert, [randomUUID(), officerId, roles, account, id, (who ?? district).id]);
    await expect(attempt(district, person.id, ['reporter'], 'client:a system')).rejects.toMatchObject(reach);
    await expect(attempt(district, randomUUID(), ['determiner'], 'client:a system')).rejects.toMatchObject(reach);
    await expect(attempt(district, randomUUID(), ['reporter'], 'somebody')).rejects.toMatchObject(reach);
    await expect(attempt(null, randomUUID(), ['reporter'], 'client:a system')).rejects.toMatchObject(reach);
    const client = { clientId: randomUUID(), name: '系统', departmentId: 'airport', scopes: ['reporter' as const] };
    await registered(district, client);
    const { rows } = await platform.owner.query(
      'SELECT registered_by, confirmed_by FROM machine_client WHERE client_id = $1',
      [client.clientId],
    );
    expect(rows).toEqual([{ registered_by: district.id, confirmed_by: expect.any(String) }]);
    await dismissMachine(platform.context, district, client.clientId);
    await expect(
      as(district, 'UPDATE machine_client SET active_until = NULL WHERE client_id = $1', [client.clientId]),
    ).rejects.toMatchObject({ constraint: 'machine_reach' });
    await expect(as(district, 'UPDATE machine_client SET officer_id = $1', [person.id])).rejects.toMatchObject({
      code: '42501',
    });
  });
});
