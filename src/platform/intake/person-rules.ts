/** Who a row of a report on persons is about: name, document, sex, age (clauses 5.2, 5.3). */
import { checkDocument, type DocumentType, parseDocumentType } from '#kernel/identity/documents.ts';
import { checkPersonName } from '#kernel/identity/person-name.ts';
import { parseSex, type Sex } from '#kernel/identity/sex.ts';
import { cleanNumber } from '#kernel/identity/text.ts';
import { ageOn, type LocalDate } from '#kernel/time/local-date.ts';
import { tidyText } from '../matter.ts';
import type { Cells, CheckContext, Findings } from './row.ts';

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

/** @returns undefined when the row cannot be about anybody we may record; `findings` says why */
export function checkPerson(
  cells: Cells,
  context: CheckContext & { readonly on: LocalDate },
  findings: Findings,
): PersonSubject | undefined {
  const name = checkPersonName(cells.name);
  if (name.ok) findings.notes(name.remarks);
  else findings.fault(name.reason);

  const type = documentTypeOf(cells, findings);
  const document = type && checkDocument(type, cells.documentNumber);
  const given = cells.sex === '男' ? 'male' : cells.sex === '女' ? 'female' : parseSex(cells.sex);
  const blankSex = cells.sex.trim() === '';
  if (!type) findings.fault('document.unknown');
  if (!document?.ok) {
    if (document) findings.fault(document.reason);
    // left blank beside a number that would have told it, the number is the only fault
    if (given === undefined && !(blankSex && (type === undefined || TELLS_SEX.has(type))))
      findings.fault('sex.missing');
    return undefined;
  }
  findings.notes(document.remarks);

  let sex = given;
  if (given === undefined && !blankSex) findings.fault('sex.missing');
  else if (document.sex === undefined) {
    if (given === undefined) findings.fault('sex.missing');
  } else if (given === undefined) {
    sex = document.sex;
    findings.note('sex.from_document');
  } else if (given !== document.sex) findings.fault('id.gender_mismatch');

  const { birthDate } = document;
  if (birthDate !== undefined && birthDate > context.receivedOn) findings.fault('id.birthdate');
  else if (birthDate !== undefined && ageOn(birthDate, context.on) < context.policy.minimumAge.years)
    findings.fault('subject.minor');
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

/** Without a declared type, only what looks like a resident identity number is taken as one; nothing else is guessed. */
function documentTypeOf(cells: Cells, findings: Findings): DocumentType | undefined {
  if (cells.documentType.trim() !== '') return parseDocumentType(cells.documentType);
  const { text } = cleanNumber(cells.documentNumber);
  if (text === '') return 'resident-id';
  if (!/^\d{14,19}[\dXx]?$|^\d(\.\d+)?E\+?\d+$/iu.test(text)) return undefined;
  findings.note('document.assumed_resident_id');
  return 'resident-id';
}
