/** Pages about lists: all editions of a list, one edition with its entries, a public notice. */

import { type Html, html } from '#kernel/markup/html.ts';
import type { ListId } from '#kernel/policy/policy.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { noticeStands } from '../lists/shown.ts';
import {
  type Edition,
  type Entry,
  findDifference,
  findEdition,
  findNotice,
  listEditions,
  listEntries,
  listNoticeEntries,
  listOpenNotices,
  listSignatures,
  tallyDepartments,
  tallyEndings,
} from '../lists/store.ts';
import { basisOfList } from './bases.ts';
import { type Page, sectionOf } from './layout.ts';
import type { Reading } from './reading.ts';
import { endedNote, supersededNote, supersededTitle } from './superseded.ts';
import {
  clauseLink,
  code,
  consequences,
  figure,
  groundTitle,
  heading,
  listName,
  listTag,
  listTitle,
  objectionGuide,
  objectionTag,
  pages,
  until,
} from './words.ts';

/** A page of a list stays under 60 kB on the wire, and can be read to its end on a phone. */
const PER_PAGE = 100;

/** What the list is, the newest edition in full, and the way to the older ones. */
export async function listPage(reading: Reading, list: ListId, page: number): Promise<Page> {
  const { context, today, say } = reading;
  const editions = await listEditions(context.database, today, list);
  const notices = (await listOpenNotices(context.database, today)).filter((notice) => notice.list === list);
  const [newest] = editions;
  const rule = context.policy.findList(list);
  const title = listTitle(reading, list);
  const description = say(
    `${title}：在榜单位、列入理由、认定部门、有效期和会签部门。`,
    `${title}: who is on it, on what ground, determined by whom, until when.`,
  );
  if (!newest) {
    return {
      title,
      section: sectionOf(list),
      description,
      body: html`<h1>${heading(title)}</h1>
<p class="empty">${say(`${listName(reading, list)}尚未发布过。`, 'Nothing has been published yet. ')}</p>
${basisOfList(reading, rule)}
${noticeSection(reading, notices)}
${grounds(reading, list)}
${measuresSection(reading, list)}`,
    };
  }
  return {
    title,
    section: sectionOf(list),
    description,
    body: html`${await edition(reading, newest, newest.number, page)}
${noticeSection(reading, notices)}
${olderEditions(reading, editions, newest.number)}
${basisOfList(reading, rule)}
${grounds(reading, list)}
${measuresSection(reading, list)}`,
  };
}

export async function editionPage(reading: Reading, list: ListId, number: number, page: number): Promise<Page> {
  const { context, today, say, lists } = reading;
  lists.of(list);
  const found = await findEdition(context.database, today, list, number);
  if (!found) {
    throw new Problem('list.not_found', {
      said: {
        zh: `${listName(reading, list)}没有第 ${number} 期。`,
        en: `There is no No. ${number} of the ${listName(reading, list)}.`,
      },
    });
  }
  const editions = await listEditions(context.database, today, list);
  const newest = editions[0]?.number ?? number;
  return {
    title:
      say(`${found.title}第${number}期`, `${listTitle(reading, list)}, No. ${number}`) +
      supersededTitle(reading, found, newest),
    section: sectionOf(list),
    body: html`${await edition(reading, found, newest, page)}
${olderEditions(reading, editions, number)}`,
  };
}

async function edition(reading: Reading, found: Edition, newest: number, page: number): Promise<Html> {
  const { context, today, say, to, original, day } = reading;
  const { list, number } = found;
  const [entries, signatures, difference, departments, endings] = await Promise.all([
    listEntries(context.database, today, list, number, { limit: PER_PAGE, offset: (page - 1) * PER_PAGE }),
    listSignatures(context.database, list, number),
    findDifference(context.database, list, number),
    tallyDepartments(context.database, today, list, number),
    tallyEndings(context.database, today, list, number),
  ]);
  const event = context.policy.events.find((item) => item.id === found.event);
  const caption = say(
    `${found.title}第${number}期，今天仍有效 ${found.shown} 家`,
    `${listTitle(reading, list)}, No. ${number}: ${found.shown} organisations in force today`,
  );
  return html`${supersededNote(reading, found, newest)}<article${newest > number ? html` class="old"` : ''}>
<header class="title">
<p class="kicker">${listTag(reading, list)} ${say(`第${number}期`, `No. ${number}`)}</p>
<h1>${heading(reading.language === 'en' ? listTitle(reading, list) : found.title)}</h1>
<p class="dateline">${say('', 'Published ')}${day(found.published_on)}${say('发布，公示期', '; public notice ')}${day(found.notice_from)}${say('至', ' to ')}${day(found.notice_until)}</p>
</header>
<div class="figures">
${figure(found.shown, newest > number ? say('家今天仍在榜', 'still listed today') : say('家今天在榜', 'listed today'))}
${difference ? html`${figure(difference.added.size, say(`家较第${difference.previous}期新增（发布时）`, `new since No. ${difference.previous}, when published`))}${figure(difference.removed, say('家退出（发布时）', 'left, when published'))}` : ''}
${figure(departments.length, say('个认定部门', departments.length === 1 ? 'department' : 'departments'))}
</div>
${endedNote(reading, found, endings)}
${newest > number ? '' : html`<p class="whole"><a href="/api/site/v1/editions/${list}/${number}/entries.xlsx">${say('下载整份名单（Excel）', 'Download the whole list (Excel)')}</a></p>`}
${entryTable(reading, caption, entries, { added: difference?.added })}
${pages(reading, (at) => `/lists/${list}/${number}?page=${at}`, page, Math.ceil(found.shown / PER_PAGE))}
<section aria-labelledby="proof">
<h2 id="proof">${say('发布凭据', 'Proof of publication')}</h2>
<dl class="facts">
<div><dt>${say('会签', 'Signed by')}</dt><dd>${signatures.map((signature) => html`<span class="signature">${original(signature.department)}<small>${signature.signedAs === 'office' ? say('牵头，', 'lead, ') : say('会签，', 'joint, ')}${day(signature.signedOn)}</small></span>`)}</dd></div>
<div><dt>${say('发布前提', 'Condition')}</dt><dd>${original(`${event?.title ?? found.event}`)}${say('：自', ': from ')}${day(found.event_effective_on)}${say('起，', ', ')}${original(found.event_document_number)}</dd></div>
<div><dt>${say('政策条款', 'Clause')}</dt><dd>${clauseLink(reading, found.clause)}</dd></div>
<div><dt>${say('内容摘要', 'Digest')}</dt><dd><code class="digest">${found.digest}</code><small>${say('SHA-256。下载本期数据可自行验算，有改动即不相符。', 'SHA-256 of the data of this edition; any change shows.')}</small></dd></div>
<div><dt>${say('下载', 'Download')}</dt><dd><a href="/api/site/v1/editions/${list}/${number}/entries.xlsx">${say('用 Excel 打开（XLSX）', 'For Excel (XLSX)')}</a> <a href="/api/site/v1/editions/${list}/${number}/entries.csv">${say('供程序读取（CSV）', 'For programs (CSV)')}</a> <a href="/api/site/v1/editions/${list}/${number}">${say('数据（JSON）', 'Data (JSON)')}</a> <a href="${to('/open-data')}">${say('更多格式', 'More formats')}</a></dd></div>
</dl>
</section>
${
  departments.length > 1
    ? html`<section aria-labelledby="departments"><h2 id="departments">${say('各部门认定数', 'By department')}</h2>
<ul class="tally">${departments.map((tally) => html`<li><span>${original(tally.name)}</span> <b>${tally.count}</b></li>`)}</ul></section>`
    : ''
}
</article>`;
}

interface TableOptions {
  /** ids of entries to be marked as new against the edition before */
  readonly added?: ReadonlySet<string> | undefined;
  /** only proposed: until when an entry lasts is known when it is published */
  readonly proposed?: true;
}

/** On a narrow screen each row becomes a small card; `data-label` names the column there. */
export function entryTable(
  reading: Reading,
  caption: string,
  entries: readonly Entry[],
  { added, proposed }: TableOptions,
): Html {
  const { context, say, to, original, day } = reading;
  if (entries.length === 0) {
    return html`<p class="empty">${say('没有在榜的企业或社会组织。', 'No organisation is listed.')}</p>`;
  }
  const [department, determined, validity] = [
    say('认定部门', 'Determined by'),
    say('认定日期', 'Determined on'),
    say('有效期', 'In force'),
  ];
  const ground = (entry: Entry) => {
    const clause = context.policy.lists
      .flatMap(({ grounds: all }) => all)
      .find(({ id }) => id === entry.ground)?.clause;
    return groundTitle(reading, { clause, title: entry.ground_title });
  };
  return html`<div class="table"><table class="entries">
<caption>${caption}</caption>
<thead><tr><th scope="col">${say('序号', 'No.')}</th><th scope="col">${say('名称与统一社会信用代码', 'Name and code')}</th><th scope="col">${say('列入理由与事项', 'Ground and matter')}</th><th scope="col">${department}</th><th scope="col">${determined}</th>${proposed ? '' : html`<th scope="col">${validity}</th>`}</tr></thead>
<tbody>${entries.map(
    (entry) => html`<tr>
<td class="number">${entry.sequence}</td>
<th scope="row"><a href="${to(`/organisations/${entry.uscc}`)}">${original(entry.name)}</a>${objectionTag(reading, entry.objection_open)}${added?.has(entry.entry_id) ? html` <span class="new">${say('新增', 'new')}</span>` : ''}${code(entry.uscc)}</th>
<td><span class="ground">${ground(entry)}</span><span class="matter">${original(entry.matter)}</span></td>
<td data-label="${department}">${original(entry.department)}${entry.zone && entry.zone !== entry.department ? html`<span class="zone">${original(entry.zone)}</span>` : ''}</td>
<td data-label="${determined}">${day(entry.determined_on)}</td>
${proposed ? '' : html`<td data-label="${validity}">${until(reading, entry.valid_until)}</td>`}
</tr>`,
  )}</tbody>
</table></div>`;
}

function olderEditions(reading: Reading, editions: readonly Edition[], shown: number): Html | '' {
  const others = editions.filter((one) => one.number !== shown);
  if (others.length === 0) return '';
  return html`<section aria-labelledby="editions"><h2 id="editions">${reading.say('其他期次', 'Other editions')}</h2>
<ul class="editions">${others.map((one) => editionLine(reading, one))}</ul></section>`;
}

export function editionLine(reading: Reading, one: Edition): Html {
  const { say, to, day } = reading;
  const title = say(`${one.title}第${one.number}期`, `${listTitle(reading, one.list)}, No. ${one.number}`);
  return html`<li>
<a href="${to(`/lists/${one.list}/${one.number}`)}">${listTag(reading, one.list)} <span class="name">${title}</span></a>
<span class="meta">${day(one.published_on)}${say(`发布 ${one.entry_count} 家，今天 ${one.shown} 家仍在榜`, `, ${one.entry_count} published, ${one.shown} still listed today`)}</span></li>`;
}

type OpenNotice = Awaited<ReturnType<typeof listOpenNotices>>[number];

/** Never the bare title of the list: what is proposed must not be taken for what is published. */
function noticeTitle(reading: Reading, { title, list }: Pick<OpenNotice, 'title' | 'list'>): string {
  return reading.say(
    title.endsWith('公示') ? title : `${title}拟列入名单公示`,
    `Proposed for the ${listTitle(reading, list)}`,
  );
}

export function noticeLine(reading: Reading, notice: OpenNotice): Html {
  const { say, to, day } = reading;
  return html`<li><a href="${to(`/notices/${notice.round_id}`)}">${listTag(reading, notice.list)} <span class="name">${noticeTitle(reading, notice)}</span></a>
<span class="meta">${say(`${notice.entries} 家，公示至`, `${notice.entries} organisations, until `)}${day(notice.notice_until)}</span></li>`;
}

/** What may still be objected to stands on the page of its list, too. */
function noticeSection(reading: Reading, notices: readonly OpenNotice[]): Html | '' {
  if (notices.length === 0) return '';
  return html`<section aria-labelledby="notices"><h2 id="notices">${reading.say('正在公示的推荐', 'Nominations in public notice')}</h2>
<ul class="editions">${notices.map((notice) => noticeLine(reading, notice))}</ul></section>`;
}

function grounds(reading: Reading, list: ListId): Html | '' {
  const { context, say } = reading;
  const rule = context.policy.findList(list);
  if (!rule) return '';
  return html`<section aria-labelledby="grounds"><h2 id="grounds">${say(`列入${listName(reading, list)}的理由`, 'Grounds')}</h2>
<p>${say('只有政策列明的以下理由，没有其他理由。', 'Only these, as the policy names them; there are no others.')}</p>
<ol class="grounds">${rule.grounds.map((ground) => html`<li>${groundTitle(reading, ground)} ${clauseLink(reading, ground.clause)}</li>`)}</ol></section>`;
}

const measuresSection = (reading: Reading, list: ListId) => html`<section aria-labelledby="measures">
<h2 id="measures">${reading.say('在榜意味着什么', 'What follows from being listed')}</h2>${consequences(reading, list)}</section>`;

/** Entries are shown during the notice period only: what was struck afterwards leaves no trace here. */
export async function noticePage(reading: Reading, roundId: string): Promise<Page> {
  const { context, today, say, to, day } = reading;
  const notice = await findNotice(context.database, roundId);
  const standing = notice && noticeStands(notice, today);
  if (!notice || standing === 'coming') {
    throw new Problem('list.not_found', { said: { zh: '没有这份公示。', en: 'There is no such notice.' } });
  }
  const open = standing === 'open';
  const entries = open ? await listNoticeEntries(context.database, roundId) : [];
  const title = noticeTitle(reading, notice);
  return {
    title,
    section: sectionOf(notice.list),
    body: html`<article>
<header class="title">
<p class="kicker">${listTag(reading, notice.list)} ${open ? say('公示中', 'public notice') : say('公示期已满', 'public notice over')}</p>
<h1>${heading(title)}</h1>
<p class="dateline">${say('公示期', 'From ')}${day(notice.notice_from)}${say('至', ' to ')}${day(notice.notice_until)}</p>
</header>
${
  open
    ? html`<p class="lead">${say(
        `以下 ${entries.length} 家拟列入${listName(reading, notice.list)}，尚未列入。公示期内对任何一家有异议的，可以向认定部门或${context.policy.names.creditOffice}提出，并说明理由。`,
        `These ${entries.length} organisations are proposed for the ${listName(reading, notice.list)}, and not on it yet. Until the period ends, anybody may object to any of them, with reasons.`,
      )}</p>
${entryTable(reading, say(`${title}，共 ${entries.length} 家`, `${entries.length} organisations proposed`), entries, { proposed: true })}
<section aria-labelledby="objection"><h2 id="objection">${say('如何提出异议', 'How to object')}</h2>${objectionGuide(reading)}</section>`
    : html`<p class="lead">${say('公示期已满，拟列入的名单不再展示。经会签正式发布的名单见', 'The period is over and the proposals are no longer shown. What was signed and published is on the ')}<a href="${to(`/lists/${notice.list}`)}">${listName(reading, notice.list)}</a>${say('。', '.')}</p>`
}
</article>`,
  };
}
