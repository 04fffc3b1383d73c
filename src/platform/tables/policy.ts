/** Of policy: what is enacted, and the kinds the notices in force name. */
import type { Generated } from 'kysely';
import type { FactBasis, Polarity, SubjectType } from '#contracts/vocabulary.ts';
import type { PolicyData } from '#kernel/policy/policy.ts';
import type { KindRef } from '#kernel/policy/refs.ts';
import type { DateColumn, Json } from './columns.ts';

export interface EnactedKindTable {
  kind: KindRef;
  version: number;
  subject_type: SubjectType;
  polarity: Polarity;
  fact_basis: FactBasis;
}

export interface EnactmentTable {
  scope: string;
  version: number;
  from_day: DateColumn;
  until_day: DateColumn | null;
  digest: string;
  compiled: Json<PolicyData>;
  source_digest: string;
  floor_digest: string | null;
  rehearsal: Json<object | null>;
  map: Json<object | null>;
  proposed_by: string | null;
  confirmed_by: string | null;
  at: Generated<Date>;
}
