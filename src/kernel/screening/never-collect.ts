/**
 * never-collect: refuses text that says what the law forbids a credit system to hold — religion, genes, fingerprints, blood
 * type, disease and history, contacts, journeys. What counts is the pack's; how it is applied is here.
 *
 * Work done for others in an epidemic is full of the same words (“转运确诊患者”), so every rule also says in which phrases
 * they are about the work: those phrases are taken out first, and what is left must be silent.
 */

export interface ScreeningRule {
  readonly id: string;
  readonly category: string;
  /** regular expressions (flag u); one that is found refuses the text */
  readonly any: readonly string[];
  /** regular expressions of phrases about work done, taken out before `any` is looked for */
  readonly unless: readonly string[];
  readonly citation: string;
}

export interface ScreeningHit {
  readonly ruleId: string;
  readonly category: string;
  readonly citation: string;
  /** the words found, for the reason shown to the sender; never stored */
  readonly excerpt: string;
}

export type Screen = (text: string) => ScreeningHit | null;

/** Stands for a phrase taken out: no pattern crosses it. */
const TAKEN_OUT = '，';

/** @throws SyntaxError naming the rule when one of its patterns is no regular expression */
export function compileScreen(rules: readonly ScreeningRule[]): Screen {
  if (rules.length === 0) return () => null;
  const compiled = rules.map((rule) => ({
    rule,
    any: union(rule, rule.any, 'u'),
    unless: rule.unless.length > 0 ? union(rule, rule.unless, 'gu') : null,
  }));
  // nearly every text is harmless: one pass over all patterns tells so
  const quick = new RegExp(compiled.map(({ any }) => any.source).join('|'), 'u');
  return (text) => {
    const plain = plainText(text);
    if (!quick.test(plain)) return null;
    for (const { rule, any, unless } of compiled) {
      const found = any.exec(unless ? plain.replaceAll(unless, TAKEN_OUT) : plain);
      if (found) return { ruleId: rule.id, category: rule.category, citation: rule.citation, excerpt: found[0] };
    }
    return null;
  };
}

/**
 * Blanks and invisible marks inside words would hide them; every mark between clauses becomes `，`, which patterns do not cross.
 * `、` stays: a pattern may name a list (“为高血压、糖尿病患者送药”).
 */
function plainText(text: string): string {
  return text
    .normalize('NFKC')
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
