/** Edits of the city's files as somebody would make them by hand; each passed the check before there was a floor. */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compileCity, type PolicyFile } from '#kernel/policy/compile.ts';
import { compileScreen } from '#kernel/screening/never-collect.ts';
import { loadLaw } from '#runtime/law.ts';
import { readPolicyFiles } from '#runtime/policy.ts';
import { GOOD_DEEDS } from '../../../tests/support/good-deeds.ts';

const law = await loadLaw();
const files = await readPolicyFiles(join(import.meta.dirname, '../../../cities/zhengzhou'));

/** In the first file where it is found; behind `after`, where that is said. */
function edited(find: string | RegExp, replacement: string, after = ''): readonly PolicyFile[] {
  const has = (text: string | undefined) => (typeof find === 'string' ? text?.includes(find) : text && find.test(text));
  const file = files.find(({ path, text }) => path.endsWith('.yaml') && has(tail(text, after)));
  if (!file) throw new Error(`nothing to edit: ${find}`);
  const rest = tail(file.text, after) ?? '';
  const text = file.text.slice(0, file.text.length - rest.length) + rest.replace(find, replacement);
  return files.map((one) => (one === file ? { ...one, text } : one));
}

const tail = (text: string, after: string): string | undefined =>
  text.includes(after) ? text.slice(text.indexOf(after)) : undefined;

const everyValue = (unit: string) => new RegExp(`value: \\d+ ${unit}`);

const EDITS: readonly (readonly [what: string, find: string | RegExp, replacement: string, after?: string])[] = [
  ['never-collect deleted', /neverCollect:[\s\S]*$/, 'neverCollect: []\n'],
  [
    'the word for blood types taken out',
    /id: blood-type[\s\S]*?any:\n[\s\S]*?unless:/,
    'id: blood-type\n    category: blood-type\n    citation: x\n    any: [xyz]\n    unless:',
  ],
  ['religion screened, and everything spared', 'unless:', 'unless:\n      - .*', 'id: religion'],
  ['minimum age 6', 'years: 18', 'years: 6'],
  ['a response window of no days', everyValue('working-days'), 'value: 0 days', 'id: response-window'],
  [
    'five days instead of five working days to respond',
    everyValue('working-days'),
    'value: 5 days',
    'id: response-window',
  ],
  ['fifty years of disclosure', everyValue('years'), 'value: 50 years', 'id: adverse-disclosure-maximum'],
  ['fifty years for one kind', /value: 12\b/, 'value: 600', 'id: "3.3.1"'],
  ['a kind that stays for ever', /(validityMonths: .*?)value: 12\b/, '$1value: null', 'id: "3.3.1"'],
  ['a complaint as decision document', '{ id: penalty, title: 行政处罚决定书', '{ id: penalty, title: 群众投诉'],
  [
    'a complaint more as decision document',
    'decisionTypes:',
    'decisionTypes:\n      - { id: complaint, title: 群众投诉, citation: x }',
  ],
  [
    'restrictions on children’s schooling',
    'matters: [policy-support, awards]',
    'matters: [schooling]',
    'polarity: restriction',
  ],
  ['restrictions in free words', 'matters: [policy-support, awards]', 'matters: [子女入学]', 'polarity: restriction'],
  ['restrictions of the red list', 'appliesTo: { list: black }', 'appliesTo: { list: red }'],
  ['restrictions of a level', 'appliesTo: { list: black }', 'appliesTo: { level: poor }'],
  ['a check of months', everyValue('working-days'), 'value: 5 months', 'id: data-check'],
  ['three working days for three days', everyValue('days'), 'value: 3 working-days', 'id: withdrawn-decision-off-page'],
  ['an objection that waits a month', everyValue('working-days'), 'value: 30 working-days', 'id: objection-own'],
  ['off a year after revocation', everyValue('working-days'), 'value: 1 years', 'id: revocation-removal'],
  ['a repair carried out when there is time', everyValue('working-days'), 'value: 90 days', 'id: repair-execution'],
  ['looks forgotten after a day', everyValue('years'), 'value: 1 days', 'id: query-log-retention'],
  ['one free report', 'value: 2,', 'value: 1,', 'fullReportsPerYear'],
  ['no public notice', everyValue('days'), 'value: 0 days', 'id: black-public-notice'],
  ['the notice of another list', 'publicNotice: black-public-notice', 'publicNotice: repair-execution'],
  [
    'repair after two years',
    'minimumMonths: 3',
    'minimumMonths: 24',
    '- from: 2026-04-01\n        value: { published: true',
  ],
  ['adverse kinds in batches', 'approval: case', 'approval: batch'],
  ['no proof of service', /^.*title: 告知书及送达回证.*\n/m, ''],
  ['simple procedures reported', /^.*id: simple-procedure.*\n/m, ''],
  ['no document number asked for', 'required: [name, sex, documentNumber, matter]', 'required: [name, sex, matter]'],
  ['persons shown to everybody', 'disclosureMode: authorisation', 'disclosureMode: public'],
  [
    'for fifty years on the black list',
    /value: 12\b/,
    'value: 600',
    'entryMonths:\n      - { from: 2020-02-13, value: 12',
  ],
  ['a black list without notice', 'noticeServed: true', 'noticeServed: false'],
  ['persons’ records to the site', 'subject: person, to: points', 'subject: person, to: site'],
];

describe('by hand', () => {
  test('the files as they are pass', () => expect(compileCity(files, law).ok).toBe(true));

  const each = EDITS.map(([what, find, replacement, after = '']) => ({ what, find, replacement, after }));

  test.each(each)('$what', ({ find, replacement, after }) => {
    const { ok, findings } = compileCity(edited(find, replacement, after), law);
    expect(ok).toBe(false);
    expect(findings.every(({ line, zh, en }) => line > 0 && zh !== '' && en !== '')).toBe(true);
  });
});

test('the law’s own words refuse no good deed', () => {
  const words = law.rules
    .filter(({ scope }) => scope === 'never-collect')
    .flatMap(
      ({ dated }) => dated.at(-1)!.value as { id: string; category: string; words: string[]; sentences: string[] }[],
    );
  const rules = words.map(({ id, category, words: any }) => ({ id, category, any, unless: [], citation: 'x' }));
  const screen = compileScreen(rules);
  expect(GOOD_DEEDS.filter((deed) => screen(deed) !== null)).toEqual([]);
  for (const { id, sentences } of words) for (const sentence of sentences) expect(screen(sentence)?.ruleId).toBe(id);
});
