/** Who reads a page: in which language, on which day. Everything a page says about itself goes through here; what was published stays as it was. */
import type { Language } from '#contracts/vocabulary.ts';
import { day, type Html, html } from '#kernel/markup/html.ts';
import type { Policy } from '#kernel/policy/policy.ts';
import type { LocalDate } from '#kernel/time/local-date.ts';
import type { SiteContext } from '../context.ts';
import type { KnownLists } from '../lists/known-lists.ts';
import type { Proposals } from '../notices/proposals.ts';
import type { Finder } from '../search/finder.ts';

export interface Reading {
  readonly context: SiteContext;
  readonly finder: Finder;
  readonly proposals: Proposals;
  readonly lists: KnownLists;
  /** all that are in force; with one, no page says that there could be more */
  readonly inForce: readonly Policy[];
  readonly today: LocalDate;
  readonly language: Language;
  /** address without the language, with its query: the same page in the other language stands there too */
  readonly address: string;
  /** origin under which the site is known, without a trailing slash */
  readonly publicUrl: string;
  /** the words in the reader's language */
  say(zh: string, en: string): string;
  /** a page of the site in the reader's language */
  to(address: string): string;
  /** text as it was published: always Chinese, never rearranging the line it stands in */
  original(text: string): Html;
  day(date: string): Html;
}

const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July'],
  ...['August', 'September', 'October', 'November', 'December'],
];

export function readingOf(
  context: SiteContext,
  { finder, proposals, lists, publicUrl }: Pick<Reading, 'finder' | 'proposals' | 'lists' | 'publicUrl'>,
  today: LocalDate,
  language: Language,
  address: string,
): Reading {
  const english = language === 'en';
  return {
    ...{ context, finder, proposals, lists, publicUrl, today, language, address },
    inForce: context.policy.notices(),
    say: (zh, en) => (english ? en : zh),
    to: (target) => addressIn(language, target),
    original: (text) => (english ? html`<bdi lang="zh-CN">${text}</bdi>` : html`<bdi>${text}</bdi>`),
    day: (date) => (english ? englishDay(date) : day(date)),
  };
}

export function addressIn(language: Language, address: string): string {
  if (language === 'zh') return address;
  return address === '/' ? '/en/' : `/en${address}`;
}

function englishDay(date: string): Html {
  const [year, month, dayOfMonth] = date.split('-').map(Number);
  return html`<time datetime="${date}">${dayOfMonth} ${MONTHS[(month ?? 1) - 1]} ${year}</time>`;
}

/** `2020-04` as a heading of a month. */
export function monthIn({ language }: Reading, month: string): string {
  const [year, number] = month.split('-').map(Number);
  return language === 'en' ? `${MONTHS[(number ?? 1) - 1]} ${year}` : `${year}年${number}月`;
}
