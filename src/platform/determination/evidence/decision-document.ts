/** adverse-needs-document: which decision documents can found an adverse record of a kind. */
import type { CatalogueKind } from '#kernel/policy/policy.ts';
import type { Decision } from '../../database.ts';

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
