/** Who a row of a report on persons is about: name, document, sex, age (clauses 5.2, 5.3). */
import type { DocumentType, Sex } from '#contracts/vocabulary.ts';
import { mayBeCut } from '#kernel/identity/cut-number.ts';
import { checkDocument, parseDocumentType, whyNoNumber } from '#kernel/identity/documents.ts';
import { checkPersonName, whyNoName } from '#kernel/identity/person-name.ts';
import { parseSex } from '#kernel/identity/sex.ts';
import { cleanNumber, withoutTextMarks } from '#kernel/identity/text.ts';
import { dateShape } from '#kernel/time/date-shape.ts';
import { ageOn, type LocalDate } from '#kernel/time/local-date.ts';
import { tidyText } from '../matter.ts';
import { dayFault } from '../possible-day.ts';
import type { Cells, CheckContext, FileSigns, Findings } from './row.ts';

export interface PersonSubject {
  readonly type: 'person';
  readonly name: string;
  readonly sex: Sex;
  readonly documentType: DocumentType;
  readonly documentNumber: string;
  /** what identifies the person; without the digits that change at each renewal */
  readonly identityNumber: string;
  readonly issuingCountry: string | null;
}

const TELLS_SEX: ReadonlySet<DocumentType> = new Set(['resident-id', 'residence-permit', 'permanent-residence']);

/** What the rest of the row, and of the file, tells about its days and numbers. */
export interface RowSigns {
  /** the day adults-only is judged on */
  readonly on: LocalDate;
  /** the days the row states: none can lie before the person was born */
  readonly stated: readonly LocalDate[];
  readonly signs: FileSigns;
}

/** @returns undefined when the row cannot be about anybody we may record; `findings` says why */
export function checkPerson(
  cells: Cells,
  context: CheckContext,
  row: RowSigns,
  findings: Findings,
): PersonSubject | undefined {
  const name = checkPersonName(cells.name);
  if (name.ok) {
    findings.notes(name.remarks);
    if (name.doubt) findings.fault('name.doubtful');
  } else findings.fault(name.reason, whyNoName(cells.name));

  const type = documentTypeOf(cells, findings);
  const document = type && checkDocument(type, cells.documentNumber);
  const given = cells.sex === '男' ? 'male' : cells.sex === '女' ? 'female' : parseSex(cells.sex);
  const blankSex = cells.sex.trim() === '';
  if (!type) findings.fault('document.unknown');
  if (!document?.ok) {
    if (document) {
      const why = isDate(cells.documentNumber) ? 'document.date_given' : whyNoNumber(cells.documentNumber);
      findings.fault(document.reason, why);
    }
    // left blank beside a number that would have told it, the number is the only fault
    if (given === undefined && !(blankSex && (type === undefined || TELLS_SEX.has(type))))
      findings.fault('sex.missing');
    return undefined;
  }
  findings.notes(document.remarks);
  if (document.doubt) findings.fault(document.doubt);

  const cut = mayBeCut(document.number);
  let sex = given;
  if (given === undefined && !blankSex) findings.fault('sex.missing');
  else if (document.sex === undefined) {
    if (given === undefined) findings.fault('sex.missing');
  } else if (given === undefined) {
    sex = document.sex;
    findings.note('sex.from_document');
  } else if (given !== document.sex) findings.fault(cut ? 'id.truncated' : 'id.gender_mismatch');
  if (cut) findings.fault(row.signs.numbersCut ? 'id.truncated' : 'id.maybe_truncated');

  if (document.birthDate !== undefined) checkAge(document.birthDate, context, row, findings);
  if (!name.ok || sex === undefined) return undefined;
  const country = tidyText(cells.issuingCountry);
  return {
    type: 'person',
    name: name.name,
    sex,
    documentType: document.type,
    documentNumber: document.number,
    identityNumber: document.identityNumber,
    issuingCountry: country === '' ? null : country,
  };
}

/** Of who is of age today, a deed of the day of birth or before is a wrong date, not a minor's. */
function checkAge(
  birthDate: LocalDate,
  { receivedOn, policy }: CheckContext,
  { on, stated }: RowSigns,
  findings: Findings,
): void {
  if (birthDate > receivedOn) findings.fault('id.birthdate');
  else if (ageOn(birthDate, receivedOn) < policy.minimumAge.years) findings.fault('subject.minor');
  else if (stated.some((day) => dayFault(day, birthDate))) findings.fault('date.invalid', 'date.before_birth');
  else if (ageOn(birthDate, on) < policy.minimumAge.years) findings.fault('subject.minor');
}

const isDate = (cell: string): boolean => dateShape(withoutTextMarks(cell)) === 'certain';

/** Without a declared type, only what looks like a resident identity number is taken as one; nothing else is guessed. */
function documentTypeOf(cells: Cells, findings: Findings): DocumentType | undefined {
  if (cells.documentType.trim() !== '') return parseDocumentType(cells.documentType);
  const { text } = cleanNumber(cells.documentNumber);
  if (text === '') return 'resident-id';
  if (!/^\d{14,19}[\dXx]?$|^\d(\.\d+)?E\+?\d+$/iu.test(text)) return undefined;
  findings.note('document.assumed_resident_id');
  return 'resident-id';
}
