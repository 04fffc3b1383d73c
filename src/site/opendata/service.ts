/** What programs read: the same entries as on the pages, with the manifest put together again from its columns. */
import type { EditionEntry, EditionManifest } from '#contracts/exchange.ts';
import type { EditionDocument, EditionList, OrganisationStanding } from '#contracts/site.ts';
import { checkUscc } from '#kernel/identity/uscc.ts';
import { Problem } from '#kernel/problems.ts';
import { localDateAt } from '#kernel/time/local-date.ts';
import type { SiteContext } from '../context.ts';
import type { ListName } from '../database.ts';
import type { Finder } from '../search/finder.ts';
import type { GoodRecord } from '../search/standing.ts';
import { type Entry, findEdition, listEditions, listEntries, listSignatures } from '../search/store.ts';
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

/** By code, however it was written; a name is no proof of identity and finds nothing here. */
export async function describeOrganisation(
  context: SiteContext,
  finder: Finder,
  code: string,
): Promise<OrganisationStanding> {
  const checked = checkUscc(code);
  const standing = checked.verdict === 'invalid' ? undefined : await finder.standing(checked.uscc);
  if (!standing) throw new Problem('organisation.not_found');
  const { uscc, name, area, registered, registeredOn, entries, records } = standing;
  const lists = [...new Set(entries.map((entry) => entry.list))];
  return {
    ...{ uscc, name, area, registered, registeredOn },
    records: records.map(toRecord),
    entries: entries.map((entry) => ({
      ...toEntry(entry),
      list: entry.list,
      number: entry.number,
      title: entry.title,
      publishedOn: entry.published_on,
      objectionOpen: entry.objection_open,
    })),
    measures:
      lists.length === 0
        ? []
        : lists
            .flatMap((list) => context.policy.measuresFor({ list }, localDateAt(context.clock())))
            .map(({ id, clause, title, matters, legalBasis }) => ({
              ...{ id, clause, title, legalBasis },
              matters: [...matters],
            })),
  };
}

const toRecord = (record: GoodRecord): OrganisationStanding['records'][number] => ({
  recordId: record.record_id,
  kind: record.kind,
  clause: record.clause,
  title: record.title,
  matter: record.matter,
  department: record.department,
  occurredOn: record.occurred_on,
  determinedOn: record.determined_on,
  validUntil: record.valid_until,
  objectionOpen: record.objection_open,
});

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
  ...(entry.document_number === null
    ? {}
    : {
        document: {
          type: entry.document_type ?? '',
          number: entry.document_number,
          authority: entry.document_authority ?? '',
          date: entry.document_date ?? '',
        },
      }),
});
