/**
 * never-collect: refuses text that says what the law forbids a credit system to hold — religion, genes, fingerprints, blood
 * type, disease and history, contacts, journeys. What counts is the pack's; how it is applied is here.
 *
 * Work done for others in an epidemic is full of the same words (“转运确诊患者”), so every rule also says in which phrases
 * they are about the work: those phrases are taken out first, and what is left must be silent.
 */

import type { WordsFinding } from './finding.ts';
import { simplified } from './simplified.ts';

export interface ScreeningRule {
  readonly id: string;
  readonly category: string;
  /** regular expressions (flag u); one that is found refuses the text */
  readonly any: readonly string[];
  /** regular expressions of phrases about work done, taken out before `any` is looked for */
  readonly unless: readonly string[];
  readonly citation: string;
}

export interface Screen {
  /** the first thing found */
  (text: string): WordsFinding | null;
  /** the first thing that each rule finds */
  all(text: string): readonly WordsFinding[];
}

/** Stands for a phrase taken out: no pattern crosses it. */
const TAKEN_OUT = '，';

/** Marks that part no clause, between two Chinese characters. */
const PARTED =
  /(?<=\p{Script=Han})[\s\p{Cf}]*[-.·•‧・*_~^|/\\#'"`＊＿－．／][-.·•‧・*_~^|/\\#'"`＊＿－．／\s\p{Cf}]*(?=\p{Script=Han})/gu;

/** The text without such marks, and where each place of it stands in the text as it was given. */
function joined(text: string): { readonly whole: string; readonly origins: readonly number[] } {
  const origins: number[] = [];
  let at = 0;
  for (const { index, 0: mark } of [...text.matchAll(PARTED), { index: text.length, 0: '' }]) {
    for (; at < index; at++) origins.push(at);
    at += mark.length;
  }
  return { whole: origins.map((place) => text[place]).join(''), origins };
}

/** @throws SyntaxError naming the rule when one of its patterns is no regular expression */
export function compileScreen(rules: readonly ScreeningRule[]): Screen {
  if (rules.length === 0) return Object.assign(() => null, { all: () => [] });
  const compiled = rules.map((rule) => ({
    rule,
    any: union(rule, rule.any, 'u'),
    unless: rule.unless.length > 0 ? union(rule, rule.unless, 'gu') : null,
  }));
  function* findings(text: string): Generator<WordsFinding> {
    yield* findingsIn(text);
    // a mark between two characters parts a word for a program and for nobody who reads: looked for without it as well
    if (text.search(PARTED) < 0) return;
    const { whole, origins } = joined(text);
    for (const found of findingsIn(whole))
      yield { ...found, from: origins[found.from]!, to: origins[found.to - 1]! + 1 };
  }
  function* findingsIn(text: string): Generator<WordsFinding> {
    const plain = plainText(text);
    // nearly every text is harmless; asked rule by rule, for one pattern of all rules' words takes three times as long
    if (!compiled.some(({ any }) => any.test(plain))) return;
    const places = placesOf(text, plain);
    for (const { rule, any, unless } of compiled) {
      // what is taken out leaves its length, so that places stay true
      const found = any.exec(unless ? plain.replaceAll(unless, (phrase) => TAKEN_OUT.repeat(phrase.length)) : plain);
      if (!found) continue;
      const { id: ruleId, category, citation } = rule;
      yield { what: 'never-collect', ruleId, category, citation, ...places(found.index, found[0].length) };
    }
  }
  return Object.assign((text: string) => findings(text).next().value ?? null, {
    all: (text: string) => onceEach([...findings(text)]),
  });
}

/** The law's words stand beside a pack's: what both find in one place is told once. */
const onceEach = (found: readonly WordsFinding[]): readonly WordsFinding[] =>
  found.filter(
    (one, index) =>
      !found
        .slice(0, index)
        .some(({ category, from, to }) => category === one.category && from < one.to && one.from < to),
  );

/** Where in the text as it was given a piece of its plain form stands: folded character by character, each remembers whence it came. */
function placesOf(text: string, plain: string): (start: number, length: number) => { from: number; to: number } {
  const origins: { from: number; to: number }[] = [];
  let folded = '';
  for (const { 0: cluster, index } of text.matchAll(/\P{M}\p{M}*|\p{M}/gsu)) {
    const one = plainText(cluster);
    folded += one;
    for (let i = 0; i < one.length; i++) origins.push({ from: index, to: index + cluster.length });
  }
  // where characters join across clusters (Hangul written in parts) only the text as a whole can be named
  if (folded !== plain) return () => ({ from: 0, to: text.length });
  return (start, length) => ({ from: origins[start]!.from, to: origins[start + length - 1]!.to });
}

/**
 * Blanks and invisible marks inside words would hide them; every mark between clauses becomes `，`, which patterns do not cross.
 * `、` stays: a pattern may name a list (“为高血压、糖尿病患者送药”).
 */
function plainText(text: string): string {
  return simplified(text.normalize('NFKC'))
    .replaceAll(/[\s\p{Cf}]+/gu, '')
    .replaceAll(/[,.;:!?。；！？：]/gu, TAKEN_OUT)
    .toUpperCase();
}

function union(rule: ScreeningRule, patterns: readonly string[], flags: string): RegExp {
  try {
    const sources = patterns.map((pattern) => new RegExp(pattern, 'u').source.replaceAll('[^，', '[^，、'));
    return new RegExp(sources.map((source) => `(?:${source})`).join('|'), flags);
  } catch (error) {
    throw new SyntaxError(`规则 ${rule.id} 的表达式有误：${error instanceof Error ? error.message : String(error)}`);
  }
}
