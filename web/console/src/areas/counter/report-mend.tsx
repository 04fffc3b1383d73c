/** A report that came back, mended with the person beside; or taken back before it is decided. */
import { Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { OwnReportMending, type OwnReportStatus, OwnReportWithdrawal } from '#contracts/own-reports.ts';
import { lengthOf } from '../../../../shared/limits.ts';
import { newIdempotencyKey } from '../../api.ts';
import { useText } from '../../language.tsx';
import { ProblemAlert } from '../../problem.tsx';
import type { Appeared } from './appeared.ts';
import { useCounterReportForm, useMending, useReportWithdrawal } from './questions.ts';
import { Papers } from './report-ticks.tsx';

interface Props {
  readonly appeared: Appeared;
  readonly report: OwnReportStatus;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

interface Mended {
  readonly matter: string;
  readonly occurredOn: string;
  readonly note?: string;
  readonly papers?: Readonly<Record<string, boolean>>;
}

export function MendReport({ appeared: { identity }, report, onClose, onDone }: Props) {
  const t = useText();
  const [idempotencyKey] = useState(newIdempotencyKey);
  const form = useCounterReportForm();
  const missing = report.evidence.kinds.filter(({ present }) => !present);
  const mend = useMending(report.caseId, onDone);
  const send = ({ papers = {}, ...mended }: Mended) =>
    mend.mutate({
      identity,
      mending: { ...changesTo(report, mended), expectedSequence: report.sequence, idempotencyKey },
      paperKinds: missing.filter(({ id }) => papers[id]).map(({ id }) => id),
    });
  const required = [{ required: true, whitespace: true, message: t('请填写此项。') }];
  return (
    <Modal open title={`${t('代为补正')} · ${report.caseId}`} onCancel={onClose} footer={null} destroyOnHidden>
      <p className="request-said">{report.steps.at(-1)?.reason}</p>
      <Form<Mended>
        layout="vertical"
        initialValues={{ matter: report.matter, occurredOn: report.occurredOn }}
        onFinish={send}
      >
        <Form.Item name="matter" label={t('具体做了什么')} rules={required}>
          <Input.TextArea rows={4} maxLength={form.data?.limits.matter} showCount />
        </Form.Item>
        <Form.Item name="occurredOn" label={t('哪一天')} rules={required}>
          <Input type="date" />
        </Form.Item>
        <Form.Item name="note" label={t('给办理部门的说明（可不填）')}>
          <Input maxLength={lengthOf(OwnReportMending.shape.note).most} />
        </Form.Item>
        <Papers kinds={missing} />
        {mend.isError ? <ProblemAlert error={mend.error} /> : null}
        <div className="case-acts case-refused">
          <Button type="primary" htmlType="submit" loading={mend.isPending}>
            {t('重新提交')}
          </Button>
          <Button onClick={onClose}>{t('取消')}</Button>
        </div>
      </Form>
    </Modal>
  );
}

/** Only what differs is sent: the log then says what was changed. */
const changesTo = (report: OwnReportStatus, { matter, occurredOn, note }: Omit<Mended, 'papers'>) => ({
  ...(matter === report.matter ? {} : { matter }),
  ...(occurredOn === report.occurredOn ? {} : { occurredOn }),
  ...(note ? { note } : {}),
});

export function WithdrawReport({ appeared: { identity }, report, onClose, onDone }: Props) {
  const t = useText();
  const [idempotencyKey] = useState(newIdempotencyKey);
  const withdraw = useReportWithdrawal(report.caseId, onDone);
  const send = ({ reason }: { reason?: string }) =>
    withdraw.mutate({
      identity,
      withdrawal: { ...(reason ? { reason } : {}), expectedSequence: report.sequence, idempotencyKey },
    });
  return (
    <Modal open title={`${t('代为撤回')} · ${report.caseId}`} onCancel={onClose} footer={null} destroyOnHidden>
      <p>{t('撤回以后不再办理；同一件事以后还可以再报。')}</p>
      <Form<{ reason?: string }> layout="vertical" onFinish={send}>
        <Form.Item name="reason" label={t('撤回的理由（可不填）')}>
          <Input maxLength={lengthOf(OwnReportWithdrawal.shape.reason).most} />
        </Form.Item>
        {withdraw.isError ? <ProblemAlert error={withdraw.error} /> : null}
        <div className="case-acts case-refused">
          <Button type="primary" htmlType="submit" loading={withdraw.isPending}>
            {t('代为撤回')}
          </Button>
          <Button onClick={onClose}>{t('取消')}</Button>
        </div>
      </Form>
    </Modal>
  );
}
