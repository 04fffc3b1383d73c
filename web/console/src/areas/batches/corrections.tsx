/** What was mended on the page of a batch and waits to be handed in, and the row that is being mended now. */
import { Alert, Button } from 'antd';
import type { BatchDetail, ReportForm } from '#contracts/intake.ts';
import { useText } from '../../language.tsx';
import { rowNumbers } from './follow-up.ts';
import { RowCorrection } from './row-correction.tsx';
import type { Corrections } from './use-corrections.ts';

export function MendedRowsBar({ corrections: { mended, sending, send } }: { readonly corrections: Corrections }) {
  const t = useText();
  if (mended.size === 0) return null;
  return (
    <Alert
      type="info"
      title={t('已更正 {count} 行（第 {rows} 行），尚未交出；离开本页会丢失。', {
        count: mended.size,
        rows: rowNumbers(mended).join('、'),
      })}
      action={
        <Button type="primary" loading={sending} onClick={send}>
          {t('交出更正的行')}
        </Button>
      }
    />
  );
}

interface DrawerProps {
  readonly batch: BatchDetail;
  readonly report: ReportForm | undefined;
  readonly corrections: Corrections;
}

export function CorrectionDrawer({ batch, report, corrections }: DrawerProps) {
  const { current, mended, following, close, keep } = corrections;
  if (!current || !report) return null;
  return (
    <RowCorrection
      key={current.row}
      batchId={batch.id}
      row={current}
      report={report}
      known={mended.get(current.row)}
      following={following}
      onClose={close}
      onCorrected={(values, then) => keep(current, values, then)}
    />
  );
}
