/** A report that came back, mended with the person beside; or taken back before it is decided. */
import { useMutation } from '@tanstack/react-query';
import { Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import type { AssistedMending, AssistedWithdrawal, OwnReportStatus } from '#contracts/own-reports.ts';
import { call, newIdempotencyKey } from '../../api.ts';
import { useText } from '../../language.tsx';
import { ProblemAlert } from '../../problem.tsx';
import type { Appeared } from './appeared.ts';
import { Papers } from './report-form.tsx';

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
  const missing = report.evidence.kinds.filter(({ present }) => !present);
  const mend = useMutation({
    mutationFn: ({ matter, occurredOn, note, papers = {} }: Mended) => {
      const body: AssistedMending = {
        identity,
        mending: {
          ...(matter === report.matter ? {} : { matter }),
          ...(occurredOn === report.occurredOn ? {} : { occurredOn }),
          ...(note ? { note } : {}),
          ...{ expectedSequence: report.sequence, idempotencyKey },
        },
        paperKinds: missing.filter(({ id }) => papers[id]).map(({ id }) => id),
      };
      return call('POST /assisted/own-reports/:id/mending', { params: { id: report.caseId }, body });
    },
    onSuccess: onDone,
  });
  const required = [{ required: true, whitespace: true, message: t('请填写此项。') }];
  return (
    <Modal open title={`${t('代为补正')} · ${report.caseId}`} onCancel={onClose} footer={null} destroyOnHidden>
      <p className="request-said">{report.steps.at(-1)?.reason}</p>
      <Form<Mended>
        layout="vertical"
        initialValues={{ matter: report.matter, occurredOn: report.occurredOn }}
        onFinish={(values) => mend.mutate(values)}
      >
        <Form.Item name="matter" label={t('具体做了什么')} rules={required}>
          <Input.TextArea rows={4} maxLength={500} showCount />
        </Form.Item>
        <Form.Item name="occurredOn" label={t('哪一天')} rules={required}>
          <Input type="date" />
        </Form.Item>
        <Form.Item name="note" label={t('给办理部门的说明（可不填）')}>
          <Input maxLength={500} />
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

export function WithdrawReport({ appeared: { identity }, report, onClose, onDone }: Props) {
  const t = useText();
  const [idempotencyKey] = useState(newIdempotencyKey);
  const withdraw = useMutation({
    mutationFn: ({ reason }: { reason?: string }) => {
      const body: AssistedWithdrawal = {
        identity,
        withdrawal: { ...(reason ? { reason } : {}), ...{ expectedSequence: report.sequence, idempotencyKey } },
      };
      return call('POST /assisted/own-reports/:id/withdrawal', { params: { id: report.caseId }, body });
    },
    onSuccess: onDone,
  });
  return (
    <Modal open title={`${t('代为撤回')} · ${report.caseId}`} onCancel={onClose} footer={null} destroyOnHidden>
      <p>{t('撤回以后不再办理；同一件事以后还可以再报。')}</p>
      <Form<{ reason?: string }> layout="vertical" onFinish={(values) => withdraw.mutate(values)}>
        <Form.Item name="reason" label={t('撤回的理由（可不填）')}>
          <Input maxLength={500} />
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
