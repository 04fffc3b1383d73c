/** Searching: the form, what was found, what may have been meant; and that a name proves nobody's identity. */

import { type Html, html } from '#kernel/markup/html.ts';
import type { ListId } from '#kernel/policy/policy.ts';
import { refOf } from '#kernel/policy/refs.ts';
import { REASONS } from '#kernel/reasons.ts';
import { type Filters, type Found, MOST_FOUND, PER_PAGE } from '../search/find.ts';
import type { SearchOutcome } from '../search/finder.ts';
import type { Page } from './layout.ts';
import type { Reading } from './reading.ts';
import { areaName, code, groundWords, listName, listTag, objectionTag, pages } from './words.ts';

/** Works without JavaScript, like everything here: an ordinary form. */
export function searchForm({ say, to }: Reading, query = '', filters?: Html): Html {
  return html`<form class="search" action="${to('/search')}" method="get" role="search">
<label for="q">${say('查询企业或社会组织', 'Find an organisation')}</label>
<div><input id="q" name="q" type="search" value="${query}" maxlength="100" placeholder="${say('名称（两个字即可）或 18 位代码', 'Name, initials or code')}" autocomplete="off"${filters ? '' : html` required`}>
<button type="submit">${say('查询', 'Search')}</button></div>
${filters ?? ''}
</form>`;
}

export interface SearchRequest {
  readonly q: string;
  readonly area: string;
  readonly list: ListId;
  readonly ground: string;
  readonly page: number;
}

export async function searchPage(reading: Reading, request: SearchRequest): Promise<Page> {
  const { finder, say } = reading;
  const text = request.q
    .normalize('NFKC')
    .replaceAll(/\p{Cc}/gu, '')
    .trim();
  const filters: Filters = {
    area: request.area || undefined,
    list: reading.lists.has(request.list) ? request.list : undefined,
    // links of earlier days name the ground as the notice does
    ground: request.ground ? refOf(reading.context.policy.id, request.ground) : undefined,
  };
  const outcome = await finder.search(text, filters, request.page);
  return {
    title: text === '' ? say('查询', 'Search') : say(`查询“${text}”`, `Search “${text}”`),
    section: 'search',
    body: html`<h1>${say('查询', 'Search')}</h1>
${searchForm(reading, text, filterFields(reading, filters))}
${results(reading, text, request, outcome)}`,
  };
}

function filterFields(reading: Reading, { area, list, ground }: Filters): Html {
  const { context, say } = reading;
  const { policy } = context;
  const option = (value: string, title: string, chosen: string | undefined) =>
    html`<option value="${value}"${value === (chosen ?? '') ? html` selected` : ''}>${title}</option>`;
  const any = say('不限', 'Any');
  const areas = [
    ...policy.divisions.map(({ code, name }) => [code, name]),
    ...policy.zones.map(({ id, name }) => [id, name]),
  ];
  const grounds = policy.lists.flatMap(({ grounds: all }) => all);
  return html`<div class="filters">
<p><label for="area">${say('区域', 'Area')}</label><select id="area" name="area">${option('', any, area)}${areas.map(([value, title]) => option(value ?? '', title ?? '', area))}</select></p>
<p><label for="list">${say('榜单', 'List')}</label><select id="list" name="list">${option('', any, list)}${reading.lists.all.map(({ id }) => option(id, listName(reading, id), list))}</select></p>
<p><label for="ground">${say('理由', 'Ground')}</label><select id="ground" name="ground">${option('', any, ground)}${grounds.map((one) => option(one.id, groundWords(reading, one), ground))}</select></p>
</div>`;
}

function results(reading: Reading, text: string, request: SearchRequest, outcome: SearchOutcome): Html | '' {
  const { say } = reading;
  const { query, found, total, more } = outcome;
  if (query.kind === 'wrong-code') return wrongCode(reading, outcome);
  if (query.kind === 'too-short') {
    return html`<p class="empty" role="status">${say('请至少输入两个字，或者 18 位统一社会信用代码。', 'Please enter at least two characters, or the 18-character code.')}</p>`;
  }
  if (query.kind === 'nothing' && !reading.lists.has(request.list) && !request.ground) return hints(reading);
  if (total === 0) return nothingFound(reading, text, outcome);
  const count = more
    ? say(
        `相符的超过 ${MOST_FOUND} 家，列出前 ${MOST_FOUND} 家，请把名称写得更完整。`,
        `More than ${MOST_FOUND} match; the first ${MOST_FOUND} are listed. Please enter more of the name.`,
      )
    : say(`共 ${total} 家。`, `${total} found.`);
  return html`<p class="count" role="status">${count}</p>
${query.kind === 'code' ? '' : noProof(reading)}
<ul class="found">${found.map((one) => foundLine(reading, one))}</ul>
${pages(reading, (page) => `/search?${parameters({ ...request, page })}`, request.page, Math.ceil(total / PER_PAGE))}`;
}

const parameters = ({ q, area, list, ground, page }: SearchRequest) =>
  new URLSearchParams(
    Object.entries({ q, area, list, ground, page: page > 1 ? String(page) : '' }).filter(([, value]) => value !== ''),
  ).toString();

function foundLine(reading: Reading, one: Found): Html {
  const { context, say, to, original } = reading;
  const area = areaName(context.policy, one.area);
  const records =
    one.records > 0 ? say(`良好信息 ${one.records} 条`, `${one.records} good record${one.records > 1 ? 's' : ''}`) : '';
  return html`<li><a href="${to(`/organisations/${one.uscc}`)}">${original(one.name)}</a> ${one.lists.map((list) => listTag(reading, list))}${objectionTag(reading, one.objectionOpen)}
<span class="meta">${code(one.uscc)}${area ? html`<span>${original(area)}</span>` : ''}${records ? html`<span>${records}</span>` : ''}</span></li>`;
}

const noProof = ({ say }: Reading) =>
  html`<p class="note">${say('名称相同不等于是同一家。请以 18 位统一社会信用代码为准，本站不以名称认定任何单位。', 'A name is no proof of identity. Only the 18-character code identifies an organisation.')}</p>`;

function nothingFound(reading: Reading, text: string, { suggestions }: SearchOutcome): Html {
  const { say, to, original } = reading;
  return html`<p class="empty" role="status">${say('没有找到与', 'Nothing matches ')}${text === '' ? say('所选条件', 'the chosen filters') : html`“<bdi>${text}</bdi>”`}${say('相符的企业或社会组织。查不到、不在榜，都不代表信用不好。', '. Not being found or listed says nothing bad about anybody.')}</p>
${
  suggestions.length > 0
    ? html`<section><h2>${say('您要找的是不是', 'Did you mean')}</h2><ul class="found">${suggestions.map((one) => html`<li><a href="${to(`/organisations/${one.uscc}`)}">${original(one.name)}</a><span class="meta">${code(one.uscc)}</span></li>`)}</ul></section>`
    : hints(reading)
}
${noProof(reading)}`;
}

function wrongCode(reading: Reading, { query }: SearchOutcome): Html | '' {
  const { say, to } = reading;
  if (query.kind !== 'wrong-code') return '';
  const reason = REASONS[query.reason];
  return html`<p class="empty" role="status">${say(`这不是正确的统一社会信用代码：${reason.zh}`, `This is not a valid unified social credit code: ${reason.en}`)}</p>
${query.suggestion ? html`<p>${say('是不是', 'Did you mean ')}<a href="${to(`/search?q=${query.suggestion}`)}">${code(query.suggestion)}</a>${say('？', '?')}</p>` : ''}`;
}

const hints = ({ say }: Reading) => html`<dl class="brief hints">
<div><dt>${say('按代码', 'By code')}</dt><dd>${say('18 位统一社会信用代码，大小写、全角、执照副本号（1-1）都可以。', 'The 18-character code in any case or width.')}</dd></div>
<div><dt>${say('按名称', 'By name')}</dt><dd>${say('两个字即可；几个词之间加空格；括号和空格写不写都一样。', 'Two characters are enough; separate several words by spaces.')}</dd></div>
<div><dt>${say('按拼音首字母', 'By pinyin initials')}</dt><dd>${say('如“chsy”可以找到“长河实业……”。', 'The first letters of the pinyin, such as “chsy”.')}</dd></div>
<div><dt>${say('按榜单', 'By list')}</dt><dd>${say('不填名称，选榜单或理由，列出全部在榜单位。', 'Leave the name empty and choose a list or ground.')}</dd></div>
</dl>`;
