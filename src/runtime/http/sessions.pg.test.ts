/** How long a session opens something: idle and absolute time-outs, each at its minute, and the end of it in the database. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createPlatform, type TestPlatform } from '../../../tests/support/platform.ts';
import { CITIZEN_SESSION, PLATFORM_SESSION, PROVIDER_SESSION } from '../systems/system.ts';
import { newToken, Sessions, sessionOwner } from './sessions.ts';

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

describe('one’s own sessions', () => {
  const ofAccount = () =>
    new Sessions<{ officerId: string }>(platform.context.database, PLATFORM_SESSION, () => new Date(now), {
      entering: ({ officerId }) => ({ officer_id: officerId }),
      whose: ({ officerId }) => sessionOwner(platform.context.keyring, 'platform', officerId),
    });
  const somebodyElse = () => ({ officerId: platform.actors['healthDeterminer']!.id });

  test('are listed with the kind of the browser, this one marked, and end one by one or all but this one', async () => {
    const kept = ofAccount();
    const here = await kept.start(holder(), undefined, 'Firefox · Windows');
    const phone = await kept.start(holder(), undefined, '微信 · Android');
    const third = await kept.start(holder());
    const others = await kept.start(somebodyElse());
    const listed = await kept.own(here);
    expect(listed.map(({ browser, current }) => [browser, current])).toEqual(
      expect.arrayContaining([
        ['Firefox · Windows', true],
        ['微信 · Android', false],
        [null, false],
      ]),
    );
    expect(listed).toHaveLength(3);
    const [onPhone] = listed.filter(({ browser }) => browser?.startsWith('微信'));
    expect(await kept.endOthers(here, onPhone?.id)).toBe(1);
    expect(await kept.find(phone)).toBeNull();
    expect(await kept.find(third)).not.toBeNull();
    expect(await kept.endOthers(here)).toBe(1);
    expect(await kept.find(third)).toBeNull();
    expect(await kept.find(here)).not.toBeNull();
    expect(await kept.find(others)).not.toBeNull();
  });

  test('somebody else’s are out of reach, by number as well; a session that is over lists and ends nothing', async () => {
    const kept = ofAccount();
    const here = await kept.start(holder());
    const others = await kept.start(somebodyElse());
    const [theirs] = await kept.own(others);
    expect((await kept.own(here)).map(({ id }) => id)).not.toContain(theirs?.id);
    expect(await kept.endOthers(here, theirs?.id)).toBe(0);
    expect(await kept.find(others)).not.toBeNull();
    const elsewhere = await kept.start(holder());
    now += PLATFORM_SESSION.idleMinutes * MINUTE + SECOND;
    expect(await kept.own(here)).toEqual([]);
    const again = await kept.start(holder());
    expect(await kept.endOthers(here)).toBe(0);
    expect(await kept.find(again)).not.toBeNull();
    expect(await kept.find(elsewhere)).toBeNull();
  });

  test('the owner of a session is known by a digest that is in no other table and differs from door to door', () => {
    const { keyring } = platform.context;
    const digests = ['my', 'points', 'provider'].map((door) => sessionOwner(keyring, door, 'x').toString('hex'));
    expect(new Set(digests).size).toBe(3);
  });
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
