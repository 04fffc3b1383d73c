/** The data sets there are, each as a table that is read from one snapshot: entries and changes of an edition, good records, withdrawals. */

import type { Dataset } from '#contracts/vocabulary.ts';
import type { ListId } from '#kernel/policy/policy.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { localDateAt } from '#kernel/time/local-date.ts';
import type { SiteContext } from '../context.ts';
import type { SiteReader } from '../database.ts';
import { knownLists } from '../lists/known-lists.ts';
import { findEdition } from '../lists/store.ts';
import { areaName } from '../pages/words.ts';
import { listPunctuality, type PunctualityRow } from '../punctuality/store.ts';
import {
  CHANGE_COLUMNS,
  type ChangeRow,
  ENTRY_COLUMNS,
  type EntryRow,
  RECORD_CHANGE_COLUMNS,
  RECORD_COLUMNS,
  type RecordChangeRow,
  type RecordRow,
  WITHDRAWAL_COLUMNS,
} from './columns.ts';
import { PUNCTUALITY_COLUMNS, PUNCTUALITY_RULE } from './punctuality.ts';
import {
  changesInPieces,
  entriesInPieces,
  findNeighbours,
  newestPosition,
  recordsGoneInPieces,
  recordsInPieces,
  withdrawalsInPieces,
} from './store.ts';
import type { About, Column, DataTable } from './table.ts';

/** Below `/api/site`; what changes its meaning gets a new number. */
export const API = '/api/site/v1';

export const LICENCE = 'https://creativecommons.org/licenses/by/4.0/';

export const COLUMNS: Readonly<Record<Dataset, readonly Column<never>[]>> = {
  entries: ENTRY_COLUMNS,
  changes: CHANGE_COLUMNS,
  records: RECORD_COLUMNS,
  'record-changes': RECORD_CHANGE_COLUMNS,
  withdrawals: WITHDRAWAL_COLUMNS,
  punctuality: PUNCTUALITY_COLUMNS,
};

export interface Publisher {
  readonly context: SiteContext;
  /** origin under which the site is known, never taken from a request */
  readonly publicUrl: string;
}

export interface EditionChoice {
  readonly list: ListId;
  readonly number: number;
}

const WITHDRAWAL_RULE =
  '到期、修复、撤销的条目随时撤下，本文件只含下载时仍在公示的内容。再利用的，请按撤下清单及时删除，展示时一并标明异议，不得用于超出所列措施的用途。';

/** `address` of the file, without its format. */
function about({ context, publicUrl }: Publisher, dataset: Dataset, address: string, title: string): About {
  return {
    title,
    publisher: context.policy.names.creditOffice,
    licence: LICENCE,
    asOf: localDateAt(context.clock()),
    address: `${publicUrl}${API}${address}`,
    schema: `${publicUrl}${API}/schemas/${dataset}.json`,
    supersededBy: null,
    note: WITHDRAWAL_RULE,
  };
}

/** @throws Problem list.not_found */
export async function entriesOf(
  publisher: Publisher,
  database: SiteReader,
  { list, number }: EditionChoice,
): Promise<DataTable<EntryRow>> {
  const { today, edition, listTitle, newest, superseded } = await editionIn(publisher, database, { list, number });
  const supersededBy = newest > number ? newest : null;
  return {
    columns: ENTRY_COLUMNS,
    about: {
      ...about(publisher, 'entries', `/editions/${list}/${number}/entries`, `${edition.title}第${number}期`),
      ...superseded('entries'),
      ...{
        publishedOn: edition.published_on,
        published: edition.entry_count,
        shown: edition.shown,
        digest: edition.digest,
      },
    },
    rows: map(entriesInPieces(database, today, list, number), (entry) => ({
      ...entry,
      ...{ list, listTitle, number, supersededBy },
    })),
  };
}

/** @throws Problem list.not_found */
export async function changesOf(
  publisher: Publisher,
  database: SiteReader,
  { list, number }: EditionChoice,
): Promise<DataTable<ChangeRow>> {
  const { today, edition, listTitle, newest, previous, superseded } = await editionIn(publisher, database, {
    list,
    number,
  });
  const supersededBy = newest > number ? newest : null;
  const against = previous === null ? '（首期，全部为新增）' : `与第${previous}期相比的变化`;
  return {
    columns: CHANGE_COLUMNS,
    about: {
      ...about(publisher, 'changes', `/editions/${list}/${number}/changes`, `${edition.title}第${number}期${against}`),
      ...superseded('changes'),
      ...{ previous, publishedOn: edition.published_on },
    },
    rows: map(changesInPieces(database, today, list, number, previous), (row) =>
      row.uscc === null
        ? { change: row.change, entryId: row.entry_id }
        : { change: row.change, entry: { ...row, list, listTitle, number, supersededBy } },
    ),
  };
}

async function editionIn({ context, publicUrl }: Publisher, database: SiteReader, { list, number }: EditionChoice) {
  const listTitle = (await knownLists(context)).of(list).plainTitle;
  const today = localDateAt(context.clock());
  const edition = await findEdition(database, today, list, number);
  if (!edition) throw new Problem('list.not_found');
  const { previous, newest } = await findNeighbours(database, list, number);
  const superseded = (file: string) => ({
    supersededBy: newest > number ? `${publicUrl}${API}/editions/${list}/${newest}/${file}` : null,
  });
  return { today, edition, listTitle, previous, newest, superseded };
}

export async function records(publisher: Publisher, database: SiteReader): Promise<DataTable<RecordRow>> {
  const today = localDateAt(publisher.context.clock());
  return {
    columns: RECORD_COLUMNS,
    about: {
      ...about(publisher, 'records', '/records', '企业和社会组织良好信息'),
      position: await newestPosition(database),
    },
    rows: map(recordsInPieces(database, today, 0), (row) => withArea(publisher, row)),
  };
}

/** @param since `position` of an earlier file; 0: everything */
export async function recordChanges(
  publisher: Publisher,
  database: SiteReader,
  since: number,
): Promise<DataTable<RecordChangeRow>> {
  const today = localDateAt(publisher.context.clock());
  return {
    columns: RECORD_CHANGE_COLUMNS,
    about: {
      ...about(publisher, 'record-changes', '/records/changes', '企业和社会组织良好信息的变化'),
      ...{ since, position: await newestPosition(database) },
    },
    rows: (async function* () {
      yield* map(
        recordsInPieces(database, today, since),
        (row): RecordChangeRow => ({
          change: 'put',
          record: withArea(publisher, row),
        }),
      );
      yield* map(
        recordsGoneInPieces(database, today, since),
        ({ record_id }): RecordChangeRow => ({
          change: 'withdrawn',
          recordId: record_id,
        }),
      );
    })(),
  };
}

export async function withdrawals(publisher: Publisher, database: SiteReader) {
  return {
    columns: WITHDRAWAL_COLUMNS,
    about: {
      ...about(publisher, 'withdrawals', '/withdrawals', '撤下清单'),
      note: '列出已到期、已撤下、后一期不再列入的条目和记录的编号摘要、日期和原因类别，不写是谁。持有旧数据的，把条目编号、记录编号做 SHA-256 与本清单比对，相符的请立即删除。',
    },
    rows: withdrawalsInPieces(database, localDateAt(publisher.context.clock())),
  };
}

export async function punctuality(publisher: Publisher, database: SiteReader): Promise<DataTable<PunctualityRow>> {
  return {
    columns: PUNCTUALITY_COLUMNS,
    about: {
      ...about(publisher, 'punctuality', '/punctuality', '期限遵守情况（按月、按部门）'),
      note: PUNCTUALITY_RULE,
    },
    rows: (async function* () {
      yield await listPunctuality(database);
    })(),
  };
}

const withArea = ({ context }: Publisher, row: Omit<RecordRow, 'areaName'>): RecordRow => ({
  ...row,
  areaName: areaName(context.policy, row.area),
});

async function* map<Row, Other>(
  pieces: AsyncIterable<readonly Row[]>,
  change: (row: Row) => Other,
): AsyncGenerator<readonly Other[]> {
  for await (const piece of pieces) yield piece.map(change);
}
