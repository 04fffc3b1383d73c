/** What programs read: the same entries as on the pages, with the manifest put together again from its columns. */
import type { EditionEntry, EditionManifest } from '#contracts/exchange.ts';
import type { EditionDocument, EditionList, OrganisationStanding } from '#contracts/site.ts';
import { checkUscc } from '#kernel/identity/uscc.ts';
import type { ListId } from '#kernel/policy/policy.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { localDateAt } from '#kernel/time/local-date.ts';
import type { SiteContext } from '../context.ts';
import type { SiteReader } from '../database.ts';
import { type Entry, findEdition, listEditions, listEntries, listSignatures } from '../lists/store.ts';
import { findShown, type Proposals } from '../notices/proposals.ts';
import type { Finder } from '../search/finder.ts';
import type { GoodRecord } from '../search/standing.ts';
import { API, type Publisher } from './datasets.ts';
import { findNeighbours } from './store.ts';

export async function describeEditions({ context, publicUrl }: Publisher): Promise<EditionList> {
  const editions = await listEditions(context.database, localDateAt(context.clock()));
  const newest = new Map<ListId, number>();
  for (const { list, number } of editions) newest.set(list, Math.max(number, newest.get(list) ?? 0));
  return {
    editions: editions.map((edition) => ({
      list: edition.list,
      number: edition.number,
      title: edition.title,
      publishedOn: edition.published_on,
      publishedCount: edition.entry_count,
      shownCount: edition.shown,
      digest: edition.digest,
      supersededBy: supersededBy(edition.number, newest.get(edition.list)),
      files: `${publicUrl}${API}/editions/${edition.list}/${edition.number}/files`,
    })),
  };
}

const supersededBy = (number: number, newest = number): number | null => (newest > number ? newest : null);

/** @param database a snapshot, where the answer goes with others of the same state */
export async function describeEdition(
  context: SiteContext,
  list: ListId,
  number: number,
  database: SiteReader = context.database,
): Promise<EditionDocument> {
  const today = localDateAt(context.clock());
  const edition = await findEdition(database, today, list, number);
  if (!edition) throw new Problem('list.not_found');
  const [entries, signatures, { newest }] = await Promise.all([
    listEntries(database, today, list, number),
    listSignatures(database, list, number),
    findNeighbours(database, list, number),
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
    supersededBy: supersededBy(number, newest),
    objections: entries.filter((entry) => entry.objection_open).map((entry) => entry.entry_id),
    manifest,
  };
}

/** By code, however it was written; a name is no proof of identity and finds nothing here. */
export async function describeOrganisation(
  context: SiteContext,
  sources: { readonly finder: Finder; readonly proposals: Proposals },
  code: string,
): Promise<OrganisationStanding> {
  const checked = checkUscc(code);
  if (checked.verdict === 'invalid') throw new Problem('organisation.not_found');
  const { standing, proposals } = await findShown(sources, checked.uscc);
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
    notices: proposals.map((proposal) => ({
      ...toEntry(proposal),
      ...{ list: proposal.list, roundId: proposal.round_id, title: proposal.title },
      ...{ noticeFrom: proposal.notice_from, noticeUntil: proposal.notice_until },
      objectionOpen: proposal.objection_open,
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
  entryId: entry.entry_id,
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
