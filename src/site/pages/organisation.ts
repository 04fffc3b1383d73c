/** Where one organisation stands: on which list, on what ground, until when, what follows from it and how to object. */

import { day, type Html, html } from '#kernel/markup/html.ts';
import { Problem } from '#kernel/problems.ts';
import type { LocalDate } from '#kernel/time/local-date.ts';
import type { SiteContext } from '../context.ts';
import { findStanding, type ListedEntry } from '../search/store.ts';
import type { Page } from './layout.ts';
import { code, listTag, objectionGuide, objectionTag, until } from './words.ts';

export async function organisationPage(context: SiteContext, today: LocalDate, uscc: string): Promise<Page> {
  const standing = await findStanding(context.database, today, uscc);
  const [first] = standing;
  if (!first) throw new Problem('not_found', { detail: '该代码目前不在任何红榜或黑榜上。不在榜不代表信用不好。' });
  return {
    title: first.name,
    section: 'none',
    body: html`<article>
<header class="title">
<p class="kicker">${[...new Set(standing.map((entry) => entry.list))].map(listTag)}</p>
<h1><bdi>${first.name}</bdi></h1>
<p class="dateline">统一社会信用代码 ${code(uscc)}</p>
</header>
${standing.map((entry) => entryFacts(context, today, entry))}
<section aria-labelledby="objection"><h2 id="objection">如何提出异议</h2>${objectionGuide(context.policy, today)}</section>
</article>`,
  };
}

function entryFacts(context: SiteContext, today: LocalDate, entry: ListedEntry): Html {
  const ground = context.policy.findList(entry.list)?.grounds.find((item) => item.id === entry.ground);
  return html`<section class="entry">
<h2>${entry.title}${objectionTag(entry.objection_open)}<a class="edition" href="/lists/${entry.list}/${entry.number}">第${entry.number}期</a></h2>
<dl class="facts">
<div><dt>列入理由</dt><dd>${entry.ground_title}${ground ? html` <a class="clause" href="/policy#clause-${ground.clause}">第 ${ground.clause} 条</a>` : ''}</dd></div>
<div><dt>具体事项</dt><dd><bdi>${entry.matter}</bdi></dd></div>
<div><dt>认定部门</dt><dd>${entry.department}</dd></div>
${entry.zone ? html`<div><dt>所在功能区</dt><dd>${entry.zone}</dd></div>` : ''}
<div><dt>认定日期</dt><dd>${day(entry.determined_on)}</dd></div>
<div><dt>发布日期</dt><dd>${day(entry.published_on)}</dd></div>
<div><dt>有效期</dt><dd>${until(entry.valid_until)}${entry.valid_until ? '，到期自动停止公示' : ''}</dd></div>
</dl>
${consequences(context, today, entry)}
</section>`;
}

/** listed-measures-only: exactly what the pack names for the list, and that nothing may be added. */
function consequences(context: SiteContext, today: LocalDate, entry: ListedEntry): Html {
  const measures = context.policy.measuresFor({ list: entry.list }, today);
  if (measures.length === 0) return html`<h3>在榜意味着什么</h3><p>目前没有可以适用的措施。</p>`;
  return html`<h3>在榜意味着什么</h3>
<ul class="measures">${measures.map(
    (
      measure,
    ) => html`<li><b>${measure.title}</b>${measure.matters.length > 0 ? html`<span>仅限：${measure.matters.join('、')}</span>` : ''}
<small>依据 ${measure.legalBasis} <a class="clause" href="/policy#clause-${measure.clause}">第 ${measure.clause} 条</a></small></li>`,
  )}</ul>
<p class="note">除此之外，任何单位不得因本名单增加或加重限制。</p>`;
}
