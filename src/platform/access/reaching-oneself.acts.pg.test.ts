/** Nobody ends up with more than they had by their own act: not over the interface, not round a corner, not by any sequence of acts. */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { DelegableRole } from '#contracts/officers.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { appointments, ISSUER } from '../../../tests/support/appointments.ts';
import { insertRole } from '../../../tests/support/officers.ts';
import { createPlatform, type TestPlatform } from '../../../tests/support/platform.ts';
import { performAction } from '../determination/index.ts';
import { type Actor, actingIn, ROLES, type Role } from './actor.ts';
import { changeRoles, decide, propose } from './appointments.ts';
import { delegate, revokeDelegation } from './delegations.ts';
import { departmentsSeen } from './jurisdiction.ts';
import { dismiss, officerActor } from './service.ts';

let platform: TestPlatform;
let city: Actor;
let district: Actor;
const { now, appoint, appointed, confirmed, give, registered, standIn } = appointments(() => platform);

beforeAll(async () => {
  platform = await createPlatform();
});
afterAll(() => platform?.close());
beforeEach(async () => {
  platform.clock.set('2020-03-16T01:00:00Z');
  city = await now(await platform.officer('credit-office', 'administrator'));
  district = await now(await platform.officer('airport', 'administrator'));
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
    const officer = { externalId: randomUUID(), name: '同谋', departmentId: 'airport', roles: [role] as Role[] };
    await expect(appoint(district, officer)).rejects.toMatchObject(refused('permission.denied'));
    const own = await platform.officer('airport-credit-office');
    await expect(give(district, own, role)).rejects.toMatchObject(refused('permission.denied'));
    // nor the city, where the role has its place elsewhere
    const given = give(city, own, role);
    if (role !== 'assistant') return expect(given).rejects.toMatchObject(refused('action.not_available'));
    expect(await given).toMatchObject({ roles: [role] });
    // what the city gave, the district may leave, take away, and not give again
    expect(await give(district, own, 'reporter', role)).toMatchObject({ roles: ['assistant', 'reporter'] });
    expect(await give(district, own, 'reporter')).toMatchObject({ roles: ['reporter'] });
    await expect(give(district, own, 'reporter', role)).rejects.toMatchObject(refused('permission.denied'));
  });

  test('a district does not hand on for others what it could not give', async () => {
    const holder = await platform.officer('airport', 'assistant');
    const other = await platform.officer('airport', 'reporter');
    await expect(standIn(district, holder, other, 'assistant')).rejects.toMatchObject(refused('permission.denied'));
    await standIn(await now(holder), holder, other, 'assistant');
  });

  test('roles that never meet rest, all of them, until one is ended: nobody administers, watches or decides by them', async () => {
    const both = await now(await platform.officer('credit-office', 'administrator', 'auditor'));
    expect(both.posts).toEqual([]);
    expect(departmentsSeen(both, platform.context.policy)).toEqual([]);
    const officer = {
      externalId: randomUUID(),
      name: '某',
      departmentId: 'credit-office',
      roles: ['reporter'] as Role[],
    };
    await expect(propose(platform.context, both, ISSUER, officer)).rejects.toMatchObject(
      refused('jurisdiction.denied'),
    );
    const elsewhere = platform.actors['healthReporter']!;
    await expect(give(both, elsewhere, 'reviewer')).rejects.toMatchObject(refused('not_found'));
    await expect(dismiss(platform.context, both, elsewhere.id)).rejects.toMatchObject(refused('not_found'));
    // nothing of it was lost: ended by another administrator, what remains is held
    await give(city, both, 'administrator');
    expect((await now(both)).roles).toEqual(['administrator']);
  });

  test('who sees the whole city in one role sees in another what that one reaches', async () => {
    const office = await platform.officer('credit-office', 'credit-office');
    await insertRole(platform.owner, office.id, { role: 'reporter', departmentId: 'airport' });
    const both = await now(office);
    const { policy } = platform.context;
    expect(departmentsSeen(both, policy, 'credit-office')).toBe('*');
    expect(departmentsSeen(both, policy, 'reporter')).toEqual(policy.departmentsUnder('airport'));
    expect(departmentsSeen(actingIn(both, 'reporter'), policy)).toEqual(policy.departmentsUnder('airport'));
  });

  test.each([
    ['credit-office', 'airport'],
    ['auditor', 'health-commission'],
  ] as const)('%s in %s, from before, rests', async (role, departmentId) => {
    const before = await now(await platform.officer(departmentId, role, 'reporter'));
    const left = role === 'auditor' ? [] : ['reporter'];
    expect(before.roles).toEqual(left);
  });

  test('whom I made an administrator gives me nothing, nor does whom they made one', async () => {
    const second = await appointed(city, 'credit-office', 'administrator');
    const third = await appointed(second, 'credit-office', 'administrator');
    for (const by of [second, third])
      await expect(give(by, city, 'determiner')).rejects.toMatchObject(refused('permission.denied'));
    await give(third, await platform.officer('airport', 'reviewer'), 'reporter');
  });

  test('the newest giver of a post counts: what comes from other administrators since then is no longer one’s own doing', async () => {
    const [second, third, fourth] = [
      await appointed(city, 'credit-office', 'administrator'),
      await now(await platform.officer('credit-office', 'administrator')),
      await now(await platform.officer('credit-office', 'administrator')),
    ];
    const anew = async (by: Actor, to: Actor, ...roles: Role[]) => {
      const { appointment } = await changeRoles(platform.context, by, to.id, roles);
      await confirmed(appointment!, fourth);
    };
    await expect(anew(second, city, 'administrator', 'reviewer')).rejects.toMatchObject(refused('permission.denied'));
    const ended = ({ id }: Actor) =>
      platform.owner.query('UPDATE officer_role SET ended_at = $2 WHERE officer_id = $1 AND ended_at IS NULL', [
        ...[id, platform.context.clock()],
      ]);
    await ended(second);
    await anew(third, second, 'administrator');
    await ended(city);
    await anew(second, city, 'reviewer');
    expect((await now(city)).roles).toEqual(['reviewer']);
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
    // what an administrator never holds beside it, they do not stand in for either
    await expect(standIn(colleague, colleague, city, 'determiner')).rejects.toMatchObject(
      refused('action.not_available'),
    );
    // one from before rests, and giving the role back would still bring it to the giver
    await platform.owner.query(
      `INSERT INTO delegation (id, department_id, from_officer, to_officer, role, starts_on, ends_on, reason, given_by, given_at)
       VALUES (gen_random_uuid(), 'credit-office', $1, $2, 'determiner', '2020-03-16', '2020-03-20', '外出培训', $1, now())`,
      [colleague.id, city.id],
    );
    expect((await now(city)).roles).toEqual(['administrator']);
    await give(city, colleague, 'reviewer');
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
    await expect(appoint(city, twin)).rejects.toMatchObject(refused('permission.denied'));
    const second = await appointed(city, 'credit-office', 'administrator');
    await expect(appoint(second, twin)).rejects.toMatchObject(refused('permission.denied'));
  });

  test('who registered a department’s system has the reporter’s part in what it reports', async () => {
    const registrar = await now(await platform.officer('health-commission', 'administrator'));
    const client = {
      clientId: randomUUID(),
      name: '系统',
      departmentId: 'health-commission',
      scopes: ['reporter' as const],
    };
    const { officerId } = await registered(registrar, client);
    // the same person later: an administrator no more, a reviewer now
    await platform.owner.query('UPDATE officer_role SET ended_at = now() WHERE officer_id = $1', [registrar.id]);
    await insertRole(platform.owner, registrar.id, { role: 'reviewer', departmentId: 'health-commission' });
    const reviewer = await now(registrar);
    const reporter: Actor = { ...platform.actors['healthReporter']!, id: officerId };
    const caseId = await platform.report({ reporter });
    const review = (by: Actor) =>
      performAction(platform.context, by, caseId, { action: 'review', payload: {}, idempotencyKey: randomUUID() });
    await expect(review(reviewer)).rejects.toMatchObject(refused('four_eyes.violated'));
    const [batch, row] = caseId.split('-');
    const part = `INSERT INTO case_participant SELECT subject_key, fact_key, $1::uuid, 'reviewer' FROM submission WHERE batch_id = $2 AND row_number = $3`;
    await expect(platform.asApplication(part, [registrar.id, batch, row])).rejects.toMatchObject({
      constraint: 'four_eyes',
    });
    await review(platform.actors['healthReviewer']!);
  });
});

describe('over any sequence of acts', () => {
  const PLACES = ['credit-office', 'airport', 'airport-credit-office'] as const;
  // what may be held together, and sometimes what may not
  const roles = fc.constantFrom<Role[]>(
    ...([['administrator'], ['administrator'], ['reporter'], ['reviewer', 'determiner'], ['assistant']] as Role[][]),
    ...ROLES.map((role): Role[] => [role, 'administrator']),
  );
  const someone = fc.nat({ max: 40 });
  /** mostly one of the administrators, who are the first six */
  const giver = fc.nat({ max: 7 });
  const act = fc.oneof(
    fc.record({ act: fc.constant('appoint' as const), by: giver, place: fc.constantFrom(...PLACES), roles }),
    {
      weight: 3,
      arbitrary: fc.record({ act: fc.constant('change' as const), by: giver, to: someone, roles }),
    },
    fc.record({ act: fc.constant('decide' as const), by: giver, which: fc.nat({ max: 20 }) }),
    fc.record({ act: fc.constant('dismiss' as const), by: someone, to: someone }),
    // most are refused, for who never holds a role does not stand in for its holder
    {
      weight: 3,
      arbitrary: fc.record({
        ...{
          act: fc.constant('delegate' as const),
          by: fc.nat({ max: 11 }),
          forOthers: fc.boolean(),
          from: someone,
          to: someone,
        },
        ...{ role: someone, days: fc.nat({ max: 1 }) },
      }),
    },
    fc.record({ act: fc.constant('revoke' as const), by: someone, which: fc.nat({ max: 20 }) }),
    fc.record({ act: fc.constant('wait' as const) }),
  );

  /** Whatever is drawn after it: an appointment, a change and a decision, and absences asked for with each colleague in turn. */
  const everyKindHappens: Act[] = [
    { act: 'appoint', by: 0, place: 'credit-office', roles: ['reporter'] },
    { act: 'change', by: 0, to: 6, roles: ['reporter'] },
    { act: 'decide', by: 3, which: 0 },
    ...[6, 9].flatMap((by) =>
      Array.from(
        { length: 12 },
        (_, to): Act => ({
          ...{ act: 'delegate', by, forOthers: false, from: by, to, role: 0, days: 0 },
        }),
      ),
    ),
  ];

  test('nobody has more after their own act, and nothing anybody has came from themself', async () => {
    const happened = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 20, maxLength: 35 }), async (acts) => {
        platform.clock.set('2020-03-16T01:00:00Z');
        const people: string[] = [];
        for (const held of [['administrator'], ['administrator'], ['determiner'], ['reporter']] as Role[][])
          for (const place of PLACES) people.push((await platform.officer(place, ...held)).id);
        const given: string[] = [];
        const waiting: { id: string; officerId: string }[] = [];
        const at = (index: number) => people[index % people.length]!;
        for (const one of acts) {
          if (one.act === 'wait') {
            platform.clock.set(new Date(platform.context.clock().getTime() + 24 * 3600_000).toISOString());
            continue;
          }
          const by = await officerActor(platform.context, at(one.by), 'request');
          if (!by) continue;
          const done = await perform(by, one, at, { people, given, waiting });
          if (!done) continue; // what was refused has changed nothing
          happened.set(one.act, (happened.get(one.act) ?? 0) + 1);
          const after = await officerActor(platform.context, by.id, 'request');
          expect(by.roles, `${one.act} widened its own actor`).toEqual(
            expect.arrayContaining([...(after?.roles ?? [])]),
          );
          expect(by.posts, `${one.act} gave its own actor a role elsewhere`).toEqual(
            expect.arrayContaining([...(after?.posts ?? [])]),
          );
          if (after && departmentsSeen(after, platform.context.policy) === '*')
            expect(departmentsSeen(by, platform.context.policy)).toBe('*');
          await expectNobodyReachedThemself(people);
        }
      }),
      { numRuns: 16, interruptAfterTimeLimit: 200_000, examples: [[everyKindHappens]] },
    );
    console.info(`acts: ${JSON.stringify(Object.fromEntries(happened))}`);
    // a property over acts that are all refused would hold of anything
    for (const kind of ['appoint', 'change', 'decide', 'delegate'])
      expect(happened.get(kind) ?? 0, kind).toBeGreaterThan(0);
  });

  type Act = typeof act extends fc.Arbitrary<infer One> ? One : never;

  /** True when it was done. What the rules let pass the database must let pass too: anything but a Problem fails the test. */
  async function perform(
    by: Actor,
    one: Act,
    at: (i: number) => string,
    { people, given, waiting }: { people: string[]; given: string[]; waiting: { id: string; officerId: string }[] },
  ): Promise<boolean> {
    const { context } = platform;
    const day = (days: number) => new Date(context.clock().getTime() + days * 24 * 3600_000).toISOString().slice(0, 10);
    try {
      // the routes ask for the role first, the rules below hold without it
      if (one.act === 'appoint') {
        const who = { externalId: randomUUID(), name: '某', departmentId: one.place, roles: one.roles };
        waiting.push(await propose(context, by, ISSUER, who));
      }
      if (one.act === 'change') {
        const { appointment } = await changeRoles(context, by, at(one.to), one.roles);
        if (appointment) waiting.push(appointment);
      }
      if (one.act === 'decide' && waiting.length > 0) {
        const { officerId } = await decide(context, by, waiting[one.which % waiting.length]!.id, 'confirmed');
        if (!people.includes(officerId)) people.push(officerId);
      }
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
    const { rows } = await platform.owner.query<{ role: Role }>(
      'SELECT role FROM officer_role WHERE officer_id = $1 AND ended_at IS NULL ORDER BY id',
      [from],
    );
    const held = rows.map(({ role: one }) => one).filter((one) => one !== 'administrator' && one !== 'auditor');
    return {
      to: colleagues[to % colleagues.length]?.id ?? from,
      role: (held[role % held.length] ?? 'reporter') as DelegableRole,
    };
  }

  async function expectNobodyReachedThemself(people: readonly string[]): Promise<void> {
    const { rows } = await platform.owner.query(
      `SELECT 'own' AS way, r.officer_id AS id, r.role FROM officer_role r
       WHERE r.officer_id = ANY ($1) AND r.ended_at IS NULL AND r.officer_id IN (SELECT role_came_from(r.officer_id, r.role))
       UNION ALL
       SELECT 'taken over', d.to_officer, d.role FROM delegation d WHERE d.to_officer = ANY ($1) AND d.revoked_at IS NULL
         AND (d.given_by = d.to_officer OR d.to_officer IN (SELECT role_came_from(d.from_officer, d.role)
           WHERE d.role IN (SELECT r.role FROM officer_role r WHERE r.officer_id = d.from_officer AND r.ended_at IS NULL)))`,
      [people],
    );
    expect(rows).toEqual([]);
  }
});
