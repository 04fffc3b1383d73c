/**
 * Where organisations stand today: what is registered, their good records, their entries on the newest edition of each list. Whoever
 * asks, pages or programs, asks here; many may ask in one statement.
 */
import { type Selectable, sql } from 'kysely';
import type { GoodRecordTable, SiteReader } from '../database.ts';
import { current, type ListedEntry, objectionOpen } from './store.ts';

export type GoodRecord = Selectable<GoodRecordTable>;

export interface Standing {
  readonly uscc: string;
  /** the registered name; for one not in the directory, the name it was listed under */
  readonly name: string;
  readonly area: string | null;
  readonly registeredOn: string | null;
  readonly registered: boolean;
  readonly entries: readonly ListedEntry[];
  readonly records: readonly GoodRecord[];
}

/** One not registered and with nothing to show today is not there. Codes that are none find nothing. */
export async function loadStandings(
  database: SiteReader,
  today: string,
  usccs: readonly string[],
): Promise<Map<string, Standing>> {
  const organisations = await database
    .selectFrom('organisation')
    .select(['uscc', 'name', 'area', 'registered_on', 'registered', 'noted'])
    .where(sql<boolean>`uscc = ANY (${usccs}::text[])`)
    .execute();
  const noted = organisations.filter((one) => one.noted).map((one) => one.uscc);
  const [entries, records] =
    noted.length === 0
      ? [[], []]
      : await Promise.all([listEntriesOf(database, today, noted), listRecordsOf(database, today, noted)]);
  const entriesBy = Map.groupBy(entries, (entry) => entry.uscc);
  const recordsBy = Map.groupBy(records, (record) => record.uscc);
  const standings = organisations.map(({ uscc, name, area, registered, registered_on }) => ({
    ...{ uscc, name, area, registered, registeredOn: registered_on },
    entries: entriesBy.get(uscc) ?? [],
    records: recordsBy.get(uscc) ?? [],
  }));
  const shown = standings.filter((one) => one.registered || one.entries.length > 0 || one.records.length > 0);
  return new Map(shown.map((one) => [one.uscc, one]));
}

/** Only the newest edition of each list says where an organisation stands today. */
async function listEntriesOf(database: SiteReader, today: string, usccs: readonly string[]): Promise<ListedEntry[]> {
  return database
    .selectFrom('edition_entry as entry')
    .innerJoin('edition', (join) =>
      join.onRef('edition.list', '=', 'entry.list').onRef('edition.number', '=', 'entry.number'),
    )
    .selectAll('entry')
    .select(objectionOpen)
    .select(['edition.title', 'edition.published_on'])
    .where(sql<boolean>`entry.uscc = ANY (${usccs}::text[])`)
    .where(current)
    .where(sql<boolean>`(entry.valid_until IS NULL OR entry.valid_until >= ${today}::date)`)
    .orderBy('edition.published_on', 'desc')
    .orderBy('entry.sequence')
    .execute();
}

async function listRecordsOf(database: SiteReader, today: string, usccs: readonly string[]): Promise<GoodRecord[]> {
  return database
    .selectFrom('good_record')
    .selectAll()
    .where(sql<boolean>`uscc = ANY (${usccs}::text[])`)
    .where('valid_from', '<=', today)
    .where(sql<boolean>`(valid_until IS NULL OR valid_until >= ${today}::date)`)
    .orderBy('determined_on', 'desc')
    .orderBy('record_id')
    .execute();
}
