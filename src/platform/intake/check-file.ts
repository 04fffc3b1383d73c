/** Checks a file without a database: every row's verdict, duplicates within the file found in bounded memory. */

import type { FileNote } from '#contracts/intake.ts';
import type { FileKind, RowVerdict } from '#contracts/vocabulary.ts';
import type { Policy } from '#kernel/policy/policy.ts';
import type { KindRef } from '#kernel/policy/refs.ts';
import type { LocalDate } from '#kernel/time/local-date.ts';
import { factDecision, factKey } from '../fact.ts';
import { MappedRows, notesOf, toldBy } from './file-notes.ts';
import { headerOf } from './header-to-keep.ts';
import { judgingOrder, numberColumn } from './judging-order.ts';
import { KeySet } from './key-set.ts';
import { neverCollectScreen } from './never-collect.ts';
import { Results } from './results.ts';
import type { CheckContext } from './row.ts';
import { type CheckedRow, type Claim, questionableName, rowChecker } from './rules.ts';
import { INDIVIDUALS, ORGANISATIONS, openTable, type TableLimits, type TableProgress } from './spreadsheet/index.ts';

const RESULTS_AT_ONCE = 2_000;

export interface RowResult {
  readonly rowNumber: number;
  readonly verdict: RowVerdict;
  readonly reasons: readonly string[];
  readonly remarks: readonly string[];
}

export interface CheckFileOptions extends Omit<CheckContext, 'neverCollect'> {
  readonly limits?: Partial<TableLimits> | undefined;
  readonly signal?: AbortSignal | undefined;
  /** told, when the last row has been read, what there is to know of the file beside its rows */
  readonly onNotes?: ((notes: readonly FileNote[]) => void) | undefined;
  readonly onProgress?: ((progress: TableProgress) => void) | undefined;
  /** told of each row that would be taken as it stands; nothing of it leaves the process */
  readonly onTaken?: ((taken: TakenRow) => void) | undefined;
}

export interface TakenRow {
  /** the subject's own number */
  readonly subject: string;
  readonly kind: KindRef;
  readonly occurredOn: LocalDate;
}

/**
 * Row results in the order of the file, some at a time: from the first row on that only the whole file can judge, all at the end.
 * @throws Problem what the readers throw about the file
 */
export async function* checkFile(path: string, kind: FileKind, options: CheckFileOptions): AsyncGenerator<RowResult[]> {
  const form = kind === 'individuals' ? INDIVIDUALS : ORGANISATIONS;
  const open = () => openTable<string>({ path }, form, { limits: options.limits, signal: options.signal });
  const table = await open();
  try {
    const { columns, formKind } = table.header;
    const context = { ...options, neverCollect: neverCollectScreen(options.policy) };
    const check = rowChecker(kind, columns, context, formKind);
    const seen = new KeySet();
    const delayed = new Results();
    const mapped = new MappedRows();
    const order = judgingOrder(table, numberColumn(kind, columns), open);
    for await (const rows of order.batches()) {
      options.signal?.throwIfAborted();
      const results = rows.map((row) => {
        const checked = check(row, order.signs);
        const result = resultOf(checked, seen, options.policy);
        if (result.verdict === 'accepted' && checked.claim) options.onTaken?.(takenFrom(checked.claim));
        mapped.see(result);
        return result;
      });
      if (!order.someWait) yield results;
      else for (const result of results) delayed.add(result);
      options.onProgress?.(table.progress());
    }
    options.onNotes?.(notesOf(headerOf(table), toldBy(table, mapped)));
    yield* delayed.pages(RESULTS_AT_ONCE);
  } finally {
    await table.close();
  }
}

const takenFrom = ({ subject, kind, occurredOn }: Claim): TakenRow => ({
  ...{ kind: kind.id, occurredOn },
  subject: subject.type === 'person' ? subject.identityNumber : subject.uscc,
});

function resultOf(row: CheckedRow, seen: KeySet, policy: Policy): RowResult {
  if (row.verdict === 'rejected' || seen.add(keyOf(row.claim, questionableName(row), policy))) {
    const { rowNumber, verdict, reasons, remarks } = row;
    return { rowNumber, verdict, reasons, remarks };
  }
  return { rowNumber: row.rowNumber, verdict: 'duplicate', reasons: ['duplicate.in_file'], remarks: row.remarks };
}

/** As in the database, but without its key: nothing of this leaves the process. */
function keyOf(
  { subject, kind, occurredOn, matter, decision }: Claim,
  doubted: string | undefined,
  policy: Policy,
): Buffer {
  const person = subject.type === 'person';
  return factKey({
    subjectKey: person ? `${subject.documentType}|${subject.identityNumber}` : subject.uscc,
    kind: kind.id,
    occurredOn,
    matter,
    decision: factDecision(policy, kind, decision),
    questionableName: doubted,
  });
}
