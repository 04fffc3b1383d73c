/** Mending a row that was sent back or doubted: its cells as they were sent stand in the form, the reasons beside them. */
import { Alert, Button, Drawer, Flex, Form, Spin } from 'antd';
import { type KeyboardEvent, useEffect } from 'react';
import type { BatchRow, OriginalRows, ReportForm } from '#contracts/intake.ts';
import { useText } from '../../language.tsx';
import { ProblemAlert } from '../../problem.tsx';
import { faultsByField } from './cell-faults.ts';
import { useOriginalRow } from './questions.ts';
import { RowForm, type RowValues } from './row-form.tsx';
import { RowReasons } from './row-reasons.tsx';

/** What happens to a mended row: kept on this page, kept and the next one opened, or handed in with all that is kept. */
export type Then = 'keep' | 'next' | 'send';

interface Props {
  readonly batchId: string;
  readonly row: BatchRow;
  readonly report: ReportForm;
  /** what was already entered for this row on this page */
  readonly known: RowValues | undefined;
  /** there is a further row to mend on this page */
  readonly following: boolean;
  readonly onClose: () => void;
  readonly onCorrected: (values: RowValues, then: Then) => void;
}

export function RowCorrection({ batchId, row, report, known, following, onClose, onCorrected }: Props) {
  const t = useText();
  const { form, original, cells, submit } = useRowCorrection(batchId, row.row, known, onCorrected);
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit(following ? 'next' : 'keep');
  };
  return (
    <Drawer
      open
      title={t('更正第 {row} 行', { row: row.row })}
      size="large"
      onClose={onClose}
      footer={<WhatThen following={following} onChoose={submit} />}
    >
      <Flex vertical gap="middle" onKeyDown={onKey}>
        <RowReasons row={row} report={report} />
        {row.caseId ? <AlreadyACase caseId={row.caseId} /> : null}
        {original.isPending ? <Spin description={t('正在从原文件读取……')} /> : null}
        {original.isError ? <ProblemAlert error={original.error} onRetry={() => void original.refetch()} /> : null}
        {original.data ? <Kept original={original.data} row={row.row} /> : null}
        <RowForm
          id="row-correction"
          form={form}
          report={report}
          original={cells}
          faults={faultsByField(row.reasons, cells)}
          onFinish={() => submit('send')}
        />
      </Flex>
    </Drawer>
  );
}

/** The form, filled with what was entered before or else with what was sent, as soon as it is there. */
function useRowCorrection(
  batchId: string,
  row: number,
  known: RowValues | undefined,
  onCorrected: (values: RowValues, then: Then) => void,
) {
  const [form] = Form.useForm<RowValues>();
  const original = useOriginalRow(batchId, row);
  const cells = original.data?.rows[0]?.cells;
  useEffect(() => {
    if (known) form.setFieldsValue(known);
    else if (cells) form.setFieldsValue(Object.fromEntries(cells.map(({ key, value }) => [key, value || undefined])));
  }, [cells, known, form]);
  const submit = (then: Then) =>
    void form
      .validateFields()
      .then((values) => onCorrected(values, then))
      .catch(() => undefined);
  return { form, original, cells, submit };
}

interface ThenProps {
  readonly following: boolean;
  readonly onChoose: (then: Then) => void;
}

function WhatThen({ following, onChoose }: ThenProps) {
  const t = useText();
  return (
    <Flex gap="small" wrap>
      <Button type="primary" onClick={() => onChoose('send')}>
        {t('交出')}
      </Button>
      {following ? (
        <Button onClick={() => onChoose('next')} aria-keyshortcuts="Control+Enter">
          {t('留着，改下一行')}
        </Button>
      ) : null}
      <Button onClick={() => onChoose('keep')}>{t('先留着，再改别的行')}</Button>
    </Flex>
  );
}

function AlreadyACase({ caseId }: { readonly caseId: string }) {
  const t = useText();
  return (
    <Alert
      type="warning"
      showIcon
      title={t('这一行已成为事项 {id}，由审核人员核实。更正后另行交出的，请再到该事项撤回原来的一件。', {
        id: caseId,
      })}
    />
  );
}

/** Where the values come from, or why there are none. */
function Kept({ original, row }: { readonly original: OriginalRows; readonly row: number }) {
  const t = useText();
  if (original.keptUntil === null)
    return (
      <Alert
        type="info"
        showIcon
        title={t('原文件已到期清除，平台不再有这一行的内容。请对照原表第 {row} 行重新填写，改好后交出。', { row })}
      />
    );
  const cells = original.rows[0]?.cells;
  if (!cells) return <Alert type="info" showIcon title={t('原文件中没有第 {row} 行。', { row })} />;
  return (
    <p className="case-hint">
      {t('已填入原来的内容（查看留痕）。原文件保存到 {day}，此后只能重新填写。', {
        day: original.keptUntil.slice(0, 10),
      })}
      {cells.some(({ refused }) => refused) ? ` ${t('含禁止采集内容的一格没有显示，请改写。')}` : ''}
    </p>
  );
}
