/** A limit on waiting does not count the time in which we ourselves did not listen. */
import { expect, test } from 'vitest';
import { attentively, NoAnswer } from './attention.ts';

const after = <T>(milliseconds: number, value: T) =>
  new Promise<T>((resolve) => setTimeout(() => resolve(value), milliseconds));

test('an answer in time is the answer, also where it is a refusal', async () => {
  expect(await attentively(after(20, 'yes'), 5_000)).toBe('yes');
  await expect(attentively(Promise.reject(new Error('no')), 5_000)).rejects.toThrow('no');
});

test('without an answer it ends; what fails later disturbs nobody', async () => {
  const late = new Promise((_, reject) => setTimeout(() => reject(new Error('late')), 400));
  await expect(attentively(late, 200)).rejects.toBeInstanceOf(NoAnswer);
  await after(400, undefined);
});

test('an answer that came while the process was busy is heard', async () => {
  const answer = after(50, 'yes');
  const waiting = attentively(answer, 1_000);
  await after(10, undefined);
  for (const until = performance.now() + 3_000; performance.now() < until; ) {
    // deaf for three times the limit
  }
  expect(await waiting).toBe('yes');
});
