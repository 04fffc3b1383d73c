/** Sex as the form gives it. */
import type { Sex } from '../vocabulary.ts';

const WORDS: Readonly<Record<string, Sex>> = {
  男: 'male',
  男性: 'male',
  '1': 'male',
  m: 'male',
  male: 'male',
  女: 'female',
  女性: 'female',
  '2': 'female',
  f: 'female',
  female: 'female',
}; // 1 and 2: GB/T 2261.1

/** undefined when the cell is blank or says neither */
export function parseSex(text: string): Sex | undefined {
  return WORDS[text.normalize('NFKC').trim().toLowerCase()];
}
