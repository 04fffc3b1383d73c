/** How a CSV file is laid out: what ends its rows and what stands between its cells. The heading line tells; texts further down do not. */
import { HEADER_SEARCH_ROWS } from './table.ts';

export interface CsvLayout {
  readonly delimiter: string;
  readonly newline: '\n' | '\r';
}

const DELIMITERS = [',', '\t', ';', '|'];
/** characters; a heading lies further up */
const SAMPLE = 1 << 16;
/** lines counted where no line is a heading */
const COUNTED_LINES = 20;

/**
 * @param isTitle whether a cell is the name of a column that is known here
 * @returns a comma and a line feed when nothing speaks for another
 */
export function layoutOf(text: string, isTitle: (cell: string) => boolean): CsvLayout {
  const sample = text.slice(0, SAMPLE);
  const newline = newlineOf(sample);
  const lines = linesOf(sample, newline);
  return { delimiter: delimiterByTitles(lines, isTitle) ?? delimiterByCount(lines), newline };
}

/**
 * Walks over what stands outside of quotes. A quote only counts where a cell may begin or end, so that one without its partner does not
 * turn inside out what follows.
 */
function outsideQuotes(text: string, see: (character: string, index: number) => void): void {
  const isEdge = (character: string | undefined) =>
    character === undefined || character === '\n' || character === '\r' || DELIMITERS.includes(character);
  let quoted = false;
  for (let index = 0; index < text.length; index++) {
    const character = text[index]!;
    if (character === '"') {
      const before = text[index - 1] === '=' ? index - 2 : index - 1;
      if (quoted ? isEdge(text[index + 1]) : isEdge(text[before])) quoted = !quoted;
    } else if (!quoted) see(character, index);
  }
}

/** A carriage return by itself ends the rows where the first row ends so and none ends with both; line feeds are in cells then. */
function newlineOf(text: string): '\n' | '\r' {
  let first: string | undefined;
  let both = false;
  outsideQuotes(text, (character, index) => {
    if (character !== '\r' && character !== '\n') return;
    first ??= character;
    both ||= character === '\r' && text[index + 1] === '\n';
  });
  return first === '\r' && !both ? '\r' : '\n';
}

function linesOf(text: string, newline: string): string[] {
  const lines: string[] = [];
  let start = 0;
  outsideQuotes(text, (character, index) => {
    if (character !== newline) return;
    lines.push(text.slice(start, index));
    start = index + 1;
  });
  lines.push(text.slice(start));
  return lines.filter((line) => line.trim() !== '').slice(0, COUNTED_LINES);
}

function cellsOf(line: string, delimiter: string): string[] {
  const cells: string[] = [];
  let start = 0;
  outsideQuotes(line, (character, index) => {
    if (character !== delimiter) return;
    cells.push(line.slice(start, index));
    start = index + 1;
  });
  cells.push(line.slice(start));
  return cells;
}

/** Of the lines in which a heading may stand, the one with the most names of columns decides; one name alone decides nothing. */
function delimiterByTitles(lines: readonly string[], isTitle: (cell: string) => boolean): string | undefined {
  let best: string | undefined;
  let most = 1;
  for (const line of lines.slice(0, HEADER_SEARCH_ROWS)) {
    for (const delimiter of DELIMITERS) {
      if (!line.includes(delimiter)) continue;
      const titles = cellsOf(line, delimiter).filter((cell) => isTitle(cell)).length;
      if (titles > most) {
        most = titles;
        best = delimiter;
      }
    }
  }
  return best;
}

function delimiterByCount(lines: readonly string[]): string {
  const counts = new Map(DELIMITERS.map((delimiter) => [delimiter, 0]));
  for (const line of lines)
    outsideQuotes(line, (character) => {
      const count = counts.get(character);
      if (count !== undefined) counts.set(character, count + 1);
    });
  let best = ',';
  for (const [delimiter, count] of counts) if (count > counts.get(best)!) best = delimiter;
  return best;
}
