/** A finding of the floor in words: what stands there, what is wanted, and who says so. */

import type { Duration } from '../policy/policy.ts';
import type { Said } from '../refusal/said.ts';
import type { Below } from './fold.ts';
import type { FloorRule } from './law.ts';
import { memberTitle } from './member-words.ts';
import type { Direction } from './orders.ts';

const UNITS = {
  'working-days': ['个工作日', 'working days'],
  days: ['日', 'days'],
  months: ['个月', 'months'],
  years: ['年', 'years'],
} as const;

/** Amounts of these are months. */
const IN_MONTHS = /^(disclosure|list-entry|repair-minimum|repair-maximum)(\/|$)/;

/** A value of the law, or of a policy, in words. */
export function floorValueWords(scope: string, value: unknown): Said {
  if (value === undefined) return { zh: '没有写', en: 'missing' };
  if (Array.isArray(value)) {
    const names = value.map((member) => memberWords(member));
    return { zh: names.map(memberTitle).join('、') || '（空）', en: names.join(', ') || '(none)' };
  }
  if (value !== null && typeof value === 'object' && 'unit' in value) {
    const { amount, unit } = value as Duration;
    return { zh: `${amount}${UNITS[unit][0]}`, en: `${amount} ${UNITS[unit][1]}` };
  }
  if (value !== null && typeof value === 'object') {
    const pairs = Object.entries(value).map(([from, to]) => `${from}→${to}`);
    return { zh: pairs.join('、'), en: pairs.join(', ') };
  }
  if (IN_MONTHS.test(scope))
    return value === null ? { zh: '没有期限', en: 'without end' } : { zh: `${value}个月`, en: `${value} months` };
  if (typeof value === 'boolean') return value ? { zh: '是', en: 'yes' } : { zh: '否', en: 'no' };
  return { zh: memberTitle(String(value)), en: String(value) };
}

function memberWords(member: unknown): string {
  if (Array.isArray(member)) return member.join('+');
  if (member === null || typeof member !== 'object') return String(member);
  const { id, title, category } = member as { id?: string; title?: string; category?: string };
  return title ? `${id} ${title}` : (category ?? id ?? '');
}

const WANTED: Readonly<Record<Direction, (value: Said) => Said>> = {
  'at-least': ({ zh, en }) => ({ zh: `不得少于${zh}`, en: `at least ${en}` }),
  'at-most': ({ zh, en }) => ({ zh: `不得超过${zh}`, en: `at most ${en}` }),
  exact: ({ zh, en }) => ({ zh: `应为${zh}`, en: `exactly ${en}` }),
  superset: ({ zh, en }) => ({ zh: `至少包含：${zh}`, en: `all of: ${en}` }),
  subset: ({ zh, en }) => ({ zh: `只能是：${zh}`, en: `only: ${en}` }),
  disjoint: ({ zh, en }) => ({ zh: `不得涉及：${zh}`, en: `none of: ${en}` }),
  mapping: ({ zh, en }) => ({ zh: `应对应为：${zh}`, en: `as: ${en}` }),
};

/** What a rule wants of a value, in words. */
export const wantedWords = ({ direction, scope }: Pick<FloorRule, 'direction' | 'scope'>, value: unknown): Said =>
  WANTED[direction](floorValueWords(scope, value));

/** One sentence for whoever writes packs. */
export function floorWords({ rule, floor, from, found }: Below): Said {
  const { zh, en } = wantedWords(rule, floor.value);
  const stands = floorValueWords(rule.scope, found);
  const { name, nameEn } = rule.jurisdiction;
  const product = floor.origin === 'product';
  const unconfirmed = floor.status === 'unconfirmed';
  return {
    zh: `低于底线（${name}）：${rule.title}，${from}起${zh}；这里是：${stands.zh}。依据：${floor.source}${product ? '（产品自行选定）' : ''}${unconfirmed ? '（出处待核对）' : ''}`,
    en: `below the floor (${nameEn}): ${rule.titleEn}, from ${from} ${en}; found: ${stands.en}. Source: ${floor.source}${product ? " (the product's own choice)" : ''}${unconfirmed ? ' (source not confirmed)' : ''}`,
  };
}
