/**
 * What is in force in a city for what is new: all its notices as one policy (078). Kinds, lists, events, clauses and periods have ids of
 * the whole city, so a question that names one is answered by its notice; whoever asks for what each notice says of itself asks `noticeOf`.
 */
import type { Benefit, Policy, PolicyData } from './policy.ts';
import { withQuestions } from './questions.ts';

/** @param policies one of each notice, in the order they came into force: the last says what is the city's */
export function together(policies: readonly [Policy, ...Policy[]]): Policy {
  const [first, ...more] = policies;
  if (more.length === 0) return first;
  // the days of its deeds are each notice's own: whoever asks for them asks the notice
  const { deeds: _, ...newest } = more.at(-1) ?? first;
  const all = <Key extends keyof PolicyData>(key: Key): PolicyData[Key][] => policies.map((policy) => policy[key]);
  const relief = policies.find((policy) => policy.relief)?.relief;
  return withQuestions(
    {
      ...newest,
      ...{ id: first.id, version: first.version, title: first.title, titleEn: first.titleEn },
      ...{ document: first.document, effectiveFrom: first.effectiveFrom },
      ...{ determination: first.determination, fields: first.fields },
      ...(relief ? { relief } : {}),
      minimumAge: { ...newest.minimumAge, clause: first.minimumAge.clause },
      bases: all('bases').flat(),
      channels: first.channels,
      deliveries: first.deliveries,
      clauses: all('clauses').flat(),
      catalogue: all('catalogue').flat(),
      lists: all('lists').flat(),
      events: all('events').flat(),
      measures: all('measures').flat(),
      timers: all('timers').flat(),
      benefits: eachOnce(all('benefits').flat(), newest.points),
      points: pointsOf(newest.points, all('points')),
    },
    policies,
  );
}

/** Scale and levels are the city's; what counts, and what bounds it, is each notice's. */
function pointsOf(newest: PolicyData['points'], all: readonly PolicyData['points'][]): PolicyData['points'] {
  const { noticeCaps: _, ...ofCity } = newest;
  const noticeCaps = all.flatMap((points) => points.noticeCaps ?? []);
  return {
    ...ofCity,
    rules: all.flatMap(({ rules }) => rules),
    ...(noticeCaps.length > 0 ? { noticeCaps } : {}),
  };
}

/** A sector that two notices open is open from the lower of their levels on. */
function eachOnce(benefits: readonly Benefit[], points: PolicyData['points']): Benefit[] {
  const levels = points.levels.at(-1)?.value ?? [];
  const rank = ({ threshold }: Benefit) => levels.find(({ id }) => id === threshold)?.rank ?? levels.length;
  const lowest = new Map<string, Benefit>();
  for (const benefit of benefits) {
    const before = lowest.get(benefit.id);
    if (!before || rank(benefit) < rank(before)) lowest.set(benefit.id, benefit);
  }
  return [...lowest.values()];
}
