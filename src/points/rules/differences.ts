/** What differs between two sets of points rules, in words a holder and a committee can read. Pure. */

import { canonicalJson } from '#kernel/exchange/canonical-json.ts';
import type { Dated } from '#kernel/policy/dated.ts';
import type { PointsRules } from '#kernel/policy/points-rules.ts';

export interface Difference {
  /** `scale`, `levels`, or the kind whose rule changed */
  readonly rule: string;
  readonly zh: string;
  readonly citation: string;
}

export function differencesBetween(before: PointsRules, after: PointsRules): readonly Difference[] {
  return [
    ...dated('scale', '总分范围和封顶', before.scale, after.scale, (value) => canonicalJson(value)),
    ...dated('levels', '等级', before.levels, after.levels, (levels) =>
      levels.map(({ title, low, high }) => `${title} ${low}–${high}`).join('，'),
    ),
    ...kinds(before, after),
    ...noticeCaps(before, after),
  ];
}

function kinds(before: PointsRules, after: PointsRules): Difference[] {
  const ids = [...new Set([...before.rules, ...after.rules].map(({ kind }) => kind))];
  return ids.flatMap((kind) => {
    const [was, is] = [before, after].map(({ rules }) => rules.find((rule) => rule.kind === kind));
    if (!was && is)
      return [
        { rule: kind, zh: `新增“${is.title}”：${figures(is.points)}`, citation: is.points.at(-1)?.citation ?? '' },
      ];
    if (was && !is) return [{ rule: kind, zh: `取消“${was.title}”`, citation: '' }];
    if (!was || !is) return [];
    return [
      ...dated(kind, `“${is.title}”每条分值`, was.points, is.points, String),
      ...dated(kind, `“${is.title}”封顶`, was.cap, is.cap, String),
    ];
  });
}

function noticeCaps(before: PointsRules, after: PointsRules): Difference[] {
  const caps = [before, after].map(({ noticeCaps: all = [] }) => new Map(all.map((one) => [one.notice, one.goodCap])));
  const [was, is] = caps as [Map<string, Dated<number>>, Map<string, Dated<number>>];
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((notice) => {
    const what = `通知 ${notice} 良好信息合计封顶`;
    const now = is.get(notice);
    if (!now) return [{ rule: notice, zh: `取消${what}`, citation: '' }];
    const then = was.get(notice);
    if (!then) return [{ rule: notice, zh: `新增${what}：${figures(now)}`, citation: now.at(-1)?.citation ?? '' }];
    return dated(notice, what, then, now, String);
  });
}

function dated<T>(rule: string, what: string, was: Dated<T>, is: Dated<T>, say: (value: T) => string): Difference[] {
  if (canonicalJson(was) === canonicalJson(is)) return [];
  const changed = is.findLast((entry) => !was.some((one) => canonicalJson(one) === canonicalJson(entry)));
  const said = (entries: Dated<T>) => entries.map(({ from, value }) => `${from} 起 ${say(value)}`).join('；');
  return [
    { rule, zh: `${what}由“${said(was)}”改为“${said(is)}”`, citation: changed?.citation ?? is.at(-1)?.citation ?? '' },
  ];
}

const figures = (entries: Dated<number>): string => entries.map(({ from, value }) => `${from} 起 ${value}`).join('；');
