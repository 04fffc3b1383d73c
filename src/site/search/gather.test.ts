import { expect, test } from 'vitest';
import { Gathering } from './gather.ts';

test('those who ask while the database is busy are asked for together, each key once', async () => {
  const questions: (readonly string[])[] = [];
  const release: (() => void)[] = [];
  const gathering = new Gathering<string, string>(async (keys) => {
    questions.push(keys);
    await new Promise<void>((resolve) => release.push(resolve));
    return new Map(keys.filter((key) => key !== 'none').map((key) => [key, `${key}!`]));
  });
  const turn = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  const first = [gathering.ask('a'), gathering.ask('b'), gathering.ask('a')];
  await turn();
  const second = [gathering.ask('c')];
  await turn();
  second.push(gathering.ask('d'), gathering.ask('c'), gathering.ask('none'));
  await turn();
  expect(questions).toEqual([['a', 'b']]);
  release.shift()?.();
  expect(await Promise.all(first)).toEqual(['a!', 'b!', 'a!']);
  await turn();
  expect(questions).toEqual([
    ['a', 'b'],
    ['c', 'd', 'none'],
  ]);
  release.shift()?.();
  expect(await Promise.all(second)).toEqual(['c!', 'd!', 'c!', undefined]);
});

test('a failure reaches everybody who asked, and nobody who asks afterwards', async () => {
  let broken = true;
  const gathering = new Gathering<string, number>(async (keys) => {
    if (broken) throw new Error('gone');
    return new Map(keys.map((key) => [key, 1]));
  });
  const asked = [gathering.ask('a'), gathering.ask('b')];
  for (const result of await Promise.allSettled(asked)) expect(result.status).toBe('rejected');
  broken = false;
  expect(await gathering.ask('a')).toBe(1);
});

test('many more keys than fit in one question are all answered', async () => {
  const sizes: number[] = [];
  const gathering = new Gathering<number, number>(async (keys) => {
    sizes.push(keys.length);
    return new Map(keys.map((key) => [key, key * 2]));
  });
  const answers = await Promise.all(Array.from({ length: 1_700 }, (_, key) => gathering.ask(key)));
  expect(answers).toEqual(Array.from({ length: 1_700 }, (_, key) => key * 2));
  expect(Math.max(...sizes)).toBeLessThanOrEqual(500);
});
