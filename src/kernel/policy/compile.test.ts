/** Packs with one mistake each: the finding names it, in the right file, on the right line. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { loadLaw } from '#runtime/law.ts';
import { compilePolicy, type PolicyFile } from './compile.ts';

const folder = new URL('../../../tests/support/mini-pack/', import.meta.url);
const read = (path: string): PolicyFile => ({ path, text: readFileSync(new URL(path, folder), 'utf8') });
const pack = read('pack.yaml');
const law = await loadLaw();
const notice = read('notice.md');

const errorsOf = (files: readonly PolicyFile[]) =>
  compilePolicy(files, law).findings.filter((finding) => finding.severity === 'error');

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

describe('compilePolicy', () => {
  test('the pack is right as it stands', () => {
    expect(compilePolicy([pack, notice], law)).toMatchObject({ ok: true, findings: [] });
  });

  test.each(MISTAKES)('%s: %s → %s', (code, find, replacement, lineWith) => {
    const changed = withChange(pack, find, replacement);
    const found = errorsOf([changed, notice]).find((finding) => finding.code === code);
    expect(found, `no ${code}`).toBeDefined();
    expect(found?.file).toBe('pack.yaml');
    const [snippet = '', which] = lineWith.split(' #');
    const lines = changed.text.split('\n').flatMap((line, index) => (line.includes(snippet) ? [index + 1] : []));
    expect(found?.line).toBe(lines[Number(which ?? 1) - 1]);
    expect(found?.column).toBeGreaterThan(0);
    expect(found?.zh).toMatch(/\p{Script=Han}/u);
  });

  test('a key in two files is refused in the second, with its line', () => {
    const second = { path: 'second.yaml', text: '# remark\nrepair: []\n' };
    expect(errorsOf([pack, second, notice])).toMatchObject([{ code: 'key.twice', file: 'second.yaml', line: 2 }]);
  });

  test('a file that is a list, not a mapping', () => {
    expect(errorsOf([pack, { path: 'x.yaml', text: '- a\n' }, notice])).toMatchObject([
      { code: 'yaml.not_a_mapping', file: 'x.yaml' },
    ]);
  });

  test('without a notice there is no pack', () => {
    expect(errorsOf([pack])).toMatchObject([{ code: 'notice.missing', file: 'notice.md' }]);
  });

  test('a clause that nothing carries out is named at its heading', () => {
    const longer = { ...notice, text: `${notice.text}\n## G 新的一条\n\n没有落实。\n` };
    const line = longer.text.split('\n').indexOf('## G 新的一条') + 1;
    expect(errorsOf([pack, longer])).toMatchObject([{ code: 'clause.unused', file: 'notice.md', line }]);
  });

  test('as guidance the same clause is in order', () => {
    const longer = { ...notice, text: `${notice.text}\n## G 新的一条（指引）\n\n给人看的。\n` };
    expect(compilePolicy([pack, longer], law).ok).toBe(true);
  });

  test('a clause without wording, and a clause written twice', () => {
    const longer = { ...notice, text: `${notice.text}\n## A 又一次\n` };
    expect(errorsOf([pack, longer]).map((finding) => finding.code)).toEqual(['id.duplicate', 'clause.empty']);
  });

  test('a person without a points rule is a reminder, not an error', () => {
    const without = { ...pack, text: pack.text.replace(/ {2}rules:\n(?: {4}.*\n)+/, '  rules: []\n') };
    expect(compilePolicy([without, notice], law)).toMatchObject({
      ok: true,
      findings: [{ severity: 'warning', code: 'points.no_rule' }],
    });
  });

  test('one mistake makes one finding', () => {
    const changed = withChange(pack, 'gateEvent: flood-season-over', 'gateEvent: never');
    expect(errorsOf([changed, notice])).toHaveLength(1);
  });
});

describe('questions', () => {
  const result = compilePolicy([pack, notice], law);
  if (!result.ok) throw new Error('the mini-pack must compile');
  const { policy } = result;

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
