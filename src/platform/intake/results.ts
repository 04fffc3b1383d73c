/**
 * Keeps what became of every row of a file in a few bytes a row: outcomes repeat, so each is stored once and rows point to it.
 * A million rows take 8 MB, and the counts can stand before the rows in the output. Rows are given back in the order of the file,
 * in whatever order they were judged.
 */
import type { FileNote } from '#contracts/intake.ts';
import type { RowResult } from './check-file.ts';

type Outcome = Omit<RowResult, 'rowNumber'>;

export class Results {
  readonly counts = { rows: 0, accepted: 0, duplicate: 0, suspect: 0, rejected: 0 };
  readonly #outcomes: Outcome[] = [];
  readonly #indexes = new Map<string, number>();
  #rowNumbers = new Uint32Array(1 << 12);
  #outcomeOf = new Uint32Array(1 << 12);
  #inOrder = true;

  add({ rowNumber, verdict, reasons, remarks }: RowResult): void {
    const key = `${verdict} ${reasons.join(',')} ${remarks.join(',')}`;
    let index = this.#indexes.get(key);
    if (index === undefined) {
      index = this.#outcomes.push({ verdict, reasons: [...reasons], remarks: [...remarks] }) - 1;
      this.#indexes.set(key, index);
    }
    const at = this.counts.rows++;
    if (at === this.#rowNumbers.length) this.#grow();
    if (at > 0 && rowNumber < this.#rowNumbers[at - 1]!) this.#inOrder = false;
    this.#rowNumbers[at] = rowNumber;
    this.#outcomeOf[at] = index;
    this.counts[verdict]++;
  }

  *pages(size: number): Generator<RowResult[]> {
    this.#sort();
    for (let from = 0; from < this.counts.rows; from += size) {
      const page: RowResult[] = [];
      for (let at = from; at < Math.min(from + size, this.counts.rows); at++) {
        page.push({ rowNumber: this.#rowNumbers[at]!, ...this.#outcomes[this.#outcomeOf[at]!]! });
      }
      yield page;
    }
  }

  /** The documented JSON, in pieces, ending with a line feed. */
  *json(notes: readonly FileNote[]): Generator<string> {
    this.#sort();
    const { rows, accepted, duplicate, suspect, rejected } = this.counts;
    yield `{"rows":${rows},"accepted":${accepted},"duplicate":${duplicate},"suspect":${suspect},"rejected":${rejected},"notes":${JSON.stringify(notes)},"results":[`;
    const tails = this.#outcomes.map(
      ({ verdict, reasons, remarks }) =>
        `,"verdict":"${verdict}","reasons":${JSON.stringify(reasons)},"remarks":${JSON.stringify(remarks)}}`,
    );
    let text = '';
    for (let at = 0; at < rows; at++) {
      text += `${at === 0 ? '\n' : ',\n'}{"row":${this.#rowNumbers[at]}${tails[this.#outcomeOf[at]!]}`;
      if (text.length > 1 << 16) {
        yield text;
        text = '';
      }
    }
    yield `${text}\n]}\n`;
  }

  /** Rows per reason, most frequent first. */
  byReason(): [reason: string, rows: number][] {
    const rows = new Map<string, number>();
    for (let at = 0; at < this.counts.rows; at++) {
      for (const reason of this.#outcomes[this.#outcomeOf[at]!]!.reasons) rows.set(reason, (rows.get(reason) ?? 0) + 1);
    }
    return [...rows].sort((a, b) => b[1] - a[1]);
  }

  /** Two runs follow each other, each in order: what the engine's sort is quick at. */
  #sort(): void {
    if (this.#inOrder) return;
    const { rows } = this.counts;
    const numbers = this.#rowNumbers;
    const outcomes = this.#outcomeOf;
    const places = Uint32Array.from({ length: rows }, (_, at) => at).sort((a, b) => numbers[a]! - numbers[b]!);
    this.#rowNumbers = numbers.slice();
    this.#outcomeOf = outcomes.slice();
    for (let at = 0; at < rows; at++) {
      this.#rowNumbers[at] = numbers[places[at]!]!;
      this.#outcomeOf[at] = outcomes[places[at]!]!;
    }
    this.#inOrder = true;
  }

  #grow(): void {
    const grow = (old: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> => {
      const larger = new Uint32Array(old.length * 2);
      larger.set(old);
      return larger;
    };
    this.#rowNumbers = grow(this.#rowNumbers);
    this.#outcomeOf = grow(this.#outcomeOf);
  }
}
