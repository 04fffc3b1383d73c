/**
 * The digits of a text as somebody might mean them to be read: all of them, without those written in Chinese, or without lone ones
 * (the 六 of 前六位, the 1 of a numbered part). A number hides in one of these readings; each is looked through.
 */
import { readSigns, type Sign } from './signs.ts';

/** What stands between a digit and the one before it. */
export type Gap = 'nothing' | 'mark' | 'words';

export interface Digit {
  readonly as: string;
  readonly gap: Gap;
  /** how many signs of words and left-out digits stand between */
  readonly words: number;
  /** at least one mark that separates things of a list stands between: 、，；。： */
  readonly listed: boolean;
  readonly from: number;
  readonly to: number;
}

/** One reading: its digits in order, and their values as one string. */
export interface Reading {
  readonly digits: readonly Digit[];
  readonly values: string;
  /** where the digits break */
  readonly groups: readonly Group[];
}

/** Digits that nothing stands between. */
export interface Group {
  readonly start: number;
  readonly length: number;
}

/** 前六位, 后8位, 第3段: says where in a number the digits beside it belong, and is not read as digits itself. */
const PLACE =
  /[第前后後中末首尾头其余][\s]{0,2}[\d０-９一二三四五六七八九十两]{1,3}[\s]{0,2}(?:位数?|个?数字|段|节|部分|组|行|码|个)/gu;
const LIST_MARK = /[、，,；;。：:]/u;

/** The signs of a text; those of a place word stand for a mark. */
export function signsOf(text: string): readonly Sign[] {
  const signs = readSigns(text);
  const places = [...text.matchAll(PLACE)].map(({ 0: { length }, index }) => [index, index + length] as const);
  if (places.length === 0) return signs;
  let next = 0;
  return signs.map((sign) => {
    while (next < places.length && places[next]![1] <= sign.from) next += 1;
    const inPlace = next < places.length && places[next]![0] <= sign.from;
    return inPlace ? { ...sign, kind: 'mark', as: '-', chinese: false } : sign;
  });
}

export function readingsOf(text: string, signs: readonly Sign[]): readonly Reading[] {
  const all = reading(text, signs, () => true);
  const readings = [all];
  if (signs.some(({ chinese }) => chinese)) readings.push(reading(text, signs, (sign) => !sign.chinese));
  const lone = loneDigits(signs);
  if (lone.size > 0) readings.push(reading(text, signs, (_, at) => !lone.has(at)));
  return readings;
}

function reading(text: string, signs: readonly Sign[], wanted: (sign: Sign, at: number) => boolean): Reading {
  const digits: Digit[] = [];
  let words = 0;
  let marks = 0;
  let listed = false;
  for (const [at, sign] of signs.entries()) {
    if (sign.kind === 'digit' && wanted(sign, at)) {
      const { as, from, to } = sign;
      digits.push({ as, gap: words > 0 ? 'words' : marks > 0 ? 'mark' : 'nothing', words, listed, from, to });
      words = 0;
      marks = 0;
      listed = false;
    } else if (sign.kind === 'mark') {
      marks += 1;
      listed ||= LIST_MARK.test(text.slice(sign.from, sign.to));
    } else words += 1;
  }
  return { digits, values: digits.map(({ as }) => as).join(''), groups: groupsOf(digits) };
}

function loneDigits(signs: readonly Sign[]): ReadonlySet<number> {
  const lone = new Set<number>();
  for (const [at, { kind }] of signs.entries()) {
    if (kind === 'digit' && signs[at - 1]?.kind !== 'digit' && signs[at + 1]?.kind !== 'digit') lone.add(at);
  }
  return lone;
}

function groupsOf(digits: readonly Digit[]): readonly Group[] {
  const groups: { start: number; length: number }[] = [];
  for (const [at, { gap }] of digits.entries()) {
    if (gap === 'nothing' && at > 0) groups.at(-1)!.length += 1;
    else groups.push({ start: at, length: 1 });
  }
  return groups;
}

/** A number put together from whole groups that only marks stand between. */
export interface Joined {
  readonly start: number;
  readonly length: number;
  readonly lengths: readonly number[];
  readonly listed: boolean;
}

/** Every number of `least` to `most` digits that whole groups make and one of the digits `first` begins. */
export function* joined(reading: Reading, least: number, most: number, first: string): Generator<Joined> {
  const { groups, digits } = reading;
  if (digits.length < least) return;
  for (const [at, { start }] of groups.entries()) {
    if (!first.includes(digits[start]!.as) || start + least > digits.length) continue;
    const lengths: number[] = [];
    let length = 0;
    let listed = false;
    for (let next = at; next < groups.length && length < most; next++) {
      const group = groups[next]!;
      const opening = digits[group.start]!;
      if (next > at && opening.gap !== 'mark') break;
      if (next > at) listed ||= opening.listed;
      lengths.push(group.length);
      length += group.length;
      if (length >= least && length <= most) yield { start, length, lengths: [...lengths], listed };
    }
  }
}
