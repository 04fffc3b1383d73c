/**
 * Writes an `.xlsx` workbook of text cells in a stream. Every cell is text, whatever it looks like: what a sender typed can
 * never become a formula in the hands of whoever opens the file (see docs/decisions on the reasons for not using a library).
 */

import { rename, rm } from 'node:fs/promises';
import { looksLikeFormula } from './csv.ts';
import { ZipWriter } from './zip-writer.ts';

export const MAX_SHEET_ROWS = 1_048_576;
const MAX_CELL_CHARACTERS = 32_767;
const PIECE_CHARACTERS = 1 << 17;

/** Looks of a row or cell. */
export type Look = 'plain' | 'title' | 'required' | 'rejected' | 'suspect' | 'duplicate' | 'wrapped';

const FILLS: Readonly<Record<Look, string | undefined>> = {
  plain: undefined,
  title: 'FFDCE6F1',
  required: 'FFFFE699',
  rejected: 'FFF8CBAD',
  suspect: 'FFFFE699',
  duplicate: 'FFE7E6E6',
  wrapped: undefined,
};
const LOOKS = Object.keys(FILLS) as Look[];

export interface SheetRow {
  /** as shown at the left of the sheet; grows from row to row, gaps are allowed */
  readonly number: number;
  readonly cells: readonly string[];
  readonly look?: Look | undefined;
  /** from this column on the look applies; before it cells are plain */
  readonly lookFrom?: number | undefined;
  /** look by column, before `look` */
  readonly looks?: readonly Look[] | undefined;
}

export interface SheetSpec {
  readonly name: string;
  /** widths in characters */
  readonly widths: readonly number[];
  /** rows that stay in sight, from the top */
  readonly frozenRows?: number | undefined;
  /** row and number of columns of the filter buttons, and the last row they cover */
  readonly filter?: { readonly row: number; readonly columns: number; readonly lastRow?: number } | undefined;
  /** choices offered in a column: a range on another sheet or quoted words */
  readonly choices?:
    | readonly { readonly column: number; readonly fromRow: number; readonly source: string }[]
    | undefined;
  readonly rows: AsyncIterable<readonly SheetRow[]> | Iterable<readonly SheetRow[]>;
}

const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONSHIPS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

const CONTENT_TYPES =
  `${DECLARATION}<Types xmlns="${PACKAGE}/content-types">` +
  '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
  `<Default Extension="xml" ContentType="${TYPE}.worksheet+xml"/>` +
  `<Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/>` +
  `<Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/></Types>`;

const relationshipsXml = (entries: readonly (readonly [id: string, type: string, target: string])[]): string =>
  `${DECLARATION}<Relationships xmlns="${PACKAGE}/relationships">${entries
    .map(([id, type, target]) => `<Relationship Id="${id}" Type="${RELATIONSHIPS}/${type}" Target="${target}"/>`)
    .join('')}</Relationships>`;

/** Style numbers: look × 2, plus one for text that would be a formula if it were typed again (`quotePrefix`). */
function stylesXml(): string {
  const fills = LOOKS.map((look) => FILLS[look]).filter((fill) => fill !== undefined);
  const distinct = [...new Set(fills)];
  const formats = LOOKS.flatMap((look) => {
    const fill = FILLS[look] === undefined ? 0 : distinct.indexOf(FILLS[look]) + 2;
    const bold = look === 'title' || look === 'required' ? 1 : 0;
    const wrap = look === 'wrapped' ? '<alignment vertical="top" wrapText="1"/>' : '<alignment vertical="top"/>';
    const format = (quote: string) =>
      `<xf numFmtId="49" fontId="${bold}" fillId="${fill}" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyAlignment="1"${quote}>${wrap}</xf>`;
    return [format(''), format(' quotePrefix="1"')];
  });
  const font = (bold: string) =>
    `<font>${bold}<sz val="11"/><name val="宋体"/><family val="0"/><charset val="134"/></font>`;
  return (
    `${DECLARATION}<styleSheet xmlns="${MAIN}"><fonts count="2">${font('')}${font('<b/>')}</fonts>` +
    `<fills count="${distinct.length + 2}"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>` +
    distinct
      .map(
        (fill) =>
          `<fill><patternFill patternType="solid"><fgColor rgb="${fill}"/><bgColor indexed="64"/></patternFill></fill>`,
      )
      .join('') +
    '</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
    `<cellXfs count="${formats.length}">${formats.join('')}</cellXfs>` +
    '<cellStyles count="1"><cellStyle name="常规" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
  );
}

export function columnName(column: number): string {
  let name = '';
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
  }
  return name;
}

// biome-ignore format: one class of characters each, side by side
const NEEDS_ESCAPE = /[&<>"\u0000-\u0008\u000b-\u001f\ufffe\uffff\ud800-\udfff]|_x[0-9a-f]{4}_/iu;

/** Text as XML; what XML cannot hold as `_xHHHH_`, and text that looks like such an escape likewise. */
export function escapeText(text: string): string {
  if (!NEEDS_ESCAPE.test(text)) return text;
  return text
    .toWellFormed()
    .replace(/_(?=x[0-9a-f]{4}_)/giu, '_x005F_')
    .replace(
      /[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/gu,
      (c) => `_x${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`,
    )
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

const STYLE_OF = Object.fromEntries(LOOKS.map((look, index) => [look, index * 2])) as Record<Look, number>;
const names: string[] = [];

function rowXml(row: SheetRow): string {
  let xml = `<row r="${row.number}">`;
  const { cells } = row;
  for (let column = 0; column < cells.length; column++) {
    let text = cells[column]!;
    const look = row.looks?.[column] ?? (row.look !== undefined && column >= (row.lookFrom ?? 0) ? row.look : 'plain');
    if (text === '' && look === 'plain') continue;
    names[column] ??= columnName(column);
    const reference = `${names[column]}${row.number}`;
    if (text === '') {
      xml += `<c r="${reference}" s="${STYLE_OF[look]}"/>`;
      continue;
    }
    if (text.length > MAX_CELL_CHARACTERS) text = text.slice(0, MAX_CELL_CHARACTERS).toWellFormed();
    const first = text.charCodeAt(0);
    const last = text.charCodeAt(text.length - 1);
    const space = first <= 0x20 || last <= 0x20 || text.includes('\n') ? ' xml:space="preserve"' : '';
    // Chinese characters, letters and digits cannot begin a formula
    const harmless =
      (first >= 0x4e00 && first <= 0x9fff) || (first >= 0x30 && first <= 0x39) || (first >= 0x41 && first <= 0x5a);
    const style = STYLE_OF[look] + (!harmless && looksLikeFormula(text) ? 1 : 0);
    xml += `<c r="${reference}" s="${style}" t="inlineStr"><is><t${space}>${escapeText(text)}</t></is></c>`;
  }
  return `${xml}</row>`;
}

async function* sheetXml(spec: SheetSpec): AsyncGenerator<Buffer> {
  const frozen = spec.frozenRows ?? 0;
  const pane =
    frozen === 0
      ? ''
      : `<pane ySplit="${frozen}" topLeftCell="A${frozen + 1}" activePane="bottomLeft" state="frozen"/>`;
  const columns = spec.widths
    .map((width, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" style="0" customWidth="1"/>`)
    .join('');
  let text =
    `${DECLARATION}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">${pane}</sheetView></sheetViews>` +
    `<sheetFormatPr defaultRowHeight="15"/>${columns === '' ? '' : `<cols>${columns}</cols>`}<sheetData>`;
  let previous = 0;
  for await (const rows of spec.rows) {
    for (const row of rows) {
      if (row.number <= previous || row.number > MAX_SHEET_ROWS)
        throw new RangeError(`row ${row.number} after ${previous}`);
      previous = row.number;
      text += rowXml(row);
      if (text.length >= PIECE_CHARACTERS) {
        yield Buffer.from(text);
        text = '';
      }
    }
  }
  text += '</sheetData>';
  const { filter, choices = [] } = spec;
  if (filter !== undefined) {
    const last = Math.max(previous, filter.row, filter.lastRow ?? 0);
    text += `<autoFilter ref="A${filter.row}:${columnName(filter.columns - 1)}${last}"/>`;
  }
  if (choices.length > 0) {
    text += `<dataValidations count="${choices.length}">${choices
      .map(({ column, fromRow, source }) => {
        const name = columnName(column);
        return `<dataValidation type="list" allowBlank="1" showErrorMessage="1" errorStyle="warning" sqref="${name}${fromRow}:${name}${MAX_SHEET_ROWS}"><formula1>${escapeText(source)}</formula1></dataValidation>`;
      })
      .join('')}</dataValidations>`;
  }
  yield Buffer.from(`${text}</worksheet>`);
}

/**
 * Writes the workbook; the file appears under its name only when it is complete.
 * @param sheets may be produced while writing: the next sheet is asked for when the last one is finished
 */
export async function writeWorkbook(
  path: string,
  sheets: AsyncIterable<SheetSpec> | Iterable<SheetSpec>,
): Promise<void> {
  const unfinished = `${path}.unfinished`;
  const zip = await ZipWriter.create(unfinished);
  try {
    await zip.addText('[Content_Types].xml', CONTENT_TYPES);
    await zip.addText('_rels/.rels', relationshipsXml([['rId1', 'officeDocument', 'xl/workbook.xml']]));
    await zip.addText('xl/styles.xml', stylesXml());
    const sheetNames: string[] = [];
    for await (const spec of sheets) {
      sheetNames.push(spec.name);
      await zip.add(`xl/worksheets/sheet${sheetNames.length}.xml`, sheetXml(spec));
    }
    const list = sheetNames.map(
      (name, index) => `<sheet name="${escapeText(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`,
    );
    await zip.addText(
      'xl/workbook.xml',
      `${DECLARATION}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONSHIPS}"><bookViews><workbookView/></bookViews><sheets>${list.join('')}</sheets></workbook>`,
    );
    const related = sheetNames.map(
      (_, index) => [`rId${index + 1}`, 'worksheet', `worksheets/sheet${index + 1}.xml`] as const,
    );
    await zip.addText(
      'xl/_rels/workbook.xml.rels',
      relationshipsXml([...related, [`rId${sheetNames.length + 1}`, 'styles', 'styles.xml']]),
    );
    await zip.finish();
  } catch (error) {
    await zip.close().catch(() => undefined);
    await rm(unfinished, { force: true });
    throw error;
  }
  await rename(unfinished, path);
}
