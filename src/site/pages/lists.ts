/** Pages about lists: all editions of a list, one edition with its entries, a public notice. */

import { day, type Html, html } from '#kernel/markup/html.ts';
import { Problem } from '#kernel/problems.ts';
import type { LocalDate } from '#kernel/time/local-date.ts';
import type { SiteContext } from '../context.ts';
import type { ListName } from '../database.ts';
import {
  type Edition,
  type Entry,
  findDifference,
  findEdition,
  findNotice,
  listEditions,
  listEntries,
  listNoticeEntries,
  listSignatures,
  tallyDepartments,
} from '../search/store.ts';
import type { Page } from './layout.ts';
import { code, LIST_NAMES, listTag, objectionGuide, objectionTag, until } from './words.ts';

const PER_PAGE = 200;

/** What the list is, the newest edition in full, and the way to the older ones. */
export async function listPage(context: SiteContext, today: LocalDate, list: ListName, page: number): Promise<Page> {
  const editions = await listEditions(context.database, today, list);
  const [newest] = editions;
  const rule = context.policy.findList(list);
  const title = rule?.title ?? LIST_NAMES[list];
  if (!newest) {
    return {
      title,
      section: list,
      body: html`<h1>${title}</h1>
<p class="empty">${LIST_NAMES[list]}尚未发布过。${list === 'black' && !rule?.requires.legalBasis?.recorded ? html`列入${LIST_NAMES[list]}须有法律、法规依据，依据登记之前不会发布。` : ''}</p>
${grounds(context, list)}`,
    };
  }
  return {
    title,
    section: list,
    body: html`${await edition(context, today, newest, page)}
${olderEditions(editions, newest.number)}
${grounds(context, list)}`,
  };
}

export async function editionPage(
  context: SiteContext,
  today: LocalDate,
  list: ListName,
  number: number,
  page: number,
): Promise<Page> {
  const found = await findEdition(context.database, today, list, number);
  if (!found) throw new Problem('list.not_found', { detail: `${LIST_NAMES[list]}没有第 ${number} 期。` });
  const editions = await listEditions(context.database, today, list);
  return {
    title: `${found.title}第${number}期`,
    section: list,
    body: html`${await edition(context, today, found, page)}
${olderEditions(editions, number)}`,
  };
}

async function edition(context: SiteContext, today: LocalDate, found: Edition, page: number): Promise<Html> {
  const { list, number } = found;
  const [entries, signatures, difference, departments] = await Promise.all([
    listEntries(context.database, today, list, number, { limit: PER_PAGE, offset: (page - 1) * PER_PAGE }),
    listSignatures(context.database, list, number),
    findDifference(context.database, today, list, number),
    tallyDepartments(context.database, today, list, number),
  ]);
  const address = `/lists/${list}/${number}`;
  const gone = found.entry_count - found.shown;
  const event = context.policy.events.find((item) => item.id === found.event);
  return html`<article>
<header class="title">
<p class="kicker">${listTag(list)} 第${number}期</p>
<h1>${found.title}</h1>
<p class="dateline">${day(found.published_on)}发布，公示期${day(found.notice_from)}至${day(found.notice_until)}</p>
</header>
<div class="figures">
<p><strong>${found.shown}</strong> 家在榜</p>
${difference ? html`<p><strong>${difference.added.size}</strong> 家较第${difference.previous}期新增</p><p><strong>${difference.removed}</strong> 家退出</p>` : ''}
${gone > 0 ? html`<p><strong>${gone}</strong> 家已到期或撤下</p>` : ''}
<p><strong>${departments.length}</strong> 个认定部门</p>
</div>
${entryTable(`${found.title}第${number}期，共 ${found.shown} 家`, entries, { added: difference?.added, linked: true })}
${pages(address, page, found.shown)}
<section aria-labelledby="proof">
<h2 id="proof">发布凭据</h2>
<dl class="facts">
<div><dt>会签</dt><dd>${signatures.map((signature) => html`<span class="signature">${signature.department}<small>${signature.signedAs === 'office' ? '牵头' : '会签'}，${day(signature.signedOn)}</small></span>`)}</dd></div>
<div><dt>发布前提</dt><dd>${event?.title ?? found.event}：自${day(found.event_effective_on)}起，${found.event_document_number}</dd></div>
<div><dt>政策条款</dt><dd><a href="/policy#clause-${found.clause}">第 ${found.clause} 条</a></dd></div>
<div><dt>内容摘要</dt><dd><code class="digest">${found.digest}</code><small>SHA-256。下载本期数据可自行验算，有改动即不相符。</small></dd></div>
<div><dt>下载</dt><dd><a href="/api/site/editions/${list}/${number}/entries.csv">表格（CSV）</a> <a href="/api/site/editions/${list}/${number}">数据（JSON）</a></dd></div>
</dl>
</section>
${
  departments.length > 1
    ? html`<section aria-labelledby="departments"><h2 id="departments">各部门认定数</h2>
<ul class="tally">${departments.map((tally) => html`<li><span>${tally.name}</span> <b>${tally.count}</b></li>`)}</ul></section>`
    : ''
}
</article>`;
}

interface TableOptions {
  /** codes to be marked as new against the edition before */
  readonly added?: ReadonlySet<string> | undefined;
  /** names lead to the organisation's page; in a notice there is none yet */
  readonly linked: boolean;
}

/** On a narrow screen each row becomes a small card; `data-label` names the column there. */
export function entryTable(caption: string, entries: readonly Entry[], { added, linked }: TableOptions): Html {
  if (entries.length === 0) return html`<p class="empty">没有在榜的企业或社会组织。</p>`;
  return html`<div class="table"><table class="entries">
<caption>${caption}</caption>
<thead><tr><th scope="col">序号</th><th scope="col">名称与统一社会信用代码</th><th scope="col">列入理由与事项</th><th scope="col">认定部门</th><th scope="col">认定日期</th><th scope="col">有效期</th></tr></thead>
<tbody>${entries.map(
    (entry) => html`<tr>
<td class="number">${entry.sequence}</td>
<th scope="row">${linked ? html`<a href="/organisations/${entry.uscc}"><bdi>${entry.name}</bdi></a>` : html`<b><bdi>${entry.name}</bdi></b>`}${objectionTag(entry.objection_open)}${added?.has(entry.uscc) ? html` <span class="new">新增</span>` : ''}${code(entry.uscc)}</th>
<td><span class="ground">${entry.ground_title}</span><span class="matter"><bdi>${entry.matter}</bdi></span></td>
<td data-label="认定部门">${entry.department}${entry.zone && entry.zone !== entry.department ? html`<span class="zone">${entry.zone}</span>` : ''}</td>
<td data-label="认定日期">${day(entry.determined_on)}</td>
<td data-label="有效期">${until(entry.valid_until)}</td>
</tr>`,
  )}</tbody>
</table></div>`;
}

function pages(address: string, page: number, total: number): Html | '' {
  const last = Math.ceil(total / PER_PAGE);
  if (last <= 1) return '';
  return html`<nav class="pages" aria-label="分页">
${page > 1 ? html`<a rel="prev" href="${address}?page=${page - 1}">上一页</a>` : ''}
<span>第 ${page} 页，共 ${last} 页</span>
${page < last ? html`<a rel="next" href="${address}?page=${page + 1}">下一页</a>` : ''}
</nav>`;
}

function olderEditions(editions: readonly Edition[], shown: number): Html | '' {
  const others = editions.filter((edition) => edition.number !== shown);
  if (others.length === 0) return '';
  return html`<section aria-labelledby="editions"><h2 id="editions">其他期次</h2>
<ul class="editions">${others.map(editionLine)}</ul></section>`;
}

export const editionLine = (edition: Edition): Html => html`<li>
<a href="/lists/${edition.list}/${edition.number}">${listTag(edition.list)} <span class="name">${edition.title}第${edition.number}期</span></a>
<span class="meta">${day(edition.published_on)}发布，${edition.shown} 家在榜</span></li>`;

function grounds(context: SiteContext, list: ListName): Html | '' {
  const rule = context.policy.findList(list);
  if (!rule) return '';
  return html`<section aria-labelledby="grounds"><h2 id="grounds">列入${LIST_NAMES[list]}的理由</h2>
<p>只有政策列明的以下理由，没有其他理由。</p>
<ol class="grounds">${rule.grounds.map((ground) => html`<li>${ground.title} <a class="clause" href="/policy#clause-${ground.clause}">第 ${ground.clause} 条</a></li>`)}</ol></section>`;
}

/** Entries are shown during the notice period only: what was struck afterwards leaves no trace here. */
export async function noticePage(context: SiteContext, today: LocalDate, roundId: string): Promise<Page> {
  const notice = await findNotice(context.database, roundId);
  if (!notice || notice.notice_from > today) throw new Problem('list.not_found', { detail: '没有这份公示。' });
  const open = notice.notice_until >= today;
  const entries = open ? await listNoticeEntries(context.database, roundId) : [];
  return {
    title: notice.title,
    section: 'none',
    body: html`<article>
<header class="title">
<p class="kicker">${listTag(notice.list)} ${open ? '公示中' : '公示期已满'}</p>
<h1>${notice.title}</h1>
<p class="dateline">公示期${day(notice.notice_from)}至${day(notice.notice_until)}</p>
</header>
${
  open
    ? html`<p class="lead">以下 ${entries.length} 家拟列入${LIST_NAMES[notice.list]}。公示期内对任何一家有异议的，可以向认定部门或${context.policy.names.creditOffice}提出，并说明理由。</p>
${entryTable(`${notice.title}，共 ${entries.length} 家`, entries, { linked: false })}
<section aria-labelledby="objection"><h2 id="objection">如何提出异议</h2>${objectionGuide(context.policy, today)}</section>`
    : html`<p class="lead">公示期已满，拟列入的名单不再展示。经会签正式发布的名单见<a href="/lists/${notice.list}">${LIST_NAMES[notice.list]}</a>。</p>`
}
</article>`,
  };
}
