/**
 * SQL that changes what the site knows of organisations besides lists: good records, the directory, and the one table a search looks
 * into. That table holds an organisation as long as it is registered or something about it is shown.
 */
import { sql } from 'kysely';
import type {
  DirectoryPublished,
  OrganisationRecord,
  OrganisationRecordsPublished,
  OrganisationRecordWithdrawn,
} from '#contracts/exchange.ts';
import type { SiteTx } from '../database.ts';
import { initialsOf, searchName } from '../search/names.ts';
import { toldReason } from './store.ts';

/** Puts in how the records stand now, unless something newer is known; answers those that are shown by it. */
export async function putRecords(
  tx: SiteTx,
  { position, records }: OrganisationRecordsPublished,
): Promise<readonly OrganisationRecord[]> {
  const gone = await tx
    .selectFrom('withdrawn_record')
    .select('record_id')
    .where(
      'record_id',
      'in',
      records.map((record) => record.recordId),
    )
    .where('position', '>', String(position))
    .execute();
  const withdrawn = new Set(gone.map((row) => row.record_id));
  const shown = records.filter((record) => !withdrawn.has(record.recordId));
  if (shown.length === 0) return [];
  const { rows } = await sql<{ record_id: string }>`
    INSERT INTO good_record AS known (uscc, record_id, position, name, kind, clause, title, matter, department, area, occurred_on,
      determined_on, valid_from, valid_until, objection_open)
    SELECT uscc, "recordId", ${position}, name, kind, clause, title, matter, department, area, "occurredOn", "determinedOn", "validFrom",
      "validUntil", "objectionOpen"
    FROM jsonb_to_recordset(${JSON.stringify(shown)}::jsonb) AS told (uscc text, "recordId" uuid, name text, kind text, clause text,
      title text, matter text, department text, area text, "occurredOn" date, "determinedOn" date, "validFrom" date, "validUntil" date,
      "objectionOpen" boolean)
    ON CONFLICT (uscc, record_id) DO UPDATE SET position = excluded.position, name = excluded.name, kind = excluded.kind,
      clause = excluded.clause, title = excluded.title, matter = excluded.matter, department = excluded.department, area = excluded.area,
      occurred_on = excluded.occurred_on, determined_on = excluded.determined_on, valid_from = excluded.valid_from,
      valid_until = excluded.valid_until, objection_open = excluded.objection_open
    WHERE known.position < excluded.position
    RETURNING record_id`.execute(tx);
  const put = new Set(rows.map((row) => row.record_id));
  return shown.filter((record) => put.has(record.recordId));
}

/** Deletes the record, and remembers it against late arrivals. */
export async function withdrawRecord(
  tx: SiteTx,
  { recordId, position, effectiveOn, reason: why }: OrganisationRecordWithdrawn,
): Promise<void> {
  const reason = toldReason(why);
  await tx
    .insertInto('withdrawn_record')
    .values({ record_id: recordId, position, effective_on: effectiveOn, reason })
    .onConflict((conflict) =>
      conflict
        .column('record_id')
        .doUpdateSet({ position, effective_on: effectiveOn, reason })
        .where('withdrawn_record.position', '<', String(position)),
    )
    .execute();
  await tx
    .deleteFrom('good_record')
    .where('record_id', '=', recordId)
    .where('position', '<', String(position))
    .execute();
}

interface Findable {
  readonly uscc: string;
  readonly name: string;
  readonly area: string | null;
}

const withSpellings = <Item extends Findable>(items: readonly Item[]) =>
  items.map((item) => {
    const search = searchName(item.name);
    return { ...item, search, initials: initialsOf(search) };
  });

/** A piece of the directory. An older piece never overwrites a newer one. */
export async function putOrganisations(tx: SiteTx, { position, organisations }: DirectoryPublished): Promise<void> {
  await sql`
    INSERT INTO organisation AS known (uscc, name, search_name, initials, area, registered_on, registered, noted, position)
    SELECT uscc, name, search, initials, area, "registeredOn", true, false, ${position}
    FROM jsonb_to_recordset(${JSON.stringify(withSpellings(organisations))}::jsonb)
      AS told (uscc text, name text, search text, initials text, area text, "registeredOn" date)
    ON CONFLICT (uscc) DO UPDATE SET name = excluded.name, search_name = excluded.search_name, initials = excluded.initials,
      area = coalesce(excluded.area, known.area), registered_on = excluded.registered_on, registered = true, position = excluded.position
    WHERE known.position < excluded.position`.execute(tx);
}

/** Organisations of which something is shown can be found, in the directory or not; the directory's name goes before any other. */
export async function noteOrganisations(tx: SiteTx, organisations: readonly Findable[]): Promise<void> {
  if (organisations.length === 0) return;
  const once = [...new Map(organisations.map(({ uscc, name, area }) => [uscc, { uscc, name, area }])).values()];
  await sql`
    INSERT INTO organisation AS known (uscc, name, search_name, initials, area, registered, noted, position)
    SELECT uscc, name, search, initials, area, false, true, 0
    FROM jsonb_to_recordset(${JSON.stringify(withSpellings(once))}::jsonb)
      AS told (uscc text, name text, search text, initials text, area text)
    ON CONFLICT (uscc) DO UPDATE SET noted = true,
      name = CASE WHEN known.registered THEN known.name ELSE excluded.name END,
      search_name = CASE WHEN known.registered THEN known.search_name ELSE excluded.search_name END,
      initials = CASE WHEN known.registered THEN known.initials ELSE excluded.initials END,
      area = coalesce(known.area, excluded.area)`.execute(tx);
}

/** After something was withdrawn: an organisation of which nothing is left, and which is not registered, is gone. */
export async function tidyOrganisations(tx: SiteTx, usccs: readonly string[]): Promise<void> {
  const nothingLeft = sql`uscc = ANY (${usccs}::text[]) AND noted
    AND NOT EXISTS (SELECT FROM edition_entry e WHERE e.uscc = organisation.uscc)
    AND NOT EXISTS (SELECT FROM good_record r WHERE r.uscc = organisation.uscc)`;
  await sql`DELETE FROM organisation WHERE NOT registered AND ${nothingLeft}`.execute(tx);
  await sql`UPDATE organisation SET noted = false WHERE ${nothingLeft}`.execute(tx);
}

/** At start: entries that were there before organisations could be searched for. */
export async function listUnnoted(tx: SiteTx): Promise<{ uscc: string; name: string; zone: string | null }[]> {
  const { rows } = await sql<{ uscc: string; name: string; zone: string | null }>`
    SELECT DISTINCT ON (uscc) uscc, name, zone FROM edition_entry e
    WHERE NOT EXISTS (SELECT FROM organisation o WHERE o.uscc = e.uscc) ORDER BY uscc, number DESC`.execute(tx);
  return rows;
}
