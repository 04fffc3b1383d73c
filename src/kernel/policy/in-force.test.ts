/** A row goes by the rules it was made under, and by no others; what is new goes by all notices in force, together. */
import { expect, test } from 'vitest';
import { zhengzhou } from '../../../tests/support/systems.ts';
import { toLocalDate } from '../time/local-date.ts';
import { onlyPolicy, policiesOf } from './in-force.ts';
import type { Policy } from './policy.ts';
import { withQuestions } from './questions.ts';
import { refOf } from './refs.ts';
import { together } from './together.ts';

const policy = await zhengzhou();
const policies = onlyPolicy(policy);
const { id: notice, version } = policy;

test('a row of the notice and version gets its policy, by kind or by name', () => {
  for (const { id: kind } of policy.catalogue) expect(policies.at({ kind, version })).toBe(policy);
  expect(policies.at({ notice, version })).toBe(policy);
});

test.each([
  ['another notice', { notice: 'another', version }],
  ['a kind of another notice, with the same number', { kind: 'another/1.1', version }],
  ['a kind that names no notice', { kind: '1.1', version }],
  ['a version nobody enacted', { notice, version: version + 1 }],
])('%s has no rules here', (_, row) => {
  expect(() => policies.at(row)).toThrow('is not enacted here');
});

const on = toLocalDate('2021-08-01');
/** The same city, with a notice whose numbers are the first's, one kind, a list and a window of its own. */
function second(): Policy {
  const ref = (id: string) => refOf('2021-7', id.split('/').at(-1) ?? '');
  const [kind] = policy.catalogue;
  const [list] = policy.lists;
  if (!kind || !list) throw new Error('the notice has a kind and a list');
  return withQuestions({
    ...policy,
    id: '2021-7',
    title: '志愿者褒奖办法',
    catalogue: [{ ...kind, id: ref(kind.id), clause: ref(kind.clause), title: '志愿服务' }],
    lists: [{ ...list, id: 'honour', clause: ref(list.clause), publicNotice: ref(list.publicNotice) }],
    events: [],
    measures: [],
    benefits: policy.benefits
      .slice(0, 2)
      .map((benefit, index) => ({ ...benefit, threshold: index ? 'outstanding' : 'good' })),
    clauses: policy.clauses.map((clause) => ({ ...clause, id: ref(clause.id), title: `二 ${clause.title}` })),
    timers: policy.timers.map((timer) => ({
      ...timer,
      id: ref(timer.id),
      value: timer.value.map((entry) => ({ ...entry, value: { ...entry.value, amount: 9 } })),
    })),
    points: {
      ...policy.points,
      rules: policy.points.rules.slice(0, 1).map((rule) => ({ ...rule, kind: ref(rule.kind) })),
    },
    names: { ...policy.names, creditOffice: '市信用中心' },
  });
}

test('every version of every notice stays readable', () => {
  const later = withQuestions({ ...policy, version: 2, title: '修订' });
  const all = policiesOf([policy, later, second()]);
  expect(all.at({ notice, version: 1 })).toBe(policy);
  expect(all.at({ kind: `${notice}/1.1`, version: 2 }).title).toBe('修订');
  expect(all.at({ kind: '2021-7/1.1', version: 1 }).title).toBe('志愿者褒奖办法');
  expect(() => all.at({ kind: '2021-7/1.1', version: 2 })).toThrow('is not enacted here');
});

test('one notice in force is that notice', () => {
  expect(together([policy])).toBe(policy);
  expect(policy.notices()).toEqual([policy]);
  expect(policy.noticeOf(`${notice}/1.1`)).toBe(policy);
  expect(() => policy.noticeOf('2021-7/1.1')).toThrow(RangeError);
});

test('two notices answer side by side: equal numbers mean two things', () => {
  const other = second();
  const both = together([policy, other]);
  expect(both.notices()).toEqual([policy, other]);
  expect(both.kind('2021-7/1.1').title).toBe('志愿服务');
  expect(both.kind(`${notice}/1.1`)).toEqual(policy.kind(`${notice}/1.1`));
  expect(both.clause('2021-7/1.1').title).toMatch(/^二 /);
  expect(both.list('honour').clause).toBe('2021-7/3.2');
  expect(both.kindsFor('person')).toHaveLength(policy.kindsFor('person').length + 1);
  expect(both.noticeOf('2021-7/1.1')).toBe(other);
  expect(both.timerOn('2021-7/response-window', on).amount).toBe(9);
  expect(both.timerOn(`${notice}/response-window`, on)).toEqual(policy.timerOn('response-window', on));
  expect(both.timerOn('response-window', on)).toEqual(policy.timerOn('response-window', on));
});

test('what is the city’s is as the newest says it; points of all count under its caps', () => {
  const both = together([policy, second()]);
  expect(both.names.creditOffice).toBe('市信用中心');
  expect(both.points.rules.map(({ kind }) => kind)).toContain('2021-7/1.1');
  expect(both.points.scale).toEqual(policy.points.scale);
});

test('a sector that two notices open is open from the lower level on', () => {
  const thresholds = new Map(together([policy, second()]).benefits.map(({ id, threshold }) => [id, threshold]));
  const [first, next, ...others] = policy.benefits;
  expect(thresholds.get(first?.id ?? '')).toBe('good');
  expect(thresholds.get(next?.id ?? '')).toBe(next?.threshold);
  expect(thresholds.size).toBe(others.length + 2);
});
