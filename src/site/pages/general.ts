/** Home, search, policy, open data, and the page for what is not there. */

import { day, type Html, html } from '#kernel/markup/html.ts';
import type { Clause, Measure, Policy } from '#kernel/policy/policy.ts';
import type { ProblemDocument } from '#kernel/problems.ts';
import type { LocalDate } from '#kernel/time/local-date.ts';
import type { SiteContext } from '../context.ts';
import { type Found, listEditions, listOpenNotices, searchOrganisations } from '../search/store.ts';
import { type Page, searchForm } from './layout.ts';
import { editionLine } from './lists.ts';
import { code, duration, listTag, objectionGuide } from './words.ts';

export async function homePage(context: SiteContext, today: LocalDate): Promise<Page> {
  const { policy } = context;
  const [editions, notices] = await Promise.all([
    listEditions(context.database, today),
    listOpenNotices(context.database, today),
  ]);
  return {
    title: policy.names.site,
    section: 'home',
    body: html`<div class="front">
<section class="opening" aria-label="查询">
<p class="lead">这里公布${policy.names.city}依据${policy.document.number}认定的企业、社会组织红榜和黑榜：谁在榜上，凭什么，到什么时候。</p>
${searchForm()}
</section>
<section aria-labelledby="editions"><h2 id="editions">最新发布</h2>
${editions.length > 0 ? html`<ul class="editions">${editions.slice(0, 6).map(editionLine)}</ul>` : html`<p class="empty">还没有发布过名单。</p>`}
</section>
<section aria-labelledby="notices"><h2 id="notices">正在公示</h2>
${
  notices.length > 0
    ? html`<ul class="editions">${notices.map(
        (
          notice,
        ) => html`<li><a href="/notices/${notice.round_id}">${listTag(notice.list)} <span class="name">${notice.title}</span></a>
<span class="meta">${notice.entries} 家，公示至${day(notice.notice_until)}</span></li>`,
      )}</ul>`
    : html`<p class="empty">目前没有正在公示的名单。</p>`
}
</section>
<section class="about" aria-labelledby="about"><h2 id="about">关于名单</h2>
<dl class="brief">
<div><dt>不涉及个人</dt><dd>本站没有任何自然人的信息，也没有存放它的地方。</dd></div>
<div><dt>先公示，再发布</dt><dd>拟列入的名单先行公示，任何人可以提出异议；核查后由${policy.names.creditOffice}与认定部门会签发布。</dd></div>
<div><dt>到期即撤</dt><dd>每一家都写明有效期。到期、修复或撤销的，即时从页面和数据接口撤下。</dd></div>
<div><dt>可以验算</dt><dd>每一期都有摘要和<a href="/open-data">可下载的数据</a>，有改动即不相符。</dd></div>
</dl></section>
</div>`,
  };
}

const FOUND_LIMIT = 50;

export async function searchPage(context: SiteContext, today: LocalDate, text: string): Promise<Page> {
  const query = text
    .normalize('NFKC')
    .replaceAll(/\p{Cc}/gu, '')
    .trim();
  const found = query === '' ? [] : await searchOrganisations(context.database, today, query, FOUND_LIMIT);
  return {
    title: query === '' ? '查询' : `查询“${query}”`,
    section: 'search',
    body: html`<h1>查询</h1>
${searchForm(query)}
${query === '' ? '' : results(query, found)}`,
  };
}

function results(query: string, found: readonly Found[]): Html {
  if (found.length === 0) {
    return html`<p class="empty">没有找到与“<bdi>${query}</bdi>”相符、目前在榜的企业或社会组织。不在榜不代表信用不好。</p>`;
  }
  const more = found.length > FOUND_LIMIT;
  return html`<p class="count" role="status">${more ? `相符的超过 ${FOUND_LIMIT} 家，只列出前 ${FOUND_LIMIT} 家，请把名称写得更完整。` : `共 ${found.length} 家。`}</p>
<ul class="found">${found
    .slice(0, FOUND_LIMIT)
    .map(
      (one) =>
        html`<li><a href="/organisations/${one.uscc}"><bdi>${one.name}</bdi></a> ${one.lists.map(listTag)}${code(one.uscc)}</li>`,
    )}</ul>`;
}

export function policyPage(context: SiteContext, today: LocalDate): Page {
  const { policy } = context;
  return {
    title: '政策说明',
    section: 'policy',
    body: html`<article class="policy">
<header class="title">
<h1>${policy.title}</h1>
<p class="dateline">${policy.document.authority}，${policy.document.number}，${day(policy.document.issuedOn)}</p>
</header>
<p class="lead">以下逐条用平常的话说明文件的意思，条号与各页面所引一致。原文以印发的文件为准。</p>
<section aria-labelledby="clauses"><h2 id="clauses">逐条说明</h2>
${chapters(policy.clauses).map(([, clauses]) => html`<div class="chapter">${clauses.map(clauseBlock)}</div>`)}
</section>
<section aria-labelledby="measures"><h2 id="measures">在榜意味着什么</h2>
<p>名单的后果只有下列几项，任何单位不得增加或加重。</p>
${measureTable(policy, today)}
</section>
<section aria-labelledby="objection"><h2 id="objection">如何提出异议</h2>${objectionGuide(policy, today)}</section>
<section aria-labelledby="timers"><h2 id="timers">办理期限</h2>
<div class="table"><table class="plain"><caption>目前适用的期限及其依据</caption>
<thead><tr><th scope="col">事项</th><th scope="col">期限</th><th scope="col">依据</th></tr></thead>
<tbody>${policy.timers.map((timer) => {
      const value = policy.timerOn(timer.id, today);
      return html`<tr><th scope="row">${timer.title}</th><td data-label="期限">${duration(value)}</td><td data-label="依据">${value.citation}${value.local ? html` <span class="local">本地确定</span>` : ''}</td></tr>`;
    })}</tbody></table></div>
</section>
</article>`,
  };
}

function chapters(clauses: readonly Clause[]): [string, Clause[]][] {
  return [...Map.groupBy(clauses, (clause) => clause.id.split('.')[0] ?? '')];
}

const clauseBlock = (clause: Clause): Html => html`<div class="clause-text" id="clause-${clause.id}">
<h3>${/^\d/.test(clause.id) ? html`<span class="clause-id">${clause.id}</span>` : ''}${clause.title}</h3>
<p>${clause.text}</p></div>`;

function measureTable(policy: Policy, today: LocalDate): Html {
  const applicable = policy.measures.filter((measure) => 'list' in measure.appliesTo && measure.from <= today);
  return html`<div class="table"><table class="plain"><caption>企业和社会组织适用的措施</caption>
<thead><tr><th scope="col">名单</th><th scope="col">措施</th><th scope="col">限于</th><th scope="col">依据</th></tr></thead>
<tbody>${applicable.map((measure) => html`<tr><td>${measureList(policy, measure)}</td><th scope="row">${measure.title}</th><td data-label="限于">${measure.matters.join('、')}</td><td data-label="依据">${measure.legalBasis}，<a href="#clause-${measure.clause}">第 ${measure.clause} 条</a></td></tr>`)}</tbody></table></div>`;
}

function measureList(policy: Policy, measure: Measure): Html | '' {
  if (!('list' in measure.appliesTo)) return '';
  const { list } = measure.appliesTo;
  return list === 'red' || list === 'black' ? listTag(list) : html`${policy.findList(list)?.title}`;
}

export async function openDataPage(context: SiteContext, today: LocalDate): Promise<Page> {
  const editions = await listEditions(context.database, today);
  return {
    title: '开放数据',
    section: 'data',
    body: html`<h1>开放数据</h1>
<p class="lead">已发布的名单可以下载和由程序读取，不需要申请，也不需要登录。到期和撤下的条目不再提供，转载、再利用的，请同步更新。</p>
<section aria-labelledby="downloads"><h2 id="downloads">各期名单</h2>
${
  editions.length === 0
    ? html`<p class="empty">还没有发布过名单。</p>`
    : html`<div class="table"><table class="plain"><caption>可下载的名单</caption><thead><tr><th scope="col">期次</th><th scope="col">发布日期</th><th scope="col">在榜</th><th scope="col">下载</th></tr></thead>
<tbody>${editions.map(
        (
          edition,
        ) => html`<tr><th scope="row">${listTag(edition.list)} <a href="/lists/${edition.list}/${edition.number}">${edition.title}第${edition.number}期</a></th>
<td data-label="发布日期">${day(edition.published_on)}</td><td data-label="在榜">${edition.shown} 家</td>
<td data-label="下载"><a href="/api/site/editions/${edition.list}/${edition.number}/entries.csv">CSV</a> <a href="/api/site/editions/${edition.list}/${edition.number}">JSON</a></td></tr>`,
      )}</tbody></table></div>`
}
</section>
<section aria-labelledby="interface"><h2 id="interface">数据接口</h2>
<dl class="facts interface">
<div><dt><code>GET /api/site/editions</code></dt><dd>全部期次</dd></div>
<div><dt><code>GET /api/site/editions/red/1</code></dt><dd>一期的全部内容和摘要</dd></div>
<div><dt><code>GET /api/site/organisations/<var>代码</var></code></dt><dd>一家企业或社会组织目前在榜的情况</dd></div>
</dl>
<p>摘要是对 <code>manifest</code> 按键名排序、不含空格的 JSON 文本所做的 SHA-256。条目有到期或撤下的，<code>complete</code> 为 <code>false</code>，此时内容少于发布时，与摘要不相符是正常的。</p>
</section>`,
  };
}

export const problemBody = (problem: ProblemDocument): Page => ({
  title: problem.title,
  section: 'none',
  body: html`<h1>${problem.title}</h1>
${problem.detail ? html`<p class="lead">${problem.detail}</p>` : ''}
<p>${problem.remedy}</p>
${searchForm()}
<p><a href="/">返回首页</a></p>`,
});
