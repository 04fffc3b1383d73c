/** Open data, and the page for what is not there. */

import { html } from '#kernel/markup/html.ts';
import type { ProblemDocument } from '#kernel/problems.ts';
import { listEditions } from '../search/store.ts';
import type { Page } from './layout.ts';
import type { Reading } from './reading.ts';
import { searchForm } from './search-page.ts';
import { listTag, listTitle } from './words.ts';

export async function openDataPage(reading: Reading): Promise<Page> {
  const { context, today, say, to, day } = reading;
  const editions = await listEditions(context.database, today);
  return {
    title: say('开放数据', 'Open data'),
    section: 'data',
    body: html`<h1>${say('开放数据', 'Open data')}</h1>
<p class="lead">${say('已发布的名单可以下载和由程序读取，不需要申请，也不需要登录。到期和撤下的条目不再提供，转载、再利用的，请同步更新。', 'Published lists may be downloaded and read by programs, without registration. What expires or is withdrawn is no longer provided: please keep copies up to date.')}</p>
<section aria-labelledby="downloads"><h2 id="downloads">${say('各期名单', 'Editions')}</h2>
${
  editions.length === 0
    ? html`<p class="empty">${say('还没有发布过名单。', 'No list has been published yet.')}</p>`
    : html`<div class="table"><table class="plain"><caption>${say('可下载的名单', 'Lists to download')}</caption><thead><tr><th scope="col">${say('期次', 'Edition')}</th><th scope="col">${say('发布日期', 'Published')}</th><th scope="col">${say('在榜', 'Listed')}</th><th scope="col">${say('下载', 'Download')}</th></tr></thead>
<tbody>${editions.map(
        (
          edition,
        ) => html`<tr><th scope="row">${listTag(reading, edition.list)} <a href="${to(`/lists/${edition.list}/${edition.number}`)}">${say(`${edition.title}第${edition.number}期`, `${listTitle(reading, edition.list)}, No. ${edition.number}`)}</a></th>
<td data-label="${say('发布日期', 'Published')}">${day(edition.published_on)}</td><td data-label="${say('在榜', 'Listed')}">${edition.shown}${say(' 家', '')}</td>
<td data-label="${say('下载', 'Download')}"><a href="/api/site/v1/editions/${edition.list}/${edition.number}/entries.csv">CSV</a> <a href="/api/site/v1/editions/${edition.list}/${edition.number}">JSON</a></td></tr>`,
      )}</tbody></table></div>`
}
</section>
<section aria-labelledby="interface"><h2 id="interface">${say('数据接口', 'Interface')}</h2>
<dl class="facts interface">
<div><dt><code>GET /api/site/v1/editions</code></dt><dd>${say('全部期次', 'all editions')}</dd></div>
<div><dt><code>GET /api/site/v1/editions/red/1</code></dt><dd>${say('一期的全部内容和摘要', 'one edition, whole, with its digest')}</dd></div>
<div><dt><code>GET /api/site/v1/organisations/<var>${say('代码', 'code')}</var></code></dt><dd>${say('一家企业或社会组织：登记名称、良好信息、目前在榜的情况', 'one organisation: registered name, good records, current entries')}</dd></div>
</dl>
<p>${say('摘要是对 ', 'The digest is the SHA-256 of the JSON of ')}<code>manifest</code>${say(' 按键名排序、不含空格的 JSON 文本所做的 SHA-256。条目有到期或撤下的，', ' with sorted keys and no spaces. Where entries have expired or were withdrawn, ')}<code>complete</code>${say(' 为 ', ' is ')}<code>false</code>${say('，此时内容少于发布时，与摘要不相符是正常的。', ' and the digest covers more than is shown.')}</p>
</section>`,
  };
}

export function problemBody(reading: Reading, problem: ProblemDocument): Page {
  const { say, to } = reading;
  return {
    title: problem.title,
    section: 'none',
    body: html`<h1>${reading.original(problem.title)}</h1>
${problem.detail ? html`<p class="lead">${reading.original(problem.detail)}</p>` : ''}
<p>${reading.original(problem.remedy)}</p>
${searchForm(reading)}
<p><a href="${to('/')}">${say('返回首页', 'Back to the front page')}</a></p>`,
  };
}
