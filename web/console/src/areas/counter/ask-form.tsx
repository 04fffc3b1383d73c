/** What the person says, in their words, entered for them; exactly what each kind of request needs. */
import { useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Checkbox, Form, Input, Modal, Radio } from 'antd';
import { useState } from 'react';
import type { Guidance } from '#contracts/rights.ts';
import { rightsRequest } from '../../../../shared/rights-request.ts';
import { call, newIdempotencyKey } from '../../api.ts';
import { useText } from '../../language.tsx';
import { SIZES } from '../../parts/rights-words.ts';
import { ProblemAlert } from '../../problem.tsx';
import type { Appeared } from './appeared.ts';
import { ASKS } from './words.ts';

interface Props {
  readonly appeared: Appeared;
  readonly caseId: string;
  readonly possible: Guidance['items'][number];
  readonly onClose: () => void;
}

interface Values {
  readonly statement: string;
  readonly commitment?: true;
  readonly size?: keyof typeof SIZES;
  readonly until?: string;
}

const STATEMENTS: Readonly<Record<Props['possible']['kind'], string>> = {
  objection: '哪里有误，实际情况是什么',
  repair: '如何履行了义务、纠正了失信行为',
  relief: '疫情如何造成了失信',
  response: '陈述申辩的意见、事实和理由',
};

export function CounterForm({ appeared: { identity, visit }, caseId, possible, onClose }: Props) {
  const t = useText();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [idempotencyKey] = useState(newIdempotencyKey);
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const { kind } = possible;

  async function send({ statement, ...wanted }: Values): Promise<void> {
    setSending(true);
    setProblem(null);
    try {
      if (kind === 'response') {
        const response = { statement, idempotencyKey };
        await call('POST /assisted/responses', { body: { identity, caseId, response } });
      } else {
        const request = rightsRequest(kind, { caseId, statement, idempotencyKey }, wanted);
        await call('POST /assisted/requests', { body: { identity, request } });
      }
      void message.success(t('已提交，本人会收到通知'));
      void queries.invalidateQueries({ queryKey: ['counter-requests', visit] });
      void queries.invalidateQueries({ queryKey: ['counter-guidance', visit, caseId] });
      onClose();
    } catch (error) {
      setProblem(error);
    } finally {
      setSending(false);
    }
  }

  return (
    <Modal open title={`${t(ASKS[kind])} · ${caseId}`} onCancel={onClose} footer={null} width={600} destroyOnHidden>
      <Alert
        className="case-consequence"
        type="info"
        showIcon
        title={t('请照本人的意思填写，念给本人听，同意后再提交')}
        description={
          <ol className="counter-steps">
            {possible.steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
        }
      />
      <Form<Values> layout="vertical" onFinish={(values) => void send(values)} scrollToFirstError>
        <Form.Item
          name="statement"
          label={t(STATEMENTS[kind])}
          extra={t('不要写病情、行踪、证件号码')}
          rules={[{ required: true, whitespace: true, min: 5, max: 2000, message: t('请填写，5 到 2000 个字。') }]}
        >
          <Input.TextArea rows={5} maxLength={2000} showCount />
        </Form.Item>
        {kind === 'relief' ? <Relief possible={possible} /> : null}
        {kind === 'repair' ? (
          <Form.Item
            name="commitment"
            valuePropName="checked"
            rules={[
              {
                validator: (_, value) =>
                  value ? Promise.resolve() : Promise.reject(new Error(t('须由本人作出信用承诺。'))),
              },
            ]}
          >
            <Checkbox>{t('本人承诺：所述属实，今后依法诚信')}</Checkbox>
          </Form.Item>
        ) : null}
        {problem ? <ProblemAlert error={problem} /> : null}
        <div className="case-acts case-refused">
          <Button type="primary" htmlType="submit" loading={sending}>
            {t('代为{what}', { what: t(ASKS[kind]) })}
          </Button>
          <Button onClick={onClose}>{t('取消')}</Button>
        </div>
      </Form>
    </Modal>
  );
}

function Relief({ possible }: Pick<Props, 'possible'>) {
  const t = useText();
  return (
    <>
      <Form.Item name="size" label={t('企业规模')} rules={[{ required: true, message: t('请选择。') }]}>
        <Radio.Group options={Object.entries(SIZES).map(([value, label]) => ({ value, label: t(label) }))} />
      </Form.Item>
      <Form.Item name="until" label={t('申请暂缓至')} rules={[{ required: true, message: t('请填写日期。') }]}>
        <Input type="date" {...(possible.until ? { max: possible.until } : {})} />
      </Form.Item>
    </>
  );
}
