/**
 * Cuts decoded CSV text into records: quotes, embedded line breaks, any chunk boundaries, bounded memory.
 * One pass over the characters; a record that is not complete yet is kept and scanned again with the next piece.
 */
import { Problem } from '#kernel/problems.ts';
import type { ReasonCode } from '#kernel/reasons.ts';
import type { RawRow, TableLimits } from './table.ts';

const QUOTE = 0x22;
const CARRIAGE_RETURN = 0x0d;

export type CsvLimits = Pick<TableLimits, 'columns' | 'cellCharacters' | 'recordCharacters'>;

/** Text that cannot have been typed: what is left of broken encodings. */
export const isGarbled = (text: string): boolean => text.includes('\ufffd') || text.includes('\u0000');

/** True when no cell holds more than blanks. */
export function isBlank(cells: readonly string[]): boolean {
  for (let index = 0; index < cells.length; index++) {
    const cell = cells[index]!;
    if (cell === '') continue;
    const first = cell.charCodeAt(0);
    if ((first > 0x20 && first < 0x80) || (first >= 0x4e00 && first <= 0x9fff)) return false;
    if (cell.trim() !== '') return false;
  }
  return true;
}

export class CsvScanner {
  readonly #delimiter: number;
  readonly #newline: number;
  readonly #limits: CsvLimits;
  #rest = '';
  /** records seen, blank ones too */
  #records = 0;
  #suspicious = false;
  #openQuote = false;

  constructor(delimiter: string, newline: '\n' | '\r', limits: CsvLimits) {
    this.#delimiter = delimiter.charCodeAt(0);
    this.#newline = newline.charCodeAt(0);
    this.#limits = limits;
  }

  /** @param last no more text follows: what is left is the last record */
  push(piece: string, last = false): RawRow[] {
    const text = this.#rest === '' ? piece : this.#rest + piece;
    this.#suspicious = isGarbled(text);
    const rows: RawRow[] = [];
    let position = 0;
    while (position < text.length) {
      const end = this.#record(text, position, last, rows);
      if (end < 0) break;
      position = end;
    }
    this.#rest = position === 0 ? text : text.slice(position);
    if (this.#rest.length > this.#limits.recordCharacters) throw this.#endless();
    return rows;
  }

  /** Reads one record. @returns where the next one begins, or -1 when this one is not complete yet */
  #record(text: string, from: number, last: boolean, rows: RawRow[]): number {
    const delimiter = this.#delimiter;
    const newline = this.#newline;
    const length = text.length;
    const maxColumns = this.#limits.columns;
    const cells: string[] = [];
    let tooMany = false;
    let start = from;
    let index = from;
    let ended = false;
    while (!ended) {
      let cell: string;
      if (index < length && text.charCodeAt(index) === QUOTE) {
        const close = this.#closingQuote(text, index + 1, last);
        if (close < 0) return -1;
        cell = text.slice(index + 1, close);
        if (cell.includes('"')) cell = cell.replaceAll('""', '"');
        index = close + 1;
        start = index;
        while (index < length) {
          const code = text.charCodeAt(index);
          if (code === delimiter || code === newline) break;
          index++;
        }
        if (index === length && !last) return -1;
        if (index > start) {
          // text after the closing quote: kept, as other programs keep it
          const atEnd = index === length || text.charCodeAt(index) === newline;
          const tail = text.slice(start, index);
          cell += atEnd && tail.endsWith('\r') ? tail.slice(0, -1) : tail;
        }
        ended = index === length || text.charCodeAt(index) === newline;
      } else {
        while (index < length) {
          const code = text.charCodeAt(index);
          if (code === delimiter || code === newline) break;
          index++;
        }
        if (index === length && !last) return -1;
        let end = index;
        if (index === length || text.charCodeAt(index) === newline) {
          ended = true;
          if (end > start && text.charCodeAt(end - 1) === CARRIAGE_RETURN) end--;
        }
        cell = text.slice(start, end);
      }
      index++;
      start = index;
      if (cells.length < maxColumns) cells.push(cell);
      else if (cell.trim() !== '') tooMany = true;
    }
    this.#records++;
    if (!isBlank(cells)) rows.push(this.#row(cells, tooMany));
    return index;
  }

  #row(cells: string[], tooMany: boolean): RawRow {
    const limit = this.#limits.cellCharacters;
    let problems: ReasonCode[] | undefined = tooMany ? ['row.too_many_cells'] : undefined;
    for (let index = 0; index < cells.length; index++) {
      const cell = cells[index]!;
      if (cell.length > limit) {
        cells[index] = cell.slice(0, limit);
        problems = withProblem(problems, 'cell.too_long');
      }
      if (this.#suspicious && isGarbled(cell)) problems = withProblem(problems, 'text.encoding');
    }
    return { rowNumber: this.#records, cells, problems };
  }

  /** @returns the index of the quote that closes the cell, or -1 when more text is needed to know */
  #closingQuote(text: string, from: number, last: boolean): number {
    let index = from;
    for (;;) {
      index = text.indexOf('"', index);
      if (index < 0) {
        if (last) throw this.#unbalanced();
        this.#openQuote = true;
        return -1;
      }
      if (index + 1 === text.length && !last) {
        this.#openQuote = true;
        return -1;
      }
      if (text.charCodeAt(index + 1) !== QUOTE) {
        this.#openQuote = false;
        return index;
      }
      index += 2;
    }
  }

  #unbalanced(): Problem {
    return new Problem('file.unreadable', {
      detail: `第${this.#records + 1}行有一个双引号没有配对，从这里起无法分清各行。请打开文件检查该行的双引号，补上或删除后重新报送，也可另存为 xlsx 报送。`,
      detailEn: `Row ${this.#records + 1} has a double quote without its partner; from there on rows cannot be told apart. Add or delete it, or save as xlsx.`,
      extra: { row: this.#records + 1 },
    });
  }

  #endless(): Problem {
    if (this.#openQuote) return this.#unbalanced();
    return new Problem('file.unreadable', {
      detail: `第${this.#records + 1}行超过${this.#limits.recordCharacters}个字符仍未结束，不是报送表的样子。请检查该行内容，或另存为 xlsx 报送。`,
      detailEn: `Row ${this.#records + 1} does not end within ${this.#limits.recordCharacters} characters. Check it, or save as xlsx.`,
      extra: { row: this.#records + 1 },
    });
  }
}

export function withProblem(problems: ReasonCode[] | undefined, code: ReasonCode): ReasonCode[] {
  if (problems === undefined) return [code];
  if (!problems.includes(code)) problems.push(code);
  return problems;
}

/** The delimiter used most in the first lines, outside quotes; a comma when nothing speaks for another. */
export function sniffDelimiter(sample: string): string {
  const counts = new Map([',', '\t', ';', '|'].map((delimiter) => [delimiter, 0]));
  let lines = 0;
  let quoted = false;
  for (let index = 0; index < sample.length && lines < 20; index++) {
    const character = sample[index]!;
    if (character === '"') quoted = !quoted;
    else if (character === '\n') {
      lines++;
      if (lines === 20) break;
    } else if (!quoted) {
      const count = counts.get(character);
      if (count !== undefined) counts.set(character, count + 1);
    }
  }
  let best = ',';
  for (const [delimiter, count] of counts) if (count > counts.get(best)!) best = delimiter;
  return best;
}
