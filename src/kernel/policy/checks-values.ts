/** Dated values in order, level intervals without gap or overlap, points and ranges that make sense. */
import type { Report } from './checks-references.ts';
import type { PathStep } from './finding.ts';
import type { Pack } from './schema.ts';

interface AnyDated {
  readonly from: string;
  readonly value: unknown;
}

function isDated(value: unknown): value is readonly AnyDated[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((item) => item !== null && typeof item === 'object' && 'from' in item && 'value' in item)
  );
}

/** Every dated value, wherever it stands: sorted, one entry a day. */
export function checkDated(data: unknown, report: Report, path: readonly PathStep[] = []): void {
  if (isDated(data)) {
    for (const [index, entry] of data.entries()) {
      const before = data[index - 1];
      if (before && entry.from === before.from) {
        report(
          [...path, index, 'from'],
          'dated.overlap',
          `${entry.from} 起有两个值，只能有一个`,
          `two values from ${entry.from} on`,
        );
      } else if (before && entry.from < before.from) {
        report(
          [...path, index, 'from'],
          'dated.unsorted',
          `${entry.from} 应排在 ${before.from} 之前`,
          `${entry.from} stands after ${before.from}`,
        );
      }
    }
  }
  if (Array.isArray(data)) {
    for (const [index, item] of data.entries()) checkDated(item, report, [...path, index]);
  } else if (data !== null && typeof data === 'object') {
    for (const [key, value] of Object.entries(data)) checkDated(value, report, [...path, key]);
  }
}

export function checkLevels(pack: Pack, report: Report): void {
  for (const [entry, { value: levels, from }] of pack.points.levels.entries()) {
    const scale = pack.points.scale.findLast((item) => item.from <= from)?.value ?? pack.points.scale[0]?.value;
    const at = (index: number) => ['points', 'levels', entry, 'value', index, 'interval'];
    for (const [index, { id, interval }] of levels.entries()) {
      if (
        interval.low > interval.high ||
        (interval.low === interval.high && !(interval.lowIncluded && interval.highIncluded))
      ) {
        report(at(index), 'level.empty', `等级“${id}”的区间不含任何分值`, `the interval of "${id}" is empty`);
      }
      const before = levels[index - 1];
      if (before) compareNeighbours(before, { id, interval }, at(index), report);
    }
    const first = levels[0];
    const last = levels.at(-1);
    if (!scale || !first || !last) continue;
    if (first.interval.low !== scale.minimum || !first.interval.lowIncluded) {
      report(
        at(0),
        'level.gap',
        `最低等级应从下限 ${scale.minimum}（含）起`,
        `the lowest level must begin at ${scale.minimum}`,
      );
    }
    if (last.interval.high !== scale.maximum || !last.interval.highIncluded) {
      report(
        at(levels.length - 1),
        'level.gap',
        `最高等级应到上限 ${scale.maximum}（含）止`,
        `the highest level must end at ${scale.maximum}`,
      );
    }
    const ids = levels.map((level) => level.id);
    for (const [index, id] of ids.entries()) {
      if (ids.indexOf(id) !== index) {
        report(
          ['points', 'levels', entry, 'value', index, 'id'],
          'id.duplicate',
          `等级“${id}”重复`,
          `level "${id}" is there twice`,
        );
      }
    }
  }
}

type LevelDraft = Pick<Pack['points']['levels'][number]['value'][number], 'id' | 'interval'>;

function compareNeighbours(lower: LevelDraft, upper: LevelDraft, path: PathStep[], report: Report): void {
  const end = lower.interval.high;
  const begin = upper.interval.low;
  const both = lower.interval.highIncluded && upper.interval.lowIncluded;
  const neither = !lower.interval.highIncluded && !upper.interval.lowIncluded;
  if (begin < end || (begin === end && both)) {
    report(
      path,
      'level.overlap',
      `等级“${lower.id}”与“${upper.id}”重叠：同一分值落入两个等级`,
      `levels "${lower.id}" and "${upper.id}" overlap`,
    );
  } else if (begin > end || neither) {
    report(
      path,
      'level.gap',
      `等级“${lower.id}”与“${upper.id}”之间有空档：有的分值没有等级`,
      `gap between levels "${lower.id}" and "${upper.id}"`,
    );
  }
}

export function checkPoints(pack: Pack, report: Report): void {
  for (const [index, { value }] of pack.points.scale.entries()) {
    if (value.minimum > value.base || value.base > value.maximum) {
      report(
        ['points', 'scale', index, 'value'],
        'points.scale',
        '基础分应在下限与上限之间',
        'the base must lie between minimum and maximum',
      );
    }
  }
  const seen = new Set<string>();
  for (const [index, rule] of pack.points.rules.entries()) {
    const at = (...steps: PathStep[]) => ['points', 'rules', index, ...steps];
    if (seen.has(rule.kind))
      report(at('kind'), 'id.duplicate', `“${rule.kind}”类信息有两条计分规则`, `two rules for "${rule.kind}"`);
    seen.add(rule.kind);
    const kind = pack.catalogue.find((item) => item.id === rule.kind);
    if (!kind) continue;
    if (kind.subject !== 'person') {
      report(
        at('kind'),
        'points.organisation',
        '信用积分只计自然人，组织和企业的信息不计分',
        'points are for persons only',
      );
    }
    for (const [position, { value }] of rule.points.entries()) {
      if (kind.polarity === 'good' ? value < 0 : value > 0) {
        report(
          at('points', position, 'value'),
          'points.sign',
          '良好信息只能加分，不良信息只能减分',
          'good adds, adverse takes away',
        );
      }
    }
  }
}

export function checkRepair(pack: Pack, report: Report): void {
  for (const [index, grade] of pack.repair.entries()) {
    for (const [position, { value }] of grade.range.entries()) {
      if (value.minimumMonths > value.maximumMonths) {
        report(
          ['repair', index, 'range', position, 'value'],
          'repair.range',
          '最短期限长于最长期限',
          'the minimum exceeds the maximum',
        );
      }
    }
  }
}

/** The words that must never be collected are patterns; one that is not a regular expression would screen nothing. */
export function checkPatterns(pack: Pack, report: Report): void {
  for (const [index, rule] of pack.neverCollect.entries()) {
    for (const key of ['any', 'unless'] as const) {
      for (const [position, pattern] of rule[key].entries()) {
        if (isPattern(pattern)) continue;
        report(
          ['neverCollect', index, key, position],
          'pattern.invalid',
          `“${pattern}”不是正确的正则表达式`,
          `"${pattern}" is no regular expression`,
        );
      }
    }
  }
}

function isPattern(text: string): boolean {
  try {
    new RegExp(text, 'u');
    return true;
  } catch {
    return false;
  }
}
