/** What became of a row, in the words of the sender's own table. */
import { REASONS, REMARKS, type ReasonCode, type RemarkCode } from '#kernel/reasons.ts';
import type { RowFinding } from './spreadsheet/annotated.ts';

const RESULTS: Readonly<Record<RowFinding['verdict'], string>> = {
  accepted: '通过',
  duplicate: '重复',
  suspect: '存疑',
  rejected: '退回',
};

export interface RowOutcome {
  readonly rowNumber: number;
  readonly verdict: RowFinding['verdict'];
  readonly reasons: readonly string[];
  readonly remarks: readonly string[];
  /** the directory's name for the code, where it differs */
  readonly registeredName?: string | null | undefined;
}

export function findingOf(row: RowOutcome): RowFinding {
  const reasons = row.reasons.map((code) => REASONS[code as ReasonCode]).filter((text) => text !== undefined);
  const remarks = row.remarks.map((code) => REMARKS[code as RemarkCode]?.zh ?? code);
  const registered = row.registeredName ? [`名录中该代码的名称：${row.registeredName}`] : [];
  return {
    rowNumber: row.rowNumber,
    verdict: row.verdict,
    result: RESULTS[row.verdict],
    reason: [...reasons.map((text) => text.zh), ...registered].join('；'),
    remedy: [...reasons.map((text) => text.remedy), ...remarks].join(' '),
  };
}
