/**
 * Cuts decoded CSV text into records: quotes, embedded line breaks, any chunk boundaries, bounded memory.
 * One pass over the characters; a record that is not complete yet is kept and scanned again with the next piece.
 *
 * A quote that lost its partner must never glue rows together unseen (decision 030). Refused here, naming the row: a quote never
 * closed, and quoting that cannot have been written by a program. What only the table's width can tell is left to swallowed-rows.ts.
 */

import type { ReasonCode } from '#kernel/reasons.ts';
import { isProblem, Problem } from '#kernel/refusal/problem.ts';
import { unbalancedQuote } from './swallowed-rows.ts';
import type { RawRow, TableLimits } from './table.ts';

const QUOTE = 0x22;
const CARRIAGE_RETURN = 0x0d;
const EQUALS = 0x3d;

export type CsvLimits = Pick<TableLimits, 'columns' | 'cellCharacters' | 'recordCharacters'>;

/** Text that cannot have been typed: what is left of broken encodings. */
export const isGarbled = (text: string): boolean => text.includes('\ufffd') || text.includes('\u0000');

/** Nothing but quotes between the quotes. */
const isHollow = (quoted: string): boolean => !/[^"]/u.test(quoted);

function endOfLine(text: string, newline: string, from: number): number {
  const end = text.indexOf(newline, from);
  return end < 0 ? text.length : end;
}

function countQuotes(text: string): number {
  let count = 0;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) count++;
  return count;
}

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

/** What the quoted cells of a record have told so far. */
interface Quotes {
  /** the cell just read */
  cell: string;
  /** what stood between its quotes; nothing after a bare cell */
  last: string;
  /** end of the line on which the first of them begins */
  lineEnd: number;
  multiline: boolean;
  /** where the first of them stands that nobody had reason to look at yet */
  unseenFrom: number;
  /** where text after quotes with nothing in them began first: `""甲` */
  tailFrom: number;
}

const noQuotes = (): Quotes => ({ cell: '', last: '', lineEnd: -1, multiline: false, unseenFrom: -1, tailFrom: -1 });

export class CsvScanner {
  readonly #delimiter: number;
  readonly #newline: number;
  readonly #delimiterText: string;
  readonly #newlineText: string;
  readonly #limits: CsvLimits;
  #rest = '';
  /** records seen, blank ones too */
  #records = 0;
  #suspicious = false;
  #openQuote = false;
  /** a record whose quotes may have been taken for what they are not; forgotten when the next quotes bear it out */
  #doubtful = 0;
  /** found while good rows were at hand: they are given first, so that a fault further up is told before this one */
  #fault: Problem | undefined;

  constructor(delimiter: string, newline: '\n' | '\r', limits: CsvLimits) {
    this.#delimiter = delimiter.charCodeAt(0);
    this.#newline = newline.charCodeAt(0);
    this.#delimiterText = delimiter;
    this.#newlineText = newline;
    this.#limits = limits;
  }

  /** @param last no more text follows: what is left is the last record */
  push(piece: string, last = false): RawRow[] {
    if (this.#fault !== undefined) throw this.#fault;
    const text = this.#rest === '' ? piece : this.#rest + piece;
    this.#suspicious = isGarbled(text);
    const rows: RawRow[] = [];
    try {
      let position = 0;
      while (position < text.length) {
        const end = this.#record(text, position, last, rows);
        if (end < 0) break;
        position = end;
      }
      this.#rest = position === 0 ? text : text.slice(position);
      if (this.#rest.length > this.#limits.recordCharacters) throw this.#endless();
    } catch (error) {
      if (last || rows.length === 0 || !isProblem(error)) throw error;
      this.#fault = error;
    }
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
    let index = from;
    let ended = false;
    /** most records have no quotes */
    let quotes: Quotes | undefined;
    while (!ended) {
      let cell: string;
      const first = index < length ? text.charCodeAt(index) : 0;
      const told = first === EQUALS && text.charCodeAt(index + 1) === QUOTE;
      if (first === QUOTE || told) {
        quotes ??= noQuotes();
        index = this.#quoted(text, told ? index + 1 : index, last, quotes);
        if (index < 0) return -1;
        cell = quotes.cell;
        ended = index === length || text.charCodeAt(index) === newline;
      } else {
        const start = index;
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
        if (quotes !== undefined) quotes.last = '';
        if (end > start && text.charCodeAt(end - 1) === QUOTE && countQuotes(cell) % 2 === 1) {
          this.#looseEnd(text, start, quotes);
        }
      }
      index++;
      if (cells.length < maxColumns) cells.push(cell);
      else if (cell.trim() !== '') tooMany = true;
    }
    if (quotes !== undefined) this.#weigh(text, index, quotes);
    this.#records++;
    if (!isBlank(cells)) rows.push(this.#row(cells, tooMany, quotes?.multiline === true));
    return index;
  }

  /** Reads a cell that begins with a quote, into `quotes`. @returns where it ends, or -1 when more text is needed to know */
  #quoted(text: string, from: number, last: boolean, quotes: Quotes): number {
    const close = this.#closingQuote(text, from + 1, last);
    if (close < 0) return -1;
    const content = text.slice(from + 1, close);
    quotes.last = content;
    if (quotes.unseenFrom < 0) quotes.unseenFrom = from;
    if (quotes.lineEnd < 0) quotes.lineEnd = endOfLine(text, this.#newlineText, from);
    if (quotes.lineEnd < close) quotes.multiline = true;
    quotes.cell = content.includes('"') ? content.replaceAll('""', '"') : content;
    const start = close + 1;
    let index = start;
    while (index < text.length) {
      const code = text.charCodeAt(index);
      if (code === this.#delimiter || code === this.#newline) break;
      index++;
    }
    if (index === text.length && !last) return -1;
    if (index > start) this.#tail(text, start, index, quotes);
    return index;
  }

  /** Text after the closing quote: kept, as other programs keep it. */
  #tail(text: string, start: number, end: number, quotes: Quotes): void {
    const atEnd = end === text.length || text.charCodeAt(end) === this.#newline;
    let tail = text.slice(start, end);
    if (atEnd && tail.endsWith('\r')) tail = tail.slice(0, -1);
    if (tail.trim() !== '') {
      if (this.#isWide(quotes.last)) throw this.#unbalanced();
      if (isHollow(quotes.last) && quotes.tailFrom < 0) quotes.tailFrom = start;
    }
    quotes.cell += tail;
  }

  /** A bare cell ends with a quote that nothing in it began. */
  #looseEnd(text: string, start: number, quotes: Quotes | undefined): void {
    if (quotes === undefined) {
      if (this.#doubtful > 0) throw this.#unbalanced(this.#doubtful);
      return;
    }
    // each cell is looked at once: a long record of bare quotes costs no more than its length
    if (quotes.unseenFrom >= 0) this.#refuseLooseEnd(text, quotes.unseenFrom, start);
    quotes.unseenFrom = -1;
  }

  /** At the end of a record with quotes: refuses what cannot be, and remembers what the next quotes must bear out. */
  #weigh(text: string, end: number, { tailFrom, last }: Quotes): void {
    if (tailFrom >= 0 && countQuotes(text.slice(tailFrom, end)) % 2 === 1) throw this.#unbalanced();
    this.#doubtful = tailFrom >= 0 || this.#isWide(last) ? this.#records + 1 : 0;
  }

  #isWide(quoted: string): boolean {
    return quoted.includes(this.#delimiterText) || quoted.includes(this.#newlineText);
  }

  /**
   * `5"` in a bare cell is harmless. After quotes that hold nothing or span cells or rows, it is the end of a cell whose beginning
   * was taken for an end: `"…,",甲"`, `""甲,乙"`.
   * @param from where a quoted cell begins that stands before it in the record
   */
  #refuseLooseEnd(text: string, from: number, to: number): void {
    let at = from;
    while (at < to) {
      let end = at;
      if (text.charCodeAt(at) === QUOTE) {
        end = this.#closingQuote(text, at + 1, true);
        const content = text.slice(at + 1, end);
        if (isHollow(content) || this.#isWide(content)) throw this.#unbalanced();
      }
      at = text.indexOf(this.#delimiterText, end) + 1;
    }
  }

  #row(cells: string[], tooMany: boolean, multiline: boolean): RawRow {
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
    if (multiline) return { rowNumber: this.#records, cells, problems, multiline };
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

  #unbalanced(row = this.#records + 1): Problem {
    return unbalancedQuote(row);
  }

  #endless(): Problem {
    if (this.#openQuote) return this.#unbalanced();
    return new Problem('file.unreadable', {
      said: {
        zh: `第${this.#records + 1}行超过${this.#limits.recordCharacters}个字符仍未结束，不是报送表的样子。请检查该行内容，或另存为 xlsx 报送。`,
        en: `Row ${this.#records + 1} does not end within ${this.#limits.recordCharacters} characters. Check it, or save as xlsx.`,
      },
      extra: { row: this.#records + 1 },
    });
  }
}

export function withProblem(problems: ReasonCode[] | undefined, code: ReasonCode): ReasonCode[] {
  if (problems === undefined) return [code];
  if (!problems.includes(code)) problems.push(code);
  return problems;
}
