/** The clock stands still in a transaction, and nowhere else. */
import { expect, test } from 'vitest';
import { atOneInstant, standingStill } from './one-instant.ts';

const running = () => {
  let readings = 0;
  return standingStill(() => new Date(++readings));
};

test('outside of a transaction it runs', () => {
  const clock = running();
  expect([clock().getTime(), clock().getTime()]).toEqual([1, 2]);
});

test('within one it is read once, however deep; the next has its own instant', async () => {
  const clock = running();
  const readings = () =>
    atOneInstant(async () => {
      const first = clock().getTime();
      await Promise.resolve();
      return [first, clock().getTime(), ...(await Promise.all([clock().getTime()]))];
    });
  expect(await readings()).toEqual([1, 1, 1]);
  expect(await readings()).toEqual([2, 2, 2]);
});

test('two at the same time do not share one', async () => {
  const clock = running();
  const [one, other] = await Promise.all([atOneInstant(async () => clock()), atOneInstant(async () => clock())]);
  expect(one).not.toEqual(other);
});

test('what is begun in one and goes on after it finds the clock running', async () => {
  const clock = running();
  let goesOn: (() => Date) | undefined;
  let resume = () => {};
  const later = new Promise<void>((resolve) => {
    resume = resolve;
  });
  const after = atOneInstant(async () => {
    goesOn = clock;
    clock();
    return { left: later.then(() => clock().getTime()) };
  });
  const { left } = await after;
  resume();
  expect(await left).toBe(2);
  expect(goesOn?.().getTime()).toBe(3);
});

test('changing the instant one was given changes no other', async () => {
  const clock = running();
  await atOneInstant(async () => {
    clock().setTime(0);
    expect(clock().getTime()).toBe(1);
  });
});
