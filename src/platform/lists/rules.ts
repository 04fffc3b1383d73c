/** What stands in the way of an entry or of an edition. Pure. */

import type { z } from 'zod';
import type { EditionEntry } from '#contracts/exchange.ts';
import type { Conflict, EntryDecision } from '#contracts/lists.ts';
import type { EntryStatus, ListName } from '#contracts/vocabulary.ts';
import { comparisonName } from '#kernel/identity/organisation-name.ts';
import { entryOn } from '#kernel/policy/dated.ts';
import type { Policy, SubjectList } from '#kernel/policy/policy.ts';
import type { GroundRef, KindRef } from '#kernel/policy/refs.ts';
import { type May, no, YES } from '#kernel/refusal/may.ts';
import { addMonths, type LocalDate } from '#kernel/time/local-date.ts';

/** A nominated organisation record that is in force, with what is needed to see a conflict. */
export interface Candidate {
  readonly subjectKey: string;
  readonly recordId: string;
  readonly uscc: string;
  readonly name: string;
  readonly ground: GroundRef;
  readonly departmentId: string;
  readonly zone: string | null;
  readonly matter: string;
  readonly determinedOn: string;
  readonly validUntil: string | null;
  /** by the registry copy; null when the code is not in it */
  readonly directoryName: string | null;
  readonly nominatedElsewhere: boolean;
  readonly adverseInForce: boolean;
  readonly objectionOpen: boolean;
  readonly hasNotice: boolean;
  readonly hasDecision: boolean;
  /** of the decision an adverse record rests on, what everybody may see */
  readonly document: EditionEntry['document'] | null;
}

const CONFLICTS = {
  'on-both-lists': {
    zh: '同一单位同时被推荐列入红榜和黑榜。',
    en: 'The same body is nominated for both lists.',
  },
  'adverse-in-force': {
    zh: '该单位有尚在有效期内的不良信息。',
    en: 'The body has adverse information in force.',
  },
  'name-differs': { zh: '名称与登记名称不一致。', en: 'The name differs from the registered name.' },
  'objection-open': { zh: '该记录有未办结的异议。', en: 'An objection to the record is open.' },
} as const satisfies Record<Conflict['conflict'], { zh: string; en: string }>;

export type FoundConflict = Pick<Conflict, 'recordId' | 'uscc' | 'name' | 'conflict' | 'zh' | 'en'>;

export function conflictsOf(candidate: Candidate, list: SubjectList): FoundConflict[] {
  const { recordId, uscc, name, directoryName } = candidate;
  const differs = directoryName !== null && comparisonName(directoryName) !== comparisonName(name);
  const found: Conflict['conflict'][] = [];
  if (candidate.nominatedElsewhere) found.push('on-both-lists');
  if (list.polarity === 'good' && candidate.adverseInForce) found.push('adverse-in-force');
  if (differs) found.push('name-differs');
  if (candidate.objectionOpen) found.push('objection-open');
  return found.map((conflict) => ({
    ...{ recordId, uscc, name, conflict },
    zh: conflict === 'name-differs' ? `${CONFLICTS[conflict].zh}登记名称：${directoryName}。` : CONFLICTS[conflict].zh,
    en:
      conflict === 'name-differs' ? `${CONFLICTS[conflict].en} Registered: ${directoryName}.` : CONFLICTS[conflict].en,
  }));
}

/**
 * black-list-needs-basis: the list rests on a recorded law or local regulation, and every entry on a served notice and a
 * decision document (国办发〔2020〕49号).
 */
export function whetherBasis(list: SubjectList, candidates: readonly Candidate[]): May {
  const { legalBasis, noticeServed, decision } = list.requires;
  if (legalBasis && !legalBasis.recorded) {
    return no('basis-missing', {
      problem: 'list.basis_missing',
      clause: list.clause,
      said: {
        zh: `“${list.title}”尚未登记设立该名单的法律、法规依据。`,
        en: 'The law or regulation this list rests on is not on record.',
      },
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

/** How long an entry of this edition stays: the list's own period or the record's, whichever ends first. */
export function entryUntil(list: SubjectList, publishedOn: LocalDate, recordUntil: string | null): string | null {
  const months = entryOn(list.entryMonths, publishedOn)?.value ?? null;
  const own = months === null ? null : addMonths(publishedOn, months);
  if (own === null || recordUntil === null) return own ?? recordUntil;
  return own < recordUntil ? own : recordUntil;
}

/** Joint publication (3.1): the office and every department that still has an entry. */
export function requiredSignatures(list: SubjectList, departments: readonly string[]): string[] {
  return [list.signOff.office, ...new Set(departments.filter((department) => department !== list.signOff.office))];
}

export function groundTitle(list: SubjectList, ground: GroundRef): string {
  return list.grounds.find((known) => known.id === ground)?.title ?? ground;
}

export function otherList(list: ListName): ListName {
  return list === 'red' ? 'black' : 'red';
}

/** The kinds whose records may be nominated for a list, each with its ground. */
export function nominatingKinds(policy: Policy, list: ListName): { kind: KindRef; ground: GroundRef }[] {
  return policy.catalogue.flatMap((kind) =>
    kind.subject === 'organisation' && kind.nominates?.list === list
      ? [{ kind: kind.id, ground: kind.nominates.ground }]
      : [],
  );
}
