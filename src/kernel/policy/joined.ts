/**
 * Joins what a city says once with what one of its notices says: the whole that is compiled and enacted, so that a notice's rules never
 * change under a running case because the city's did. Where each value was written is kept, for findings.
 */
import type { PathStep, PolicyFinding } from './finding.ts';
import type { City, NoticePart, Pack } from './schema.ts';
import type { PackSource } from './source.ts';

export interface Joined {
  readonly pack: Pack;
  /** What does not fit together. */
  readonly findings: readonly PolicyFinding[];
  /** As `PackSource.finding`, with a path in the joined whole. */
  readonly finding: PackSource['finding'];
}

export interface Written<T> {
  readonly data: T;
  readonly source: PackSource;
}

/** As a matter meets them: before a finding, what the notice adds of its own, then rights, then what is kept. The order is part of the digest. */
const OWN = 'the notice’s own';
const IN_ORDER: readonly string[] = [
  'data-check',
  'own-report-draft',
  'response-window',
  OWN,
  'objection-own',
  'objection-with-provider',
  'objection-provider-part',
  'revocation-removal',
  'repair-execution',
  'repair-decision',
  'relief-decision',
  'review-window',
  'review-decision',
  'withdrawn-decision-off-page',
  'adverse-disclosure-maximum',
  'relief-hold-maximum',
  'evidence-retention',
  'query-log-retention',
];
const turn = (id: string): number => IN_ORDER.indexOf(IN_ORDER.includes(id) ? id : OWN);

/** A value of the whole and the path it was written under, on its side. */
interface Placed<T> {
  readonly value: T;
  readonly source: PackSource;
  readonly path: readonly PathStep[];
}

export function join(city: Written<City>, notice: Written<NoticePart>): Joined {
  const findings: PolicyFinding[] = [];
  const timers = joinTimers(city, notice, findings);
  const benefits = joinBenefits(city, notice, findings);
  const { sectors: _sectors, minimumAge, points: scheme, timers: _clocks, ...ofCity } = city.data;
  const { uses, benefits: _benefits, points: contributions, timers: _own, ...ofNotice } = notice.data;
  const pack: Pack = {
    ...ofCity,
    ...ofNotice,
    minimumAge: { ...minimumAge, clause: uses.minimumAge },
    benefits: benefits.map(({ value }) => value),
    points: { ...scheme, ...contributions },
    timers: timers.map(({ value }) => value),
  };
  /** Which side wrote what stands under this path, and under which path there. */
  const written = (path: readonly PathStep[]): Pick<Placed<unknown>, 'source' | 'path'> => {
    const [key = '', step, ...rest] = path;
    if (key === 'minimumAge' && step === 'clause') return { source: notice.source, path: ['uses', 'minimumAge'] };
    const placed = key === 'timers' ? timers[Number(step)] : key === 'benefits' ? benefits[Number(step)] : undefined;
    if (placed && key === 'timers' && placed.source === city.source && rest[0] === 'clause')
      return { source: notice.source, path: ['uses', 'timers', timers[Number(step)]?.value.id ?? ''] };
    if (placed) return { source: placed.source, path: [...placed.path, ...rest] };
    const ofCityAlone =
      key === 'points' ? step !== 'rules' && step !== 'goodCap' : key in city.data && !(key in ofNotice);
    return { source: ofCityAlone ? city.source : notice.source, path };
  };
  return {
    pack,
    findings,
    finding(severity, path, code, zh, en) {
      const { source, path: there } = written(path);
      return source.finding(severity, there, code, zh, en);
    },
  };
}

function joinTimers(
  city: Written<City>,
  notice: Written<NoticePart>,
  findings: PolicyFinding[],
): Placed<Pack['timers'][number]>[] {
  const { uses, timers: own } = notice.data;
  const clocks = new Map(city.data.timers.map((timer, index) => [timer.id, index]));
  for (const name of Object.keys(uses.timers))
    if (!clocks.has(name))
      findings.push(
        notice.source.finding(
          'error',
          ['uses', 'timers', name],
          'timer.unknown',
          `全市的期限中没有“${name}”`,
          `the city has no timer "${name}"`,
        ),
      );
  const ofNotice = own.flatMap((value, index) => {
    const there = clocks.get(value.id);
    if (there === undefined) return [{ value, source: notice.source, path: ['timers', index] }];
    findings.push(declaredTwice(city.source, ['timers', there], notice.source, ['timers', index, 'id'], value.id));
    return [];
  });
  const ofCity = city.data.timers.map((timer, index) => {
    const clause = uses.timers[timer.id];
    return {
      value: clause === undefined ? timer : { ...timer, clause },
      ...{ source: city.source, path: ['timers', index] as const },
    };
  });
  return [...ofNotice, ...ofCity].sort((a, b) => turn(a.value.id) - turn(b.value.id));
}

function joinBenefits(
  city: Written<City>,
  notice: Written<NoticePart>,
  findings: PolicyFinding[],
): Placed<Pack['benefits'][number]>[] {
  return notice.data.benefits.map(({ sector: name, ...benefit }, index) => {
    const sector = city.data.sectors.find(({ id }) => id === name);
    const path = ['benefits', index];
    if (sector) return { value: { ...sector, ...benefit }, source: notice.source, path };
    const [zh, en] = [`全市的 sectors 中没有行业“${name}”`, `the city has no sector "${name}"`];
    findings.push(notice.source.finding('error', [...path, 'sector'], 'sector.unknown', zh, en));
    // its clause and its level are looked at all the same
    const unknown = { id: name, title: name, titleEn: name, basicService: name, basicServiceEn: name };
    return { value: { ...unknown, ...benefit }, source: notice.source, path };
  });
}

/** Told where it stands the second time, with the place of the first. */
export function declaredTwice(
  first: PackSource,
  there: readonly PathStep[],
  second: PackSource,
  here: readonly PathStep[],
  name: string,
): PolicyFinding {
  const { file, line } = first.finding('error', there, '', '', '');
  return second.finding(
    'error',
    here,
    'declared.twice',
    `“${name}”在 ${file}:${line} 已经规定，这里不能再规定一次`,
    `"${name}" is declared at ${file}:${line} already`,
  );
}
