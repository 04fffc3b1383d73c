/** Values of a policy in words: lengths, days, closed sets, and ids by the titles the policy gives them. */
import { type Said, verbatim } from '../../refusal/said.ts';
import type { Duration, PolicyData } from '../policy.ts';
import { localId } from '../refs.ts';
import { FIELD_TITLES, type RowField } from '../row-fields.ts';
import type { Saying } from './words.ts';

export const text: Saying<string> = (one) => ({ zh: `“${one}”`, en: `“${one}”` });
export const textOrNothing: Saying<string | null> = (one, policy) =>
  one === null ? { zh: '“没有”', en: 'nothing' } : text(one, policy);
export const plain: Saying<string | number> = (one) => verbatim(String(one));
export const plainOrUnknown: Saying<string | null> = (one) =>
  one === null ? { zh: '不详', en: 'not known' } : verbatim(one);
export const points: Saying<number> = (one) => ({ zh: `${one} 分`, en: `${one} points` });
export const times: Saying<number> = (one) => ({ zh: `${one} 次`, en: `${one}` });
export const years: Saying<number> = (one) => ({ zh: `${one} 周岁`, en: `${one} years` });

/** Whole years as years. null: without end. */
export const months: Saying<number | null> = (one) => {
  if (one === null) return { zh: '不设期限', en: 'without end' };
  const whole = one !== 0 && one % 12 === 0;
  const count = whole ? one / 12 : one;
  const unit = whole ? 'year' : 'month';
  return { zh: whole ? `${count} 年` : `${count} 个月`, en: `${count} ${unit}${count === 1 ? '' : 's'}` };
};

const UNITS: Readonly<Record<Duration['unit'], Said>> = {
  'working-days': { zh: '个工作日', en: 'working days' },
  days: { zh: '日', en: 'days' },
  months: { zh: '个月', en: 'months' },
  years: { zh: '年', en: 'years' },
};
export const duration: Saying<Duration> = ({ amount, unit }) => {
  const { zh, en } = UNITS[unit] ?? verbatim(unit);
  return { zh: `${amount} ${zh}`, en: `${amount} ${en}` };
};

export const either =
  (yes: Said, no: Said): Saying<boolean> =>
  (one) =>
    one ? yes : no;
export const yesOrNo = either({ zh: '“是”', en: 'yes' }, { zh: '“否”', en: 'no' });

/** Of a closed set, each with its words. */
export const oneOf =
  <T extends string>(words: Readonly<Record<T, Said>>): Saying<T> =>
  (one) => {
    const { zh, en } = words[one] ?? verbatim(one);
    return { zh: `“${zh}”`, en: `“${en}”` };
  };

type Named = { readonly id: string; readonly title?: string; readonly titleEn?: string; readonly name?: string };

/** By the title its policy gives it, else the id. */
const byTitle =
  (of: (policy: PolicyData) => readonly Named[]): Saying<string> =>
  (id, policy) => {
    const { title, name, titleEn } = of(policy).find((one) => one.id === id) ?? {};
    const zh = title ?? name ?? localId(id);
    return { zh: `“${zh}”`, en: `“${titleEn ?? zh}”` };
  };

export const clauseRef: Saying<string> = (id) => ({ zh: `第 ${localId(id)} 条`, en: `clause ${localId(id)}` });
export const functionId = byTitle(({ functions }) => functions);
export const departmentId = byTitle(({ departments }) => departments);
export const zoneId = byTitle(({ zones }) => zones);
export const listId = byTitle(({ lists }) => lists);
export const eventId = byTitle(({ events }) => events);
export const timerId = byTitle(({ timers }) => timers);
export const gradeId = byTitle(({ repair }) => repair);
export const basisId = byTitle((policy) => policy.bases);
export const levelId = byTitle(({ points: { levels } }) => levels.flatMap((one) => one.value));
export const groundId = byTitle(({ lists }) => lists.flatMap((one) => one.grounds));
export const rowField: Saying<RowField> = (field) => ({ zh: `“${FIELD_TITLES[field] ?? field}”`, en: field });

/** One after the other. */
export function joined(parts: readonly Said[], between: Said = { zh: '、', en: ', ' }): Said {
  return { zh: parts.map(({ zh }) => zh).join(between.zh), en: parts.map(({ en }) => en).join(between.en) };
}
export const all =
  <T>(say: Saying<T>): Saying<readonly T[]> =>
  (values, policy) =>
    joined(values.map((one) => say(one, policy)));

/** What has a title, with its number where the notice gives it one. */
export const titled: Saying<{ readonly id: string; readonly title: string; readonly titleEn?: string }> = (one) => {
  const number = /^\d/.test(localId(one.id)) ? localId(one.id) : undefined;
  return {
    zh: `“${one.title}”${number ? `（${number}）` : ''}`,
    en: `“${one.titleEn ?? one.title}”${number ? ` (${number})` : ''}`,
  };
};
