/** A heading over two rows, as merged cells make it: `证件` over `类型` and `号码`, and beside it `姓名` over nothing. */
import { namesOtherThing } from './misspellings.ts';

/** What a column may be known by. */
export interface ColumnTitle {
  /** as it is told to the sender */
  readonly shown: string;
  /** the most telling first */
  readonly wordings: readonly string[];
}

export const singleTitle = (title: string): ColumnTitle => ({ shown: title, wordings: [title] });

/**
 * One title per column. A group reaches to the right as far as cells of its own stand below it; under a group that names somebody else
 * (`联系人` over `姓名`) a title means nothing by itself.
 */
export function titlesOfTwoRows(upper: readonly string[], lower: readonly string[]): ColumnTitle[] {
  const titles: ColumnTitle[] = [];
  let group = '';
  for (let column = 0; column < Math.max(upper.length, lower.length); column++) {
    const above = (upper[column] ?? '').trim();
    const below = (lower[column] ?? '').trim();
    if (above !== '' || below === '') group = above;
    titles.push(titleOf(group, below));
  }
  return titles;
}

function titleOf(group: string, below: string): ColumnTitle {
  if (below === '') return singleTitle(group);
  if (group === '' || group === below) return singleTitle(below);
  const joined = `${group}${below}`;
  return namesOtherThing(group, below)
    ? { shown: joined, wordings: [joined] }
    : { shown: joined, wordings: [joined, below] };
}
