/** What a sender should know of a file that was read all the same: said in the answer, on the command line and in the console alike. */
import type { FileNote } from '#contracts/intake.ts';
import type { headerOf } from './header-to-keep.ts';
import { RowTally } from './spreadsheet/findings.ts';
import { INDIVIDUALS, ORGANISATIONS, type TableReader } from './spreadsheet/index.ts';

type Header = ReturnType<typeof headerOf>;

const TITLES: ReadonlyMap<string, string> = new Map(
  [...ORGANISATIONS.fields, ...INDIVIDUALS.fields].map(({ key, title }) => [key, title]),
);

const quoted = (titles: readonly string[]): string => titles.map((title) => `“${title.trim()}”`).join('');

type Tallied = Pick<RowTally, 'rows' | 'count'>;

/** What only the whole file tells; data, so that it can be sent to another thread. */
export interface FileTold {
  readonly hidden: Tallied;
  readonly formulas: Tallied;
  readonly formulaColumns: readonly number[];
  readonly merged: { readonly rows: Tallied; readonly columns: readonly number[] };
  /** rows in which characters were exchanged for common ones */
  readonly mapped: Tallied;
}

/** Of a table that was read to its end. */
export function toldBy({ findings, header }: TableReader, { tally }: MappedRows): FileTold {
  const read = new Set(Object.values(header.columns).filter((column) => column !== undefined));
  const data = ({ rows, count }: Tallied): Tallied => ({ rows: [...rows], count });
  const merged = findings.mergedRows(header.rowNumber, read);
  return {
    hidden: data(findings.hidden),
    formulas: data(findings.formulas),
    formulaColumns: [...findings.formulaColumns],
    merged: { rows: data(merged.rows), columns: merged.columns },
    mapped: data(tally),
  };
}

/** Rows in words: the first ones by their numbers, a long list by its length. */
function rowsSaid({ rows, count }: Tallied): { zh: string; en: string } {
  const named = rows.slice(0, 10);
  const more = count > named.length;
  return {
    zh: `第${named.join('、')}行${more ? `等共${count}行` : ''}`,
    en: `${count === 1 ? 'row' : 'rows'} ${named.join(', ')}${more ? ` and ${count - named.length} more` : ''}`,
  };
}

/** Of the heading: known as soon as the file is open. */
function headerNotes({ guessed, duplicates, ignored, unreadSheets, columns }: Header): FileNote[] {
  const notes: FileNote[] = [];
  const titleOf = (field: string) => TITLES.get(field) ?? field;
  for (const { field, title } of guessed)
    notes.push({
      code: 'header.guessed',
      columns: [title],
      zh: `“${title}”列按“${titleOf(field)}”读取，请核对。`,
      en: `The column “${title}” was read as “${titleOf(field)}”: please check.`,
    });
  for (const { field, titles } of duplicates) {
    const read = columns[field];
    const where = read === undefined ? '' : `（第${read + 1}列）`;
    notes.push({
      code: 'header.doubled',
      columns: titles,
      zh: `“${titleOf(field)}”有${titles.length + 1}列，只读了最先的一列${where}，未读：${quoted(titles)}。`,
      en: `“${titleOf(field)}” stands in ${titles.length + 1} columns; only the first${read === undefined ? '' : ` (column ${read + 1})`} was read.`,
    });
  }
  if (ignored.length > 0)
    notes.push({
      code: 'header.ignored',
      columns: ignored,
      zh: `未读取的列（目录以外，不收集）：${quoted(ignored)}。`,
      en: `Columns not read, as nothing beyond the catalogue is collected: ${ignored.join(', ')}.`,
    });
  if (unreadSheets.length > 0)
    notes.push({
      code: 'sheets.unread',
      zh: `只读了第一张可见的工作表，未读：${quoted(unreadSheets)}。如其中也有数据，请另存为单独的文件报送。`,
      en: `Only the first visible sheet was read, not ${unreadSheets.join(', ')}: report what they hold in files of their own.`,
    });
  return notes;
}

/** Of the rows: known when the last has been read. */
function rowNotes(header: Header, { hidden, formulas, formulaColumns, merged, mapped }: FileTold): FileNote[] {
  const titles = (columns: Iterable<number>) => [...columns].map((column) => header.titles[column] ?? `${column + 1}`);
  return [
    noteOf('rows.hidden', hidden, [], (rows) => ({
      zh: `${rows.zh}在表中是隐藏的（或被筛选掉的），也已读取；不打算报送的，请删除后重新报送。`,
      en: `Hidden or filtered out, and read all the same: ${rows.en}. Delete what you did not mean to report.`,
    })),
    noteOf('cells.merged', merged.rows, titles(merged.columns), (rows) => ({
      zh: `有合并单元格：内容只算在合并区域的第一行第一列，${rows.zh}的相应单元格按空白读取。请取消合并，逐行填写。`,
      en: `Merged cells count for their first row and column only; ${rows.en} were read as blank there. Unmerge them and fill in each row.`,
    })),
    noteOf('formulas.no_value', formulas, titles(formulaColumns), (rows) => ({
      zh: `${rows.zh}有公式没有计算结果，按空白读取。请用 Excel 或 WPS 打开后保存一次，或粘贴为数值，再重新报送。`,
      en: `Formulas that were never calculated were read as blank: ${rows.en}. Open and save the file in a spreadsheet program, or paste the values.`,
    })),
    noteOf('text.mapped', mapped, [], (rows) => ({
      zh: `${rows.zh}中的部首、兼容字形或旧字库自造区的字，已换成通用汉字，请核对。`,
      en: `Radicals, compatibility forms or private characters of old fonts were exchanged for common characters: ${rows.en}. Please compare.`,
    })),
  ].flat();
}

function noteOf(
  code: FileNote['code'],
  tally: Tallied,
  columns: readonly string[],
  words: (rows: { zh: string; en: string }) => { zh: string; en: string },
): FileNote[] {
  if (tally.count === 0) return [];
  return [
    {
      code,
      rows: [...tally.rows],
      ...(columns.length > 0 ? { columns: [...columns] } : {}),
      count: tally.count,
      ...words(rowsSaid(tally)),
    },
  ];
}

/** Counts the rows in which characters were exchanged. */
export class MappedRows {
  readonly tally = new RowTally();

  /** @returns the same row */
  see<Row extends { readonly rowNumber: number; readonly remarks: readonly string[] }>(row: Row): Row {
    if (row.remarks.length > 0 && row.remarks.includes('text.mapped')) this.tally.add(row.rowNumber);
    return row;
  }
}

/** All notes on a file, with its titles as the header has them. */
export const notesOf = (header: Header, told: FileTold): FileNote[] => [
  ...headerNotes(header),
  ...rowNotes(header, told),
];
