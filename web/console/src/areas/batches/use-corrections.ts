/** Rows entered anew on the page of a batch. They live here only and go nowhere but into the file that is handed in. */
import { useNavigate } from '@tanstack/react-router';
import { App } from 'antd';
import { useEffect, useState } from 'react';
import type { BatchDetail, BatchRow, ReportForm, RowVerdict } from '#contracts/intake.ts';
import { useText } from '../../language.tsx';
import { useProblemNotice } from '../../problem.tsx';
import { followUpFile, type MendedRows } from './follow-up.ts';
import { handIn } from './hand-in.ts';
import type { Then } from './row-correction.tsx';
import type { RowValues } from './row-form.tsx';

const CORRECTABLE: readonly RowVerdict[] = ['rejected', 'suspect'];

export const isCorrectable = ({ verdict }: BatchRow): boolean => CORRECTABLE.includes(verdict);

export type Corrections = ReturnType<typeof useCorrections>;

/** `shown`: the rows on the page, in which the next one to mend is looked for. */
export function useCorrections(batch: BatchDetail, report: ReportForm | undefined, shown: readonly BatchRow[]) {
  const [mended, setMended] = useState<MendedRows>(new Map());
  const [current, setCurrent] = useState<BatchRow | null>(null);
  const { sending, send } = useFollowUp(batch, report, () => setMended(new Map()));
  useWarningBeforeLeaving(mended.size > 0);
  const next = current ? (shown.find((row) => row.row > current.row && isCorrectable(row)) ?? null) : null;

  const keep = ({ row }: BatchRow, values: RowValues, then: Then): void => {
    const rows = new Map(mended).set(row, values);
    setMended(rows);
    setCurrent(then === 'next' ? next : null);
    if (then === 'send') void send(rows);
  };

  return {
    /** kept on this page and not handed in yet */
    mended,
    /** the row that is being mended */
    current,
    following: next !== null,
    sending,
    open: setCurrent,
    close: () => setCurrent(null),
    keep,
    send: () => void send(mended),
  };
}

/** Hands mended rows in as a batch that names the one they mend, and opens it. */
function useFollowUp(batch: BatchDetail, report: ReportForm | undefined, onHandedIn: () => void) {
  const t = useText();
  const navigate = useNavigate();
  const { notification } = App.useApp();
  const notice = useProblemNotice();
  const [sending, setSending] = useState(false);

  const send = async (rows: MendedRows): Promise<void> => {
    if (!report) return;
    setSending(true);
    try {
      const { batchId } = await handIn(batch.kind, followUpFile(batch, report, rows), {
        ...{ corrects: batch.id, notice: batch.notice },
      });
      onHandedIn();
      notification.success({ title: t('已补交 {count} 行，成为批次 {id}。', { count: rows.size, id: batchId }) });
      await navigate({ to: '/batches/$id', params: { id: batchId } });
    } catch (error) {
      notice(error);
    } finally {
      setSending(false);
    }
  };

  return { sending, send };
}

function useWarningBeforeLeaving(warns: boolean): void {
  useEffect(() => {
    if (!warns) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', warn);
    return () => removeEventListener('beforeunload', warn);
  }, [warns]);
}
