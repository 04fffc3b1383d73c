/** What stands in the way of an entry or of an edition. Pure. */

import { createHash } from 'node:crypto';
import type { z } from 'zod';
import type { EditionEntry } from '#contracts/exchange.ts';
import type { Conflict, EntryDecision } from '#contracts/lists.ts';
import type { EntryStatus } from '#contracts/vocabulary.ts';
import { comparisonName } from '#kernel/identity/organisation-name.ts';
import type { BusinessCode } from '#kernel/identity/uscc.ts';
import { entryOn } from '#kernel/policy/dated.ts';
import { type Unpublished, unpublished } from '#kernel/policy/grade.ts';
import { type BasisGap, basisGap } from '#kernel/policy/list-basis.ts';
import { standingConflicts } from '#kernel/policy/list-conflicts.ts';
import type { ListId, Policy, SubjectList } from '#kernel/policy/policy.ts';
import type { GroundRef, KindRef } from '#kernel/policy/refs.ts';
import { type May, no, YES } from '#kernel/refusal/may.ts';
import type { Said } from '#kernel/refusal/said.ts';
import { addMonths, type LocalDate } from '#kernel/time/local-date.ts';

/** A nominated organisation record that is in force, with what is needed to see a conflict. */
export interface Candidate {
  readonly subjectKey: string;
  readonly recordId: string;
  readonly uscc: BusinessCode;
  readonly name: string;
  readonly ground: GroundRef;
  readonly departmentId: string;
  readonly zone: string | null;
  readonly matter: string;
  readonly determinedOn: string;
  readonly validUntil: string | null;
  /** by the registry copy; null when the code is not in it */
  readonly directoryName: string | null;
  /** lists of the opposite polarity it is nominated for with what is in force */
  readonly nominatedFor: readonly ListId[];
  readonly adverseInForce: boolean;
  readonly objectionOpen: boolean;
  readonly hasNotice: boolean;
  readonly hasDecision: boolean;
  /** of the decision an adverse record rests on, what everybody may see */
  readonly document: EditionEntry['document'] | null;
  /** the entry it is on this list, or becomes when listed */
  readonly entryId: string;
  /** how often it has come onto this list with this one */
  readonly listing: number;
  /** stands on the list already */
  readonly standing: boolean;
  /** last day, as it was fixed when the record was first listed; undefined: it never was */
  readonly fixedUntil: string | null | undefined;
}

const CONFLICTS = {
  'adverse-in-force': {
    zh: '该单位有尚在有效期内的不良信息。',
    en: 'The body has adverse information in force.',
  },
  'objection-open': { zh: '该记录有未办结的异议。', en: 'An objection to the record is open.' },
} as const satisfies Record<Exclude<Conflict['conflict'], 'on-both-lists' | 'name-differs'>, Said>;

export type FoundConflict = Pick<Conflict, 'recordId' | 'uscc' | 'name' | 'conflict' | 'zh' | 'en'>;

export function conflictsOf(candidate: Candidate, list: SubjectList, policy: Policy): FoundConflict[] {
  const { recordId, uscc, name, directoryName, nominatedFor } = candidate;
  const standing = standingConflicts(policy, list, candidate);
  const differs = directoryName !== null && comparisonName(directoryName) !== comparisonName(name);
  const found: [Conflict['conflict'], Said][] = [];
  if (standing.includes('on-both-lists'))
    found.push(['on-both-lists', onBoth([list, ...nominatedFor.map((id) => policy.list(id))])]);
  if (standing.includes('adverse-in-force')) found.push(['adverse-in-force', CONFLICTS['adverse-in-force']]);
  if (differs)
    found.push([
      'name-differs',
      {
        zh: `名称与登记名称不一致。登记名称：${directoryName}。`,
        en: `The name differs from the registered name. Registered: ${directoryName}.`,
      },
    ]);
  if (standing.includes('objection-open')) found.push(['objection-open', CONFLICTS['objection-open']]);
  return found.map(([conflict, said]) => ({ ...{ recordId, uscc, name, conflict }, ...said }));
}

/** Good lists first, whichever of them asks: the same words on either side. */
function onBoth(lists: readonly SubjectList[]): Said {
  const named = lists.toSorted((a, b) => (a.polarity < b.polarity ? 1 : -1));
  return {
    zh: `同一单位同时被推荐列入${named.map(({ plainTitle }) => plainTitle).join('和')}。`,
    en: `The same body is nominated for the ${named.map(({ plainTitleEn }) => plainTitleEn).join(' and the ')}.`,
  };
}

/**
 * black-list-needs-basis: the list rests on a recorded law or local regulation, and every entry on a served notice and a
 * decision document (国办发〔2020〕49号).
 */
const BASIS_GAPS = {
  missing: {
    zh: '尚未登记设立该名单的法律、法规依据。',
    en: 'The law or regulation this list rests on is not on record.',
  },
  'not-yet': { zh: '设列依据尚未施行。', en: 'The law this list rests on is not in force yet.' },
  ended: {
    zh: '设列依据已经失效，不再列入、发布。',
    en: 'The law this list rests on has ended: nobody is listed any more.',
  },
} as const satisfies Record<NonNullable<BasisGap>, Said>;

export function whetherBasis(list: SubjectList, candidates: readonly Candidate[], today: LocalDate): May {
  const { noticeServed, decision } = list.requires;
  const gap = basisGap(list, today);
  if (gap !== null) {
    return no(`basis-${gap}`, {
      problem: 'list.basis_missing',
      clause: list.clause,
      said: { zh: `“${list.title}”${BASIS_GAPS[gap].zh}`, en: BASIS_GAPS[gap].en },
    });
  }
  const bare = candidates.filter((entry) => (noticeServed && !entry.hasNotice) || (decision && !entry.hasDecision));
  if (bare.length > 0) {
    return no('documents-missing', {
      problem: 'list.basis_missing',
      clause: list.clause,
      said: { zh: '有条目缺少告知书或决定文书，不得列入。', en: 'Entries lack a notice or a decision document.' },
      extra: { uscc: bare.map((entry) => entry.uscc) },
    });
  }
  return YES;
}

export interface DecisionLine {
  readonly decision: z.infer<typeof EntryDecision>;
  readonly reason: string;
}

export function statusOf(decisions: readonly DecisionLine[]): EntryStatus {
  const last = decisions.at(-1)?.decision;
  if (last === undefined) return 'proposed';
  return last === 'kept' || last === 'struck' ? last : 'open';
}

/** A conflict counts as handled when it was put on the record of the round; one found since then is open. */
export function isRecorded(conflict: FoundConflict, decisions: readonly DecisionLine[]): boolean {
  return decisions.some(({ decision, reason }) => decision === 'conflict-found' && reason.includes(conflict.zh));
}

/**
 * How long an entry stays, fixed when it is first listed: the list's own period or the record's, whichever ends first. What has stood on the
 * list before keeps its last day, and no edition makes it longer.
 */
export function entryUntil(
  list: SubjectList,
  publishedOn: LocalDate,
  { validUntil, fixedUntil }: Pick<Candidate, 'validUntil' | 'fixedUntil'>,
): string | null {
  if (fixedUntil !== undefined) return fixedUntil;
  const months = entryOn(list.entryMonths, publishedOn)?.value ?? null;
  return earlier(months === null ? null : addMonths(publishedOn, months), validUntil);
}

/** Days as text sort like days; null is "never". */
const earlier = (a: string | null, b: string | null): string | null => (a === null || (b !== null && b < a) ? b : a);

/**
 * The id of an entry: the same however often it is asked for until it is listed, and not to be guessed by anybody who does not hold the
 * record's, which is made under a key.
 */
export function entryIdOf(list: ListId, recordId: string, listing: number): string {
  const hex = createHash('sha256').update(`xinheng entry ${list} ${recordId} ${listing}`).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}

/** Joint publication (3.1): the office and every department that still has an entry. */
export function requiredSignatures(list: SubjectList, departments: readonly string[]): string[] {
  return [list.signOff.office, ...new Set(departments.filter((department) => department !== list.signOff.office))];
}

export function groundTitle(list: SubjectList, ground: GroundRef): string {
  return list.grounds.find((known) => known.id === ground)?.title ?? ground;
}

export const idsOf = (lists: readonly SubjectList[]): ListId[] => lists.map(({ id }) => id);

/** A kind whose records may be nominated for a list, with its ground, and which of its decisions stand on no list all the same (原则上不公示). */
export interface Nominating {
  readonly kind: KindRef;
  readonly ground: GroundRef;
  readonly unlisted: readonly Unpublished[];
}

export function nominatingKinds(policy: Policy, list: ListId, today: LocalDate): Nominating[] {
  return policy.catalogue.flatMap((kind) =>
    kind.subject === 'organisation' && kind.nominates?.list === list
      ? [{ kind: kind.id, ground: kind.nominates.ground, unlisted: unpublished(policy, kind, today) }]
      : [],
  );
}
