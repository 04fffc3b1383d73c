/** What people write is screened before it is stored: for what the law forbids to hold (never-collect), and for numbers that name a person. */
import type { Policy } from '#kernel/policy/policy.ts';
import { REASONS } from '#kernel/reasons.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { type Finding, NUMBER_TITLES } from '#kernel/screening/finding.ts';
import { compileScreen, type Screen } from '#kernel/screening/never-collect.ts';
import { type ScreenOptions, screenText } from '#kernel/screening/screen-text.ts';

/** by the rules it was made of: a policy may say others tomorrow */
const screens = new WeakMap<Policy['neverCollect'], Screen>();

/** What must not stand in the text, by the rules in force; it says where, never what. */
export function findingsIn(policy: Policy, text: string, options: ScreenOptions = {}): readonly Finding[] {
  const { neverCollect } = policy;
  const screen = screens.get(neverCollect) ?? compileScreen(neverCollect);
  screens.set(neverCollect, screen);
  return screenText(screen, text, options);
}

/** @throws Problem `request.invalid` as `refusedText` makes it, for the first text in which something was found */
export function requireScreened(
  policy: Policy,
  texts: readonly (string | undefined)[],
  options: ScreenOptions = {},
): void {
  for (const text of texts) {
    const found = text === undefined ? [] : findingsIn(policy, text, options);
    if (text !== undefined && found.length > 0) throw refusedText(text, found);
  }
}

/** More of them help nobody to find the place. */
const LONGEST_WORDS = 24;

/**
 * The refusal of one text. Which words offended, and where, is told to the sender in the answer alone (`shown`), never stored or
 * logged; of a number only its kind and place are told.
 * @param field the field of the request that the text stands in, where the caller knows it
 */
export function refusedText(text: string, found: readonly Finding[], field?: string): Problem {
  const words = found.find((one) => one.what === 'never-collect');
  const numbers = found.filter((one) => one.what === 'number');
  const kinds = [...new Set(numbers.map(({ kind }) => kind))];
  const positions = found.map(({ what, from, to, ...rest }) => ({
    what: 'kind' in rest ? rest.kind : rest.category,
    from,
    to,
    ...(what === 'never-collect' ? { words: wordsAt(text, from, to, numbers) } : {}),
  }));
  const shown = { positions, words: positions.flatMap((one) => one.words ?? []) };
  const place = field === undefined ? {} : { field };
  if (words) {
    return new Problem('request.invalid', {
      said: {
        zh: `${REASONS['matter.never_collect'].zh}：宗教信仰、基因、指纹、血型、疾病和病史，以及接触、行程轨迹，依法不得采集。请改写后重新提交。`,
        en: `${REASONS['matter.never_collect'].en}: religion, genes, fingerprints, blood type, illness and its history, contacts and whereabouts are never collected. Write it differently and send again.`,
      },
      clause: words.citation,
      extra: { reason: 'matter.never_collect', ...place },
      shown,
    });
  }
  return new Problem('request.invalid', {
    said: {
      zh: `内容中写有${kinds.map((kind) => NUMBER_TITLES[kind].zh).join('、')}，平台不以明文保存。请删去后重新提交。`,
      en: `The text holds ${kinds.map((kind) => NUMBER_TITLES[kind].en).join(', ')}, which is never stored in clear. Remove it and send again.`,
    },
    extra: { reason: 'matter.document_number', kinds, ...place },
    shown,
  });
}

/** The words as they were written, without the digits of a number that reaches into them. */
function wordsAt(text: string, from: number, to: number, numbers: readonly Finding[]): string {
  const hidden = numbers.some((number) => number.from < to && from < number.to);
  const words = [...text.slice(from, to)];
  const short = words.length > LONGEST_WORDS ? `${words.slice(0, LONGEST_WORDS).join('')}…` : words.join('');
  return hidden ? short.replaceAll(/\p{N}/gu, '·') : short;
}
