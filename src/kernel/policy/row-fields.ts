/** The fields a reported row can have; a catalogue demands some of them. One vocabulary for files, forms and API. */
import type { SubjectType } from './policy.ts';

const DECISION_FIELDS = ['decisionType', 'decisionNumber', 'decisionAuthority', 'decisionDate', 'legalBasis'] as const;

export const PERSON_FIELDS = [
  'name',
  'sex',
  'documentType',
  'documentNumber',
  'kind',
  'matter',
  'occurredOn',
  'remark',
  ...DECISION_FIELDS,
  'issuingCountry',
] as const;

export const ORGANISATION_FIELDS = [
  'name',
  'uscc',
  'kind',
  'matter',
  'recommender',
  'occurredOn',
  'zone',
  'remark',
  ...DECISION_FIELDS,
] as const;

export type PersonField = (typeof PERSON_FIELDS)[number];
export type OrganisationField = (typeof ORGANISATION_FIELDS)[number];
export type RowField = PersonField | OrganisationField;

/** Without these an adverse record would stand on nothing (国办发〔2020〕49号). */
export const ADVERSE_FIELDS: readonly RowField[] = DECISION_FIELDS;

export const FIELDS_OF: Readonly<Record<SubjectType, readonly RowField[]>> = {
  person: PERSON_FIELDS,
  organisation: ORGANISATION_FIELDS,
};
