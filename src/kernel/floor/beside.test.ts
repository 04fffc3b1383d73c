/** The law beside a policy's values: each rule that has a place, as it stands on the day, and words a reader understands. */
import { expect, test } from 'vitest';
import { toLocalDate } from '#kernel/time/local-date.ts';
import { loadLaw } from '#runtime/law.ts';
import { zhengzhou } from '../../../tests/support/systems.ts';
import { besideFloor, besideWords } from './beside.ts';
import { belowFloor } from './fold.ts';
import { floorOn, rulesOver } from './law.ts';
import { orderOf } from './orders.ts';
import { scopeOf } from './scopes.ts';

const law = await loadLaw();
const policy = await zhengzhou();
const on = toLocalDate('2026-05-01');

test('every rule in force over the city that it has a place for is there, and each of its values is met', () => {
  const beside = besideFloor(policy, law, on);
  const inForce = rulesOver(law, policy.regionPrefix).filter((rule) => floorOn(rule, on) !== undefined);
  const shown = new Set(beside.map(({ rule }) => rule.id));
  // the notice has no kind that is minor or serious by itself
  expect(inForce.map(({ id }) => id).filter((id) => !shown.has(id))).toEqual([
    'disclosure-minor',
    'disclosure-serious',
  ]);
  expect(belowFloor(policy, law)).toEqual([]);
  for (const { rule, floor, value } of beside.filter(({ rule: { scope } }) => !scopeOf(scope).byItself))
    expect(orderOf(rule.direction, scopeOf(rule.scope).key).meets(floor.value, value), rule.id).toBe(true);
});

test('what is demanded is that of the day', () => {
  const maximum = (day: string) =>
    besideFloor(policy, law, toLocalDate(day)).find(({ rule }) => rule.id === 'repair-maximum-general')!;
  expect(besideWords(maximum('2026-03-31'), law)).toMatchObject({
    wanted: { zh: '不得超过36个月' },
    here: { zh: '36个月' },
  });
  expect(besideWords(maximum('2026-04-01'), law)).toMatchObject({
    wanted: { zh: '不得超过12个月' },
    here: { zh: '12个月' },
  });
  expect(besideFloor(policy, law, toLocalDate('2026-03-31')).map(({ rule }) => rule.id)).not.toContain(
    'grade-by-penalty',
  );
});

test('nothing is said in the ids of files', () => {
  const said = besideFloor(policy, law, on).flatMap((one) => Object.values(besideWords(one, law)).map(({ zh }) => zh));
  expect(said.filter((text) => /[a-z]/.test(text))).toEqual([]);
});
