/** Taking a piece of evidence back, with the reason that stays on record. */
import { useMutation } from '@tanstack/react-query';
import { Form, Input, Modal } from 'antd';
import type { CaseDetail } from '#contracts/determination.ts';
import { EvidenceWithdrawal } from '#contracts/evidence.ts';
import { lengthOf } from '../../../../shared/limits.ts';
import { call } from '../../api.ts';
import { useText, useTitle } from '../../language.tsx';
import { ProblemAlert } from '../../problem.tsx';
import type { Piece } from './evidence-pieces.tsx';

const REASON = lengthOf(EvidenceWithdrawal.shape.reason);

interface Props {
  readonly detail: CaseDetail;
  readonly piece: Piece;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

export function EvidenceTakeBack({ detail, piece, onClose, onDone }: Props) {
  const t = useText();
  const titled = useTitle();
  const [form] = Form.useForm<{ reason: string }>();
  const back = useMutation({
    mutationFn: ({ reason }: { reason: string }) =>
      call('POST /cases/:id/evidence/:evidence/withdraw', {
        params: { id: detail.caseId, evidence: piece.evidenceId },
        body: { reason },
      }),
    onSuccess: onDone,
  });
  return (
    <Modal
      open
      title={t('撤回“{title}”', { title: titled(piece) })}
      okText={t('确定撤回')}
      cancelText={t('取消')}
      confirmLoading={back.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <p className="case-hint">{t('文件随后删除，登记和理由保留。')}</p>
      <Form form={form} layout="vertical" onFinish={(values) => back.mutate(values)}>
        <Form.Item
          name="reason"
          label={t('理由')}
          rules={[
            {
              ...{ required: true, whitespace: true, min: REASON.least, max: REASON.most },
              message: t('请写明理由，{least} 到 {most} 个字。', { ...REASON }),
            },
          ]}
        >
          <Input autoFocus maxLength={REASON.most} />
        </Form.Item>
      </Form>
      {back.isError ? <ProblemAlert error={back.error} /> : null}
    </Modal>
  );
}
