/** Every day and every whole number that a caller gives has a range in the API documents, inside what columns and calendars hold. */
import { describe, expect, test } from 'vitest';
import { FIRST_DAY, givenDate, LARGEST_INTEGER, LAST_DAY } from '#contracts/given-values.ts';
import type { Schema } from './access/operation.ts';
import { operationsOf } from './fuzz/operations.ts';

type Ranged = Schema & { readonly maximum?: number; readonly formatMinimum?: string; readonly formatMaximum?: string };

/** Places in feeds, logs and deliveries: bigint columns, which JavaScript's whole numbers fit into. */
const BIG = ['GET /api/platform/audit/verify size', 'GET /api/platform/exchange/deliveries before'];
const isBig = (name: string) => BIG.includes(name) || /^GET \/api\/site\/v1\/records\/changes\.\S+ since$/.test(name);

function* within(schema: Ranged, path: string): Generator<readonly [string, Ranged]> {
  yield [path, schema];
  for (const choice of [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])]) yield* within(choice, path);
  for (const [key, one] of Object.entries(schema.properties ?? {})) yield* within(one, `${path}.${key}`);
  if (schema.items) yield* within(schema.items, `${path}[]`);
}

// signed deliveries between our own systems have contracts of their own
const given = (['platform', 'points', 'site'] as const)
  .flatMap((system) => operationsOf(system))
  .filter(({ name }) => !name.includes('/inbox'))
  .flatMap(({ name, parameters, body }) => [
    ...parameters.flatMap((parameter) => [...within(parameter.schema, `${name} ${parameter.name}`)]),
    ...(body ? within(body.schema, name) : []),
  ]);

test('days', () => {
  const days = given.filter(([, { format }]) => format === 'date' || format === 'date-time');
  expect(days.length).toBeGreaterThan(20);
  const open = days.filter(([, one]) => one.formatMinimum !== FIRST_DAY || one.formatMaximum !== LAST_DAY);
  expect(open.map(([name]) => name)).toEqual([]);
});

test('whole numbers', () => {
  const numbers = given.filter(([, { type }]) => type === 'integer' || type === 'number');
  expect(numbers.length).toBeGreaterThan(20);
  const open = numbers.filter(([name, { maximum }]) => {
    const most = isBig(name) ? Number.MAX_SAFE_INTEGER : LARGEST_INTEGER;
    return maximum === undefined || maximum > most;
  });
  expect(open.map(([name]) => name)).toEqual([]);
});

describe('a day given', () => {
  test.each([FIRST_DAY, '2020-02-29', LAST_DAY])('%s is taken', (day) =>
    expect(givenDate.safeParse(day).success).toBe(true),
  );
  test.each(['0000-01-01', '0001-01-01', '1899-12-31', '2101-01-01', '9999-12-31', '2021-02-29', '+275760-09-13', ''])(
    '“%s” is refused',
    (day) => expect(givenDate.safeParse(day).success).toBe(false),
  );
});
