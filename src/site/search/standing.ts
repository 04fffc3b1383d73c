/**
 * Where organisations stand today: what is registered, their good records, their entries on the newest edition of each list. Whoever
 * asks, pages or programs, asks here; many may ask in one statement.
 */
import type { Selectable } from 'kysely';
import type { Pool } from 'pg';
import type { GoodRecordTable } from '../database.ts';
import type { ListedEntry } from './store.ts';

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

/** Statements with a name are planned once in each connection; the plan of these costs more than their execution. */
const ORGANISATIONS = {
  name: 'organisations by code',
  text: 'SELECT uscc, name, area, registered_on, registered, noted FROM organisation WHERE uscc = ANY ($1::text[])',
};

/** Only the newest edition of each list says where an organisation stands today; an objection is read with the entry (objection-marked). */
const ENTRIES = {
  name: 'entries by code',
  text: `SELECT entry.*, edition.title, edition.published_on,
      EXISTS (SELECT FROM entry_mark m WHERE m.record_id = entry.record_id AND m.objection_open) AS objection_open
    FROM edition_entry entry JOIN edition ON edition.list = entry.list AND edition.number = entry.number
    WHERE entry.uscc = ANY ($1::text[]) AND entry.number = (SELECT max(d.number) FROM edition d WHERE d.list = entry.list)
      AND (entry.valid_until IS NULL OR entry.valid_until >= $2::date)
    ORDER BY edition.published_on DESC, entry.sequence`,
};

const RECORDS = {
  name: 'records by code',
  text: `SELECT * FROM good_record
    WHERE uscc = ANY ($1::text[]) AND valid_from <= $2::date AND (valid_until IS NULL OR valid_until >= $2::date)
    ORDER BY determined_on DESC, record_id`,
};

type OrganisationRow = Pick<Standing, 'uscc' | 'name' | 'area' | 'registered'> & {
  readonly registered_on: string | null;
  readonly noted: boolean;
};

/** One not registered and with nothing to show today is not there. Codes that are none find nothing. */
export async function loadStandings(
  pool: Pool,
  today: string,
  usccs: readonly string[],
): Promise<Map<string, Standing>> {
  const { rows: organisations } = await pool.query<OrganisationRow>({ ...ORGANISATIONS, values: [usccs] });
  const noted = organisations.filter((one) => one.noted).map((one) => one.uscc);
  const shown = noted.length === 0 ? NOTHING : await loadShown(pool, today, noted);
  const standings = new Map<string, Standing>();
  for (const { uscc, name, area, registered, registered_on } of organisations) {
    const entries = shown.entries.get(uscc) ?? NONE;
    const records = shown.records.get(uscc) ?? NONE;
    if (!registered && entries.length === 0 && records.length === 0) continue;
    standings.set(uscc, { uscc, name, area, registered, registeredOn: registered_on, entries, records });
  }
  return standings;
}

const NONE: readonly never[] = [];
const NOTHING = { entries: new Map<string, ListedEntry[]>(), records: new Map<string, GoodRecord[]>() };

async function loadShown(pool: Pool, today: string, usccs: readonly string[]): Promise<typeof NOTHING> {
  const [entries, records] = await Promise.all([
    pool.query<ListedEntry>({ ...ENTRIES, values: [usccs, today] }),
    pool.query<GoodRecord>({ ...RECORDS, values: [usccs, today] }),
  ]);
  return {
    entries: Map.groupBy(entries.rows, (entry) => entry.uscc),
    records: Map.groupBy(records.rows, (record) => record.uscc),
  };
}
