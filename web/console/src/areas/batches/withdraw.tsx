/** Taking a batch back, with the reason that stays on record; or why it cannot be taken back. */
import { useMutation } from '@tanstack/react-query';
import { App, Button, Form, Input, Modal, Tooltip } from 'antd';
import { useState } from 'react';
import { type BatchDetail, WithdrawRequest } from '#contracts/intake.ts';
import { lengthOf } from '../../../../shared/limits.ts';
import { call } from '../../api.ts';
import { useSaid, useText } from '../../language.tsx';
import { useProblemNotice } from '../../problem.tsx';
import { useBatchChanged } from './questions.ts';

const REASON = lengthOf(WithdrawRequest.shape.reason);

export function WithdrawBatch({ batch }: { readonly batch: BatchDetail }) {
  const t = useText();
  const said = useSaid();
  const changed = useBatchChanged(batch.id);
  const { message } = App.useApp();
  const notice = useProblemNotice();
  const [open, setOpen] = useState(false);
  const [form] = Form.useForm<{ reason: string }>();
  const withdraw = useMutation({
    mutationFn: (reason: string) => call('POST /batches/:id/withdraw', { params: { id: batch.id }, body: { reason } }),
    onSuccess: () => {
      setOpen(false);
      void message.success(t('已撤回整批。'));
    },
    onError: notice,
    onSettled: changed,
  });
  if (!batch.withdrawal.available)
    return (
      <Tooltip title={said(batch.withdrawal)} trigger={['hover', 'focus', 'click']} placement="bottomRight">
        {/* still reachable by keyboard, so that the reason can be read */}
        <Button aria-disabled className="unavailable" aria-description={said(batch.withdrawal)}>
          {t('撤回整批')}
        </Button>
      </Tooltip>
    );
  return (
    <>
      <Button danger onClick={() => setOpen(true)}>
        {t('撤回整批')}
      </Button>
      <Modal
        open={open}
        title={t('撤回批次 {id}', { id: batch.id })}
        okText={t('确认撤回')}
        okButtonProps={{ danger: true, htmlType: 'submit', form: 'withdraw', loading: withdraw.isPending }}
        onCancel={() => setOpen(false)}
        destroyOnHidden
      >
        <p>
          {t('本批 {count} 件事项将全部撤回，不再审核。撤回后不能恢复，可以改好后重新报送。', {
            count: (batch.accepted + batch.suspect).toLocaleString(),
          })}
        </p>
        <Form id="withdraw" form={form} layout="vertical" onFinish={({ reason }) => withdraw.mutate(reason.trim())}>
          <Form.Item
            name="reason"
            label={t('撤回原因')}
            rules={[{ required: true, whitespace: true, min: REASON.least, message: t('请写明撤回原因') }]}
          >
            <Input.TextArea rows={3} maxLength={REASON.most} />
          </Form.Item>
        </Form>
      </Modal>
    </>
  );
}
