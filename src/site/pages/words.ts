/** Small phrases that several pages use. */

import { type Html, html } from '#kernel/markup/html.ts';
import type { Duration, ListId, Policy } from '#kernel/policy/policy.ts';
import { type ClauseRef, citedAs, localId, noticeOfRef } from '#kernel/policy/refs.ts';
import type { Reading } from './reading.ts';

/** Within a sentence. */
export function listName({ lists, say }: Reading, list: ListId): string {
  const { plainTitle, plainTitleEn } = lists.of(list);
  return say(plainTitle, plainTitleEn);
}

/** As a heading, where English begins with a capital. */
export const listHeading = (reading: Reading, list: ListId): string => capitalised(listName(reading, list));

/** All of them: 红榜或黑榜. */
export function listsNamed({ lists, say }: Pick<Reading, 'lists' | 'say'>): string {
  return say(
    lists.all.map(({ plainTitle }) => plainTitle).join('或'),
    lists.all.map(({ plainTitleEn }) => plainTitleEn).join(' or '),
  );
}

const capitalised = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;

export const listTag = (reading: Reading, list: ListId): Html =>
  html`<span class="tag ${reading.lists.of(list).polarity}">${listName(reading, list)}</span>`;

/** What a list is called in full. */
export function listTitle({ lists, say }: Reading, list: ListId): string {
  const { title, titleEn } = lists.of(list);
  return say(title, titleEn);
}

const UNITS: Readonly<Record<Duration['unit'], readonly [string, string]>> = {
  'working-days': ['个工作日', 'working day'],
  days: ['日', 'day'],
  months: ['个月', 'month'],
  years: ['年', 'year'],
};

export function duration({ say }: Reading, { amount, unit }: Duration): string {
  const [zh, en] = UNITS[unit];
  return say(`${amount}${zh}`, `${amount} ${en}${amount === 1 ? '' : 's'}`);
}

/** A code in groups that an eye can follow; copied text has no spaces in it, the groups are only spans. */
export function code(uscc: string): Html {
  const groups = [uscc.slice(0, 2), uscc.slice(2, 8), uscc.slice(8, 17), uscc.slice(17)];
  return html`<span class="code">${groups.map((group) => html`<span>${group}</span>`)}</span>`;
}

export function until({ say, day }: Reading, date: string | null): Html {
  return date === null ? html`${say('长期', 'no end')}` : html`${say('至', 'until ')}${day(date)}`;
}

export const objectionTag = ({ say }: Reading, open: boolean): Html | '' =>
  open ? html` <span class="objection">${say('异议处理中', 'objection open')}</span>` : '';

/** Where several notices are in force a clause is named with the notice's number: the same number stands in each of them. */
export function clauseLink({ say, to, inForce }: Reading, clause: ClauseRef): Html {
  const anchor = `clause-${localId(clause)}`;
  if (inForce.length === 1)
    return html`<a class="clause" href="${to(`/policy#${anchor}`)}">${say(`通知${citedAs(clause)}`, `clause ${citedAs(clause, 'en')}`)}</a>`;
  const notice = noticeOfRef(clause);
  const number = inForce.find(({ id }) => id === notice)?.document.number ?? notice;
  return html`<a class="clause" href="${to(`/policy/${notice}#${anchor}`)}">${say(`${number} ${citedAs(clause)}`, `clause ${citedAs(clause, 'en')} of ${number}`)}</a>`;
}

/** What one of them says of itself, wherever a row or list of it is shown. */
export const noticeOf = ({ inForce, context }: Reading, ref: string): Policy =>
  inForce.find(({ id }) => id === noticeOfRef(ref)) ?? context.policy;

const WORDS = new Intl.Segmenter('zh', { granularity: 'word' });

/**
 * Words of the site's own for a heading: a line of it may end before a word of two characters or more, nowhere else. Not for names, which
 * are one word to whoever bears them.
 */
export function heading(text: string): Html {
  const known = headings.get(text);
  if (known) return known;
  if (headings.size >= MOST_HEADINGS) headings.clear();
  const divided = divide(text);
  headings.set(text, divided);
  return divided;
}

/** The site's own words are few and stand on every page; dividing them costs more than the rest of a masthead. */
const headings = new Map<string, Html>();
const MOST_HEADINGS = 500;

function divide(text: string): Html {
  if (!/\p{Script=Han}/u.test(text)) return html`${text}`;
  const words = [...WORDS.segment(text)].map(({ segment }) => segment);
  return html`<span class="words">${words.map((word, index) => (mayBegin(word, words[index - 1]) ? html`<wbr>${word}` : word))}</span>`;
}

/** A line may begin with a word, or with the bracket before it, not with what a bracket or a dot ties to the line above. */
const mayBegin = (word: string, before: string | undefined): boolean =>
  before !== undefined && !/[（(·《“]$/.test(before) && (/^[（(《“]/.test(word) || /^\p{Script=Han}{2,}/u.test(word));

/** A number with its figure set large; `unit` follows it. */
export const figure = (count: number, unit: string): Html =>
  html`<p><strong>${count.toLocaleString('en-US')}</strong> ${unit}</p>`;

/** The ground's own words; in English those of its clause, which is translated. */
export function groundWords(
  { context, language }: Reading,
  { clause, title }: { clause: ClauseRef | undefined; title: string },
): string {
  const english = language === 'en' ? context.policy.clauses.find(({ id }) => id === clause)?.en : undefined;
  return english?.replace(/\.$/, '') ?? title;
}

export function groundTitle(reading: Reading, ground: { clause: ClauseRef | undefined; title: string }): Html {
  const words = groundWords(reading, ground);
  return words === ground.title ? reading.original(words) : html`${words}`;
}

/** The pack's name of a zone or division; null for none or one it does not know. */
export function areaName(policy: Policy, area: string | null): string | null {
  if (area === null) return null;
  return (
    policy.zones.find(({ id }) => id === area)?.name ?? policy.divisions.find(({ code }) => code === area)?.name ?? null
  );
}

/** How to object, with the periods in force on the day. */
export function objectionGuide(reading: Reading): Html {
  const { context, today, say, original } = reading;
  const { policy } = context;
  const own = policy.timerOn('objection-own', today);
  const withProvider = policy.timerOn('objection-with-provider', today);
  return html`<p>${say('认为公示内容有错误、遗漏，或者侵犯合法权益的，可以', 'If something shown is wrong, incomplete, or violates your rights, you may ')}<a href="/my/">${say('在“我的信用”提出异议', 'object under “My record”')}</a>${say('，也可以直接向', ', or write to ')}<strong>${say('认定部门', 'the department that determined it')}</strong>${say('或者', ' or to ')}<strong>${original(policy.names.creditOffice)}</strong>${say('提出。', '.')}</p>
<ul>
<li>${say('受理后立即在该条信息旁标注“异议处理中”，直到处理完毕。', 'It is marked “objection open” at once, and stays so until it is decided.')}</li>
<li>${say(`能够自行核实的，${duration(reading, own)}内答复；需要信息提供单位核实的，${duration(reading, withProvider)}内答复。`, `You are answered within ${duration(reading, own)}, or ${duration(reading, withProvider)} where the provider has to check.`)}</li>
<li>${say('核实有误的，予以更正或撤下，并通知所有接收过该信息的系统。', 'What proves wrong is corrected or taken down, here and in every system that received it.')}</li>
</ul>
<p><small>${say('依据：', 'Basis: ')}${original(own.citation)}</small></p>`;
}

/** listed-measures-only: exactly what the pack names for the list, and that nothing may be added. */
export function consequences(reading: Reading, list: ListId): Html {
  const { context, today, say, original, language } = reading;
  const measures = context.policy.measuresFor({ list }, today);
  if (measures.length === 0) return html`<p>${say('目前没有可以适用的措施。', 'At present no measure applies.')}</p>`;
  return html`<ul class="measures">${measures.map(
    (
      measure,
    ) => html`<li><b>${language === 'en' ? measure.titleEn : measure.title}</b>${measure.matters.length > 0 ? html`<span>${say('仅限：', 'Only in: ')}${original(measure.matters.join('、'))}</span>` : ''}
<small>${say('依据 ', 'Basis ')}${original(measure.legalBasis)} ${clauseLink(reading, measure.clause)}</small></li>`,
  )}</ul>
<p class="note">${say('除此之外，任何单位不得因本名单增加或加重限制。', 'Beyond these, nobody may add or aggravate a restriction because of this list.')}</p>`;
}

export function pages(reading: Reading, address: (page: number) => string, page: number, last: number): Html | '' {
  const { say, to } = reading;
  if (last <= 1) return '';
  return html`<nav class="pages" aria-label="${say('分页', 'Pages')}">
${page > 1 ? html`<a rel="prev" href="${to(address(page - 1))}">${say('上一页', 'Previous')}</a>` : ''}
<span>${say(`第 ${page} 页，共 ${last} 页`, `Page ${page} of ${last}`)}</span>
${page < last ? html`<a rel="next" href="${to(address(page + 1))}">${say('下一页', 'Next')}</a>` : ''}
</nav>`;
}
