/** Packs below the law, generated from the law: none passes the check, none is enacted, all are clamped when they run. */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compileCity, type PolicyFile } from '#kernel/policy/compile.ts';
import { rangeOn } from '#kernel/policy/grade.ts';
import { withQuestions } from '#kernel/policy/questions.ts';
import { toLocalDate } from '#kernel/time/local-date.ts';
import { loadLaw } from '#runtime/law.ts';
import { readPolicyFiles } from '#runtime/policy.ts';
import { changedData, changedFiles, type Hostile, hostilePacks, WAYS } from '../../../tests/support/hostile-packs.ts';
import { belowFloor, withFloor } from './fold.ts';
import { scopeOf } from './scopes.ts';

const law = await loadLaw();

/** The city's own pack, and its black kinds one of each grade: every rule has a place in it. */
const files = graded(await readPolicyFiles(join(import.meta.dirname, '../../../cities/zhengzhou')));

function graded(read: readonly PolicyFile[]): readonly PolicyFile[] {
  const grades = ['minor', 'serious', 'general'];
  return read.map(({ path, text }) => ({
    path,
    text: text
      .replaceAll(
        'repairGrade: general # 通知没有划分',
        () => `repairGrade: ${grades.shift() ?? 'general'} # 通知没有划分`,
      )
      .replaceAll('value: 12, citation: 不超过', 'value: 3, citation: 不超过'),
  }));
}

const compiled = compileCity(files, law);
if (!compiled.ok) throw new Error(compiled.findings.map(({ zh }) => zh).join('\n'));
const policy = compiled.policies[0]!;

const hostile = hostilePacks(policy, law);
const named = (one: Hostile) =>
  `${one.rule}: ${one.way} at ${one.path.join('.')} ${JSON.stringify(one.value)?.slice(0, 90)}`;

describe('every rule of the law', () => {
  test.each(law.rules.filter(({ scope }) => !scopeOf(scope).byItself).map(({ id }) => [id]))(
    '%s is gone below in some pack',
    (id) => expect(hostile.filter(({ rule }) => rule === id).length).toBeGreaterThan(0),
  );

  test.each(WAYS.map((way) => [way]))('some pack is %s', (way) =>
    expect(hostile.filter((one) => one.way === way).length).toBeGreaterThan(0),
  );

  test('the pack itself is above it', () => expect(belowFloor(policy, law)).toEqual([]));
});

describe('below the law', () => {
  // every place is held on the compiled data below; read from files again, each rule is gone below once in each way
  test('none passes the check', () => {
    const onceEach = new Map(hostile.map((one) => [`${one.rule.replace('henan-', '')} ${one.way}`, one]));
    const passed = [...onceEach.values()].filter((one) => compileCity(changedFiles(files, one, policy), law).ok);
    expect(passed.map(named)).toEqual([]);
  });

  test('each is found, and clamped when it runs', () => {
    const wrong = hostile.filter((one) => {
      if (!holdsTogether(one)) return false;
      const data = withQuestions(changedData(policy, one, law));
      const found = belowFloor(data, law).length > 0;
      const { policy: held, raised } = withFloor(data, law);
      return !found || raised.length === 0 || belowFloor(held, law).length > 0;
    });
    expect(wrong.map(named)).toEqual([]);
  });
});

/** A pack that lacks what its shape demands is no policy at all: there is nothing that could run. */
const holdsTogether = ({ path, value }: Hostile) =>
  value !== undefined || path[0] === 'timers' || path.at(-1) === 'gradeByDecision' || path.at(-1) === 'basis';

test('a pack without the grade that law asks for gets one when it runs, held to what law says of it', () => {
  const { gradeByDecision: _, ...kind } = policy.catalogue.find(({ repairGrade }) => repairGrade === 'general')!;
  const penalty = { ...kind, decisionTypes: kind.decisionTypes.filter(({ id }) => id === 'penalty') };
  const general = policy.repair.filter(({ id }) => id === kind.repairGrade);
  const { policy: held } = withFloor(withQuestions({ ...policy, catalogue: [penalty], repair: general }), law);
  const on = toLocalDate('2026-04-01');
  expect(rangeOn(held, held.catalogue[0]!, '给予警告的行政处罚决定书', on)).toMatchObject({
    ...{ published: false, minimumMonths: 0, maximumMonths: 3 },
  });
  expect(rangeOn(held, held.catalogue[0]!, '行政处罚决定书', on)).toMatchObject({ grade: kind.repairGrade });
  expect(belowFloor(held, law)).toEqual([]);
});
