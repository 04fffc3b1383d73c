/** The day of one's own report: the same faults as in a department's table, in the words of a form. */
import { expect, test } from 'vitest';
import { toLocalDate } from '#kernel/time/local-date.ts';
import { inventedCitizen } from '../../../tests/support/people.ts';
import { zhengzhou } from '../../../tests/support/systems.ts';
import { checkContent, dateFaults, mayReport, reportableKinds } from './rules.ts';

test.each([
  ['1900-01-01', 'date.invalid'],
  ['1899-12-30', 'date.invalid'],
  ['1970-01-01', 'date.invalid'],
  ['1985-06-15', 'date.invalid'],
  ['1984-06-15', 'date.invalid'],
  ['1990-06-15', 'subject.minor'],
  ['2020-06-02', 'date.future'],
  ['2020-02-30', 'date.invalid'],
  ['2003-06-15', 'date.outside_notice'],
  ['2010-05-01', 'date.outside_notice'],
  ['2019-12-31', 'date.outside_notice'],
  ['2020-01-01', undefined],
])('%s: %s', async (day, reason) => {
  const surroundings = {
    policy: await zhengzhou(),
    person: inventedCitizen('王芳', '1985-06-15'),
    today: toLocalDate('2020-06-01'),
  };
  expect(dateFaults(day, surroundings).map((fault) => fault.reason)).toEqual(reason ? [reason] : []);
});

const surroundings = async (present: readonly string[] = []) => ({
  policy: await zhengzhou(),
  person: inventedCitizen('王芳', '1985-06-15'),
  today: toLocalDate('2020-06-01'),
  present: new Set(present),
});

test('what may be reported is good information about persons, and nothing else', async () => {
  const { policy } = await surroundings();
  const kinds = reportableKinds(policy);
  expect(kinds.length).toBeGreaterThan(0);
  expect(kinds.map(({ polarity, subject }) => `${polarity} ${subject}`)).toEqual(kinds.map(() => 'good person'));
});

test('nobody under age reports, until the very birthday', async () => {
  const { policy } = await surroundings();
  const of = (birthDate: string) => mayReport(inventedCitizen('王芳', birthDate), policy, toLocalDate('2020-06-01'));
  expect(of('2002-06-01')).toEqual({ ok: true });
  expect(of('2002-06-02')).toMatchObject({ ok: false, because: 'minor' });
});

test('a kind that asks for proof is not claimed without it, nor one the catalogue does not have', async () => {
  const around = await surroundings();
  const kind = reportableKinds(around.policy).find(({ evidence }) => evidence.some(({ required }) => required))!;
  const content = {
    kind: kind.id,
    place: 'credit-office',
    occurredOn: '2020-03-01',
    matter: '在社区值守三十天',
    sex: 'female',
  } as const;
  const reasons = (of: object, present: readonly string[]) =>
    checkContent({ ...content, ...of }, { ...around, present: new Set(present) }).faults.map(({ reason }) => reason);
  const proof = kind.evidence.filter(({ required }) => required).map(({ id }) => id);
  expect(reasons({}, proof)).toEqual([]);
  expect(reasons({}, [])).toEqual(proof.map((id) => `evidence.${id}`));
  expect(reasons({ kind: '9.9' }, proof)).toEqual(['category.unknown']);
  const adverse = around.policy.catalogue.find(
    ({ polarity, subject }) => polarity === 'adverse' && subject === 'person',
  )!;
  expect(reasons({ kind: adverse.id }, proof)).toEqual(['category.unknown']);
});
