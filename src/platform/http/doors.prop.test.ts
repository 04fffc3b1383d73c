/** Roles in combination: an endpoint is open to whoever holds one of its roles, whatever else they hold; driven through the doors of `serve`. */
import fc from 'fast-check';
import type { FastifyRequest } from 'fastify';
import { describe, expect, test } from 'vitest';
import type { Who } from '#contracts/endpoint.ts';
import { MY, PLATFORM } from '#contracts/platform.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { type Actor, postsIn, ROLES, type Role } from '../access/actor.ts';
import type { Applicant } from '../access/applicant.ts';
import { doors } from './serve.ts';

type Endpoint = readonly [address: string, who: Who];
const endpoints: Endpoint[] = Object.entries({ ...PLATFORM, ...prefixed(MY) }).map(([at, { who }]) => [at, who]);
const ofOfficers = endpoints.flatMap(([address, who]) => (who.door === 'officers' ? [{ address, who }] : []));

function prefixed<Map extends object>(map: Map): Record<string, Map[keyof Map]> {
  return Object.fromEntries(Object.entries(map).map(([address, one]) => [`my ${address}`, one]));
}

const officer = (roles: readonly Role[], takenOver: readonly Role[] = []): Actor => ({
  ...{ kind: 'officer', id: 'a', name: '经办人', departmentId: 'health-commission' },
  roles: [...new Set([...roles, ...takenOver])],
  posts: postsIn('health-commission', [...new Set([...roles, ...takenOver])]),
  standsIn: takenOver.map((role) => ({
    ...{ role, departmentId: 'health-commission' },
    ...{ delegationId: 'd', officerId: 'b', officerName: '同事', until: '2020-03-20' },
  })),
});
const asked = (callers: { actor?: Actor; applicant?: Applicant }) =>
  ({ actor: null, applicant: null, ...callers }) as unknown as FastifyRequest;

/** Through the door the endpoint declares: who came in, or the code of the refusal. */
function comeIn(request: FastifyRequest, who: Who): unknown {
  try {
    return (doors as Readonly<Record<string, (request: FastifyRequest, who: Who) => unknown>>)[who.door]!(request, who);
  } catch (error) {
    if (error instanceof Problem) return error.code;
    throw error;
  }
}

const someRoles = fc.subarray([...ROLES]);

describe('the officers’ door', () => {
  test('speaks for many endpoints, of one role, of several and of none', () => {
    const counts = new Set(ofOfficers.map(({ who }) => Math.min(who.roles.length, 2)));
    expect(ofOfficers.length).toBeGreaterThan(80);
    expect(counts).toEqual(new Set([0, 1, 2]));
  });

  test('admits exactly whoever holds at least one of the declared roles, own or taken over', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ofOfficers), someRoles, someRoles, ({ who }, own, takenOver) => {
        const actor = officer(own, takenOver);
        const declared: readonly string[] = who.roles;
        const held = declared.length === 0 || actor.roles.some((role) => declared.includes(role));
        const came = comeIn(asked({ actor }), who);
        if (held) expect(came).toEqual(declared.length === 0 ? actor : { ...actor, actsIn: declared });
        else expect(came).toBe('permission.denied');
      }),
      { numRuns: 5_000 },
    );
  });

  test('one role more never closes a door', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ofOfficers), someRoles, fc.constantFrom(...ROLES), ({ who }, roles, more) => {
        fc.pre(comeIn(asked({ actor: officer(roles) }), who) !== 'permission.denied');
        expect(comeIn(asked({ actor: officer([...roles, more]) }), who)).not.toBe('permission.denied');
      }),
      { numRuns: 1_000 },
    );
  });
});

test('nobody comes through another’s door, nor without showing who they are', () => {
  const applicant = { kind: 'applicant' } as Applicant;
  fc.assert(
    fc.property(fc.constantFrom(...endpoints), someRoles, ([, who], roles) => {
      fc.pre(who.door === 'officers' || who.door === 'applicants');
      expect(comeIn(asked({}), who)).toBe('session.required');
      const wrong = who.door === 'officers' ? { applicant } : { actor: officer(roles) };
      expect(comeIn(asked(wrong), who)).toBe('session.required');
    }),
    { numRuns: 2_000 },
  );
});
