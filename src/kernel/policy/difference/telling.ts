/** The sentences differences are told in, and things told whole: what came, what went, what something was. */
import { canonicalJson } from '../../exchange/canonical-json.ts';
import { type Said, verbatim } from '../../refusal/said.ts';
import type { ChangeKind } from '../../vocabulary.ts';
import type { DatedValue } from '../dated.ts';
import type { PolicyData } from '../policy.ts';
import { joined, yesOrNo } from './sayings.ts';
import type { AnyWords, Saying } from './words.ts';

export interface Difference extends Said {
  /** Steps from the policy's key on, ids as the notice writes them: `catalogue/1.3/lifecycle/validityMonths`. */
  readonly where: string;
  readonly kind: ChangeKind;
}

/** The two sides of whatever is compared. */
export interface Pair<T> {
  readonly was: T;
  readonly is: T;
}

export interface At {
  readonly where: string;
  /** What the words so far speak of. */
  readonly of: Said;
  readonly policies: Pair<PolicyData>;
}

export type Fields = Readonly<Record<string, unknown>>;
export type Entries = readonly DatedValue<unknown>[];
type FieldWords = Readonly<Record<string, AnyWords>>;

/** Of data: by what is in it. A key that says undefined is none. */
export function same({ was, is }: Pair<unknown>): boolean {
  if (was === is) return true;
  if (was === null || is === null || typeof was !== 'object' || typeof is !== 'object') return false;
  if (Array.isArray(was) !== Array.isArray(is)) return false;
  const [old, now] = [was as Fields, is as Fields];
  if (Array.isArray(was) && Array.isArray(is) && was.length !== is.length) return false;
  return [...new Set([...Object.keys(old), ...Object.keys(now)])].every((key) => same({ was: old[key], is: now[key] }));
}

/** Of an older enactment: a key the product no longer knows. */
export const unnamed = (key: string): AnyWords => ({
  ...{ is: 'value', zh: `“${key}”`, en: `“${key}”` },
  say: (one) => verbatim(canonicalJson(one)),
});

/** A thing's part: 事项 1.3 的有效期. */
export function within(of: Said, { zh, en }: Said): Said {
  if (of.zh === '' || zh === '') return { zh: of.zh + zh, en: of.en + en };
  return { zh: `${of.zh}的${zh}`, en: `${of.en}, ${en}` };
}

export function cameOrWent(words: AnyWords, { where, of, policies }: At, { was, is }: Pair<unknown>): Difference {
  if (is === undefined) {
    const { zh, en } = tell(words, was, policies.was);
    return { where, kind: 'removed', zh: `不再规定${of.zh}（原为${zh}）`, en: `${of.en}: no longer said (was ${en})` };
  }
  const { zh, en } = tell(words, is, policies.is);
  return { where, kind: 'added', zh: `新规定${of.zh}：${zh}`, en: `${of.en}: now said, ${en}` };
}

export const turned = ({ where, of }: At, { was, is }: Pair<Said>): Difference => ({
  ...{ where, kind: 'changed' },
  zh: `${of.zh}由${spaced(was.zh)}改为${spaced(is.zh, false)}`,
  en: `${of.en}: from ${was.en} to ${is.en}`,
});

/** Figures stand apart from Chinese words: 由 3 年改为 1 年. */
const spaced = (zh: string, both = true): string =>
  `${/^[\w-]/.test(zh) ? ' ' : ''}${zh}${both && /\w$/.test(zh) ? ' ' : ''}`;

export const reordered = ({ where, of }: At, order: readonly Said[]): Difference => {
  const { zh, en } = joined(order);
  return { where, kind: 'changed', zh: `${of.zh}的先后次序改为：${zh}`, en: `${of.en}: now in the order ${en}` };
};

/** Both in words; where the words are equal though the values are not, with what was written. */
export function apart(say: Saying<unknown>, { policies }: At, pair: Pair<unknown>): Pair<Said> {
  const was = say(pair.was, policies.was);
  const is = say(pair.is, policies.is);
  if (was.zh !== is.zh && was.en !== is.en) return { was, is };
  const written = ({ zh, en }: Said, one: unknown): Said => {
    const text = typeof one === 'string' ? one : canonicalJson(one);
    return { zh: `${zh}（${text}）`, en: `${en} (${text})` };
  };
  return { was: written(was, pair.was), is: written(is, pair.is) };
}

/** Everything it says. */
function tell(words: AnyWords, one: unknown, policy: PolicyData): Said {
  switch (words.is) {
    case 'value':
      return words.say(one, policy);
    case 'set':
      return joined((one as readonly unknown[]).map((part) => words.say(part, policy)));
    case 'dated':
      return joined((one as Entries).map((entry) => tellEntry(words.say, entry, policy)));
    case 'group':
      return tellFields(words.fields, one as Fields, policy);
    case 'each':
      return joined(
        (one as readonly Fields[]).map((part) => {
          const named = words.named(part, policy);
          const { zh, en } = tellFields(words.fields, part, policy);
          return { zh: `${named.zh}（${zh}）`, en: `${named.en} (${en})` };
        }),
      );
  }
}

export function tellFields(words: FieldWords, one: Fields, policy: PolicyData): Said {
  const keys = Object.keys(words).filter((key) => !isNothing(one[key]));
  const parts = keys.map((key): Said => {
    const field = words[key]!;
    const { zh, en } = tell(field, one[key], policy);
    return field.zh === '' ? { zh, en } : { zh: `${field.zh}：${zh}`, en: `${field.en}: ${en}` };
  });
  return joined(parts, { zh: '；', en: '; ' });
}

const isNothing = (one: unknown): boolean => one === undefined || (Array.isArray(one) && one.length === 0);

/** 自 2020-02-13 起 3 年（通知三、1）. */
export function tellEntry(
  say: Saying<unknown>,
  { from, value, citation, local }: Entries[number],
  policy: PolicyData,
): Said {
  const { zh, en } = say(value, policy);
  return {
    zh: `自 ${from} 起${spaced(zh, false)}（出处：${citation}${local ? '；本市自定' : ''}）`,
    en: `from ${from} on ${en} (source: ${citation}${local ? '; chosen by the city' : ''})`,
  };
}

/** What an entry says besides its day and its value. */
export const WORDS_OF_ENTRY = (say: Saying<unknown>): FieldWords => ({
  value: { is: 'value', zh: '', en: '', say },
  citation: { is: 'value', zh: '出处', en: 'source', say: (one) => ({ zh: `“${one}”`, en: `“${one}”` }) },
  local: { is: 'value', zh: '是否由本市自定', en: 'whether the city chose it', say: yesOrNo as Saying<unknown> },
});
