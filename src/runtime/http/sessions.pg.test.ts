/** How long a session opens something: idle and absolute time-outs, each at its minute, and the end of it in the database. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createPlatform, type TestPlatform } from '../../../tests/support/platform.ts';
import { CITIZEN_SESSION, PLATFORM_SESSION, PROVIDER_SESSION } from '../systems/system.ts';
import { newToken, Sessions } from './sessions.ts';

let platform: TestPlatform;
let now: number;
beforeAll(async () => {
  platform = await createPlatform();
});
afterAll(() => platform?.close());
beforeEach(() => {
  now = Date.parse('2026-03-02T00:00:00Z');
});

const MINUTE = 60_000;
const SECOND = 1_000;
const sessions = (limits: { readonly idleMinutes: number; readonly absoluteMinutes: number } = PLATFORM_SESSION) =>
  new Sessions<{ officerId: string }>(platform.context.database, limits, () => new Date(now), {
    entering: ({ officerId }) => ({ officer_id: officerId }),
  });
const holder = () => ({ officerId: platform.actors['healthReviewer']!.id });

test('an idle session ends at its minute; used before that it goes on', async () => {
  const kept = sessions();
  const token = await kept.start(holder());
  now += PLATFORM_SESSION.idleMinutes * MINUTE;
  expect(await kept.find(token)).not.toBeNull();
  now += PLATFORM_SESSION.idleMinutes * MINUTE + SECOND;
  expect(await kept.find(token)).toBeNull();
});

test('however busy, it ends after the absolute time', async () => {
  const kept = sessions();
  const token = await kept.start(holder());
  for (let minutes = 30; minutes <= PLATFORM_SESSION.absoluteMinutes; minutes += 30) {
    now += 30 * MINUTE;
    expect(await kept.find(token), `${minutes} minutes`).not.toBeNull();
  }
  now += SECOND;
  expect(await kept.find(token)).toBeNull();
});

test('a session that is over does not come back with the next sign-in, which sweeps it away', async () => {
  const kept = sessions();
  const token = await kept.start(holder());
  now += PLATFORM_SESSION.idleMinutes * MINUTE + SECOND;
  await kept.start(holder());
  now -= PLATFORM_SESSION.idleMinutes * MINUTE;
  expect(await kept.find(token)).toBeNull();
});

test('revoked, it is gone at once', async () => {
  const kept = sessions();
  const token = await kept.start(holder());
  await kept.end(token);
  expect(await kept.find(token)).toBeNull();
  expect(await kept.find(newToken())).toBeNull();
});

describe('the way to the provider', () => {
  const attempt = { state: 's', nonce: 'n', codeVerifier: 'v', returnTo: '/' };

  test('is remembered for ten minutes and can be taken once, also by two at the same instant', async () => {
    const kept = sessions();
    const token = await kept.begin(attempt);
    now += 10 * MINUTE;
    const taken = await Promise.all([kept.takeAttempt(token), kept.takeAttempt(token)]);
    expect(taken.filter((one) => one !== null)).toEqual([attempt]);
    const late = await kept.begin(attempt);
    now += 10 * MINUTE + SECOND;
    expect(await kept.takeAttempt(late)).toBeNull();
  });
});

test('nobody stays signed in longer than an office day; citizens, on whatever telephone, far shorter', () => {
  for (const limits of [PLATFORM_SESSION, PROVIDER_SESSION, CITIZEN_SESSION]) {
    expect(limits.idleMinutes).toBeLessThan(limits.absoluteMinutes);
    expect(limits.absoluteMinutes).toBeLessThanOrEqual(12 * 60);
  }
  expect(CITIZEN_SESSION.idleMinutes).toBeLessThan(PLATFORM_SESSION.idleMinutes);
});
