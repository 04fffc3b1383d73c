/** What golden cases ask about somebody who bears something: grade, ends, relief, conflicts. By the rules the product itself goes by. */
import type { WorkingCalendar } from '#kernel/time/working-days.ts';
import type { GoldenCase } from './golden-schema.ts';
import { rangeOn } from './grade.ts';
import { lifespanOf } from './lifespan.ts';
import { type StandingConflict, standingConflicts } from './list-conflicts.ts';
import type { CatalogueKind, Policy } from './policy.ts';
import { localId, refOf } from './refs.ts';
import { isForRelief, reliefLatest } from './relief.ts';

export type CaseOf<When extends GoldenCase['when']> = Extract<GoldenCase, { when: When }>;
export type Answers<When extends GoldenCase['when']> = { [Key in keyof CaseOf<When>['expect']]: unknown };

export function gravity({ given }: CaseOf<'失信等级'>, policy: Policy): Answers<'失信等级'> {
  const kind = policy.kind(refOf(policy.id, given.kind));
  const range = rangeOn(policy, kind, documentOf(kind, given.decision), given.on);
  return {
    grade: policy.repair.find(({ id }) => id === range?.grade)?.title,
    published: range?.published,
    earliestMonths: range?.minimumMonths,
    latestMonths: range?.maximumMonths,
  };
}

const documentOf = (kind: CatalogueKind, name: string): string =>
  named(kind.decisionTypes, name, 'decision document').title;

export function disclosed(
  { given }: CaseOf<'披露截止'>,
  policy: Policy,
  calendar: WorkingCalendar,
): Answers<'披露截止'> {
  const kind = policy.kind(refOf(policy.id, given.kind));
  const days = {
    determinedOn: given.determinedOn,
    decidedOn: given.decidedOn ?? null,
    decisionType: given.decision === undefined ? undefined : documentOf(kind, given.decision),
  };
  const { validUntil, disclosedUntil } = lifespanOf(kind, days, policy, calendar);
  return { validUntil, disclosedUntil };
}

export function relief({ given }: CaseOf<'暂不纳入'>, policy: Policy): Answers<'暂不纳入'> {
  const possible = policy.relief !== undefined && isForRelief(policy.kind(refOf(policy.id, given.kind)));
  return { possible, latest: possible ? reliefLatest(policy, given.from) : null };
}

const CONFLICTS: Readonly<Record<StandingConflict, string>> = {
  'on-both-lists': '同时推荐到相反的名单',
  'adverse-in-force': '有生效的不良信息',
  'objection-open': '有未办结的异议',
};

export function conflicts({ given }: CaseOf<'名单冲突'>, policy: Policy): Answers<'名单冲突'> {
  const listNamed = (name: string) => named(policy.lists, name, 'list');
  const standing = { ...given, nominatedFor: given.nominatedFor.map((name) => listNamed(name).id) };
  return { conflicts: standingConflicts(policy, listNamed(given.list), standing).map((one) => CONFLICTS[one]) };
}

/** Cases name things as the pack does, or by title. */
export function named<T extends { readonly id: string; readonly title: string }>(
  items: readonly T[],
  name: string,
  what: string,
): T {
  const found = items.find((item) => localId(item.id) === name || item.title === name);
  if (!found) throw new RangeError(`the policy pack has no ${what} "${name}"`);
  return found;
}
