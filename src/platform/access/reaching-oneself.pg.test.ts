/** Nobody ends up with more than they had by their own act: not over the interface, not round a corner, not by a direct statement. */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { CompiledQuery } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { DelegableRole } from '#contracts/officers.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { createPlatform, type TestPlatform } from '../../../tests/support/platform.ts';
import { performAction } from '../determination/index.ts';
import { type Actor, ROLES, type Role } from './actor.ts';
import { delegate, revokeDelegation } from './delegations.ts';
import { dismissMachine, registerMachine } from './machine-clients.ts';
import { appoint, appointFirstAdministrator, changeRoles, dismiss, officerActor } from './service.ts';
import { transact } from './transaction.ts';

const ISSUER = 'https://sign-in.test';
let platform: TestPlatform;
let city: Actor;
let district: Actor;

beforeAll(async () => {
  platform = await createPlatform();
});
afterAll(() => platform?.close());
beforeEach(async () => {
  platform.clock.set('2020-03-16T01:00:00Z');
  city = await now(await platform.officer('credit-office', 'administrator'));
  district = await now(await platform.officer('airport', 'administrator'));
});

/** As the next request would recognise this officer. */
async function now({ id }: { id: string }): Promise<Actor> {
  return (await officerActor(platform.context, id, 'request'))!;
}
const appointed = async (by: Actor, departmentId: string, ...roles: Role[]): Promise<Actor> =>
  now(await appoint(platform.context, by, ISSUER, { externalId: randomUUID(), name: '某', departmentId, roles }));
const give = (by: Actor, to: Actor, ...roles: Role[]) => changeRoles(platform.context, by, to.id, roles);
const standIn = (by: Actor, from: Actor, to: Actor, role: DelegableRole) =>
  delegate(platform.context, by, {
    ...{ from: from.id, to: to.id, role, startsOn: '2020-03-16', endsOn: '2020-03-20', reason: '外出培训' },
  });
const refused = (code: string) => ({ code });

describe('over the interface', () => {
  test('an administrator does not register a colleague’s absence to themself', async () => {
    for (const role of ['assistant', 'credit-office', 'reporter'] as const) {
      const colleague = await platform.officer('credit-office', role);
      await expect(standIn(city, colleague, city, role)).rejects.toMatchObject(refused('delegation.refused'));
    }
    expect((await now(city)).roles).toEqual(['administrator']);
  });

  test.each(['credit-office', 'auditor', 'assistant'] as const)('a district gives no %s', async (role) => {
    const officer = {
      externalId: randomUUID(),
      name: '同谋',
      departmentId: 'airport',
      roles: ['reporter', role] as Role[],
    };
    await expect(appoint(platform.context, district, ISSUER, officer)).rejects.toMatchObject(
      refused('permission.denied'),
    );
    const own = await platform.officer('airport-credit-office', 'reporter');
    await expect(give(district, own, 'reporter', role)).rejects.toMatchObject(refused('permission.denied'));
    expect(await give(city, own, 'reporter', role)).toMatchObject({ roles: ['reporter', role] });
    // what the city gave, the district may leave, take away, and not give again
    expect(await give(district, own, 'reviewer', role)).toMatchObject({ roles: ['reviewer', role] });
    expect(await give(district, own, 'reviewer')).toMatchObject({ roles: ['reviewer'] });
    await expect(give(district, own, 'reviewer', role)).rejects.toMatchObject(refused('permission.denied'));
  });

  test('a district does not hand on for others what it could not give', async () => {
    const holder = await platform.officer('airport', 'credit-office');
    const other = await platform.officer('airport', 'reporter');
    await expect(standIn(district, holder, other, 'credit-office')).rejects.toMatchObject(refused('permission.denied'));
    await standIn(await now(holder), holder, other, 'credit-office');
  });

  test('who sees the whole city besides is no administrator of it', async () => {
    const both = await now(await platform.officer('airport', 'administrator', 'auditor'));
    expect(both.departments).toBe('*');
    const officer = {
      externalId: randomUUID(),
      name: '某',
      departmentId: 'health-commission',
      roles: ['reporter'] as Role[],
    };
    await expect(appoint(platform.context, both, ISSUER, officer)).rejects.toMatchObject(
      refused('jurisdiction.denied'),
    );
    const elsewhere = platform.actors['healthReporter']!;
    await expect(give(both, elsewhere, 'reviewer')).rejects.toMatchObject(refused('not_found'));
    await expect(dismiss(platform.context, both, elsewhere.id)).rejects.toMatchObject(refused('not_found'));
    const client = {
      clientId: randomUUID(),
      name: '系统',
      departmentId: 'health-commission',
      scopes: ['reporter' as const],
    };
    await expect(registerMachine(platform.context, both, ISSUER, client)).rejects.toMatchObject(
      refused('jurisdiction.denied'),
    );
  });

  test('whom I made an administrator gives me nothing, nor does whom they made one', async () => {
    const second = await appointed(city, 'credit-office', 'administrator');
    const third = await appointed(second, 'credit-office', 'administrator');
    for (const by of [second, third])
      await expect(give(by, city, 'administrator', 'determiner')).rejects.toMatchObject(refused('permission.denied'));
    expect(await give(third, district, 'administrator', 'reporter')).toMatchObject({
      roles: ['reporter', 'administrator'],
    });
  });

  test('the newest giver of a post counts: what comes from another administrator since then is no longer one’s own doing', async () => {
    const second = await appointed(city, 'credit-office', 'administrator');
    const third = await now(await platform.officer('credit-office', 'administrator'));
    await expect(give(second, city, 'administrator', 'reviewer')).rejects.toMatchObject(refused('permission.denied'));
    await give(third, second, 'reporter');
    await give(third, second, 'administrator');
    expect(await give(second, city, 'administrator', 'reviewer')).toMatchObject({
      roles: ['reviewer', 'administrator'],
    });
    await expect(give(second, third, 'administrator', 'reviewer')).rejects.toMatchObject(refused('permission.denied'));
  });

  test('a role does not come back to its giver by a delegation', async () => {
    const puppet = await appointed(city, 'credit-office', 'assistant');
    await expect(standIn(puppet, puppet, city, 'assistant')).rejects.toMatchObject(refused('delegation.refused'));
    const second = await appointed(city, 'credit-office', 'administrator');
    const colleague = await platform.officer('credit-office', 'determiner');
    await expect(standIn(second, colleague, city, 'determiner')).rejects.toMatchObject(refused('delegation.refused'));
  });

  test('giving back a role whose holder had named me is no way to it', async () => {
    const colleague = await appointed(
      await now(await platform.officer('credit-office', 'administrator')),
      'credit-office',
      'determiner',
    );
    await standIn(colleague, colleague, city, 'determiner');
    expect((await now(city)).roles).toContain('determiner');
    await give(city, colleague, 'reviewer');
    expect((await now(city)).roles).toEqual(['administrator']);
    await expect(give(city, colleague, 'reviewer', 'determiner')).rejects.toMatchObject(refused('permission.denied'));
  });

  test('nobody registers their own account once more, under whatever issuer', async () => {
    const { rows } = await platform.owner.query('SELECT external_id FROM officer WHERE id = $1', [city.id]);
    const twin = {
      issuer: 'https://sign-in.test/',
      externalId: rows[0].external_id,
      name: '某',
      departmentId: 'credit-office',
      roles: ['determiner'] as Role[],
    };
    await expect(appoint(platform.context, city, ISSUER, twin)).rejects.toMatchObject(refused('permission.denied'));
    const second = await appointed(city, 'credit-office', 'administrator');
    await expect(appoint(platform.context, second, ISSUER, twin)).rejects.toMatchObject(refused('permission.denied'));
  });

  test('who registered a department’s system has the reporter’s part in what it reports', async () => {
    const registrar = await now(await platform.officer('health-commission', 'administrator', 'reviewer'));
    const client = {
      clientId: randomUUID(),
      name: '系统',
      departmentId: 'health-commission',
      scopes: ['reporter' as const],
    };
    const { officerId } = await registerMachine(platform.context, registrar, ISSUER, client);
    const reporter: Actor = { ...platform.actors['healthReporter']!, id: officerId };
    const caseId = await platform.report({ reporter });
    const review = (by: Actor) =>
      performAction(platform.context, by, caseId, { action: 'review', payload: {}, idempotencyKey: randomUUID() });
    await expect(review(registrar)).rejects.toMatchObject(refused('four_eyes.violated'));
    const [batch, row] = caseId.split('-');
    const part = `INSERT INTO case_participant SELECT subject_key, fact_key, $1::uuid, 'reviewer' FROM submission WHERE batch_id = $2 AND row_number = $3`;
    await expect(platform.asApplication(part, [registrar.id, batch, row])).rejects.toMatchObject({
      constraint: 'four_eyes',
    });
    await review(platform.actors['healthReviewer']!);
  });
});

describe('the first administrator', () => {
  test('is appointed where there is none, and appoints the others', async () => {
    const fresh = await createPlatform();
    try {
      await fresh.owner.query(`UPDATE officer SET active_until = now() WHERE 'administrator' = ANY (roles)`);
      await appointFirstAdministrator(fresh.context, ISSUER, { subject: 'first', name: '周管理' });
      await appointFirstAdministrator(fresh.context, ISSUER, { subject: 'second', name: '另一位' });
      const { rows } = await fresh.owner.query(`SELECT id, roles FROM officer WHERE 'administrator' = ANY (roles)`);
      expect(rows).toMatchObject([{ roles: ['administrator'] }]);
      const first = (await officerActor(fresh.context, rows[0].id, 'request'))!;
      for (const role of ROLES)
        await appoint(fresh.context, first, ISSUER, {
          ...{ externalId: `by-first-${role}`, name: '某', departmentId: 'airport', roles: [role] },
        });
    } finally {
      await fresh.close();
    }
  });
});

describe('by a direct statement of the application’s login', () => {
  const as = (who: Actor | null, statement: string, values: readonly unknown[] = []) =>
    transact(platform.context.database, who ?? { ...city, kind: 'system' }, async (tx) =>
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

describe('over any sequence of acts', () => {
  const PLACES = ['credit-office', 'airport', 'airport-credit-office'] as const;
  const roles = fc.uniqueArray(fc.constantFrom(...ROLES, 'administrator' as const), { minLength: 1, maxLength: 3 });
  const someone = fc.nat({ max: 40 });
  const act = fc.oneof(
    fc.record({ act: fc.constant('appoint' as const), by: someone, place: fc.constantFrom(...PLACES), roles }),
    fc.record({ act: fc.constant('change' as const), by: someone, to: someone, roles }),
    fc.record({ act: fc.constant('dismiss' as const), by: someone, to: someone }),
    fc.record({
      ...{ act: fc.constant('delegate' as const), by: someone, forOthers: fc.boolean(), from: someone, to: someone },
      ...{ role: someone, days: fc.nat({ max: 1 }) },
    }),
    fc.record({ act: fc.constant('revoke' as const), by: someone, which: fc.nat({ max: 20 }) }),
    fc.record({ act: fc.constant('wait' as const) }),
  );

  test('nobody has more after their own act, and nothing anybody has came from themself', async () => {
    const happened = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 20, maxLength: 35 }), async (acts) => {
        platform.clock.set('2020-03-16T01:00:00Z');
        const people: string[] = [];
        for (const place of PLACES)
          for (const held of [['administrator'], ['administrator', 'determiner'], ['reporter']] as Role[][])
            people.push((await platform.officer(place, ...held)).id);
        const given: string[] = [];
        const at = (index: number) => people[index % people.length]!;
        for (const one of acts) {
          if (one.act === 'wait') {
            platform.clock.set(new Date(platform.context.clock().getTime() + 24 * 3600_000).toISOString());
            continue;
          }
          const by = await officerActor(platform.context, at(one.by), 'request');
          if (!by) continue;
          const done = await perform(by, one, at, people, given);
          if (done) happened.set(one.act, (happened.get(one.act) ?? 0) + 1);
          const after = await officerActor(platform.context, by.id, 'request');
          expect(by.roles, `${one.act} widened its own actor`).toEqual(
            expect.arrayContaining([...(after?.roles ?? [])]),
          );
          if (after?.departments === '*') expect(by.departments).toBe('*');
          await expectNobodyReachedThemself(people);
        }
      }),
      { numRuns: 12, interruptAfterTimeLimit: 60_000 },
    );
    // a property over acts that are all refused would hold of anything
    for (const kind of ['appoint', 'change', 'delegate']) expect(happened.get(kind) ?? 0, kind).toBeGreaterThan(3);
  });

  type Act = typeof act extends fc.Arbitrary<infer One> ? One : never;

  /** True when it was done. What the rules let pass the database must let pass too: anything but a Problem fails the test. */
  async function perform(
    by: Actor,
    one: Act,
    at: (i: number) => string,
    people: string[],
    given: string[],
  ): Promise<boolean> {
    const { context } = platform;
    const day = (days: number) => new Date(context.clock().getTime() + days * 24 * 3600_000).toISOString().slice(0, 10);
    try {
      // the routes ask for the role first, the rules below hold without it
      if (one.act === 'appoint')
        people.push(
          (
            await appoint(context, by, ISSUER, {
              externalId: randomUUID(),
              name: '某',
              departmentId: one.place,
              roles: one.roles,
            })
          ).id,
        );
      if (one.act === 'change') await changeRoles(context, by, at(one.to), one.roles);
      if (one.act === 'dismiss') await dismiss(context, by, at(one.to));
      if (one.act === 'delegate') {
        const period = { startsOn: day(one.days), endsOn: day(one.days + 2), reason: '外出培训' };
        const from = one.forOthers ? at(one.from) : by.id;
        given.push((await delegate(context, by, { from, ...(await likely(from, one)), ...period })).id);
      }
      if (one.act === 'revoke' && given.length > 0)
        await revokeDelegation(context, by, given[one.which % given.length]!);
      return true;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return false;
    }
  }

  /** A colleague of the same department and a role the absent officer holds, where there are any: others are refused for other reasons. */
  async function likely(from: string, { to, role }: { to: number; role: number }) {
    const { rows: colleagues } = await platform.owner.query<{ id: string }>(
      `SELECT id FROM officer WHERE department_id = (SELECT department_id FROM officer WHERE id = $1) AND active_until IS NULL ORDER BY active_from DESC, id LIMIT 12`,
      [from],
    );
    const { rows } = await platform.owner.query<{ roles: Role[] }>('SELECT roles FROM officer WHERE id = $1', [from]);
    const held = rows[0]!.roles.filter((one) => one !== 'administrator' && one !== 'auditor');
    return {
      to: colleagues[to % colleagues.length]?.id ?? from,
      role: (held[role % held.length] ?? 'reporter') as DelegableRole,
    };
  }

  async function expectNobodyReachedThemself(people: readonly string[]): Promise<void> {
    const { rows } = await platform.owner.query(
      `SELECT 'own' AS way, o.id, r AS role FROM officer o, unnest(o.roles) r WHERE o.id = ANY ($1) AND o.id IN (SELECT role_came_from(o.id, r))
       UNION ALL
       SELECT 'taken over', d.to_officer, d.role FROM delegation d WHERE d.to_officer = ANY ($1) AND d.revoked_at IS NULL
         AND (d.given_by = d.to_officer OR d.to_officer IN (SELECT role_came_from(d.from_officer, d.role)
           WHERE d.role = ANY (SELECT unnest(o.roles) FROM officer o WHERE o.id = d.from_officer)))`,
      [people],
    );
    expect(rows).toEqual([]);
  }
});
