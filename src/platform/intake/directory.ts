/**
 * The directory of organisations: a copy of a registry, by which a reported name is compared with the name of its code. It never
 * identifies anybody by name (河南省社会信用条例 16).
 */

import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { PoolClient } from 'pg';
import type { DirectoryImport } from '#contracts/intake.ts';
import type { DirectoryVerdict } from '#contracts/vocabulary.ts';
import { checkOrganisationName, comparisonName } from '#kernel/identity/organisation-name.ts';
import { checkUscc } from '#kernel/identity/uscc.ts';
import type { ReasonCode } from '#kernel/reasons.ts';
import { parseDate } from '#kernel/time/local-date.ts';
import type { Actor } from '../access/actor.ts';
import { enterOver } from '../access/transaction.ts';
import { writtenDetail } from '../audit-details.ts';
import { DIRECTORY_LOCK } from '../exchange/index.ts';
import { tidyText } from '../matter.ts';
import { MUCH } from '../statistics.ts';
import type { IntakeContext } from './context.ts';
import { CopyEncoder } from './copy-encoder.ts';
import { copyBinary } from './copy-in.ts';
import { nameToKeep } from './file-name.ts';
import { KeySet } from './key-set.ts';
import { DIRECTORY, type DirectoryField, openTable, type TableProgress } from './spreadsheet/index.ts';

export interface DirectoryRow {
  readonly rowNumber: number;
  readonly uscc: string;
  readonly name: string;
  readonly comparisonName: string;
  readonly registeredOn: string | null;
  readonly organisationType: string | null;
  readonly area: string | null;
  readonly verdict: DirectoryVerdict;
}

export interface RefusedRow {
  readonly rowNumber: number;
  readonly reason: ReasonCode;
}

export type DirectoryCounts = Omit<DirectoryImport, 'added' | 'changed' | 'unchanged'>;

/** Reads a registry file; `take` gets the rows that can stand in the directory, `refuse` the others. Returns exact counts. */
export async function readDirectory(
  file: { readonly path: string; readonly fileName?: string | undefined },
  take: (row: DirectoryRow) => Promise<void> | void,
  options: {
    readonly refuse?: ((row: RefusedRow) => void) | undefined;
    readonly onProgress?: ((at: TableProgress) => void) | undefined;
  } = {},
): Promise<DirectoryCounts> {
  const counts = {
    rows: 0,
    valid: 0,
    suspect: 0,
    invalid: 0,
    repeated: 0,
    invalidByReason: {} as Record<string, number>,
  };
  const seen = new KeySet();
  const table = await openTable<DirectoryField>(file, DIRECTORY);
  try {
    const { columns } = table.header;
    for await (const batch of table.batches()) {
      for (const { rowNumber, cells, problems } of batch) {
        counts.rows++;
        const cell = (field: DirectoryField) => cells[columns[field] ?? -1] ?? '';
        const row = problems?.[0] ?? directoryRow(rowNumber, cell);
        if (typeof row === 'string') {
          counts.invalid++;
          counts.invalidByReason[row] = (counts.invalidByReason[row] ?? 0) + 1;
          options.refuse?.({ rowNumber, reason: row });
          continue;
        }
        counts[row.verdict]++;
        if (!seen.add(createHash('md5').update(row.uscc).digest())) counts.repeated++;
        await take(row);
      }
      options.onProgress?.(table.progress());
    }
  } finally {
    await table.close();
  }
  return counts;
}

function directoryRow(rowNumber: number, cell: (field: DirectoryField) => string): DirectoryRow | ReasonCode {
  const code = checkUscc(cell('uscc'));
  if (code.verdict === 'invalid') return code.reason;
  const name = checkOrganisationName(cell('name'));
  if (!name.ok) return name.reason;
  const registered = parseDate(cell('registeredOn'));
  return {
    rowNumber,
    uscc: code.uscc,
    name: name.name,
    comparisonName: comparisonName(name.name),
    registeredOn: registered.ok ? registered.date : null,
    organisationType: known(cell('organisationType')),
    area: known(cell('area')),
    verdict: code.verdict,
  };
}

/** Registry copies write “not known” in words. */
function known(text: string): string | null {
  const tidied = tidyText(text);
  return tidied === '' || /^(n\/a|null|none|无|未知|-+)$/iu.test(tidied) ? null : tidied;
}

type ImportContext = Pick<IntakeContext, 'pool' | 'clock' | 'database' | 'policy'>;

/** Imports a registry file in one transaction: all of it or nothing. The same file again changes nothing. */
export async function importDirectory(
  context: ImportContext,
  actor: Actor,
  file: { readonly path: string; readonly fileName: string },
  onProgress?: (at: TableProgress) => void,
): Promise<DirectoryImport> {
  const { name: source } = nameToKeep(context.policy, file.fileName);
  const client = await context.pool.connect();
  let failure: Error | undefined;
  const onError = (error: Error) => {
    failure = error;
  };
  client.on('error', onError);
  try {
    await client.query('BEGIN');
    await enterOver(client, actor);
    const counts = await stageDirectory(client, file, onProgress);
    // one import after the other, and none while a piece is cut for the public site: revisions must not become visible out of order
    await client.query('SELECT pg_advisory_xact_lock($1::bigint)', [DIRECTORY_LOCK]);
    const { rows } = await client.query<{ added: number; changed: number }>(MERGE, [source, context.clock()]);
    const { added, changed } = rows[0] ?? { added: 0, changed: 0 };
    const unchanged = counts.valid + counts.suspect - counts.repeated - added - changed;
    const result = { ...counts, added, changed, unchanged };
    await client.query(
      `INSERT INTO audit_entry (at, actor_kind, actor_id, department_id, action, look, object_type, object_id, detail, request_id)
       VALUES ($1, $2, $3, $4, 'directory.imported', false, 'directory', $5, $6, $7)`,
      [
        context.clock(),
        actor.kind,
        actor.id,
        actor.departmentId,
        source,
        writtenDetail('directory.imported', result, {}),
        actor.requestId ?? null,
      ],
    );
    if (added + changed > 0) await client.query(SEND_TO_SITE);
    await client.query('COMMIT');
    if (added + changed >= MUCH) await client.query(`SELECT refresh_statistics('directory')`);
    return result;
  } catch (error) {
    failure ??= error instanceof Error ? error : new Error(String(error));
    throw error;
  } finally {
    client.removeListener('error', onError);
    client.release(failure);
  }
}

const COLUMNS = 'row_number, uscc, name, comparison_name, registered_on, organisation_type, area, verdict';
const FLUSH_ROWS = 20_000;

async function stageDirectory(
  client: PoolClient,
  file: { readonly path: string; readonly fileName: string },
  onProgress: ((at: TableProgress) => void) | undefined,
): Promise<DirectoryCounts> {
  await client.query(`CREATE TEMP TABLE directory_staging (row_number integer, uscc text, name text, comparison_name text,
    registered_on date, organisation_type text, area text, verdict text) ON COMMIT DROP`);
  const encoder = new CopyEncoder();
  const flush = async () => {
    if (encoder.rows === 0) return;
    await copyBinary(client, `COPY directory_staging (${COLUMNS}) FROM STDIN (FORMAT binary)`, encoder.finish());
    encoder.reset();
  };
  const counts = await readDirectory(
    file,
    async (row) => {
      encoder.row(8);
      encoder.integer(row.rowNumber);
      encoder.text(row.uscc);
      encoder.text(row.name);
      encoder.text(row.comparisonName);
      encoder.date(row.registeredOn);
      encoder.text(row.organisationType);
      encoder.text(row.area);
      encoder.text(row.verdict);
      if (encoder.rows >= FLUSH_ROWS) await flush();
    },
    { onProgress },
  );
  await flush();
  return counts;
}

/** Of a code that stands in the file more than once, the last row counts. A row that says nothing new is left alone. */
const MERGE = `WITH merged AS (
    INSERT INTO organisation_directory AS d (uscc, name, comparison_name, registered_on, organisation_type, area, verdict, source, imported_at)
    SELECT DISTINCT ON (uscc) uscc, name, comparison_name, registered_on, organisation_type, area, verdict, $1::text, $2::timestamptz
    FROM directory_staging ORDER BY uscc, row_number DESC
    ON CONFLICT (uscc) DO UPDATE SET name = excluded.name, comparison_name = excluded.comparison_name,
      registered_on = excluded.registered_on, organisation_type = excluded.organisation_type, area = excluded.area,
      verdict = excluded.verdict, source = excluded.source, imported_at = excluded.imported_at, revision = nextval('directory_revision')
    WHERE (d.name, d.comparison_name, d.registered_on, d.organisation_type, d.area, d.verdict)
      IS DISTINCT FROM (excluded.name, excluded.comparison_name, excluded.registered_on, excluded.organisation_type, excluded.area, excluded.verdict)
    RETURNING (xmax = 0) AS added)
  SELECT count(*) FILTER (WHERE added)::int AS added, count(*) FILTER (WHERE NOT added)::int AS changed FROM merged`;

const SEND_TO_SITE = `SELECT enqueue('exchange.send-directory', '{}', 'exchange.send-directory')`;

/** An upload: kept sealed while it is read, deleted afterwards. */
export async function importUpload(
  context: IntakeContext,
  actor: Actor,
  content: Readable,
  fileName: string,
): Promise<DirectoryImport> {
  const path = await context.files.scratch(content);
  try {
    return await importDirectory(context, actor, { path: path.path, fileName });
  } finally {
    await path.remove();
  }
}

export async function findDirectoryEntry(context: Pick<IntakeContext, 'database'>, uscc: string) {
  const code = checkUscc(uscc);
  if (code.verdict === 'invalid') return undefined;
  return context.database
    .selectFrom('organisation_directory')
    .select([
      'uscc',
      'name',
      'registered_on as registeredOn',
      'organisation_type as organisationType',
      'area',
      'verdict',
      'source',
      'imported_at as importedAt',
    ])
    .where('uscc', '=', code.uscc)
    .executeTakeFirst();
}
