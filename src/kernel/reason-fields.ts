/** Which cells of a row a reason is about, so that it can stand beside them; none where it is about the whole row or file. */
import { ADVERSE_FIELDS, type RowField } from './policy/row-fields.ts';
import type { ReasonCode } from './reasons.ts';

const DATES: readonly RowField[] = ['occurredOn', 'decisionDate'];
const NUMBER: readonly RowField[] = ['documentNumber'];
const CODE: readonly RowField[] = ['uscc'];
const ROW: readonly RowField[] = [];
/** Whatever somebody may write into as they please. */
const TEXTS: readonly RowField[] = [
  ...(['matter', 'remark', 'recommender', 'zone', 'issuingCountry'] as const),
  ...(['decisionType', 'decisionNumber', 'decisionAuthority', 'legalBasis'] as const),
];

/** Where several are named, the fault is in one of them, or in how they agree. */
export const REASON_FIELDS: Readonly<Record<ReasonCode, readonly RowField[]>> = {
  'id.length': NUMBER,
  'id.checksum': NUMBER,
  'id.birthdate': NUMBER,
  'id.gender_mismatch': ['sex', 'documentNumber'],
  'id.legacy_15': NUMBER,
  'id.truncated': NUMBER,
  'id.maybe_truncated': NUMBER,
  'sex.missing': ['sex'],
  'document.unknown': ['documentType'],
  'document.format': ['documentNumber', 'documentType'],
  'document.maybe_date': NUMBER,
  'subject.minor': ['documentNumber', 'occurredOn'],
  'name.missing': ['name'],
  'name.invalid': ['name'],
  'name.doubtful': ['name'],
  'name.directory_mismatch': ['name', 'uscc'],
  'uscc.length': CODE,
  'uscc.alphabet': CODE,
  'uscc.structure': CODE,
  'uscc.checksum': CODE,
  'uscc.organisation_code': CODE,
  'uscc.truncated': CODE,
  'uscc.maybe_truncated': CODE,
  'uscc.legacy_registration_number': CODE,
  'category.unknown': ['kind'],
  'category.not_yours': ['kind'],
  'matter.missing': ['matter'],
  'matter.too_long': ['matter'],
  'matter.never_collect': TEXTS,
  'matter.document_number': TEXTS,
  'date.missing': ['occurredOn'],
  'date.invalid': DATES,
  'date.future': DATES,
  'date.outside_notice': DATES,
  'decision.missing': ADVERSE_FIELDS,
  'duplicate.in_file': ROW,
  'duplicate.on_record': ROW,
  'field.missing': ROW,
  'header.missing': ROW,
  'header.unknown': ROW,
  'row.too_many_cells': ROW,
  'cell.too_long': ROW,
  'text.encoding': ROW,
};
