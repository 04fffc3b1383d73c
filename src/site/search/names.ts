/** How names are folded so that they can be found however they are typed: width, brackets, case, the first letters of their pinyin. */
import { pinyin } from 'pinyin-pro';

/** What may differ between two people who mean the same name: width, case, brackets, blanks and every other mark. */
export function searchName(text: string): string {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
}

/** `长河实业` → `CHSY`; read as words, so that 重庆 is CQ. Letters and digits stay, a character nobody can read stays itself. */
export function initialsOf(folded: string): string {
  if (!/\p{Script=Han}/u.test(folded)) return folded;
  return pinyin(folded, { pattern: 'first', toneType: 'none', type: 'array' }).join('').toUpperCase();
}

/** Every two neighbouring characters, each once; the same as the SQL function of this name. */
export function bigrams(folded: string): string[] {
  const characters = [...folded];
  return [...new Set(characters.slice(1).map((character, index) => `${characters[index]}${character}`))];
}
