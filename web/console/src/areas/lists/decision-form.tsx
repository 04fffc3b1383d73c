/** Puts an objection to an entry on record, or decides it: what follows is said, and a reason is asked for. */
import { useMutation } from '@tanstack/react-query';
import { App, Form, Input, Modal } from 'antd';
import { ENTRY_REASON } from '#contracts/lengths.ts';
import type { DecisionRequest, Round } from '#contracts/lists.ts';
import { call } from '../../api.ts';
import { useText } from '../../language.tsx';
import { useProblemNotice } from '../../problem.tsx';
import { useRoundChanged } from './questions.ts';
import { ENTRY_ACTS, type EntryAct, type RoundEntry } from './words.ts';

const EXPLAINED: Readonly<Record<EntryAct, string>> = {
  objection: '登记后该条目转为待处理，信用主管部门决定以前不能会签和发布。',
  kept: '该条目列入下一期名单。理由记录在案。',
  struck: '该条目不列入本轮名单，本轮内不能改回。理由记录在案。',
};

interface Props {
  readonly round: Round;
  readonly entry: RoundEntry;
  readonly act: EntryAct;
  readonly onClose: () => void;
}

export function DecisionForm({ round, entry, act, onClose }: Props) {
  const t = useText();
  const [form] = Form.useForm<{ reason: string }>();
  const decide = useDecide(round.roundId, onClose);
  return (
    <Modal
      open
      title={`${t(ENTRY_ACTS[act])}：${entry.name}`}
      okText={t(ENTRY_ACTS[act])}
      confirmLoading={decide.isPending}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <p>{t(EXPLAINED[act])}</p>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={({ reason }) => decide.mutate({ recordId: entry.recordId, decision: act, reason })}
      >
        <Form.Item
          name="reason"
          label={act === 'objection' ? t('谁提出了什么异议') : t('理由')}
          rules={[
            {
              ...{ required: true, min: ENTRY_REASON.least, max: ENTRY_REASON.most },
              message: t('请填写 {least} 至 {most} 字', { ...ENTRY_REASON }),
            },
          ]}
        >
          <Input.TextArea rows={4} maxLength={ENTRY_REASON.most} autoFocus />
        </Form.Item>
      </Form>
    </Modal>
  );
}

function useDecide(roundId: string, onDone: () => void) {
  const t = useText();
  const { message } = App.useApp();
  const changed = useRoundChanged(roundId);
  return useMutation({
    mutationFn: (body: DecisionRequest) => call('POST /rounds/:id/decisions', { params: { id: roundId }, body }),
    onSuccess: (after) => {
      changed(after);
      void message.success(t('已记录'));
      onDone();
    },
    onError: useProblemNotice(),
  });
}
