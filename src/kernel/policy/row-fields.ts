/** The fields a reported row can have; a catalogue demands some of them. One vocabulary for files, forms and API. */
import type { SubjectType } from '../vocabulary.ts';

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

/** What the fields are called in the reporting forms. */
export const FIELD_TITLES: Readonly<Record<RowField, string>> = {
  name: '名称',
  sex: '性别',
  documentType: '证件类型',
  documentNumber: '证件号码',
  kind: '信息类别',
  matter: '具体事项',
  occurredOn: '发生日期',
  remark: '备注',
  decisionType: '文书种类',
  decisionNumber: '文书文号',
  decisionAuthority: '作出机关',
  decisionDate: '作出日期',
  legalBasis: '依据',
  issuingCountry: '签发国家',
  uscc: '统一社会信用代码',
  recommender: '推荐单位',
  zone: '功能区',
};

export function fieldTitle(subject: SubjectType, field: RowField): string {
  return subject === 'person' && field === 'name' ? '姓名' : FIELD_TITLES[field];
}
