/** How grave an adverse matter counts: as its kind says, or as the kind of the decision it rests on says (Order 36: by the kind of penalty). Pure. */
import { addDays, type LocalDate, toLocalDate } from '#kernel/time/local-date.ts';
import { entryOrNotYet, valueOn } from './dated.ts';
import type { CatalogueKind, Policy, RepairRange } from './policy.ts';

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

export interface Unpublished {
  /** a decision document of the kind, by its id and by its title: reports say either */
  readonly type: string;
  /** days of such decisions, both included */
  readonly from: LocalDate;
  readonly until: LocalDate;
}

const [EARLIEST, LATEST] = [toLocalDate('1900-01-01'), toLocalDate('9999-12-31')];

/** 原则上不公示: decisions of a kind that stand on no list, by the rules of their day or by the milder ones of today. */
export function unpublished(policy: Pick<Policy, 'repair'>, kind: Graded, today: LocalDate): readonly Unpublished[] {
  if (kind.repairGrade === undefined) return [];
  const changes = [...policy.repair.flatMap(({ range }) => range), ...(kind.gradeByDecision ?? [])].map(
    ({ from }) => from,
  );
  const days = [...new Set([EARLIEST, ...changes])].toSorted();
  return kind.decisionTypes.flatMap(({ id, title }) => {
    const kept = (on: LocalDate) => rangeOn(policy, kind, id, on)?.published === false;
    const periods = days.flatMap((from, index) => {
      const next = days[index + 1];
      return kept(today) || kept(from) ? [{ from, until: next === undefined ? LATEST : addDays(next, -1) }] : [];
    });
    return [id, title].flatMap((type) => periods.map((period) => ({ type, ...period })));
  });
}
