/** One case on a form; it becomes a sheet of one row. */
import { Button, Flex, Form } from 'antd';
import type { ReportForm } from '#contracts/intake.ts';
import { useText } from '../../language.tsx';
import { csvFile } from './csv.ts';
import { RowForm, type RowValues, sheetOf } from './row-form.tsx';

export function SingleCase({
  report,
  onReady,
}: {
  readonly report: ReportForm;
  readonly onReady: (file: File) => void;
}) {
  const t = useText();
  const [form] = Form.useForm<RowValues>();
  return (
    <Flex vertical gap="small">
      <RowForm
        id="single-case"
        form={form}
        report={report}
        onFinish={(values) => onReady(csvFile(`${report.title}（一件）.csv`, sheetOf(report, [values])))}
      />
      <div>
        <Button type="primary" htmlType="submit" form="single-case">
          {t('下一步')}
        </Button>
      </div>
    </Flex>
  );
}
