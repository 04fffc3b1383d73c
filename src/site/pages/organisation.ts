/** Where one organisation stands: registered name and code, good records, lists, what follows from them, and how to object. */

import { checkUscc, isSoleTrader } from '#kernel/identity/uscc.ts';
import { type Html, html } from '#kernel/markup/html.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import type { ListedEntry } from '../lists/store.ts';
import { findShown, type Proposal } from '../notices/proposals.ts';
import type { GoodRecord, Standing } from '../search/standing.ts';
import type { Page } from './layout.ts';
import type { Reading } from './reading.ts';
import {
  areaName,
  clauseLink,
  code,
  consequences,
  groundTitle,
  listName,
  listsNamed,
  listTag,
  objectionGuide,
  objectionTag,
  until,
} from './words.ts';

export async function organisationPage(reading: Reading, uscc: string): Promise<Page> {
  const { say, original } = reading;
  if (checkUscc(uscc).verdict === 'invalid' || isSoleTrader(uscc)) throw new Problem('organisation.not_found');
  const { standing, proposals, known } = await findShown(reading, uscc);
  const { entries, records, name } = standing;
  const lists = [...new Set(entries.map((entry) => entry.list))];
  return {
    title: name,
    section: 'none',
    description: say(
      `${name}（${uscc}）的公共信用信息：良好信息、名单、依据和期限。`,
      `Public credit information on ${name} (${uscc}).`,
    ),
    body: html`<article>
<header class="title">
<p class="kicker">${lists.length > 0 ? lists.map((list) => listTag(reading, list)) : say('企业和社会组织', 'Organisation')}</p>
<h1>${original(name)}</h1>
<p class="dateline">${say('统一社会信用代码', 'Unified social credit code')} ${code(uscc)}</p>
</header>
${registration(reading, standing)}
${proposals.length === 0 ? '' : html`<section aria-labelledby="notices"><h2 id="notices">${say('正在公示', 'In public notice')}</h2>${proposals.map((proposal) => proposalFacts(reading, proposal))}</section>`}
<section aria-labelledby="lists"><h2 id="lists">${say('在榜情况', 'On the lists')}</h2>
${entries.length === 0 ? html`<p class="empty">${say(`目前不在任何${listsNamed(reading)}上。不在榜不代表信用不好。`, `On no ${listsNamed(reading)} at present. That says nothing bad.`)}</p>` : entries.map((entry) => entryFacts(reading, entry))}
</section>
<section aria-labelledby="records"><h2 id="records">${say('良好信息', 'Good records')}</h2>
${records.length === 0 ? html`<p class="empty">${say('目前没有公开的良好信息。', 'No good record is public at present.')}</p>` : records.map((record) => recordFacts(reading, record))}
</section>
<section aria-labelledby="report"><h2 id="report">${say('报告和变化通知', 'Report, and news of changes')}</h2>
${known ? html`<form action="${reading.to(`/organisations/${uscc}/report`)}" method="post" class="act"><button type="submit">${say('下载签名报告（PDF）', 'Download a signed report (PDF)')}</button></form>` : ''}
<p>${say('报告载明本页当天的内容，带核验编码，人人可以', 'The report says what this page says today and has a code that anybody can ')}<a href="${reading.to('/verify')}">${say('核验', 'check')}</a>${say('。需要随时知道变化的，可以用本代码的', '. To learn of changes, read the ')}<a href="/organisations/${uscc}/changes.atom">${say('Atom 源', 'Atom feed of this code')}</a>${say('，或者', ' or ')}<a href="${reading.to('/open-data#changes')}">${say('订阅通知', 'subscribe')}</a>${say('。', '.')}</p>
</section>
<section aria-labelledby="objection"><h2 id="objection">${say('认为有误，或者需要修复', 'If something is wrong, or to be repaired')}</h2>${objectionGuide(reading)}
<p>${say('不良信息已经纠正的，可以', 'What has been put right may be repaired, free of charge: ')}<a href="/my/">${say('申请信用修复', 'apply for repair')}</a>${say('，不收费用。条件和期限见', '. Conditions and periods are under ')}<a href="${reading.to('/policy#repair')}">${say('信用修复', 'repair')}</a>${say('。', '.')}</p>
</section>
</article>`,
  };
}

function registration({ context, say, original, day }: Reading, standing: Standing): Html {
  const area = areaName(context.policy, standing.area);
  const facts: (readonly [string, Html])[] = [];
  if (area) facts.push([say('区域', 'Area'), original(area)]);
  if (standing.registeredOn) facts.push([say('登记日期', 'Registered on'), day(standing.registeredOn)]);
  const source = standing.registered
    ? say('名称以登记机关的名录为准', 'As in the registry copy')
    : say('不在登记名录中，名称以认定部门报送的为准', 'Not in the registry copy; the name is the one reported');
  facts.push([say('名称来源', 'Name'), html`${source}`]);
  return html`<dl class="facts">${facts.map(([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`)}</dl>`;
}

function entryFacts(reading: Reading, entry: ListedEntry): Html {
  const { context, say, to, original, day } = reading;
  const ground = context.policy.findList(entry.list)?.grounds.find((item) => item.id === entry.ground);
  return html`<section class="entry">
<h3>${original(entry.title)}${objectionTag(reading, entry.objection_open)}<a class="edition" href="${to(`/lists/${entry.list}/${entry.number}`)}">${say(`第${entry.number}期`, `No. ${entry.number}`)}</a></h3>
<dl class="facts">
<div><dt>${say('列入理由', 'Ground')}</dt><dd>${ground ? groundTitle(reading, ground) : original(entry.ground_title)}${ground ? html` ${clauseLink(reading, ground.clause)}` : ''}</dd></div>
<div><dt>${say('具体事项', 'Matter')}</dt><dd>${original(entry.matter)}</dd></div>
<div><dt>${say('认定部门', 'Determined by')}</dt><dd>${original(entry.department)}</dd></div>
${entry.document_number ? html`<div><dt>${say('依据文书', 'Decision')}</dt><dd>${original(`${entry.document_authority ?? ''}${entry.document_type ?? ''} ${entry.document_number}`)}${entry.document_date ? html`，${day(entry.document_date)}` : ''}</dd></div>` : ''}
${entry.zone ? html`<div><dt>${say('所在功能区', 'Functional zone')}</dt><dd>${original(entry.zone)}</dd></div>` : ''}
<div><dt>${say('认定日期', 'Determined on')}</dt><dd>${day(entry.determined_on)}</dd></div>
<div><dt>${say('发布日期', 'Published on')}</dt><dd>${day(entry.published_on)}</dd></div>
<div><dt>${say('有效期', 'In force')}</dt><dd>${until(reading, entry.valid_until)}${entry.valid_until ? say('，到期自动停止公示', ', then it ends by itself') : ''}</dd></div>
</dl>
<h4>${say('在榜意味着什么', 'What follows')}</h4>
${consequences(reading, entry.list)}
</section>`;
}

/** Nothing of it counts yet: what is shown here is what may still be objected to. */
function proposalFacts(reading: Reading, proposal: Proposal): Html {
  const { say, to, original, day } = reading;
  const ground = reading.context.policy.findList(proposal.list)?.grounds.find(({ id }) => id === proposal.ground);
  return html`<section class="entry">
<h3><a href="${to(`/notices/${proposal.round_id}`)}">${say(`拟列入${listName(reading, proposal.list)}`, `Proposed for the ${listName(reading, proposal.list)}`)}</a>${objectionTag(reading, proposal.objection_open)}</h3>
<dl class="facts">
<div><dt>${say('公示期', 'Public notice')}</dt><dd>${day(proposal.notice_from)}${say('至', ' to ')}${day(proposal.notice_until)}${say('，期间任何人可以提出异议', '; until then anybody may object')}</dd></div>
<div><dt>${say('列入理由', 'Ground')}</dt><dd>${ground ? groundTitle(reading, ground) : original(proposal.ground_title)}${ground ? html` ${clauseLink(reading, ground.clause)}` : ''}</dd></div>
<div><dt>${say('具体事项', 'Matter')}</dt><dd>${original(proposal.matter)}</dd></div>
<div><dt>${say('认定部门', 'Determined by')}</dt><dd>${original(proposal.department)}${say('，', ', ')}${day(proposal.determined_on)}</dd></div>
</dl></section>`;
}

function recordFacts(reading: Reading, record: GoodRecord): Html {
  const { context, say, original, day, language } = reading;
  const kind = context.policy.findKind(record.kind);
  return html`<section class="entry">
<h3>${language === 'en' && kind ? kind.titleEn : original(record.title)}${objectionTag(reading, record.objection_open)} ${clauseLink(reading, record.clause)}</h3>
<dl class="facts">
<div><dt>${say('具体事项', 'Matter')}</dt><dd>${original(record.matter)}</dd></div>
<div><dt>${say('发生日期', 'Happened on')}</dt><dd>${day(record.occurred_on)}</dd></div>
<div><dt>${say('认定部门', 'Determined by')}</dt><dd>${original(record.department)}${say('，', ', ')}${day(record.determined_on)}</dd></div>
<div><dt>${say('有效期', 'In force')}</dt><dd>${until(reading, record.valid_until)}</dd></div>
</dl></section>`;
}
