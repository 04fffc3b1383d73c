/** What rules of the law say of how grave a kind of decision counts (Order 36: by the kind of penalty): the one scope that is a mapping. */
import { z } from 'zod';
import type { LocalDate } from '#kernel/time/local-date.ts';
import { valueOn } from '../policy/dated.ts';
import type { CatalogueKind, PolicyData, RepairGrade, TitledRule } from '../policy/policy.ts';
import { GRAVITIES } from '../vocabulary.ts';
import { datedAgain, type Place, type Written, writeAt } from './places.ts';
import type { Asked, Scope } from './scopes.ts';

type Grades = Readonly<Record<string, string>>;

/** A kind that takes decisions of this document may get any penalty, so also those the law tells apart. */
const ANY_PENALTY = 'penalty';

export const GRADE_SCOPE: Scope = {
  directions: ['mapping'],
  value: z.record(z.string(), z.enum(GRAVITIES)),
  key: String,
  locate: gradesOfDecisions,
};

function gradesOfDecisions(policy: PolicyData, asked: Asked): readonly Place[] {
  const ofLaw = asked.rule.dated.at(-1)!.value as Grades;
  return policy.catalogue.flatMap((kind, index) => {
    const documents = concerned(kind, Object.keys(ofLaw));
    if (documents.length === 0) return [];
    const path = ['catalogue', index, 'gradeByDecision'];
    const days = [policy.effectiveFrom, ...(kind.gradeByDecision ?? []).map(({ from }) => from)];
    const written = [...new Set(days)].toSorted().map((from) => {
      const at = (kind.gradeByDecision ?? []).findLastIndex((entry) => entry.from <= from);
      // documents that do not concern this kind are as the law has them
      const value = { ...ofLaw, ...gravities(policy, kind, documents, from) };
      return { from, value, path: at < 0 ? path.slice(0, -1) : [...path, at, 'value'] };
    });
    return [
      { path, dated: true, written, write: (draft, values) => writeGrades(draft, index, documents, values, asked) },
    ];
  });
}

/** Of the documents the law grades, those that may come as a decision of this kind: named, or hidden among all penalties. */
function concerned({ polarity, decisionTypes, notReported }: CatalogueKind, graded: readonly string[]): string[] {
  if (polarity !== 'adverse') return [];
  const named = (id: string) => decisionTypes.some((one) => one.id === id);
  return graded.filter((id) => named(id) || (named(ANY_PENALTY) && !notReported.some((one) => one.id === id)));
}

/** As they count on a day, in the law's grades. What a kind does not tell apart counts as the kind does. */
function gravities(policy: PolicyData, kind: CatalogueKind, documents: readonly string[], on: LocalDate): Grades {
  const mapped = valueOn(kind.gradeByDecision ?? [], on);
  return Object.fromEntries(
    documents.map((id) => {
      const told = kind.decisionTypes.some((one) => one.id === id) ? mapped?.[id] : undefined;
      const grade = told ?? kind.repairGrade ?? '';
      return [id, policy.repair.find((one) => one.id === grade)?.gravity ?? grade];
    }),
  );
}

/** The documents are told apart, and each counts as a grade of the policy of that gravity; where it has none, it gets one. */
function writeGrades(
  draft: PolicyData,
  index: number,
  documents: readonly string[],
  values: Parameters<Place['write']>[1],
  { rule, rules }: Asked,
): void {
  const kind = draft.catalogue[index]!;
  const known = (rules.find(({ scope }) => scope === 'decision-types')?.dated.at(-1)?.value ?? []) as TitledRule[];
  const lacking = known.filter(({ id }) => documents.includes(id) && !kind.decisionTypes.some((one) => one.id === id));
  writeAt(draft, ['catalogue', index, 'decisionTypes'], [...kind.decisionTypes, ...lacking]);
  const graded = values.map(({ value, ...entry }): Written => {
    const others = valueOn(kind.gradeByDecision ?? [], entry.from) ?? {};
    const own = documents.map((id) => [id, gradeOf(draft, kind, (value as Grades)[id]!, rule.title)]);
    return { ...entry, value: { ...others, ...Object.fromEntries(own) } };
  });
  writeAt(draft, ['catalogue', index, 'gradeByDecision'], datedAgain(kind.gradeByDecision ?? [], graded));
}

/** Its ranges are those of the kind's own grade: the law's rules about the new one are laid under it after this. */
function gradeOf(draft: PolicyData, { repairGrade }: CatalogueKind, gravity: string, title: string): string {
  const own = draft.repair.find(({ id }) => id === repairGrade);
  const found = [own, ...draft.repair].find((one) => one && (one.gravity ?? one.id) === gravity);
  if (found || !own) return found?.id ?? gravity;
  (draft.repair as RepairGrade[]).push({ ...structuredClone(own), id: gravity, title });
  return gravity;
}
