/** Of policy: the kinds the notices in force name. */
import type { FactBasis, Polarity, SubjectType } from '#contracts/vocabulary.ts';
import type { KindRef } from '#kernel/policy/refs.ts';

export interface EnactedKindTable {
  kind: KindRef;
  version: number;
  subject_type: SubjectType;
  polarity: Polarity;
  fact_basis: FactBasis;
}
