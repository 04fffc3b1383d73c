/** How grave an adverse matter counts: as its kind says, or as the kind of the decision it rests on says (Order 36: by the kind of penalty). Pure. */
import type { LocalDate } from '#kernel/time/local-date.ts';
import { entryOrNotYet, valueOn } from './dated.ts';
import type { CatalogueKind, Policy, RepairRange } from './policy.ts';

export interface FoundingDecision {
  /** as it was reported: the id of a decision document, or its title */
  readonly type: string;
  readonly date: LocalDate;
}

type Graded = Pick<CatalogueKind, 'repairGrade' | 'decisionTypes' | 'gradeByDecision'>;

/**
 * By the rules of a day, that of the decision unless a milder one is looked for.
 * @returns undefined for good information
 */
export function gradeOn(kind: Graded, decision: string | undefined, on: LocalDate): string | undefined {
  const type = kind.decisionTypes.find(({ id, title }) => id === decision || title === decision)?.id;
  const mapped = kind.gradeByDecision && type !== undefined ? valueOn(kind.gradeByDecision, on)?.[type] : undefined;
  return mapped ?? kind.repairGrade;
}

export interface GradedRange extends RepairRange {
  readonly grade: string;
  readonly citation: string;
}

/** The repair rules a decision of this type falls under by the rules of a day; undefined where there is nothing to repair. */
export function rangeOn(
  policy: Pick<Policy, 'repair'>,
  kind: Graded,
  decision: string | undefined,
  on: LocalDate,
): GradedRange | undefined {
  const id = gradeOn(kind, decision, on);
  const grade = policy.repair.find((one) => one.id === id);
  if (!grade) return undefined;
  const { value, citation } = entryOrNotYet(grade.range, on);
  return { ...value, grade: grade.id, citation };
}

/** 原则上不公示: whether what rests on this decision stands on no list, by the rules of its day or the milder ones of today. */
export function neverPublished(
  policy: Pick<Policy, 'repair'>,
  kind: Graded,
  decision: FoundingDecision | null,
  today: LocalDate,
): boolean {
  if (kind.repairGrade === undefined || !decision) return false;
  return [decision.date, today].some((on) => rangeOn(policy, kind, decision.type, on)?.published === false);
}
