/** One screen for every text that people type: what the law forbids to hold (never-collect), and numbers that name a person. */
import { documentNumbersIn, type NumberOptions } from './document-number.ts';
import type { Finding } from './finding.ts';
import type { Screen } from './never-collect.ts';

export type ScreenOptions = NumberOptions;

/**
 * What must not stand in the text, in the order of the text; empty where nothing was found.
 * @param screen of the pack in force, compiled once (`compileScreen`)
 */
export function screenText(screen: Screen, text: string, options: ScreenOptions = {}): readonly Finding[] {
  const found: Finding[] = [...screen.all(text), ...documentNumbersIn(text, options)];
  return found.sort((one, other) => one.from - other.from);
}
