/** What programs read: the same entries as on the pages, with the manifest put together again from its columns. */
import type { EditionEntry, EditionManifest } from '#contracts/exchange.ts';
import type { EditionDocument, EditionList, OrganisationStanding } from '#contracts/site.ts';
import { Problem } from '#kernel/problems.ts';
import { localDateAt } from '#kernel/time/local-date.ts';
import type { SiteContext } from '../context.ts';
import type { ListName } from '../database.ts';
import { type Entry, findEdition, findStanding, listEditions, listEntries, listSignatures } from '../search/store.ts';
import { toCsv } from './csv.ts';

export async function describeEditions(context: SiteContext): Promise<EditionList> {
  const editions = await listEditions(context.database, localDateAt(context.clock()));
  return {
    editions: editions.map((edition) => ({
      list: edition.list,
      number: edition.number,
      title: edition.title,
      publishedOn: edition.published_on,
      publishedCount: edition.entry_count,
      shownCount: edition.shown,
      digest: edition.digest,
    })),
  };
}

export async function describeEdition(context: SiteContext, list: ListName, number: number): Promise<EditionDocument> {
  const today = localDateAt(context.clock());
  const edition = await findEdition(context.database, today, list, number);
  if (!edition) throw new Problem('list.not_found');
  const [entries, signatures] = await Promise.all([
    listEntries(context.database, today, list, number),
    listSignatures(context.database, list, number),
  ]);
  const manifest: EditionManifest = {
    list,
    title: edition.title,
    number,
    clause: edition.clause,
    publishedOn: edition.published_on,
    noticeFrom: edition.notice_from,
    noticeUntil: edition.notice_until,
    signedBy: signatures.map(({ department, signedAs, signedOn }) => ({ department, signedAs, on: signedOn })),
    event: {
      id: edition.event,
      effectiveOn: edition.event_effective_on,
      documentNumber: edition.event_document_number,
    },
    entries: entries.map(toEntry),
  };
  return {
    digest: edition.digest,
    complete: entries.length === edition.entry_count,
    withdrawn: edition.entry_count - entries.length,
    objections: entries.filter((entry) => entry.objection_open).map((entry) => entry.record_id),
    manifest,
  };
}

const HEADER = [
  '序号',
  '统一社会信用代码',
  '名称',
  '榜单',
  '期次',
  '列入理由',
  '条款',
  '具体事项',
  '认定部门',
  '功能区',
  '认定日期',
  '有效期至',
  '异议',
];

export async function editionCsv(context: SiteContext, list: ListName, number: number): Promise<string> {
  const today = localDateAt(context.clock());
  if (!(await findEdition(context.database, today, list, number))) throw new Problem('list.not_found');
  const entries = await listEntries(context.database, today, list, number);
  return toCsv(
    HEADER,
    entries.map((entry) => [
      entry.sequence,
      entry.uscc,
      entry.name,
      list === 'red' ? '红榜' : '黑榜',
      number,
      entry.ground_title,
      entry.ground,
      entry.matter,
      entry.department,
      entry.zone,
      entry.determined_on,
      entry.valid_until,
      entry.objection_open ? '异议处理中' : null,
    ]),
  );
}

export async function describeOrganisation(context: SiteContext, uscc: string): Promise<OrganisationStanding> {
  const today = localDateAt(context.clock());
  const standing = await findStanding(context.database, today, uscc);
  const [first] = standing;
  if (!first) throw new Problem('not_found', { detail: '该代码目前不在任何红榜或黑榜上。不在榜不代表信用不好。' });
  const lists = [...new Set(standing.map((entry) => entry.list))];
  return {
    uscc,
    name: first.name,
    entries: standing.map((entry) => ({
      ...toEntry(entry),
      list: entry.list,
      number: entry.number,
      title: entry.title,
      publishedOn: entry.published_on,
      objectionOpen: entry.objection_open,
    })),
    measures: lists
      .flatMap((list) => context.policy.measuresFor({ list }, today))
      .map(({ id, clause, title, matters, legalBasis }) => ({ id, clause, title, matters: [...matters], legalBasis })),
  };
}

const toEntry = (entry: Entry): EditionEntry => ({
  uscc: entry.uscc,
  name: entry.name,
  recordId: entry.record_id,
  ground: entry.ground,
  groundTitle: entry.ground_title,
  matter: entry.matter,
  department: entry.department,
  zone: entry.zone,
  determinedOn: entry.determined_on,
  validUntil: entry.valid_until,
});
