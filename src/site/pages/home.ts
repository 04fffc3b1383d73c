/** The front page: what can be looked up, what is new, how much there is, and where one's rights are. */
import { html } from '#kernel/markup/html.ts';
import type { Policy } from '#kernel/policy/policy.ts';
import { listEditions, listOpenNotices } from '../lists/store.ts';
import { countShown } from '../search/figures.ts';
import type { Page } from './layout.ts';
import { editionLine, noticeLine } from './lists.ts';
import type { Reading } from './reading.ts';
import { searchForm } from './search-page.ts';
import { figure, heading } from './words.ts';

const NEWEST = 6;

/** 甲榜和乙榜；甲榜、乙榜和丙榜 */
function listsInForce({ lists }: Policy): string {
  const names = lists.map(({ plainTitle }) => plainTitle);
  return [names.slice(0, -1).join('、'), ...names.slice(-1)].filter((part) => part !== '').join('和');
}

export async function homePage(reading: Reading): Promise<Page> {
  const { context, today, say, to } = reading;
  const { policy } = context;
  const [editions, notices, counts] = await Promise.all([
    listEditions(context.database, today),
    listOpenNotices(context.database, today),
    countShown(context.database, today),
  ]);
  return {
    title: policy.names.site,
    section: 'home',
    body: html`<div class="front">
<section class="opening" aria-label="${say('查询', 'Search')}">
<p class="lead">${heading(
      say(
        `这里公布${policy.names.city}依据${reading.inForce.map(({ document }) => document.number).join('、')}认定的企业、社会组织${listsInForce(policy)}：谁在榜上，凭什么，到什么时候。`,
        `Here ${policy.names.cityEn} publishes which organisations are on its lists (${policy.lists.map(({ plainTitleEn }) => plainTitleEn).join(', ')}): who, on what ground, until when.`,
      ),
    )}</p>
${searchForm(reading)}
<div class="figures">
${figure(counts.organisations, say('家可查单位', 'organisations'))}
${figure(counts.records, say('条良好信息', 'good records'))}
${reading.lists.all.map(({ id, polarity, plainTitle, plainTitleEn }) => {
  const listed = counts.lists[id] ?? 0;
  return polarity === 'good' || listed > 0 ? figure(listed, say(`家在${plainTitle}`, `on the ${plainTitleEn}`)) : '';
})}
<p><a href="${to('/statistics')}">${say('更多统计', 'Statistics')}</a></p>
</div>
</section>
<section aria-labelledby="editions"><h2 id="editions">${say('最新发布', 'Latest editions')}</h2>
${editions.length > 0 ? html`<ul class="editions">${editions.slice(0, NEWEST).map((edition) => editionLine(reading, edition))}</ul>` : html`<p class="empty">${say('还没有发布过名单。', 'No list has been published yet.')}</p>`}
</section>
<section aria-labelledby="notices"><h2 id="notices">${say('正在公示', 'In public notice')}</h2>
${notices.length > 0 ? html`<ul class="editions">${notices.map((notice) => noticeLine(reading, notice))}</ul>` : html`<p class="empty">${say('目前没有正在公示的名单。', 'Nothing is in public notice at present.')}</p>`}
</section>
<section class="rights" aria-labelledby="rights"><h2 id="rights">${say('您的权利', 'Your rights')}</h2>
<ul class="ways">
<li><a href="${to('/policy#objection')}"><b>${say('提出异议', 'Object')}</b><span>${say('公示内容有错误、遗漏，或侵犯合法权益', 'Something shown is wrong or violates your rights')}</span></a></li>
<li><a href="${to('/policy#repair')}"><b>${say('信用修复', 'Repair')}</b><span>${say('已经纠正的，申请停止公示，不收费用', 'What was put right can be taken down, free of charge')}</span></a></li>
<li><a href="/my/"><b>${say('我的信用', 'My record')}</b><span>${say('本人、本单位登录，查看、申请、查进度', 'Sign in to see your own, apply, follow a case')}</span></a></li>
<li><a href="${to('/policy')}"><b>${say('政策说明', 'The policy')}</b><span>${say('什么算、谁认定、有什么后果、什么绝不会发生', 'What counts, who decides, what follows, what never happens')}</span></a></li>
</ul></section>
<section class="about" aria-labelledby="about"><h2 id="about">${say('关于名单', 'About the lists')}</h2>
<dl class="brief">
<div><dt>${say('不涉及个人', 'Nobody in person')}</dt><dd>${say('本站没有任何自然人的信息，也没有存放它的地方。', 'This site has no information on natural persons, and no place to keep any.')}</dd></div>
<div><dt>${say('先公示，再发布', 'Notice first')}</dt><dd>${say(`拟列入的名单先行公示，任何人可以提出异议；核查后由${policy.names.creditOffice}与认定部门会签发布。`, 'What is proposed is shown first and may be objected to; then the office and the departments sign.')}</dd></div>
<div><dt>${say('到期即撤', 'Gone when over')}</dt><dd>${say('每一家都写明有效期。到期、修复或撤销的，即时从页面和数据接口撤下。', 'Every entry says until when. What expires, is repaired or revoked is gone at once, everywhere.')}</dd></div>
<div><dt>${say('可以验算', 'Verifiable')}</dt><dd>${say('每一期都有摘要和', 'Every edition has a digest and ')}<a href="${to('/open-data')}">${say('可下载的数据', 'data to download')}</a>${say('，有改动即不相符。', '; any change shows.')}</dd></div>
</dl></section>
</div>`,
  };
}
