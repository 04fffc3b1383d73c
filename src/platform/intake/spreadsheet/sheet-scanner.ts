/**
 * Reads the rows of one worksheet part as it streams by. Formulas are never evaluated: the value the sender saw is taken.
 * The innermost loops are written out, byte by byte, because a sheet of a million rows is half a gigabyte of markup.
 */
import type { ReasonCode } from '#kernel/reasons.ts';
import { isBareDayNumber, numberText, serialToIsoDate } from './cell-values.ts';
import { isBlank, isGarbled, withProblem } from './csv-scanner.ts';
import { mergeOf, type TableFindings } from './findings.ts';
import type { SharedStrings } from './shared-strings.ts';
import type { RawRow, TableLimits } from './table.ts';
import { attribute, decodeText, isName, resolveEscapes, XmlScanner } from './xml-scanner.ts';
import { damaged } from './zip.ts';

const MAX_SHEET_ROWS = 1_048_576;
const MAX_SHEET_COLUMNS = 16_384;

const STRING = 1;
const PHONETIC = 2;
const EXTENSION = 4;
const VALUE = 8;
const FORMULA = 16;

type CellType = 'number' | 'shared' | 'text' | 'inline' | 'boolean' | 'date';

export interface SheetContext {
  readonly strings: SharedStrings;
  readonly dateStyles: readonly boolean[];
  readonly date1904: boolean;
  readonly limits: Pick<TableLimits, 'columns' | 'cellCharacters'>;
  readonly findings?: TableFindings;
}

export class SheetScanner extends XmlScanner {
  readonly #context: SheetContext;
  #rows: RawRow[] = [];
  #rowNumber = 0;
  #inData = false;
  #seenData = false;
  #inRow = false;
  #cells: string[] = [];
  #problems: ReasonCode[] | undefined;
  #column = -1;
  #inCell = false;
  #type: CellType = 'number';
  #style = 0;
  #capturing = false;
  /** what was entered or seen in the cell: bits, as every cell sets them anew */
  #within = 0;
  #dayNumbers: number[] | undefined;
  #formulas: number[] | undefined;
  #hidden = false;
  #sharedIndex = -1;
  #value = '';
  #cut = false;

  constructor(context: SheetContext) {
    super();
    this.#context = context;
  }

  /** The rows completed since the last call, blank ones left out. */
  take(): RawRow[] {
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }

  override finish(): void {
    super.finish();
    if (!this.#seenData) throw damaged('工作表中没有数据区');
  }

  protected open(bytes: Buffer, nameStart: number, nameEnd: number, end: number): void {
    const length = nameEnd - nameStart;
    const first = bytes[nameStart]!;
    if (!this.#inData) {
      if (isName(bytes, nameStart, nameEnd, 'sheetData')) {
        this.#inData = true;
        this.#seenData = true;
      } else if (this.#seenData && isName(bytes, nameStart, nameEnd, 'mergeCell')) {
        const merge = mergeOf(attribute(bytes, nameEnd, end, 'ref') ?? '');
        if (merge !== undefined) this.#context.findings?.merged(merge);
      }
      return;
    }
    if (length === 1) {
      if (first === 0x63 /* c */ && this.#inRow) this.#openCell(bytes, nameEnd, end);
      else if (first === 0x76 /* v */) this.#openValue();
      else if (first === 0x66 /* f */) this.#within |= FORMULA;
      else if (first === 0x74 /* t */) this.#capturing = (this.#within & (STRING | PHONETIC)) === STRING;
    } else if (isName(bytes, nameStart, nameEnd, 'row')) this.#openRow(bytes, nameEnd, end);
    else if (isName(bytes, nameStart, nameEnd, 'is')) this.#openString();
    else if (isName(bytes, nameStart, nameEnd, 'rPh')) this.#within |= PHONETIC;
    else if (isName(bytes, nameStart, nameEnd, 'extLst')) this.#within |= EXTENSION;
  }

  protected close(bytes: Buffer, nameStart: number, nameEnd: number): void {
    if (!this.#inData) return;
    const length = nameEnd - nameStart;
    if (length === 1) {
      const first = bytes[nameStart]!;
      if (first === 0x63) this.#closeCell();
      else if (first === 0x76 || first === 0x74) this.#capturing = false;
    } else if (isName(bytes, nameStart, nameEnd, 'row')) this.#closeRow();
    else if (isName(bytes, nameStart, nameEnd, 'is')) this.#within &= ~STRING;
    else if (isName(bytes, nameStart, nameEnd, 'rPh')) this.#within &= ~PHONETIC;
    else if (isName(bytes, nameStart, nameEnd, 'extLst')) this.#within &= ~EXTENSION;
    else if (isName(bytes, nameStart, nameEnd, 'sheetData')) this.#inData = false;
  }

  protected text(bytes: Buffer, start: number, end: number, raw: boolean): void {
    if (!this.#capturing) return;
    if (this.#type === 'shared') {
      let from = start;
      let to = end;
      // pretty-printed markup has blanks around the number
      while (from < to && bytes[from]! <= 0x20) from++;
      while (to > from && bytes[to - 1]! <= 0x20) to--;
      if (from === to) return;
      let index = this.#sharedIndex < 0 ? 0 : this.#sharedIndex;
      for (let at = from; at < to; at++) {
        const digit = bytes[at]! - 0x30;
        if (digit < 0 || digit > 9 || index > 0xffffffff) throw damaged(`第${this.#rowNumber}行引用了不存在的文字`);
        index = index * 10 + digit;
      }
      this.#sharedIndex = index;
      return;
    }
    if (this.#value.length > this.#context.limits.cellCharacters) this.#cut = true;
    else this.#value += decodeText(bytes, start, end, raw);
  }

  #openRow(bytes: Buffer, from: number, end: number): void {
    const stated = attribute(bytes, from, end, 'r');
    const number = stated === undefined ? this.#rowNumber + 1 : Number(stated);
    if (!Number.isInteger(number) || number <= this.#rowNumber || number > MAX_SHEET_ROWS) {
      throw damaged(`第${this.#rowNumber}行之后的行号“${(stated ?? '').slice(0, 20)}”不对`);
    }
    this.#rowNumber = number;
    this.#cells = [];
    this.#problems = undefined;
    this.#dayNumbers = undefined;
    this.#formulas = undefined;
    const hidden = attribute(bytes, from, end, 'hidden');
    this.#hidden = hidden === '1' || hidden === 'true';
    this.#column = -1;
    this.#inRow = true;
  }

  #closeRow(): void {
    if (!this.#inRow) return;
    this.#inRow = false;
    if (this.#cells.length === 0 && this.#problems === undefined) return;
    if (this.#problems === undefined && isBlank(this.#cells)) return;
    const row = { rowNumber: this.#rowNumber, cells: this.#cells, problems: this.#problems };
    const plain = this.#dayNumbers === undefined && this.#formulas === undefined && !this.#hidden;
    this.#rows.push(plain ? row : { ...row, ...this.#marks() });
    this.#cells = [];
  }

  #marks(): Pick<RawRow, 'dayNumbers' | 'formulas' | 'hidden'> {
    return {
      ...(this.#dayNumbers === undefined ? {} : { dayNumbers: this.#dayNumbers }),
      ...(this.#formulas === undefined ? {} : { formulas: this.#formulas }),
      ...(this.#hidden ? { hidden: true } : {}),
    };
  }

  #openCell(bytes: Buffer, from: number, end: number): void {
    let column = this.#column + 1;
    let style = 0;
    let type: CellType = 'number';
    let index = from;
    while (index < end) {
      const name = bytes[index]!;
      if (name <= 0x20) {
        index++;
        continue;
      }
      const nameStart = index;
      while (index < end && bytes[index] !== 0x3d) index++;
      const short = bytes[nameStart + 1] === 0x3d || bytes[nameStart + 1]! <= 0x20;
      index++;
      while (index < end && bytes[index]! <= 0x20) index++;
      const quote = bytes[index++];
      const valueStart = index;
      while (index < end && bytes[index] !== quote) index++;
      if (short) {
        if (name === 0x72 /* r */) column = columnOf(bytes, valueStart, index);
        else if (name === 0x73 /* s */) style = integerOf(bytes, valueStart, index);
        else if (name === 0x74 /* t */) type = typeOf(bytes, valueStart, index);
      }
      index++;
    }
    if (column < 0 || column >= MAX_SHEET_COLUMNS) throw damaged(`第${this.#rowNumber}行有一个单元格的位置不对`);
    this.#column = column;
    this.#style = style;
    this.#type = type;
    this.#inCell = true;
    this.#within = 0;
    this.#sharedIndex = -1;
    this.#value = '';
    this.#cut = false;
  }

  /** A cell has one value. An inline string's value beside its text is a copy of it, which some programs write. */
  #openValue(): void {
    if (!this.#inCell || (this.#within & EXTENSION) !== 0) return;
    if ((this.#within & VALUE) !== 0) throw damaged(`第${this.#rowNumber}行有一个单元格写了两个值`);
    this.#within |= VALUE;
    this.#capturing = this.#type !== 'inline' || this.#value === '';
  }

  /** The text of an inline string counts before a value; in a cell of another type it counts when there is no value. */
  #openString(): void {
    if (!this.#inCell || (this.#within & EXTENSION) !== 0) return;
    if ((this.#within & VALUE) !== 0 && this.#type !== 'inline') return;
    this.#type = 'inline';
    this.#value = '';
    this.#cut = false;
    this.#within |= STRING;
  }

  #closeCell(): void {
    if (!this.#inCell) return;
    this.#inCell = false;
    this.#capturing = false;
    const value = this.#type === 'shared' ? this.#sharedText() : this.#ownText();
    if (value === '') {
      if ((this.#within & (FORMULA | VALUE)) === FORMULA) {
        this.#formulas ??= [];
        this.#formulas.push(this.#column);
      }
      return;
    }
    const column = this.#column;
    const cells = this.#cells;
    if (column >= this.#context.limits.columns) {
      if (value.trim() !== '') this.#problems = withProblem(this.#problems, 'row.too_many_cells');
      return;
    }
    while (cells.length < column) cells.push('');
    if (cells.length === column) cells.push(value);
    else cells[column] = value;
  }

  #sharedText(): string {
    if (this.#sharedIndex < 0) return '';
    const strings = this.#context.strings;
    const text = strings.get(this.#sharedIndex);
    if (text === undefined) throw damaged(`第${this.#rowNumber}行引用了不存在的文字`);
    if (strings.suspicious && isGarbled(text)) this.#problems = withProblem(this.#problems, 'text.encoding');
    if (strings.isTooLong(this.#sharedIndex)) this.#problems = withProblem(this.#problems, 'cell.too_long');
    return text;
  }

  #ownText(): string {
    let value = this.#value;
    if (value === '') return value;
    switch (this.#type) {
      case 'number':
        return this.#number(value.trim());
      case 'boolean':
        return value.trim() === '0' ? 'FALSE' : 'TRUE';
      case 'date':
        // a day number is none as it stands
        return /^[\d.]+$/u.test(value.trim())
          ? this.#number(value.trim())
          : value.trim().slice(0, 64).replace(/T.*$/u, '');
      default: {
        value = resolveEscapes(value);
        const limit = this.#context.limits.cellCharacters;
        if (this.#cut || value.length > limit) {
          value = value.slice(0, limit);
          this.#problems = withProblem(this.#problems, 'cell.too_long');
        }
        if (!value.isWellFormed() || isGarbled(value)) this.#problems = withProblem(this.#problems, 'text.encoding');
        return value;
      }
    }
  }

  #number(stored: string): string {
    if (this.#cut) this.#problems = withProblem(this.#problems, 'cell.too_long');
    if (this.#context.dateStyles[this.#style] === true) {
      const date = serialToIsoDate(Number(stored), this.#context.date1904);
      if (date !== undefined) return date;
    }
    const text = numberText(stored.length > 64 ? stored.slice(0, 64) : stored);
    if (this.#context.date1904 && isBareDayNumber(text)) {
      this.#dayNumbers ??= [];
      this.#dayNumbers.push(this.#column);
    }
    return text;
  }
}

/** `AB12` → 27 */
function columnOf(bytes: Buffer, start: number, end: number): number {
  let column = 0;
  for (let index = start; index < end; index++) {
    const letter = bytes[index]! & 0xdf;
    if (letter < 0x41 || letter > 0x5a) break;
    column = column * 26 + letter - 0x40;
    if (column > MAX_SHEET_COLUMNS) break;
  }
  return column - 1;
}

function integerOf(bytes: Buffer, start: number, end: number): number {
  let value = 0;
  for (let index = start; index < end && index < start + 9; index++) value = value * 10 + bytes[index]! - 0x30;
  return value;
}

function typeOf(bytes: Buffer, start: number, end: number): CellType {
  const first = bytes[start];
  const length = end - start;
  if (length === 1) {
    if (first === 0x73 /* s */) return 'shared';
    if (first === 0x62 /* b */) return 'boolean';
    if (first === 0x65 /* e */) return 'text';
    if (first === 0x64 /* d */) return 'date';
    return 'number';
  }
  if (first === 0x69 /* inlineStr */) return 'inline';
  return first === 0x73 /* str */ ? 'text' : 'number';
}
