/** Mending a row that was sent back: its fields are entered anew, for the platform kept nothing of it but number and reasons. */
import { Alert, Button, Drawer, Flex, Form } from 'antd';
import type { BatchRow, ReportForm } from '#contracts/intake.ts';
import { useText } from '../language.tsx';
import { RowForm, type RowValues } from './row-form.tsx';
import { RowReasons } from './row-reasons.tsx';

export function RowCorrection({
  row,
  report,
  known,
  onClose,
  onCorrected,
}: {
  readonly row: BatchRow;
  readonly report: ReportForm;
  /** what was already entered for this row on this page */
  readonly known: RowValues | undefined;
  readonly onClose: () => void;
  readonly onCorrected: (values: RowValues, sendNow: boolean) => void;
}) {
  const t = useText();
  const [form] = Form.useForm<RowValues & { sendNow?: boolean }>();
  const submit = (sendNow: boolean) =>
    form
      .validateFields()
      .then((values) => onCorrected(values, sendNow))
      .catch(() => undefined);
  return (
    <Drawer
      open
      title={t('更正第 {row} 行', { row: row.row })}
      size="large"
      onClose={onClose}
      afterOpenChange={(open) => (open && known ? form.setFieldsValue(known) : undefined)}
      footer={
        <Flex gap="small" wrap>
          <Button type="primary" onClick={() => void submit(true)}>
            {t('交出')}
          </Button>
          <Button onClick={() => void submit(false)}>{t('先留着，再改别的行')}</Button>
        </Flex>
      }
    >
      <Flex vertical gap="middle">
        <RowReasons row={row} />
        <Alert
          type="info"
          showIcon
          title={t(
            '退回的行平台不保存内容，这里无法显示原来填的值。请对照原表第 {row} 行重新填写，改好后作为补交的表报送。',
            {
              row: row.row,
            },
          )}
        />
        <RowForm id="row-correction" form={form} report={report} onFinish={() => void submit(true)} />
      </Flex>
    </Drawer>
  );
}
