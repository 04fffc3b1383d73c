/** All SQL that changes what the site shows. */
import { sql } from 'kysely';
import type { EditionEntry, EditionPublished, EntryMarked, EntryWithdrawn, NoticeOpened } from '#contracts/exchange.ts';
import type { WithdrawalReason } from '#contracts/vocabulary.ts';
import type { ListId } from '#kernel/policy/policy.ts';
import { holdsDocumentNumber } from '#kernel/screening/document-number.ts';
import type { EntryColumns, SiteTx } from '../database.ts';

/** Rows per INSERT: well below the protocol's 65,535 parameters. */
const CHUNK = 2_000;

/** One message after the other: a withdrawal and the list that holds the entry must see each other. */
export async function lockPublication(tx: SiteTx): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(20200213)`.execute(tx);
}

/** False when the message was taken before. */
export async function rememberMessage(
  tx: SiteTx,
  message: { readonly id: string; readonly type: string; readonly position: number; readonly at: Date },
): Promise<boolean> {
  const result = await tx
    .insertInto('inbox_message')
    .values({ message_id: message.id, type: message.type, position: message.position, received_at: message.at })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** From here on what was shown before is outdated: files are made anew when they are next asked for. Answers the state's number. */
export async function nextState(tx: SiteTx, at: Date): Promise<string> {
  const { rows } = await sql<{ version: string }>`
    UPDATE publication_state SET version = version + 1, changed_at = ${at} RETURNING version`.execute(tx);
  return rows[0]?.version ?? '';
}

/** Whether the installation knows the list: what it does not, nobody could find again. */
export async function isKnownList(tx: SiteTx, list: ListId): Promise<boolean> {
  return (await tx.selectFrom('list').select('id').where('id', '=', list).executeTakeFirst()) !== undefined;
}

export async function findEditionDigest(tx: SiteTx, list: ListId, number: number): Promise<string | undefined> {
  const row = await tx
    .selectFrom('edition')
    .select('digest')
    .where('list', '=', list)
    .where('number', '=', number)
    .executeTakeFirst();
  return row?.digest;
}

/** Answers the entries it put in: those withdrawn meanwhile are not among them. */
export async function addEdition(tx: SiteTx, message: EditionPublished, at: Date): Promise<readonly EntryColumns[]> {
  const { manifest, digest, position } = message;
  const { list, number } = manifest;
  await tx
    .insertInto('edition')
    .values({
      list,
      number,
      position,
      title: manifest.title,
      clause: manifest.clause,
      published_on: manifest.publishedOn,
      notice_from: manifest.noticeFrom,
      notice_until: manifest.noticeUntil,
      event: manifest.event.id,
      event_effective_on: manifest.event.effectiveOn,
      event_document_number: manifest.event.documentNumber,
      entry_count: manifest.entries.length,
      digest,
      received_at: at,
    })
    .execute();
  if (manifest.signedBy.length > 0) {
    await tx
      .insertInto('edition_signature')
      .values(
        manifest.signedBy.map((signature, index) => ({
          list,
          number,
          sequence: index + 1,
          department: signature.department,
          signed_as: signature.signedAs,
          signed_on: signature.on,
        })),
      )
      .execute();
  }
  const shown = await forEverybody(tx, manifest.entries, position);
  for (const rows of chunks(shown)) {
    await tx
      .insertInto('edition_entry')
      .values(rows.map((row) => ({ list, number, ...row })))
      .execute();
  }
  await addMembers(tx, message);
  return shown;
}

/** Every entry that was signed, shown or not, with what it is against the edition before: no later day changes that (098). */
async function addMembers(tx: SiteTx, { manifest: { list, number, entries } }: EditionPublished): Promise<void> {
  const said = (row: string) => sql`to_jsonb(${sql.ref(row)}) - ARRAY['number', 'sequence', 'record_id']`;
  await sql`
    INSERT INTO edition_member (list, number, entry_id, sequence, change)
    SELECT ${list}, ${number}, signed.entry_id, signed.sequence, CASE
      WHEN former.entry_id IS NULL THEN 'added'
      WHEN ${said('now')} <> ${said('before')} THEN 'changed' ELSE 'kept' END
    FROM unnest(${entries.map(({ entryId }) => entryId)}::uuid[]) WITH ORDINALITY AS signed (entry_id, sequence)
    LEFT JOIN edition_member former ON former.list = ${list} AND former.entry_id = signed.entry_id
      AND former.number IN (SELECT number FROM edition WHERE list = ${list} AND number < ${number}::int ORDER BY number DESC LIMIT 1)
    LEFT JOIN edition_entry before ON (before.list, before.number, before.entry_id) = (former.list, former.number, former.entry_id)
    LEFT JOIN edition_entry now ON now.list = ${list} AND now.number = ${number} AND now.entry_id = signed.entry_id`.execute(
    tx,
  );
}

/** relief-hidden: that somebody was relieved is nobody's to know here, so nothing says why. */
export const toldReason = (reason: WithdrawalReason) => (reason === 'held' ? null : reason);

export async function addNotice(tx: SiteTx, notice: NoticeOpened, at: Date): Promise<void> {
  await tx
    .insertInto('notice')
    .values({
      round_id: notice.roundId,
      list: notice.list,
      position: notice.position,
      title: notice.title,
      notice_from: notice.noticeFrom,
      notice_until: notice.noticeUntil,
      received_at: at,
    })
    .execute();
  for (const rows of chunks(await forEverybody(tx, notice.entries, notice.position))) {
    await tx
      .insertInto('notice_entry')
      .values(rows.map((row) => ({ round_id: notice.roundId, ...row })))
      .execute();
  }
}

/**
 * Entries with their place in the manifest, less those whose withdrawal is newer than the message they came in, and those in whose texts a
 * number stands that names a person: a list is signed and stays as it is, and its other entries are shown.
 */
async function forEverybody(tx: SiteTx, entries: readonly EditionEntry[], position: number): Promise<EntryColumns[]> {
  const rows = await tx
    .selectFrom('withdrawn_entry')
    .select('entry_id')
    .where('position', '>', String(position))
    .execute();
  const withdrawn = new Set(rows.map((row) => row.entry_id));
  return entries
    .map((entry, index) => ({
      sequence: index + 1,
      entry_id: entry.entryId,
      record_id: entry.recordId,
      uscc: entry.uscc,
      name: entry.name,
      ground: entry.ground,
      ground_title: entry.groundTitle,
      matter: entry.matter,
      department: entry.department,
      zone: entry.zone,
      determined_on: entry.determinedOn,
      valid_until: entry.validUntil,
      document_type: entry.document?.type ?? null,
      document_number: entry.document?.number ?? null,
      document_authority: entry.document?.authority ?? null,
      document_date: entry.document?.date ?? null,
    }))
    .filter((row) => !withdrawn.has(row.entry_id) && isForEverybody(row));
}

/** A number of any kind where people wrote; an identity number in any text: its database takes none (names_nobody). */
const isForEverybody = ({ name, matter, ground, ground_title, department, zone, ...entry }: EntryColumns): boolean =>
  ![name, matter].some((text) => holdsDocumentNumber(text)) &&
  ![ground, ground_title, department, zone, entry.document_type, entry.document_number, entry.document_authority].some(
    (text) => text !== null && holdsDocumentNumber(text, ['identity-number']),
  );

function* chunks<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < items.length; start += CHUNK) yield items.slice(start, start + CHUNK);
}

/** Kept also for an entry that has not arrived yet: the mark may have overtaken the list. */
export async function markEntry(tx: SiteTx, mark: EntryMarked): Promise<void> {
  const { entryId, position, objectionOpen } = mark;
  await tx
    .insertInto('entry_mark')
    .values({ entry_id: entryId, position, objection_open: objectionOpen })
    .onConflict((conflict) =>
      conflict
        .column('entry_id')
        .doUpdateSet({ position, objection_open: objectionOpen })
        .where('entry_mark.position', '<', String(position)),
    )
    .execute();
}

/** Deletes the entry from every list and notice older than the withdrawal, and remembers it against late arrivals. */
export async function withdrawEntry(tx: SiteTx, entry: EntryWithdrawn): Promise<void> {
  const { entryId, position, effectiveOn } = entry;
  const reason = toldReason(entry.reason);
  await tx
    .insertInto('withdrawn_entry')
    .values({ entry_id: entryId, position, effective_on: effectiveOn, reason })
    .onConflict((conflict) =>
      conflict
        .column('entry_id')
        .doUpdateSet({ position, effective_on: effectiveOn, reason })
        .where('withdrawn_entry.position', '<', String(position)),
    )
    .execute();
  await sql`
    DELETE FROM edition_entry e USING edition d
    WHERE d.list = e.list AND d.number = e.number AND e.entry_id = ${entryId} AND d.position < ${position}`.execute(tx);
  await sql`
    DELETE FROM notice_entry e USING notice n
    WHERE n.round_id = e.round_id AND e.entry_id = ${entryId} AND n.position < ${position}`.execute(tx);
}

/** Everything held that the platform compares with what it sent: editions, good records, months of kept deadlines, and organisations by the message of their newest word. */
export async function listHeld(tx: SiteTx) {
  const editions = await tx.selectFrom('edition').select(['list', 'number', 'position']).execute();
  const records = await tx.selectFrom('good_record').select(['uscc', 'record_id', 'position']).execute();
  const { rows: pieces } = await sql<{ position: string; organisations: string }>`
    SELECT position, count(*) AS organisations FROM organisation WHERE registered GROUP BY position`.execute(tx);
  const months = await tx.selectFrom('punctuality_month').select(['month', 'position']).execute();
  return [
    ...editions.map((row) => ({ id: `${row.list}/${row.number}`, position: Number(row.position) })),
    ...records.map((row) => ({ id: `record/${row.uscc}/${row.record_id}`, position: Number(row.position) })),
    ...months.map((row) => ({ id: `punctuality/${row.month}`, position: Number(row.position) })),
    ...pieces.map((row) => ({ id: `directory/${row.position}/${row.organisations}`, position: Number(row.position) })),
  ];
}
