/**
 * Finds the header row of a sent table and says which column holds which field, whatever the department called it:
 * brackets, spaces, marks of obligation, synonyms and known misspellings, and the national "double publicity" forms as they are.
 * A title that stands in no list is unknown, however like it is to one that does.
 */

import type { FormKind } from '#contracts/vocabulary.ts';
import { withoutInvisible } from '#kernel/identity/strange-characters.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { type FieldSpec, REPORT_MARKS, type TableForm } from './forms.ts';
import { MISSPELLINGS, namesOtherThing, simplified } from './misspellings.ts';
import { HEADER_SEARCH_ROWS, type RawRow } from './table.ts';
import { type ColumnTitle, singleTitle, titlesOfTwoRows } from './two-row-heading.ts';

export interface HeaderMatch<Field extends string = string> {
  readonly rowNumber: number;
  /** the header cells as they stand in the file */
  readonly titles: readonly string[];
  /** position of the column that holds the field */
  readonly columns: { readonly [F in Field]?: number };
  /** `penalty` and `licence`: a national "double publicity" form; it has no category column of its own */
  readonly formKind: FormKind;
  /** columns that mean nothing here and are not read */
  readonly ignored: readonly string[];
  /** further columns for a field that was already found; only the first one named is read */
  readonly duplicates: readonly { readonly field: Field; readonly titles: readonly string[] }[];
  /** columns recognised in spite of a misspelling that is known */
  readonly guessed: readonly { readonly field: Field; readonly title: string; readonly meant: string }[];
  /** the rows above the header, as they stand */
  readonly titleRows: readonly RawRow[];
}

/** `1.姓名`, `一、姓名`, `（2）姓名`, `③姓名`, `03 姓名`: which column it is, not what it holds */
const NUMBERING =
  /^[\s'"=]*(?:[([【]?(?:\d{1,2}|[一二三四五六七八九十]{1,3}|[a-z])[)\]】][.、:,]?|(?:\d{1,2}|[一二三四五六七八九十]{1,3}|[a-z])[.、:,．]|\d{1,2}(?=\s*\p{Script=Han}))\s*/iu;

/** Full-width forms, spaces, marks of obligation and line breaks are no part of a column's name. */
const tidy = (title: string): string =>
  simplified(withoutInvisible(title).normalize('NFKC').replace(NUMBERING, ''))
    .replace(/[\s\p{Cf}*※★=:："'“”、。]/gu, '')
    .replace(/[([{【〔]?(必填项?|选填项?|非必填项?|可选|可不填)[)\]}】〕]?/gu, '')
    .toLowerCase();

const BRACKETED = /[([{【〔<《]([^)\]}】〕>》]*)[)\]}】〕>》]?/gu;
const withoutBracketMarks = (title: string): string => title.replace(/[()[\]{}【】〔〕<>《》/_\-—]/gu, '');

/** characters; what is longer is a sentence, not the name of a column */
const LONGEST_TITLE = 200;

/** The spellings under which a title may be known, the most telling first. */
export function spellings(title: string): string[] {
  if (title.length > LONGEST_TITLE) return [];
  const tidied = tidy(title);
  const found = [withoutBracketMarks(tidied)];
  const bracketed = [...tidied.matchAll(BRACKETED)].map(([, inside]) => inside ?? '');
  const outside = withoutBracketMarks(tidied.replace(BRACKETED, ''));
  if (outside !== '' && outside !== found[0] && !bracketed.some((inside) => namesOtherThing(inside, outside)))
    found.push(outside);
  // `行政相对人代码_1（统一社会信用代码）`: there the bracket names the column; elsewhere it only explains it
  if (outside === '' || /^(行政相对人)?代码\d?$/u.test(outside)) {
    for (const inside of bracketed) found.push(withoutBracketMarks(inside));
  }
  return found.filter((spelling) => spelling !== '');
}

interface Candidate<Field extends string> {
  readonly matched: Map<Field, number>;
  readonly match: Omit<HeaderMatch<Field>, 'titleRows'>;
  readonly missing: readonly FieldSpec<Field>[];
  /** positions of columns that are read for nothing */
  readonly unread: ReadonlySet<number>;
  /** columns whose title stands in no list */
  readonly unknown: readonly { readonly title: string; readonly column: number }[];
}

interface Meaning {
  /** of the field in the form */
  readonly index: number;
  /** rank in the field's list: a misspelling comes after every right name */
  readonly priority: number;
  /** the right name, where the title is a misspelling of it */
  readonly meant?: string;
}

const names = new WeakMap<object, Map<string, Meaning[]>>();

/** title → fields that are known by it */
function aliasesOf<Field extends string>(form: TableForm<Field>): Map<string, Meaning[]> {
  let known = names.get(form);
  if (known === undefined) {
    known = new Map();
    form.fields.forEach((field, index) => {
      [field.title, ...field.aliases].forEach((alias, priority) => {
        const spelling = withoutBracketMarks(tidy(alias));
        const entries = known!.get(spelling) ?? [];
        if (!entries.some((entry) => entry.index === index)) entries.push({ index, priority });
        known!.set(spelling, entries);
      });
    });
    for (const [written, meant] of MISSPELLINGS) {
      if (known.has(written)) continue;
      const meanings = known.get(meant)?.map(({ index, priority }) => ({ index, priority: priority + 1000, meant }));
      if (meanings !== undefined) known.set(written, meanings);
    }
    names.set(form, known);
  }
  return known;
}

/** Whether a cell is the name of one of the form's columns. */
export const knowsTitle =
  (form: TableForm<string>) =>
  (cell: string): boolean =>
    spellings(cell).some((spelling) => aliasesOf(form).has(spelling));

function formKindOf(titles: readonly string[]): FormKind {
  const spelt = titles.flatMap(spellings);
  const has = (marks: readonly string[]) => marks.some((mark) => spelt.includes(withoutBracketMarks(mark)));
  if (has(REPORT_MARKS.penalty)) return 'penalty';
  if (has(REPORT_MARKS.licence)) return 'licence';
  return 'report';
}

function matchRow<Field extends string>(
  form: TableForm<Field>,
  rowNumber: number,
  heading: readonly ColumnTitle[],
): Candidate<Field> {
  const titles = heading.map(({ shown }) => shown);
  const known = aliasesOf(form);
  const claims = new Map<Field, { column: number; priority: number; meant: string | undefined }[]>();
  const claimed = new Set<number>();
  heading.forEach(({ wordings }, column) => {
    for (const spelling of wordings.flatMap(spellings)) {
      const entries = known.get(spelling);
      if (entries === undefined) continue;
      for (const { index, priority, meant } of entries) {
        const key = form.fields[index]!.key;
        const list = claims.get(key) ?? [];
        list.push({ column, priority, meant });
        claims.set(key, list);
      }
      claimed.add(column);
      break;
    }
  });
  const matched = new Map<Field, number>();
  const duplicates: { field: Field; titles: string[] }[] = [];
  const guessed: { field: Field; title: string; meant: string }[] = [];
  for (const [field, list] of claims) {
    const best = list.reduce((a, b) => (b.priority < a.priority ? b : a));
    matched.set(field, best.column);
    if (best.meant !== undefined) guessed.push({ field, title: titles[best.column]!.trim(), meant: best.meant });
    const others = list.filter((claim) => claim !== best && claim.priority === best.priority);
    if (others.length > 0) duplicates.push({ field, titles: others.map((claim) => titles[claim.column]!.trim()) });
  }
  const formKind = formKindOf(heading.flatMap(({ wordings }) => wordings));
  const missing = form.fields.filter((field) => field.required.includes(formKind) && !matched.has(field.key));
  const read = new Set(matched.values());
  const twice = new Set(duplicates.flatMap((duplicate) => duplicate.titles));
  const unread = titles.map((title, column) => (read.has(column) ? '' : title.trim()));
  const ignored = unread.filter((title) => title !== '' && !twice.has(title));
  const columns = Object.fromEntries(matched) as { [F in Field]?: number };
  return {
    matched,
    missing,
    unread: new Set(titles.flatMap((_, column) => (claimed.has(column) ? [] : [column]))),
    unknown: titles
      .map((title, column) => ({ title: title.trim(), column }))
      .filter(({ title, column }) => !claimed.has(column) && title !== ''),
    match: { rowNumber, titles, columns, formKind, ignored, duplicates, guessed },
  };
}

function trimEnd(cells: readonly string[]): string[] {
  let length = cells.length;
  while (length > 0 && cells[length - 1]!.trim() === '') length--;
  return cells.slice(0, length);
}

/**
 * Chooses the header among the first rows of the table.
 * @param head the first non-blank rows, at least `HEADER_SEARCH_ROWS` of them when the table has as many
 * @returns the match and how many of `head` are used up
 * @throws Problem `file.empty`, `file.header_missing`, `file.too_large` (too many columns)
 */
export function matchHeader<Field extends string>(
  form: TableForm<Field>,
  head: readonly RawRow[],
  maxColumns: number,
): { header: HeaderMatch<Field>; used: number } {
  if (head.length === 0) {
    throw new Problem('file.empty', {
      said: {
        zh: '文件中没有任何文字。请确认数据在第一张可见的工作表，表头在前面。',
        en: 'The file holds no text. The data must be on the first visible sheet, with the header on top.',
      },
    });
  }
  let best: Candidate<Field> | undefined;
  let bestIndex = 0;
  for (let index = 0; index < Math.min(head.length, HEADER_SEARCH_ROWS); index++) {
    const row = head[index]!;
    if (row.problems?.includes('row.too_many_cells')) {
      throw new Problem('file.too_large', {
        said: {
          zh: `第${row.rowNumber}行超过${maxColumns}列，不是报送表的样子。请删除多余的列，或按模板重新整理后报送。`,
          en: `Row ${row.rowNumber} has more than ${maxColumns} columns. Delete what is too much, or use the template.`,
        },
      });
    }
    const candidate = matchRow(form, row.rowNumber, trimEnd(row.cells).map(singleTitle));
    const better =
      best === undefined ||
      (candidate.missing.length === 0 && best.missing.length > 0) ||
      ((candidate.missing.length === 0) === (best.missing.length === 0) && candidate.matched.size > best.matched.size);
    if (better) {
      best = candidate;
      bestIndex = index;
    }
    if (candidate.missing.length === 0) break;
  }
  const twoRows = matchTwoRows(form, head, best!, bestIndex);
  if (twoRows !== undefined) return twoRows;
  if (best!.missing.length > 0) throw headerMissing(form, best!);
  const titleRows = head.slice(0, bestIndex);
  return { header: { ...best!.match, titleRows }, used: bestIndex + 1 };
}

/**
 * A heading over two rows is taken where one row alone lacks a column, or where the second row names further columns, or where the
 * first says whose they are. The second row has to be made of titles, or it is the first row of data.
 */
function matchTwoRows<Field extends string>(
  form: TableForm<Field>,
  head: readonly RawRow[],
  best: Candidate<Field>,
  bestIndex: number,
): { header: HeaderMatch<Field>; used: number } | undefined {
  const alone = best.missing.length === 0;
  const from = alone ? Math.max(0, bestIndex - 1) : 0;
  const to = alone ? bestIndex : HEADER_SEARCH_ROWS - 1;
  for (let index = from; index <= to && index + 1 < head.length; index++) {
    const [upper, lower] = [head[index]!, head[index + 1]!];
    const below = trimEnd(lower.cells);
    const filled = below.filter((cell) => cell.trim() !== '').length;
    if (filled < 2 || trimEnd(upper.cells).filter((cell) => cell.trim() !== '').length < 2) continue;
    const candidate = matchRow(form, lower.rowNumber, titlesOfTwoRows(trimEnd(upper.cells), below));
    const named = below.filter((cell, column) => cell.trim() !== '' && !candidate.unread.has(column)).length;
    const better = !alone || index === bestIndex - 1 || candidate.matched.size > best.matched.size;
    if (candidate.missing.length > 0 || !better || named * 2 < filled) continue;
    return { header: { ...candidate.match, titleRows: head.slice(0, index + 1) }, used: index + 2 };
  }
  return undefined;
}

/** A refused table may be anything, a list of patients too: what is said of it and stored names columns by position, never by a cell. */
function headerMissing<Field extends string>(form: TableForm<Field>, best: Candidate<Field>): Problem {
  const missing = best.missing.map((field) => field.title);
  const { rowNumber: row, titles } = best.match;
  // one familiar word in a title row makes no header
  const noHeader = best.matched.size < 2;
  const where = noHeader
    ? `前${HEADER_SEARCH_ROWS}行中没有找到${form.title}的表头`
    : `第${row}行的表头缺少必填列：${missing.join('、')}`;
  const known = form.fields.filter(({ key }) => best.matched.has(key)).map(({ title }) => title);
  const unknown = best.unknown.map(({ column }) => column + 1);
  const sees = noHeader ? `第${row}行有${titles.length}列，不像表头` : seenIn(known, unknown);
  const like = noHeader ? [] : likenesses(best);
  const advice = like.map(
    ({ column, meant }) =>
      `第${column}列与“${meant}”写法相近，但含义可能不同，没有代为认定；确是同一项的，请改为“${meant}”。`,
  );
  const adviceEn = like.map(
    ({ column, meant }) =>
      ` Column ${column} looks like “${meant}” but was not taken for it: rename it if that is what it is.`,
  );
  return new Problem('file.header_missing', {
    said: {
      zh: `${where}。${sees}。${advice.join('')}请在表头中补上“${missing.join('”“')}”列，或下载${form.title}模板重新填写。`,
      en: `${noHeader ? `No header was found in the first ${HEADER_SEARCH_ROWS} rows` : `The header in row ${row} lacks required columns`}: ${missing.join(', ')}. Add them, or use the template.${adviceEn.join('')}`,
    },
    extra: { reason: 'header.missing', row, missing, known, unknown: unknown.slice(0, 50) },
  });
}

const seenIn = (known: readonly string[], unknown: readonly number[]): string =>
  `认得的列：${known.join('、')}${unknown.length > 0 ? `；不认得的：第${unknown.slice(0, 12).join('、')}${unknown.length > 12 ? '等' : ''}列` : ''}`;

/** Unknown columns whose title looks like a missing one, for advice only: three at most. */
function likenesses<Field extends string>(best: Candidate<Field>): { column: number; meant: string }[] {
  const found: { column: number; meant: string }[] = [];
  for (const field of best.missing) {
    const meanings = [field.title, ...field.aliases].filter((alias) => [...alias].length >= 4 && !/\d/u.test(alias));
    for (const { title, column } of best.unknown) {
      if (title.length > 20 || found.length === 3 || found.some((known) => known.column === column + 1)) continue;
      const spelling = spellings(title)[0] ?? '';
      if (meanings.some((meaning) => oneSlipApart(meaning, spelling)))
        found.push({ column: column + 1, meant: field.title });
    }
  }
  return found;
}

/** True when one character was added, dropped or exchanged, or two neighbours were swapped. */
function oneSlipApart(a: string, b: string): boolean {
  const left = [...a];
  const right = [...b];
  if (Math.abs(left.length - right.length) > 1) return false;
  let start = 0;
  while (start < left.length && start < right.length && left[start] === right[start]) start++;
  let endLeft = left.length - 1;
  let endRight = right.length - 1;
  while (endLeft >= start && endRight >= start && left[endLeft] === right[endRight]) {
    endLeft--;
    endRight--;
  }
  const restLeft = endLeft - start + 1;
  const restRight = endRight - start + 1;
  if (restLeft <= 1 && restRight <= 1) return true;
  return restLeft === 2 && restRight === 2 && left[start] === right[endRight] && left[endLeft] === right[start];
}
