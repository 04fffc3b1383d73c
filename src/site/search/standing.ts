/**
 * Where organisations stand today: what is registered, their good records, their entries on the newest edition of each list. Whoever
 * asks, pages or programs, asks here; many may ask in one statement.
 */
import { type Selectable, sql } from 'kysely';
import type { GoodRecordTable } from '../database.ts';
import { entryStands, objectionOpen, recordShown } from '../lists/shown.ts';
import type { ListedEntry } from '../lists/store.ts';
import { fixed, place, type Source } from '../prepared.ts';

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

/** Asked thousands of times a second: written once, planned once in each connection; the plan costs more than the execution. */
const CODES = place(1);
const TODAY = place(2);

/** Every code that is asked for has a row, for a notice may propose one that nothing else is known of. */
const ORGANISATIONS = sql`SELECT asked.uscc, o.name, o.area, o.registered_on, o.registered, o.noted,
      (SELECT true FROM notice_entry entry WHERE entry.uscc = asked.uscc LIMIT 1) AS proposed
    FROM unnest(${CODES}::text[]) AS asked (uscc) LEFT JOIN organisation o ON o.uscc = asked.uscc`;

const ENTRIES = sql`SELECT entry.*, edition.title, edition.published_on, ${objectionOpen()} AS objection_open
    FROM edition_entry entry JOIN edition ON edition.list = entry.list AND edition.number = entry.number
    WHERE entry.uscc = ANY (${CODES}::text[]) AND ${entryStands('entry', TODAY)}
    ORDER BY edition.published_on DESC, entry.sequence`;

const RECORDS = sql`SELECT record.* FROM good_record record
    WHERE record.uscc = ANY (${CODES}::text[]) AND ${recordShown('record', TODAY)}
    ORDER BY record.determined_on DESC, record.record_id`;

type OrganisationRow = Pick<Standing, 'uscc' | 'area' | 'registered'> & {
  /** null: not in the directory, and never shown */
  readonly name: string | null;
  readonly registered_on: string | null;
  readonly noted: boolean | null;
  readonly proposed: true | null;
};

export interface Known {
  /** undefined: not registered, and nothing to show today */
  readonly standing: Standing | undefined;
  /** named in a notice, open or not: whoever tells of notices has to ask for it */
  readonly proposed: boolean;
}

type Load = (today: string, usccs: readonly string[]) => Promise<Map<string, Known>>;

/** Codes that are none are known of nothing. */
export function standingsOf({ database, prepared }: Source): Load {
  const organisations = fixed(database, ORGANISATIONS);
  const entries = fixed(database, ENTRIES);
  const records = fixed(database, RECORDS);
  const loadShown = async (today: string, usccs: readonly string[]): Promise<typeof NOTHING> => {
    const [listed, good] = await Promise.all([
      prepared.query<ListedEntry>({ ...entries, values: [usccs, today] }),
      prepared.query<GoodRecord>({ ...records, values: [usccs, today] }),
    ]);
    return {
      entries: Map.groupBy(listed.rows, (entry) => entry.uscc),
      records: Map.groupBy(good.rows, (record) => record.uscc),
    };
  };
  return async (today, usccs) => {
    const { rows } = await prepared.query<OrganisationRow>({ ...organisations, values: [usccs] });
    const noted = rows.filter((one) => one.noted).map((one) => one.uscc);
    return together(rows, noted.length === 0 ? NOTHING : await loadShown(today, noted));
  };
}

function together(organisations: readonly OrganisationRow[], shown: typeof NOTHING): Map<string, Known> {
  const known = new Map<string, Known>();
  for (const row of organisations)
    known.set(row.uscc, { standing: standingOf(row, shown), proposed: row.proposed === true });
  return known;
}

function standingOf(row: OrganisationRow, shown: typeof NOTHING): Standing | undefined {
  const { uscc, name, area, registered, registered_on } = row;
  const entries = shown.entries.get(uscc) ?? NONE;
  const records = shown.records.get(uscc) ?? NONE;
  if (name === null || (!registered && entries.length === 0 && records.length === 0)) return undefined;
  return { uscc, name, area, registered, registeredOn: registered_on, entries, records };
}

const NONE: readonly never[] = [];
const NOTHING = { entries: new Map<string, ListedEntry[]>(), records: new Map<string, GoodRecord[]>() };
