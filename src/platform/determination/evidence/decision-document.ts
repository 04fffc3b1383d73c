/** adverse-needs-document: which decision documents can found an adverse record of a kind. */
import type { CatalogueKind, Policy } from '#kernel/policy/policy.ts';
import type { Decision } from '../../database.ts';
import type { CaseView } from '../case.ts';

/** Type within the catalogue, and number, authority, date and legal basis all named. */
export function hasDecisionDocument(decision: Decision | null, kind: CatalogueKind): boolean {
  if (!decision) return false;
  const { type, number, authority, date, legalBasis } = decision;
  return [number, authority, date, legalBasis].every((value) => value.trim() !== '') && isDecisionType(type, kind);
}

/** By id or by the title departments write in their files. */
export function isDecisionType(type: string, kind: CatalogueKind): boolean {
  return kind.decisionTypes.some((known) => known.id === type || known.title === type);
}

/** Whether a case is adverse and its decision document wanting. */
export function lacksDocument(view: CaseView, policy: Policy): boolean {
  const kind = policy.kind(view.submission.kind);
  return kind.polarity === 'adverse' && !hasDecisionDocument(view.facts.decision, kind);
}
