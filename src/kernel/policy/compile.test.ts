/** Cities with one mistake each: the finding names it, in the right file, on the right line. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { loadLaw } from '#runtime/law.ts';
import { compileCity, type PolicyFile } from './compile.ts';

const folder = new URL('../../../tests/support/mini-pack/', import.meta.url);
const read = (path: string): PolicyFile => ({ path, text: readFileSync(new URL(path, folder), 'utf8') });
const law = await loadLaw();
const city = read('city.yaml');
const rules = read('notices/qinglu-2021-7/notice.yaml');
const words = read('notices/qinglu-2021-7/notice.md');
const all = [city, rules, words];

const errorsOf = (files: readonly PolicyFile[]) =>
  compileCity(files, law).findings.filter((finding) => finding.severity === 'error');

function withChange(file: PolicyFile, find: string, replacement: string): PolicyFile {
  if (!file.text.includes(find)) throw new Error(`the pack has no "${find}"`);
  return { ...file, text: file.text.replace(find, replacement) };
}

/** [code, what stands in the pack, what it is changed to, something only the line complained about has] */
const MISTAKES: readonly [code: string, find: string, replacement: string, lineWith: string][] = [
  ['yaml.syntax', 'events: [{ id:', 'events: [{ id: [', 'events: [{ id: ['],
  ['key.unknown', 'repair: []', 'repair: []\nrepairs: []', 'repairs: []'],
  ['key.unknown', 'appliesTo: { list: honour }', 'appliesTo: { list: honour }\n    severity: high', 'severity: high'],
  ['key.missing', '    legalBasis: 青芦信〔2021〕7号 D\n', '', '  - id: awards'],
  ['value.invalid', 'approval: batch', 'approval: automatic', 'approval: automatic'],
  ['value.invalid', 'id: department-summary', 'id: pigeon-post', 'id: pigeon-post'],
  ['value.invalid', 'effectiveFrom: 2021-07-21', 'effectiveFrom: 2021-02-30', 'effectiveFrom: 2021-02-30'],
  ['value.invalid', 'value: 10 working-days, citation: E', 'value: a fortnight, citation: E', 'a fortnight'],
  ['value.invalid', '[25,50]', '[25-50]', '[25-50]'],
  ['value.invalid', 'value: 7, citation', 'value: 7.5, citation', 'value: 7.5'],
  ['clause.unknown', 'clause: D\n', 'clause: Z\n', 'clause: Z'],
  ['id.duplicate', 'id: flood-company', 'id: flood-volunteer', '  - id: flood-volunteer #2'],
  ['name.duplicate', 'aliases: [市防指]', 'aliases: [市诚信中心]', 'id: flood-command'],
  ['department.unknown', 'parent: flood-command', 'parent: nowhere', 'parent: nowhere'],
  ['department.unknown', 'creditOffice: integrity-centre', 'creditOffice: nobody', 'creditOffice: nobody'],
  ['department.cycle', 'aliases: [市防指]', 'aliases: [市防指], parent: north-shore', 'parent: north-shore'],
  ['division.unknown', 'level: district }', 'level: district, division: "530101" }', 'division: "530101"'],
  ['zone.unknown', 'level: district }', 'level: district, zone: harbour }', 'zone: harbour'],
  ['function.unknown', 'functions: [rescue] }', 'functions: [rescue, cooking] }', 'functions: [rescue, cooking]'],
  ['function.unknown', 'reporterFunctions: [rescue]', 'reporterFunctions: [sea]', 'reporterFunctions: [sea]'],
  ['function.no_department', 'functions: [rescue] }', 'functions: [] }', 'competentFunctions: [rescue]'],
  [
    'function.no_city_department',
    'level: department, functions',
    'level: office, functions',
    'competentFunctions: [rescue]',
  ],
  ['field.not_for_subject', '[name, uscc, kind, matter]', '[name, uscc, kind, matter, sex]', 'kind, matter, sex]'],
  ['field.missing', '[name, uscc, kind, matter]', '[name, uscc, kind]', '[name, uscc, kind]'],
  [
    'list.ground_without_kind',
    'title: 支援抗洪 }]',
    'title: 支援抗洪 }, { id: extra, clause: B, title: x }]',
    'id: extra',
  ],
  ['list.unknown', 'nominates: { list: honour', 'nominates: { list: blue', 'list: blue'],
  ['kind.unknown_ground', 'ground: helped }', 'ground: watched }', 'ground: watched'],
  ['timer.unknown', 'publicNotice: honour-notice', 'publicNotice: soon', 'publicNotice: soon'],
  ['timer.missing', 'id: data-check', 'id: data-look', '  - { id: data-look'],
  ['event.unknown', 'gateEvent: flood-season-over', 'gateEvent: never', 'gateEvent: never'],
  ['level.unknown', 'threshold: first', 'threshold: zeroth', 'threshold: zeroth'],
  ['level.gap', '[25,50]', '(25,50]', '(25,50]'],
  ['level.gap', '[0,25)', '[1,25)', '[1,25)'],
  ['level.gap', '[25,50]', '[25,50)', '[25,50)'],
  ['level.overlap', '[0,25)', '[0,25]', '[25,50]'],
  ['level.overlap', '[0,25)', '[0,30)', '[25,50]'],
  ['dated.overlap', 'from: 2022-01-01, value: 9', 'from: 2021-07-21, value: 9', 'value: 9'],
  ['dated.unsorted', 'from: 2022-01-01, value: 9', 'from: 2021-01-01, value: 9', 'value: 9'],
  ['points.unknown_kind', 'kind: flood-volunteer', 'kind: sleeper', 'kind: sleeper'],
  ['points.organisation', 'kind: flood-volunteer', 'kind: flood-company', 'kind: flood-company'],
  ['points.sign', 'value: 7, citation', 'value: -7, citation', 'value: -7'],
  ['points.scale', 'base: 10', 'base: 70', 'base: 70'],
  ['pattern.invalid', 'any: [基因]', 'any: [基因,\n      "("]', '      "("'],
  ['measure.beyond_notice', 'clause: D\n', 'clause: F\n', 'clause: F'],
  ['measure.polarity', 'polarity: incentive', 'polarity: restriction', 'polarity: restriction'],
  [
    'measure.points_restrict',
    'polarity: incentive\n    title: 评优评先优先\n    titleEn: Priority in awards\n    appliesTo: { list: honour }',
    'polarity: restriction\n    title: x\n    titleEn: x\n    appliesTo: { level: second }',
    'polarity: restriction',
  ],
  [
    'measure.dates',
    '    legalBasis: 青芦信〔2021〕7号 D\n',
    '    legalBasis: x\n    until: 2020-01-01\n',
    'until: 2020-01-01',
  ],
];

describe('compileCity', () => {
  test('the city is right as it stands', () => {
    expect(compileCity(all, law)).toMatchObject({ ok: true, findings: [] });
  });

  test.each(MISTAKES)('%s: %s → %s', (code, find, replacement, lineWith) => {
    const file = city.text.includes(find) ? city : rules;
    const changed = withChange(file, find, replacement);
    const [snippet = '', which] = lineWith.split(' #');
    // what is missed or refused may stand on the other side
    const files = all.map((one) => (one === file ? changed : one));
    const found = errorsOf(files).find((finding) => finding.code === code);
    expect(found, `no ${code}`).toBeDefined();
    const there = files.find(({ path, text }) => path.endsWith('.yaml') && text.includes(snippet));
    expect(found?.file).toBe(there?.path);
    const lines = (there?.text ?? '').split('\n').flatMap((line, index) => (line.includes(snippet) ? [index + 1] : []));
    expect(found?.line).toBe(lines[Number(which ?? 1) - 1]);
    expect(found?.column).toBeGreaterThan(0);
    expect(found?.zh).toMatch(/\p{Script=Han}/u);
  });

  test('a key in two files is refused in the second, with its line', () => {
    const second = { path: 'second.yaml', text: '# remark\nrepair: []\n' };
    expect(errorsOf([...all, second])).toMatchObject([{ code: 'key.twice', file: 'second.yaml', line: 2 }]);
  });

  test('a file that is a list, not a mapping', () => {
    expect(errorsOf([...all, { path: 'x.yaml', text: '- a\n' }])).toMatchObject([
      { code: 'yaml.not_a_mapping', file: 'x.yaml' },
    ]);
  });

  test('a notice without its words is none, and a city without a notice has no rules', () => {
    expect(errorsOf([city, rules])).toMatchObject([{ code: 'notice.missing', file: words.path }]);
    expect(errorsOf([city])).toMatchObject([{ code: 'notices.none', file: 'city.yaml' }]);
  });

  test('a clause that nothing carries out is named at its heading', () => {
    const longer = { ...words, text: `${words.text}\n## G 新的一条\n\n没有落实。\n` };
    const line = longer.text.split('\n').indexOf('## G 新的一条') + 1;
    expect(errorsOf([city, rules, longer])).toMatchObject([{ code: 'clause.unused', file: words.path, line }]);
  });

  test('as guidance the same clause is in order', () => {
    const longer = { ...words, text: `${words.text}\n## G 新的一条（指引）\n\n给人看的。\n` };
    expect(compileCity([city, rules, longer], law).ok).toBe(true);
  });

  test('a clause without wording, and a clause written twice', () => {
    const longer = { ...words, text: `${words.text}\n## A 又一次\n` };
    expect(errorsOf([city, rules, longer]).map((finding) => finding.code)).toEqual(['id.duplicate', 'clause.empty']);
  });

  test('a person without a points rule is a reminder, not an error', () => {
    const without = { ...rules, text: rules.text.replace(/ {2}rules:\n(?: {4}.*\n)+/, '  rules: []\n') };
    expect(compileCity([city, without, words], law)).toMatchObject({
      ok: true,
      findings: [{ severity: 'warning', code: 'points.no_rule' }],
    });
  });

  test('one mistake makes one finding', () => {
    const changed = withChange(rules, 'gateEvent: flood-season-over', 'gateEvent: never');
    expect(errorsOf([city, changed, words])).toHaveLength(1);
  });
});

describe('what is the city’s and what is the notice’s', () => {
  const lineOf = (file: PolicyFile, snippet: string) =>
    file.text.split('\n').findIndex((line) => line.includes(snippet)) + 1;

  test('each side says only what is its own', () => {
    const inNotice = { ...rules, text: `${rules.text}regionPrefix: "5301"\n` };
    const inCity = { ...city, text: `${city.text}events: []\n` };
    expect(errorsOf([city, inNotice, words])).toMatchObject([{ code: 'key.of_city', file: rules.path }]);
    expect(errorsOf([inCity, rules, words])).toMatchObject([{ code: 'key.of_notice', file: city.path }]);
  });

  test('a period that both declare is told with both places', () => {
    const again = withChange(rules, 'id: own-report-draft', 'id: objection-own');
    const [first] = errorsOf([city, again, words]).filter(({ code }) => code === 'declared.twice');
    expect(first).toMatchObject({ file: rules.path, line: lineOf(again, 'id: objection-own') });
    expect(first?.zh).toContain(`city.yaml:${lineOf(city, 'id: objection-own')}`);
  });

  test.each([
    ['sector.unknown', 'sector: parking', 'sector: flying'],
    ['timer.unknown', 'uses: { minimumAge: E }', 'uses: { minimumAge: E, timers: { tea-break: E } }'],
    ['clause.unknown', 'uses: { minimumAge: E }', 'uses: { minimumAge: Y }'],
    ['clause.unknown', 'uses: { minimumAge: E }', 'uses: { minimumAge: E, timers: { data-check: Y } }'],
  ])('%s where a notice uses what the city has not: %s → %s', (code, find, replacement) => {
    const changed = withChange(rules, find, replacement);
    expect(errorsOf([city, changed, words])).toMatchObject([
      { code, file: rules.path, line: lineOf(changed, replacement) },
    ]);
  });

  test('a clause of the notice is put to use by what it says of the city’s clocks', () => {
    const uses = withChange(rules, 'uses: { minimumAge: E }', 'uses: { minimumAge: E, timers: { data-check: F } }');
    const result = compileCity([city, uses, words], law);
    expect(result.ok && result.policies[0]?.timers[0]).toMatchObject({
      ...{ id: 'qinglu-2021-7/data-check', clause: 'qinglu-2021-7/F' },
    });
  });
});

describe('several notices', () => {
  const other = (text: string) =>
    text.replaceAll('qinglu-2021-7', 'qinglu-2022-1').replaceAll('2021-07-21', '2020-07-21');
  const second = [rules, words].map(({ path, text }) => ({ path: other(path), text: other(text) }));

  test('each is compiled whole, the one that took effect first in front', () => {
    const renamed = second.map((file) => ({ ...file, text: file.text.replaceAll('honour', 'thanks') }));
    const result = compileCity([...all, ...renamed], law);
    expect(result.findings).toEqual([]);
    expect(result.ok && result.policies.map(({ id }) => id)).toEqual(['qinglu-2022-1', 'qinglu-2021-7']);
  });

  test('the id of a list is unique in the city, and both places are named', () => {
    const line = rules.text.split('\n').indexOf('  - id: honour') + 1;
    const [found, ...more] = errorsOf([...all, ...second]);
    expect(found).toMatchObject({ code: 'list.twice', file: other(rules.path), line });
    expect(found?.zh).toContain(`${rules.path}:${line}`);
    expect(more).toEqual([]);
  });

  test('what is wrong in the city is told once, however many notices there are', () => {
    const renamed = second.map((file) => ({ ...file, text: file.text.replaceAll('honour', 'thanks') }));
    const broken = withChange(city, '[25,50]', '(25,50]');
    expect(errorsOf([broken, rules, words, ...renamed])).toMatchObject([{ code: 'level.gap', file: 'city.yaml' }]);
  });

  test('a notice lies in the folder of its id', () => {
    const moved = second.map(({ path }, index) => ({
      path,
      text: [rules, words][index]?.text.replaceAll('honour', 'thanks') ?? '',
    }));
    expect(errorsOf([city, ...moved])).toMatchObject([{ code: 'notice.folder', file: other(rules.path), line: 2 }]);
  });
});

describe('questions', () => {
  const result = compileCity(all, law);
  const [policy] = result.ok ? result.policies : [];
  if (!policy) throw new Error('the mini-pack must compile');

  test('a department is found by name and alias, whatever the spaces and width', () => {
    expect(policy.findDepartmentByName(' 市 防指 ')?.id).toBe('flood-command');
    expect(policy.findDepartmentByName('市防')).toBeUndefined();
  });

  test('under a department is itself and everything below', () => {
    expect(policy.departmentsUnder('flood-command')).toEqual(['flood-command', 'north-shore']);
    expect(policy.departmentsUnder('north-shore')).toEqual(['north-shore']);
  });

  test('an unknown id throws, a find answers undefined', () => {
    expect(() => policy.kind('qinglu-2021-7/9.9')).toThrow(RangeError);
    expect(() => policy.mayReport('qinglu-2021-7/flood-volunteer', 'nowhere')).toThrow(RangeError);
    expect(policy.findKind('9.9')).toBeUndefined();
  });

  test('a subordinate without the function may report but not determine', () => {
    expect(policy.mayDetermine('qinglu-2021-7/flood-volunteer', 'north-shore')).toBe(false);
    expect(policy.mayDetermine('qinglu-2021-7/flood-volunteer', 'flood-command')).toBe(true);
  });
});
