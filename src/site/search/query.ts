/** What somebody typed into the search box, understood: a code, a code with a slip, or words of a name. Pure. */
import { checkUscc, type UsccFault } from '#kernel/identity/uscc.ts';
import { bigrams, searchName } from './names.ts';

export interface Term {
  /** folded like stored names */
  readonly text: string;
  /** Latin letters and digits alone: the first letters of a name's pinyin, or letters that stand in it */
  readonly initials: boolean;
  readonly bigrams: readonly string[];
}

export type Query =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'code'; readonly uscc: string }
  | { readonly kind: 'wrong-code'; readonly reason: UsccFault; readonly suggestion?: string }
  /** one character would find nearly everything */
  | { readonly kind: 'too-short' }
  | { readonly kind: 'name'; readonly terms: readonly Term[]; readonly whole: string };

/** Words of one search; more only narrow it further. */
const MOST_TERMS = 5;

export function understand(text: string): Query {
  const typed = text
    .normalize('NFKC')
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, ' ')
    .trim();
  if (typed === '') return { kind: 'nothing' };
  const code = checkUscc(typed);
  if (code.verdict !== 'invalid') return { kind: 'code', uscc: code.uscc };
  if (looksLikeCode(typed)) {
    return { kind: 'wrong-code', reason: code.reason, ...(code.suggestion ? { suggestion: code.suggestion } : {}) };
  }
  const terms = typed
    .split(/\s+/u)
    .map(searchName)
    .filter((term) => term !== '')
    .slice(0, MOST_TERMS)
    .map((term) => ({ text: term, initials: /^[A-Z0-9]+$/.test(term), bigrams: bigrams(term) }));
  if (!terms.some((term) => term.bigrams.length > 0)) return { kind: 'too-short' };
  return { kind: 'name', terms, whole: searchName(typed) };
}

/** Digits and letters of about the length of a code, most of them digits: nobody's name. */
function looksLikeCode(text: string): boolean {
  const plain = text.replaceAll(/[\s-]/g, '');
  return /^[0-9A-Za-z]{15,20}$/.test(plain) && (plain.match(/\d/g)?.length ?? 0) >= 8;
}
