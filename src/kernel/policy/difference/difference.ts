/**
 * What differs between two compiled policies, of one notice or of a city, in words a lawyer reads. Complete: every value that is not equal
 * on both sides is told, also where nobody thought of words for it. Pure.
 */
import { type Said, verbatim } from '../../refusal/said.ts';
import type { PolicyData } from '../policy.ts';
import { localId } from '../refs.ts';
import { joined } from './sayings.ts';
import {
  type At,
  apart,
  cameOrWent,
  type Difference,
  type Entries,
  type Fields,
  type Pair,
  reordered,
  same,
  tellEntry,
  tellFields,
  turned,
  unnamed,
  WORDS_OF_ENTRY,
  within,
} from './telling.ts';
import type { AnyWords, Saying } from './words.ts';
import { WORDS_OF_CITY } from './words-of-city.ts';
import { WORDS_OF_NOTICE } from './words-of-notice.ts';

export type { Difference } from './telling.ts';

const WORDS: Readonly<Record<string, AnyWords>> = { ...WORDS_OF_NOTICE, ...WORDS_OF_CITY };

/** In the order a notice is read; nothing where both say the same. Policies of one notice, or of one city's notices together. */
export function differenceOf(before: PolicyData, after: PolicyData): readonly Difference[] {
  const policies = { was: before, is: after };
  const fields: Pair<Fields> = { was: { ...before }, is: { ...after } };
  return inFields(WORDS, { where: '', of: verbatim(''), policies }, fields);
}

function inFields(words: Readonly<Record<string, AnyWords>>, at: At, { was, is }: Pair<Fields>): Difference[] {
  const keys = new Set([...Object.keys(words), ...Object.keys(was), ...Object.keys(is)]);
  return [...keys].flatMap((key) => {
    const pair = { was: was[key], is: is[key] };
    if (typeof pair.was === 'function' || typeof pair.is === 'function' || same(pair)) return [];
    return compare(words[key] ?? unnamed(key), { ...at, where: at.where ? `${at.where}/${key}` : key }, pair);
  });
}

function compare(words: AnyWords, at: At, pair: Pair<unknown>): Difference[] {
  if (words.is === 'each') return inEach(words, at, pair as Pair<readonly Fields[] | undefined>);
  const here = { ...at, of: within(at.of, words) };
  if (pair.was === undefined || pair.is === undefined) return [cameOrWent(words, here, pair)];
  switch (words.is) {
    case 'group':
      return inFields(words.fields, here, pair as Pair<Fields>);
    case 'set':
      return [inSet(words.say, here, pair as Pair<readonly unknown[]>)];
    case 'dated':
      return inDated(words.say, here, pair as Pair<Entries>);
    case 'value':
      return [turned(here, apart(words.say, here, pair))];
  }
}

/** Things that have a name: which came, which went, what differs in those that stayed, and their order. */
function inEach(words: AnyWords & { is: 'each' }, at: At, pair: Pair<readonly Fields[] | undefined>): Difference[] {
  const keyed = (items: readonly Fields[] = []) => new Map(items.map((one) => [String(one[words.key]), one]));
  const [old, now] = [keyed(pair.was), keyed(pair.is)];
  const named = (one: Fields, policy: PolicyData): Said => {
    const { zh, en } = words.named(one, policy);
    return within(at.of, { zh: `${words.zh}${/^\w/.test(zh) ? ' ' : ''}${zh}`, en: `${words.en} ${en}` });
  };
  const found = [...new Set([...old.keys(), ...now.keys()])].flatMap((id): Difference[] => {
    const [was, is] = [old.get(id), now.get(id)];
    const where = `${at.where}/${localId(id)}`;
    if (was && is) return inFields(words.fields, { ...at, where, of: named(was, at.policies.was) }, { was, is });
    if (was) {
      const [of, told] = [named(was, at.policies.was), tellFields(words.fields, was, at.policies.was)];
      return [
        { where, kind: 'removed', zh: `删去${of.zh}（原为：${told.zh}）`, en: `${of.en}: removed (was: ${told.en})` },
      ];
    }
    const [of, told] = [named(is!, at.policies.is), tellFields(words.fields, is!, at.policies.is)];
    return [{ where, kind: 'added', zh: `增加${of.zh}：${told.zh}`, en: `${of.en}: added, ${told.en}` }];
  });
  const stayed = (items: ReadonlyMap<string, Fields>) => [...items.keys()].filter((id) => old.has(id) && now.has(id));
  if (same({ was: stayed(old), is: stayed(now) })) return found;
  const order = stayed(now).map((id) => named(now.get(id)!, at.policies.is));
  return [...found, reordered({ ...at, of: within(at.of, words) }, order)];
}

function inSet(say: Saying<unknown>, at: At, { was, is }: Pair<readonly unknown[]>): Difference {
  const { where, of, policies } = at;
  const missingIn = (others: readonly unknown[]) => (one: unknown) =>
    !others.some((other) => same({ was: one, is: other }));
  const pair = { was: was.filter(missingIn(is)), is: is.filter(missingIn(was)) };
  const every: Saying<unknown> = (some, policy) => joined((some as readonly unknown[]).map((one) => say(one, policy)));
  if (pair.was.length > 0 && pair.is.length > 0) {
    const told = apart(every, at, pair);
    const zh = `${of.zh}删去${told.was.zh}，增加${told.is.zh}`;
    return { where, kind: 'changed', zh, en: `${of.en}: without ${told.was.en}, with ${told.is.en}` };
  }
  const [gone, come] = [every(pair.was, policies.was), every(pair.is, policies.is)];
  if (pair.was.length > 0)
    return { where, kind: 'removed', zh: `${of.zh}删去${gone.zh}`, en: `${of.en}: without ${gone.en}` };
  if (pair.is.length > 0)
    return { where, kind: 'added', zh: `${of.zh}增加${come.zh}`, en: `${of.en}: with ${come.en}` };
  return reordered(
    at,
    is.map((one) => say(one, policies.is)),
  );
}

/** By the day from which an entry holds. */
function inDated(say: Saying<unknown>, at: At, { was, is }: Pair<Entries>): Difference[] {
  const { where, of, policies } = at;
  const days = [...new Set([...was, ...is].map(({ from }) => from))].toSorted();
  const [only, other] = [was.length === 1 ? was[0] : undefined, is.length === 1 ? is[0] : undefined];
  if (only && other && days.length > 1)
    return [turned(at, { was: tellEntry(say, only, policies.was), is: tellEntry(say, other, policies.is) })];
  return days.flatMap((from): Difference[] => {
    const [old, now] = [was, is].map((entries) => entries.find((entry) => entry.from === from));
    if (old && now) {
      const subject = days.length > 1 ? { zh: `${of.zh}（自 ${from} 起）`, en: `${of.en} (from ${from} on)` } : of;
      return inFields(WORDS_OF_ENTRY(say), { ...at, of: subject }, { was: { ...old }, is: { ...now } });
    }
    const { zh, en } = old ? tellEntry(say, old, policies.was) : tellEntry(say, now!, policies.is);
    if (old) return [{ where, kind: 'removed', zh: `${of.zh}删去：${zh}`, en: `${of.en}: without ${en}` }];
    return [{ where, kind: 'added', zh: `${of.zh}增加：${zh}`, en: `${of.en}: with ${en}` }];
  });
}
