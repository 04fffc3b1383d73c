/**
 * Entries beyond one edition: what an edition lists for the first time begins to be an entry, what stood on the list and is not on the new
 * edition ends. What becomes of a record in between ends its entries by itself (`entry_ends_with_record`).
 */
import { sql } from 'kysely';
import type { EditionManifest } from '#contracts/exchange.ts';
import type { EntryEnding } from '#contracts/vocabulary.ts';
import type { ListId } from '#kernel/policy/policy.ts';
import { addDays, toLocalDate } from '#kernel/time/local-date.ts';
import type { PlatformTx } from '../database.ts';
import type { OpenedRound } from './opened-round.ts';
import { type Candidate, statusOf } from './rules.ts';

interface Publishing extends Pick<EditionManifest, 'list' | 'number' | 'publishedOn' | 'entries'> {
  readonly live: readonly Candidate[];
  readonly at: Date;
}

/** Call it after the edition itself was written in `tx`. */
export async function recordEntries(tx: PlatformTx, opened: OpenedRound, publishing: Publishing): Promise<void> {
  const { list, number, publishedOn, entries, live, at } = publishing;
  const until = new Map(entries.map(({ entryId, validUntil }) => [entryId, validUntil]));
  const kept = new Set(until.keys());
  const others = (await standingEntries(tx, list)).filter(({ entry_id }) => !kept.has(entry_id));
  await endEntries(
    tx,
    others.map(({ subject_key, entry_id, record_id, valid_until }) => {
      const over = valid_until !== null && valid_until < publishedOn;
      const struck = statusOf(opened.decisions.get(record_id) ?? []) === 'struck';
      return {
        ...{ subject_key, entry_id },
        ended_on: over ? addDays(toLocalDate(valid_until), 1) : publishedOn,
        why: over ? 'expired' : struck ? 'struck' : 'left-out',
      };
    }),
    at,
  );
  const first = live.filter(({ standing }) => !standing);
  await addEntries(
    tx,
    first.map((entry) => ({
      ...{ subject_key: entry.subjectKey, entry_id: entry.entryId, list, record_id: entry.recordId },
      ...{ listing: entry.listing, uscc: entry.uscc, name: entry.name, ground: entry.ground },
      ...{ first_listed_on: publishedOn, valid_until: until.get(entry.entryId) ?? null },
    })),
  );
  await sql`
    INSERT INTO edition_entry (subject_key, entry_id, list, number)
    SELECT subject_key, entry_id, ${list}, ${number} FROM unnest(
      ${live.map(({ subjectKey }) => subjectKey)}::uuid[], ${live.map(({ entryId }) => entryId)}::uuid[])
      AS listed (subject_key, entry_id)`.execute(tx);
}

interface StandingEntry {
  readonly subject_key: string;
  readonly entry_id: string;
  readonly record_id: string;
  readonly valid_until: string | null;
}

/** Listed, and not ended by a row; past its last day or not. */
async function standingEntries(tx: PlatformTx, list: ListId): Promise<StandingEntry[]> {
  const { rows } = await sql<StandingEntry>`
    SELECT e.subject_key, e.entry_id, e.record_id, e.valid_until FROM entry e
    WHERE e.list = ${list} AND NOT EXISTS (
      SELECT FROM entry_end d WHERE d.subject_key = e.subject_key AND d.entry_id = e.entry_id)`.execute(tx);
  return rows;
}

interface Ending {
  readonly subject_key: string;
  readonly entry_id: string;
  readonly ended_on: string;
  readonly why: EntryEnding;
}

async function endEntries(tx: PlatformTx, endings: readonly Ending[], at: Date): Promise<void> {
  if (endings.length === 0) return;
  await sql`
    INSERT INTO entry_end (subject_key, entry_id, ended_on, why, at)
    SELECT subject_key, entry_id, ended_on, why, ${at} FROM jsonb_to_recordset(${JSON.stringify(endings)}::jsonb)
      AS ended (subject_key uuid, entry_id uuid, ended_on date, why text)`.execute(tx);
}

interface NewEntry extends StandingEntry {
  readonly list: ListId;
  readonly listing: number;
  readonly uscc: string;
  readonly name: string;
  readonly ground: string;
  readonly first_listed_on: string;
}

async function addEntries(tx: PlatformTx, entries: readonly NewEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await sql`
    INSERT INTO entry (subject_key, entry_id, list, record_id, listing, uscc, name, ground, first_listed_on, valid_until)
    SELECT subject_key, entry_id, list, record_id, listing, uscc, name, ground, first_listed_on, valid_until
    FROM jsonb_to_recordset(${JSON.stringify(entries)}::jsonb)
      AS listed (subject_key uuid, entry_id uuid, list text, record_id uuid, listing integer, uscc text, name text, ground text,
        first_listed_on date, valid_until date)`.execute(tx);
}
