/** Atom feeds: editions, notices, each list, and one for every code. They name documents; an organisation only in the feed of its own code. */

import { html } from '#kernel/markup/html.ts';
import type { ListId } from '#kernel/policy/policy.ts';
import { localDateAt } from '#kernel/time/local-date.ts';
import type { SiteContext } from '../context.ts';
import { knownLists } from '../lists/known-lists.ts';
import { listEditions, listOpenNotices } from '../lists/store.ts';
import type { Proposal, Proposals } from '../notices/proposals.ts';
import { API } from '../opendata/datasets.ts';
import { CHANGES_KEPT } from './service.ts';
import { listChanges } from './store.ts';

export interface FeedSource {
  readonly context: SiteContext;
  readonly publicUrl: string;
}

interface FeedEntry {
  /** address of the page, and the entry's id */
  readonly link: string;
  /** where one page has several entries */
  readonly id?: string;
  readonly title: string;
  readonly updated: Date;
  readonly summary: string;
}

const MOST_ENTRIES = 50;

export async function editionFeed(source: FeedSource, list?: ListId): Promise<string> {
  const named = list === undefined ? '' : (await knownLists(source.context)).of(list).plainTitle;
  const entries = await editionEntries(source, list);
  const { names } = source.context.policy;
  if (list === undefined) return feed(source, '/feeds/editions.atom', `${names.site}：新发布的名单`, entries);
  const all = [...entries, ...(await noticeEntries(source, list))].sort(
    (a, b) => b.updated.getTime() - a.updated.getTime(),
  );
  return feed(source, `/feeds/${list}.atom`, `${names.site}：${named}和公示`, all);
}

export async function noticeFeed(source: FeedSource): Promise<string> {
  const title = `${source.context.policy.names.site}：正在公示`;
  return feed(source, '/feeds/notices.atom', title, await noticeEntries(source));
}

/**
 * That something about the code changed and when, for thirty days; the same words whatever it was. What is in public notice now is named,
 * because a time to object runs: read when asked, gone with its period or its withdrawal.
 */
export async function changeFeed(source: FeedSource, proposals: Proposals, uscc: string): Promise<string> {
  const { context } = source;
  const after = new Date(context.clock().getTime() - CHANGES_KEPT);
  const changes = await listChanges(context.database, uscc, after, MOST_ENTRIES);
  const page = `/organisations/${uscc}`;
  const noted = changes.map((updated) => ({
    link: page,
    id: `${page}#${updated.toISOString()}`,
    title: `${uscc} 的公示内容有变化`,
    updated,
    summary: `请看该页面，或者读取 ${API}/organisations/${uscc}。`,
  }));
  const lists = await knownLists(context);
  const proposed = (await proposals.of(uscc)).map((proposal) =>
    proposalEntry(uscc, proposal, lists.of(proposal.list).plainTitle),
  );
  return feed(source, `${page}/changes.atom`, `${context.policy.names.site}：${uscc} 的变化`, [...proposed, ...noted]);
}

const proposalEntry = (uscc: string, proposal: Proposal, list: string): FeedEntry => ({
  link: `/notices/${proposal.round_id}`,
  id: `/organisations/${uscc}#notice-${proposal.round_id}-${proposal.entry_id}`,
  title: `${uscc} 拟列入${list}，正在公示`,
  updated: proposal.begun_at,
  summary: `${proposal.title}，公示期 ${proposal.notice_from} 至 ${proposal.notice_until}，期间任何人可以提出异议。`,
});

async function editionEntries({ context }: FeedSource, list?: ListId): Promise<FeedEntry[]> {
  const editions = await listEditions(context.database, localDateAt(context.clock()), list);
  return editions.slice(0, MOST_ENTRIES).map((edition) => ({
    link: `/lists/${edition.list}/${edition.number}`,
    title: `${edition.title}第${edition.number}期`,
    updated: edition.received_at,
    summary: `${edition.published_on} 发布，发布时 ${edition.entry_count} 家。内容摘要 ${edition.digest}。`,
  }));
}

async function noticeEntries({ context }: FeedSource, list?: ListId): Promise<FeedEntry[]> {
  const notices = await listOpenNotices(context.database, localDateAt(context.clock()));
  return notices
    .filter((notice) => list === undefined || notice.list === list)
    .sort((a, b) => b.received_at.getTime() - a.received_at.getTime())
    .slice(0, MOST_ENTRIES)
    .map((notice) => ({
      link: `/notices/${notice.round_id}`,
      title: notice.title,
      updated: notice.received_at,
      summary: `公示期 ${notice.notice_from} 至 ${notice.notice_until}，期间任何人可以提出异议。`,
    }));
}

function feed(
  { context, publicUrl }: FeedSource,
  address: string,
  title: string,
  entries: readonly FeedEntry[],
): string {
  const newest = entries.reduce((latest, { updated }) => Math.max(latest, updated.getTime()), 0);
  // an empty feed still has to say since when it is as it is
  const updated = newest > 0 ? new Date(newest) : new Date(`${localDateAt(context.clock())}T00:00:00+08:00`);
  return html`<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN">
<id>${publicUrl}${address}</id>
<title>${title}</title>
<updated>${updated.toISOString()}</updated>
<author><name>${context.policy.names.creditOffice}</name></author>
<link rel="self" type="application/atom+xml" href="${publicUrl}${address}"/>
<link rel="alternate" type="text/html" href="${publicUrl}/"/>
${entries.map(
  (entry) => html`<entry>
<id>${publicUrl}${entry.id ?? entry.link}</id>
<title>${entry.title}</title>
<updated>${entry.updated.toISOString()}</updated>
<link rel="alternate" type="text/html" href="${publicUrl}${entry.link}"/>
<summary>${entry.summary}</summary>
</entry>
`,
)}</feed>
`.text;
}
