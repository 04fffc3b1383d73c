/**
 * Checks one row of a report (clause 5.3): what is wrong with it, or what it claims. Pure: the same row gives the same answer
 * on the command line, in the job and in tests. One fault gives one reason; several independent faults are all named.
 */

import type { FileKind, FormKind, SubjectType, SubmissionVerdict } from '#contracts/vocabulary.ts';
import { withoutTextMarks } from '#kernel/identity/text.ts';
import { outsideDeeds } from '#kernel/policy/deeds.ts';
import type { CatalogueKind, Policy } from '#kernel/policy/policy.ts';
import { localId } from '#kernel/policy/refs.ts';
import { FIELDS_OF, type RowField } from '#kernel/policy/row-fields.ts';
import { REASON_FIELDS } from '#kernel/reason-fields.ts';
import { REASONS, type ReasonCode, type RemarkCode } from '#kernel/reasons.ts';
import { holdsDocumentNumber } from '#kernel/screening/document-number.ts';
import { type LocalDate, type ParsedDate, parseDate } from '#kernel/time/local-date.ts';
import { lacksYear } from '#kernel/time/written-day.ts';
import type { Decision } from '../database.ts';
import { decisionNumberFault, exchangesCharacters, matterFault, saysNothing, tidyText } from '../matter.ts';
import { dayFault } from '../possible-day.ts';
import { checkOrganisation, type OrganisationSubject } from './organisation-rules.ts';
import { documentSaid } from './penalty-kinds.ts';
import { checkPerson, type PersonSubject } from './person-rules.ts';
import { type Cells, type CheckContext, type FileSigns, Findings, NO_SIGNS } from './row.ts';
import type { HeaderMatch, RawRow } from './spreadsheet/index.ts';

export interface Claim {
  readonly subject: PersonSubject | OrganisationSubject;
  readonly kind: CatalogueKind;
  readonly matter: string;
  readonly occurredOn: LocalDate;
  readonly decision: Decision | null;
}

export type CheckedRow =
  | {
      readonly rowNumber: number;
      readonly verdict: SubmissionVerdict;
      readonly reasons: readonly ReasonCode[];
      readonly remarks: readonly RemarkCode[];
      readonly claim: Claim;
    }
  | {
      readonly rowNumber: number;
      readonly verdict: 'rejected';
      readonly reasons: readonly ReasonCode[];
      readonly remarks: readonly RemarkCode[];
      readonly claim?: undefined;
    };

/**
 * The name as part of the fact's key, where it is in doubt: the mended row is then another fact, not a duplicate of the broken one.
 * A doubted number needs nothing of the kind: the mended one is another subject.
 */
export function questionableName(row: CheckedRow & { readonly verdict: SubmissionVerdict }): string | undefined {
  const { subject } = row.claim;
  if (subject.type === 'organisation') return row.verdict === 'suspect' ? subject.comparisonName : undefined;
  return row.reasons.includes('name.doubtful') ? subject.name : undefined;
}

const DATE_FIELDS = ['occurredOn', 'decisionDate'] as const;

/** What the sender should read first: what the law forbids, then who, then what, then when. */
const WEIGHT: Partial<Record<ReasonCode, number>> = { 'matter.never_collect': -2, 'subject.minor': -1 };
const byImportance = (a: ReasonCode, b: ReasonCode): number => (WEIGHT[a] ?? 0) - (WEIGHT[b] ?? 0);

export function rowChecker(
  kind: FileKind,
  columns: HeaderMatch['columns'],
  context: CheckContext,
  formKind: FormKind = 'report',
): (row: RawRow, signs?: FileSigns) => CheckedRow {
  const subject = kind === 'individuals' ? 'person' : 'organisation';
  const positions = FIELDS_OF[subject].map((field) => [field, columns[field] ?? -1] as const);
  // the national penalty form has no column for what its every row is
  const impliedDecision = formKind === 'penalty' && columns.decisionType === undefined ? 'penalty' : undefined;
  const read = cellReader(positions);
  const afterDate = columns.occurredOn === undefined ? -1 : columns.occurredOn + 1;
  const besideDate = DATE_FIELDS.some((field) => columns[field] === afterDate) ? -1 : afterDate;
  const findKind = kindFinder(context.policy, subject);

  return (row, signs = NO_SIGNS) => {
    if (row.problems && row.problems.length > 0) {
      // the cells are not where they should be, or not whole: whatever else they seem to say would be a guess
      return { rowNumber: row.rowNumber, verdict: 'rejected', reasons: row.problems, remarks: [] };
    }
    if (row.overlong && dateHasSlipped(row.cells, besideDate)) {
      return { rowNumber: row.rowNumber, verdict: 'rejected', reasons: ['row.too_many_cells'], remarks: [] };
    }
    const cells = read(row.cells);
    const findings = new Findings();
    const kindFound = findKind(columns.kind === undefined ? (context.assumedKind ?? '') : cells.kind);
    if (kindFound?.byTitle) findings.note('kind.from_title');
    const catalogueKind = kindFound?.kind;
    const decision = checkDecision(cells, catalogueKind, context, findings, impliedDecision);
    const when = checkDate(cells, catalogueKind, decision, context, findings);
    const who =
      subject === 'person'
        ? checkPerson(cells, context, { on: when.judgedOn, stated: statedDays(when, decision), signs }, findings)
        : checkOrganisation(cells, { ...context, signs }, findings);
    if (!catalogueKind) findings.fault('category.unknown');
    else if (context.departmentId !== undefined && !context.policy.mayReport(catalogueKind.id, context.departmentId)) {
      findings.fault('category.not_yours');
    }
    const matter = checkMatter(cells, context, findings);
    dayFaults(decision.faults, findings);
    dayFaults(when.faults, findings);
    if (catalogueKind) checkRequired(cells, catalogueKind, context.policy, findings);

    const { reasons, remarks } = findings;
    const { rowNumber } = row;
    const refused = reasons.some((reason) => REASONS[reason].severity === 'rejected');
    if (refused || !who || !catalogueKind || !when.occurredOn) {
      const faults = reasons.filter((reason) => REASONS[reason].severity === 'rejected');
      return { rowNumber, verdict: 'rejected', reasons: faults.sort(byImportance), remarks };
    }
    const claim: Claim = {
      subject: who,
      kind: catalogueKind,
      matter,
      occurredOn: when.occurredOn,
      decision: decision.decision,
    };
    return { rowNumber, verdict: reasons.length > 0 ? 'suspect' : 'accepted', reasons, remarks, claim };
  };
}

/** Row after row the same object is filled: checks keep the values, never the object. */
function cellReader(positions: readonly (readonly [RowField, number])[]): (row: readonly string[]) => Cells {
  const cells = Object.fromEntries(ALL_FIELDS.map((field) => [field, ''])) as Record<RowField, string>;
  const present = positions.filter(([, position]) => position >= 0);
  return (row) => {
    for (const [field, position] of present) cells[field] = row[position] ?? '';
    return cells;
  };
}

const ALL_FIELDS: readonly RowField[] = [...new Set([...FIELDS_OF.person, ...FIELDS_OF.organisation])];

/** By its number in the notice the table is for, or by its title as the catalogue or the template writes it. */
export function kindFinder(policy: Policy, subject: SubjectType) {
  const kinds = policy.kindsFor(subject);
  const byText = new Map<string, { kind: CatalogueKind; byTitle: boolean }>();
  for (const kind of kinds) {
    for (const title of [kind.title, kind.plainTitle]) byText.set(plain(title), { kind, byTitle: true });
    for (const id of [localId(kind.id), kind.id]) byText.set(id, { kind, byTitle: false });
  }
  return (text: string): { kind: CatalogueKind; byTitle: boolean } | undefined => {
    const exact = byText.get(text);
    if (exact) return exact;
    const folded = plain(text);
    const found = byText.get(folded);
    if (found) return found;
    // `1.1 援助湖北…`, `1.1（外出支援抗疫）`
    const leading = /^(\d+(?:\.\d+)*)[^\d.]/u.exec(folded)?.[1];
    return leading === undefined ? undefined : byText.get(leading);
  };
}

const CHAPTERS = '一二三四五六';

/** As the catalogue writes a number: `1。5` and `1、5` are a slip of the input method, `一、5` is how the notice counts. */
const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .replaceAll(/[\s\p{C}]/gu, '')
    .replace(/^[(【[]|[)】\]]$/gu, '')
    .replace(/^[一二三四五六](?=[、.]\d)/u, (chapter) => String(CHAPTERS.indexOf(chapter) + 1))
    .replaceAll(/(?<=\d)[。、·](?=\d)/gu, '.');

/** A report names few different days. */
const knownDates = new Map<string, ParsedDate>();

function readDate(text: string): ParsedDate {
  // longer texts may be slices of the file's text, which the memory would keep alive
  if (text.length > 12) return parseDate(text);
  let parsed = knownDates.get(text);
  if (parsed === undefined) {
    if (knownDates.size > 10_000) knownDates.clear();
    parsed = parseDate(text);
    knownDates.set(text, parsed);
  }
  return parsed;
}

/**
 * An unquoted comma pushes every cell behind it one column on; where the last column was empty, nothing stands beyond the header
 * and only the date gives it away, one cell further than it should be.
 */
const dateHasSlipped = (cells: readonly string[], besideDate: number): boolean =>
  besideDate > 0 && !readDate(cells[besideDate - 1] ?? '').ok && readDate(cells[besideDate] ?? '').ok;

interface DateCheck {
  readonly occurredOn?: LocalDate | undefined;
  /** adults-only is judged on this day */
  readonly judgedOn: LocalDate;
  readonly faults: readonly ReasonCode[];
}

function checkDate(
  cells: Cells,
  kind: CatalogueKind | undefined,
  { decision }: DecisionCheck,
  { policy, receivedOn }: CheckContext,
  findings: Findings,
): DateCheck {
  const parsed = readDate(cells.occurredOn);
  if (parsed.ok) {
    if (parsed.date > receivedOn) return { judgedOn: receivedOn, faults: ['date.future'] };
    if (nobodyMeant(parsed.date, findings)) return { judgedOn: receivedOn, faults: ['date.invalid'] };
    const outside = outsideDeeds(policy, {
      occurredOn: parsed.date,
      decidedOn: decision?.date as LocalDate | undefined,
    });
    if (parsed.normalised) findings.note('date.normalised');
    // the day goes on to be judged: a wrong year is told as such where it can be known
    return { occurredOn: parsed.date, judgedOn: parsed.date, faults: outside ? ['date.outside_notice'] : [] };
  }
  if (parsed.reason === 'date.missing' && kind && !demands(kind, policy, 'occurredOn')) {
    if (decision) {
      findings.note('date.from_decision');
      return { occurredOn: decision.date as LocalDate, judgedOn: decision.date as LocalDate, faults: [] };
    }
    // without its document an adverse row is refused already; one missing document is one fault
    if (kind.polarity === 'adverse') return { judgedOn: receivedOn, faults: [] };
  }
  if (LITTLE_NUMBER.test(cells.occurredOn)) findings.note('date.spreadsheet_zero');
  else if (lacksYear(withoutTextMarks(cells.occurredOn))) findings.note('date.no_year');
  return { judgedOn: receivedOn, faults: [parsed.reason] };
}

/** How a spreadsheet shows its day zero, and the first days of its count as bare numbers. */
const LITTLE_NUMBER = /^\s*(?:\d{1,3}(?:\.\d{1,20})?|1900[-/.年]0?1[-/.月]0?0日?)\s*$/u;

function nobodyMeant(date: LocalDate, findings: Findings): boolean {
  const fault = dayFault(date);
  if (fault) findings.note(fault);
  return fault !== undefined;
}

/** A day that cannot be is told as that, and not as lying outside the notice's days as well. */
function dayFaults(faults: readonly ReasonCode[], findings: Findings): void {
  for (const fault of faults)
    if (fault !== 'date.outside_notice' || !findings.reasons.includes('date.invalid')) findings.fault(fault);
}

const statedDays = (when: DateCheck, { decision }: DecisionCheck): LocalDate[] =>
  [when.occurredOn, decision?.date as LocalDate | undefined].filter((day) => day !== undefined);

const demands = (kind: CatalogueKind, policy: Policy, field: RowField): boolean =>
  kind.requiredFields.includes(field) || policy.fields[kind.subject].required.includes(field);

interface DecisionCheck {
  readonly decision: Decision | null;
  readonly faults: readonly ReasonCode[];
}

const NO_DECISION: DecisionCheck = { decision: null, faults: [] };

/** adverse-needs-document: an adverse row names type, number, authority, date and legal basis of an effective decision. */
function checkDecision(
  cells: Cells,
  kind: CatalogueKind | undefined,
  { policy, receivedOn }: CheckContext,
  findings: Findings,
  impliedDecision?: string,
): DecisionCheck {
  if (kind?.polarity !== 'adverse') return NO_DECISION;
  const said = (text: string): string => (saysNothing(text) ? '' : tidyText(text));
  const type =
    documentSaid(said(cells.decisionType), kind) ||
    (kind.decisionTypes.find(({ id }) => id === impliedDecision)?.title ?? '');
  const number = decisionNumber(said(cells.decisionNumber), findings);
  const authority = said(cells.decisionAuthority);
  const legalBasis = said(cells.legalBasis);
  const given = parseDate(cells.decisionDate);
  const missing =
    type === '' ||
    number === '' ||
    authority === '' ||
    legalBasis === '' ||
    (!given.ok && given.reason === 'date.missing');
  const faults: ReasonCode[] = missing ? ['decision.missing'] : [];
  if (!given.ok && lacksYear(withoutTextMarks(cells.decisionDate))) findings.note('date.no_year');
  if (!given.ok)
    return { decision: null, faults: given.reason === 'date.invalid' ? [...faults, 'date.invalid'] : faults };
  if (given.date > receivedOn) return { decision: null, faults: [...faults, 'date.future'] };
  if (nobodyMeant(given.date, findings)) return { decision: null, faults: [...faults, 'date.invalid'] };
  if (outsideDeeds(policy, { decidedOn: given.date })) faults.push('date.outside_notice');
  if (given.normalised) findings.note('date.normalised');
  return missing
    ? { decision: null, faults }
    : { decision: { type, number, authority, date: given.date, legalBasis }, faults };
}

/** Empty where a spreadsheet has made something else of the number. */
function decisionNumber(text: string, findings: Findings): string {
  const fault = decisionNumberFault(text);
  if (fault === undefined) return text;
  findings.note(fault);
  return '';
}

/** The matter as stored: one line, no stray blanks. Every free text of the row is screened, also what is not stored. */
function checkMatter(cells: Cells, { neverCollect }: CheckContext, findings: Findings): string {
  const matter = tidyText(cells.matter);
  const fault = matterFault(matter);
  if (fault) findings.fault(fault);
  else if (matter !== cells.matter) findings.note(exchangesCharacters(cells.matter) ? 'text.mapped' : 'matter.cleaned');
  for (const field of REASON_FIELDS['matter.never_collect']) {
    const text = cells[field];
    if (text === '') continue;
    if (neverCollect(text)) findings.fault('matter.never_collect');
    if (holdsNumber(text)) findings.fault('matter.document_number');
  }
  return matter;
}

/** A report says few different things. */
const knownTexts = new Map<string, boolean>();

function holdsNumber(text: string): boolean {
  const before = knownTexts.get(text);
  if (before !== undefined) return before;
  if (knownTexts.size > 4_096) knownTexts.clear();
  const held = holdsDocumentNumber(text);
  // a copy: the reader's strings are slices that would keep its whole piece of the file alive
  knownTexts.set(Buffer.from(text).toString(), held);
  return held;
}

/** Fields that no check of their own looks at. */
const UNCHECKED: readonly RowField[] = ['issuingCountry', 'recommender', 'zone', 'remark'];

function checkRequired(cells: Cells, kind: CatalogueKind, policy: Policy, findings: Findings): void {
  for (const field of UNCHECKED) {
    if (demands(kind, policy, field) && tidyText(cells[field] ?? '') === '') findings.fault('field.missing');
  }
}
