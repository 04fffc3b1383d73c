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
  const officer = `INSERT INTO officer (id, issuer, external_id, name, department_id, roles, active_from)
    VALUES (gen_random_uuid(), 'i', gen_random_uuid()::text, '某', $1, $2, now())`;
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
    await expect(as(who(), officer, [department, roles])).rejects.toMatchObject(reach);
  });

  test('no widening of oneself, of whom the own post came from, or of a system', async () => {
    const widen = 'UPDATE officer SET roles = $2 WHERE id = $1';
    await expect(as(city, widen, [city.id, ROLES])).rejects.toMatchObject(reach);
    await expect(as(null, widen, [city.id, ROLES])).rejects.toMatchObject(reach);
    const second = await appointed(city, 'credit-office', 'administrator');
    await expect(as(second, widen, [city.id, ['administrator', 'auditor']])).rejects.toMatchObject(reach);
    const client = { clientId: randomUUID(), name: '系统', departmentId: 'airport', scopes: ['reporter' as const] };
    const { officerId } = await registerMachine(platform.context, district, ISSUER, client);
    await expect(as(city, widen, [officerId, ['reporter', 'determiner']])).rejects.toMatchObject(reach);
    await as(null, widen, [second.id, []]); // less is always possible
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
    const insert = `INSERT INTO role_given (officer_id, role, given_by) VALUES ($1, 'administrator', $2)`;
    await expect(as(city, insert, [district.id, city.id])).rejects.toMatchObject({ code: '42501' });
    for (const statement of ['UPDATE role_given SET given_by = NULL', 'DELETE FROM role_given', 'TRUNCATE role_given'])
      await expect(as(city, statement)).rejects.toMatchObject({ code: '42501' });
    // a trigger of one's own stands as deep as the register's
    await expect(
      transact(platform.context.database, city, async (tx) => {
        for (const statement of [
          'CREATE TEMP TABLE bait (officer_id uuid, given_by uuid) ON COMMIT DROP',
          `CREATE FUNCTION pg_temp.write() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            INSERT INTO public.role_given (officer_id, role, given_by) VALUES (NEW.officer_id, 'administrator', NEW.given_by); RETURN NULL; END $$`,
          'CREATE TRIGGER write AFTER INSERT ON bait FOR EACH ROW EXECUTE FUNCTION pg_temp.write()',
        ])
          await tx.executeQuery(CompiledQuery.raw(statement));
        await tx.executeQuery(CompiledQuery.raw('INSERT INTO bait VALUES ($1, NULL)', [city.id]));
      }),
    ).rejects.toMatchObject({ code: '42501' });
    await expect(
      platform.owner.query(`INSERT INTO role_given (officer_id, role, given_by) VALUES ($1, 'auditor', $1)`, [city.id]),
    ).rejects.toMatchObject({ constraint: 'role_given_not_to_oneself' });
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
