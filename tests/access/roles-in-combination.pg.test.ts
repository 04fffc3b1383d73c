/**
 * Officers of several roles, signed in by real sessions: whom the door refuses for want of a role is exactly whoever holds none of those
 * the endpoint declares. A sample of what src/platform/http.prop.test.ts says of every endpoint and every set of roles.
 */
import fc from 'fast-check';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { PLATFORM } from '#contracts/platform.ts';
import { ROLES, type Role, roleMissing } from '#platform/access/actor.ts';
import { placeOf, whetherTogether } from '#platform/access/roles-apart.ts';
import { apiDocuments } from '#runtime/http/api-documents.ts';
import type { OfficerSession } from '#runtime/http/officer-door.ts';
import { Sessions } from '#runtime/http/sessions.ts';
import { PLATFORM_SESSION } from '#runtime/systems/system.ts';
import { insertRole } from '../support/officers.ts';
import { createPlatform, type TestPlatform } from '../support/platform.ts';
import { platformForCalls } from '../support/platform-server.ts';
import { zhengzhou } from '../support/systems.ts';
import { operationsOf } from './operations.ts';
import { Examples } from './requests.ts';

/** asks another system, which is not there in this test */
const OUTSIDE = 'POST /api/platform/exchange/reconcile';

const policy = await zhengzhou();
const declared = new Map<string, readonly Role[]>(
  Object.entries(PLATFORM).flatMap(([address, { who }]) => {
    const [method, path = ''] = address.split(' ');
    const name = `${method} /api/platform${path.replaceAll(/:(\w+)/g, '{$1}')}`;
    return who.door === 'officers' && who.roles.length > 0 ? [[name, who.roles] as const] : [];
  }),
);
const operations = operationsOf(JSON.parse((await apiDocuments()).platform)).filter(
  ({ name }) => declared.has(name) && name !== OUTSIDE,
);
const sample = fc.sample(
  fc.constantFrom(...operations).chain((operation) =>
    fc.record({
      operation: fc.constant(operation),
      roles: fc.oneof(
        fc.subarray([...ROLES], { maxLength: 4 }).filter((roles) => whetherTogether(policy, [], roles).ok),
        // few roles may be held together, so that chance alone seldom meets one that the endpoint asks for
        fc.constantFrom(...declared.get(operation.name)!).map((role) => [role]),
      ),
    }),
  ),
  { numRuns: 90, seed: 20_200_210 },
);

let platform: TestPlatform;
let server: FastifyInstance;
let close: () => Promise<void>;
let examples: Examples;
let sessions: Sessions<OfficerSession>;

beforeAll(async () => {
  platform = await createPlatform();
  const calls = await platformForCalls(platform, inject('applicationPassword'));
  ({ server, close } = calls);
  examples = new Examples(platform, calls.dataDirectory);
  sessions = new Sessions<OfficerSession>(platform.context.database, PLATFORM_SESSION, () => new Date(), {
    entering: ({ officerId }) => ({ officer_id: officerId }),
  });
});

afterAll(async () => {
  await close?.();
  await platform?.close();
});

test('the sample has calls that are refused for want of a role, and calls that are not', () => {
  const held = sample.map(({ operation, roles }) => declared.get(operation.name)!.some((role) => roles.includes(role)));
  expect(held.filter(Boolean).length).toBeGreaterThan(15);
  expect(held.filter((one) => !one).length).toBeGreaterThan(15);
});

test.each(sample.map((one) => ({ ...one, title: `${one.operation.name} as ${one.roles.join(' + ') || 'no role'}` })))(
  '$title',
  async ({ operation, roles }) => {
    const { id: officerId } = await platform.officer('health-commission');
    for (const role of roles)
      await insertRole(platform.owner, officerId, { role, departmentId: placeOf(policy, role) ?? 'health-commission' });
    const token = await sessions.start({ officerId });
    const { url, body, type } = await examples.of(operation);
    const answer = await server.inject({
      method: operation.method,
      url,
      headers: {
        cookie: `xinheng-platform=${token}`,
        'x-xinheng-csrf': '1',
        ...(type ? { 'content-type': type } : {}),
      },
      ...(body === undefined ? {} : { payload: body }),
    });
    const needed = declared.get(operation.name)!;
    expect(answer.statusCode).not.toBe(401);
    expect(answer.statusCode).toBeLessThan(500);
    const refusedForWantOfRole =
      answer.statusCode === 403 && answer.json<{ detail?: string }>().detail === roleMissing(needed, roles).zh;
    expect(refusedForWantOfRole, answer.body.slice(0, 300)).toBe(!needed.some((role) => roles.includes(role)));
  },
);
