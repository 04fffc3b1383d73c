/** Whether something that is said is a word of one city, one notice or one list. */
import type { WordsOfPacks } from './words-of-packs.ts';

/** What the first city's notice once brought into the code, and may not come back in other words. */
const KNOWN =
  /红榜|黑榜|红黑|疫|新冠|肺炎|商鼎|郑州|郑信用|河南|信用中国|4101(?!99)|\b(red|black)[ -]?list|\bred and black|epidemic|emergency|covid|zhengzhou|henan|shangding|credit china/i;

/** Ids of packs that the product's own closed sets have as well: what they mean in code is what the product says they mean. */
export const OWN_WORDS: Readonly<Record<string, string>> = {
  good: 'a polarity',
  office: 'a level of departments, and who signs',
  'credit-office': 'a role of officers',
  first: 'of two',
  second: 'of two',
  minor: 'somebody under age',
  library: 'that of spreadsheets',
  travel: 'a category of what is never collected',
  statistics: 'a page of the site',
  health: 'whether a process answers',
  'withdrawn-decision-off-page': 'a clock of rights, at its place among the others',
  'query-log-retention': 'likewise',
  '1.0': 'a version of XML and of CloudEvents',
  '1.7': 'a version of PDF',
};

/** The word of one of them, if it is in there. Ids are looked for whole: between the slashes and signs of an address, say. */
export function localWordIn(said: string, { ids, refs, names }: WordsOfPacks): string | undefined {
  const known = KNOWN.exec(said)?.[0];
  if (known !== undefined) return known;
  const id = said.split(/[/?&#=:'"(),`]+/).find((part) => ids.has(part) && !(part in OWN_WORDS));
  return id ?? contained(refs, said) ?? contained(names, said);
}

function contained(words: ReadonlySet<string>, said: string): string | undefined {
  for (const word of words) if (said.includes(word)) return word;
  return undefined;
}
