/** What the city's notice must hold: every clause put to use, nobody's name lost, and the limits of the law. */

import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { canonicalDigest } from '#kernel/exchange/canonical-json.ts';
import { compileCity, type PolicyFile } from '#kernel/policy/compile.ts';
import type { Policy } from '#kernel/policy/policy.ts';
import { localId } from '#kernel/policy/refs.ts';
import { type LocalDate, toLocalDate } from '#kernel/time/local-date.ts';
import { loadLaw } from '#runtime/law.ts';
import { readPolicyFiles } from '#runtime/policy.ts';
import { COMING_BASIS, ENDED_BASIS, NO_BASIS, restingOn } from '../tests/support/list-basis.ts';
import { ref } from '../tests/support/refs.ts';

const files = await readPolicyFiles(join(import.meta.dirname, 'zhengzhou'));
const law = await loadLaw();
const compiled = compileCity(files, law);
if (!compiled.ok) throw new Error(compiled.findings.map((finding) => finding.zh).join('\n'));
const policy = noticeOf(compiled.policies);

const CLAUSES =
  'forwarding 1.0 1.1 1.2 1.3 1.4 1.5 1.6 1.7 2 3.1 3.2 3.2.1 3.2.2 3.2.3 3.2.4 3.3 3.3.1 3.3.2 3.3.3 4.1 4.2 4.3 4.4 5.0 5.1 5.2 5.3 6.1 6.2 6.3';
/** By its id: the city may have others. */
function noticeOf(policies: readonly Policy[]): Policy {
  const policy = policies.find(({ id }) => id === '2020-2');
  if (!policy) throw new Error('the city has no notice 2020-2');
  return policy;
}

const on = (text: string): LocalDate => toLocalDate(text);

/** Where the check points to, by what stands there: a kind more moves nothing of this. */
const kindAt = (id: string) => `catalogue[${policy.catalogue.findIndex((kind) => localId(kind.id) === id)}]`;
const ruleAt = (id: string) => `points.rules[${policy.points.rules.findIndex(({ kind }) => localId(kind) === id)}]`;

const errorCodes = (changed: readonly PolicyFile[]) =>
  compileCity(changed, law)
    .findings.filter((finding) => finding.severity === 'error')
    .map((finding) => [finding.code, finding.path]);

function changed(path: string, find: string | RegExp, replacement: string): PolicyFile[] {
  const file = files.find((item) => item.path === `notices/2020-2/${path}`);
  const text = file?.text.replace(find, replacement);
  if (text === undefined || text === file?.text) throw new Error(`${path} has no ${find}`);
  return files.map((item) => (item === file ? { ...item, text } : item));
}

/** An installation that enacted this notice finds the same in its folder: a value that moves to another file is no other law. */
test('what is compiled is what is enacted where it runs', () => {
  expect(canonicalDigest(policy)).toBe('1e58d52b612137966a684ac4a0b48f2b8338947eba442cc59f56962c075f79d1');
});

describe('clauses', () => {
  test('the whole notice is there, without reminders', () => {
    expect(policy.clauses.map((clause) => localId(clause.id))).toEqual(CLAUSES.split(' '));
    expect(compiled.findings).toEqual([]);
    for (const clause of policy.clauses) expect(clause.en, clause.id).toBeTruthy();
  });

  const used = policy.clauses.filter((clause) => !clause.guidance).map((clause) => localId(clause.id));
  test.each(used)('clause %s would be missed if nothing referred to it', (id) => {
    const reference = new RegExp(
      String.raw`\b(clause|minimumAge|data-check|evidence-retention): "?${id.replaceAll('.', '\\.')}"?(?=[\s,}])`,
      'g',
    );
    const other = id === '1.0' ? '1.1' : '1.0';
    const without = files.map(({ path, text }) => ({
      path,
      text: path.endsWith('notice.md') ? text : text.replace(reference, `$1: "${other}"`),
    }));
    expect(errorCodes(without)).toContainEqual(['clause.unused', id]);
  });

  test('guidance is only what asks people, not software', () => {
    expect(policy.clauses.filter((clause) => clause.guidance).map((clause) => clause.id)).toEqual([
      ref('6.1'),
      ref('6.3'),
    ]);
  });
});

describe('departments', () => {
  test.each([
    ['航空港实验区', 'airport'],
    ['航空港区', 'airport'],
    ['市商务局', 'commerce-bureau'],
    ['市工业和信息化局', 'industry-bureau'],
    ['市工信局', 'industry-bureau'],
    ['郑州市国资委', 'state-assets-commission'],
    ['市农业农村委', 'agriculture-commission'],
    ['管城区', 'guancheng'],
    ['高新区', 'gaoxin'],
  ])('%s is %s and may recommend for the red list', (name, id) => {
    const department = policy.findDepartmentByName(name);
    expect(department?.id).toBe(id);
    for (const kind of ['3.2.1', '3.2.2', '3.2.3', '3.2.4']) expect(policy.mayReport(ref(kind), id)).toBe(true);
  });

  test('everybody may report good information, and there is always somebody to determine it', () => {
    for (const kind of policy.catalogue.filter((item) => item.polarity === 'good')) {
      for (const department of policy.departments) {
        expect(policy.mayReport(kind.id, department.id)).toBe(true);
        expect(policy.mayDetermine(kind.id, policy.competentDepartmentFor(kind.id, department.id))).toBe(true);
      }
    }
  });

  test('twelve divisions and four zones, one of them without a code', () => {
    expect(policy.divisions).toHaveLength(12);
    expect(policy.zones.map((zone) => zone.statisticalCode)).toEqual([undefined, '410171', '410172', '410173']);
  });

  test('the zone reaches down to its offices, no city department reaches another', () => {
    expect(policy.departmentsUnder('airport')).toEqual([
      'airport',
      'airport-credit-office',
      'airport-xingang',
      'airport-baqian',
    ]);
    expect(policy.departmentsUnder('credit-office')).toEqual(['credit-office']);
  });
});

describe('restraint', () => {
  test('the measures are the three of the notice', () => {
    expect(policy.measures.map((measure) => measure.clause)).toEqual([ref('4.1'), ref('4.2'), ref('4.3')]);
  });

  test('a black list restricts nothing without a recorded legal basis, before it and after its end', () => {
    const restrictions = (of: Policy, day: string) => of.measuresFor({ list: 'black' }, on(day));
    expect(restrictions(policy, '2020-05-01')).toMatchObject([{ clause: ref('4.3'), polarity: 'restriction' }]);
    expect(restrictions(restingOn(policy, NO_BASIS), '2020-05-01')).toEqual([]);
    expect(restrictions(restingOn(policy, ENDED_BASIS), '2020-05-01')).toEqual([]);
    expect(restrictions(restingOn(policy, COMING_BASIS), '2020-05-01')).toEqual([]);
  });

  test.each([
    ['on a document that is no law', 'basis: provincial-decision', 'basis: joint-rules', 'list.basis_document'],
    ['on nothing named', '        basis: provincial-decision\n', '', 'list.basis_unknown'],
    ['on what the pack does not have', 'basis: provincial-decision', 'basis: another', 'list.basis_unknown'],
  ])('no adverse list rests %s', (_, from, to, code) => {
    expect(compileCity(changed('lists.yaml', from, to), law).findings).toContainEqual(
      expect.objectContaining({ code }),
    );
  });

  test('nothing adverse is longer than the law allows, and every local figure says so', () => {
    expect(policy.timerOn('adverse-disclosure-maximum', on('2020-05-01'))).toMatchObject({ amount: 5, unit: 'years' });
    for (const rule of policy.points.rules) {
      for (const entry of [...rule.points, ...rule.cap]) expect(entry.local).toBe(true);
    }
    expect(policy.timerOn('response-window', on('2020-03-01')).local).toBe(true);
    expect(policy.timerOn(ref('red-public-notice'), on('2020-03-01')).local).toBe(true);
    expect(policy.timerOn('objection-own', on('2020-06-01')).local).toBe(false);
  });

  const adverse = /(id: "2"[\s\S]*?)/;
  test.each([
    ['adverse.batch', 'catalogue.yaml', /approval: case/, 'approval: batch', `${kindAt('2')}.approval`],
    ['adverse.no_decision', 'catalogue.yaml', ', decisionNumber', '', `${kindAt('2')}.requiredFields`],
    ['adverse.no_decision', 'catalogue.yaml', / {4}decisionTypes:\n(?: {6}- .*\n)+/, '', kindAt('2')],
    [
      'adverse.fact_basis',
      'catalogue.yaml',
      'factBasis: decision-number',
      'factBasis: matter-and-date',
      `${kindAt('2')}.factBasis`,
    ],
    [
      'adverse.any_reporter',
      'catalogue.yaml',
      'reporterFunctions: [public-security, health]',
      'reporterFunctions: any',
      `${kindAt('2')}.reporterFunctions`,
    ],
    [
      'adverse.disclosure_too_long',
      'catalogue.yaml',
      /(disclosureMonths: .*value: )12/,
      '$161',
      `${kindAt('2')}.lifecycle.disclosureMonths[0].value`,
    ],
    [
      'kind.person_on_list',
      'catalogue.yaml',
      new RegExp(`${adverse.source}approval: case`),
      '$1approval: case\n    nominates: { list: black, ground: "3.3.1" }',
      `${kindAt('2')}.nominates`,
    ],
    [
      'kind.polarity',
      'catalogue.yaml',
      '{ list: red, ground: "3.2.1" }',
      '{ list: black, ground: "3.3.1" }',
      `${kindAt('3.2.1')}.nominates`,
    ],
    ['list.adverse_requirements', 'lists.yaml', 'noticeServed: true', 'noticeServed: false', 'lists[1].requires'],
    ['list.adverse_requirements', 'lists.yaml', / {6}legalBasis:\n( {8}.*\n)+/, '', 'lists[1].requires'],
    ['list.legal_basis', 'lists.yaml', 'recorded: true', 'recorded: false', 'lists[1].requires.legalBasis'],
    ['points.sign', 'points.yaml', 'value: -10', 'value: 10', `${ruleAt('2')}.points[0].value`],
    ['points.organisation', 'points.yaml', 'kind: "2"', 'kind: "3.3.1"', `${ruleAt('2')}.kind`],
    [
      'measure.points_restrict',
      'measures.yaml',
      'polarity: incentive',
      'polarity: restriction',
      'measures[0].polarity',
    ],
    ['measure.beyond_notice', 'measures.yaml', 'clause: "4.3"', 'clause: "6.1"', 'measures[2].clause'],
    ['key.missing', 'measures.yaml', / {4}legalBasis: .*\n/, '', 'measures[0].legalBasis'],
  ])('%s is refused (%s)', (code, path, find, replacement, where) => {
    expect(errorCodes(changed(path, find, replacement))).toContainEqual([code, where]);
  });
});
