/** What the person says, in their words, entered for them; exactly what each kind of request needs. */
import { Alert, App, Button, Checkbox, Form, Input, Modal, Radio } from 'antd';
import { useState } from 'react';
import { type Guidance, Statement } from '#contracts/rights.ts';
import { lengthOf } from '../../../../shared/limits.ts';
import { rightsRequest } from '../../../../shared/rights-request.ts';
import { newIdempotencyKey } from '../../api.ts';
import { useText } from '../../language.tsx';
import { useLengthRule } from '../../parts/length-rule.ts';
import { SIZES } from '../../parts/rights-words.ts';
import { ProblemAlert } from '../../problem.tsx';
import type { Appeared } from './appeared.ts';
import { useAsk } from './questions.ts';
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
  relief: '通知规定的情形如何造成了失信',
  response: '陈述申辩的意见、事实和理由',
};
const STATEMENT = lengthOf(Statement);

export function CounterForm({ appeared, caseId, possible, onClose }: Props) {
  const t = useText();
  const { message } = App.useApp();
  const [idempotencyKey] = useState(newIdempotencyKey);
  const { kind } = possible;
  const ask = useAsk(appeared, caseId, () => {
    void message.success(t('已准备，等本人确认'));
    onClose();
  });

  function send({ statement, ...wanted }: Values): void {
    if (kind === 'response') ask.mutate({ kind: 'respond', caseId, statement, idempotencyKey });
    else ask.mutate(rightsRequest(kind, { caseId, statement, idempotencyKey }, wanted));
  }

  return (
    <Modal open title={`${t(ASKS[kind])} · ${caseId}`} onCancel={onClose} footer={null} width={600} destroyOnHidden>
      <Steps steps={possible.steps} />
      <Form<Values> layout="vertical" onFinish={send} scrollToFirstError>
        <Words label={t(STATEMENTS[kind])} />
        {kind === 'relief' ? <Relief possible={possible} /> : null}
        {kind === 'repair' ? <Commitment /> : null}
        {ask.isError ? <ProblemAlert error={ask.error} /> : null}
        <div className="case-acts case-refused">
          <Button type="primary" htmlType="submit" loading={ask.isPending}>
            {t('代为{what}', { what: t(ASKS[kind]) })}
          </Button>
          <Button onClick={onClose}>{t('取消')}</Button>
        </div>
      </Form>
    </Modal>
  );
}

/** What follows, to be read to the person first. */
function Steps({ steps }: Pick<Props['possible'], 'steps'>) {
  const t = useText();
  return (
    <Alert
      className="case-consequence"
      type="info"
      showIcon
      title={t('请照本人的意思填写，念给本人听，同意后再提交')}
      description={
        <ol className="counter-steps">
          {steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      }
    />
  );
}

function Words({ label }: { readonly label: string }) {
  const t = useText();
  const rule = useLengthRule();
  return (
    <Form.Item name="statement" label={label} extra={t('不要写病情、行踪、证件号码')} rules={[rule(STATEMENT)]}>
      <Input.TextArea rows={5} maxLength={STATEMENT.most} showCount />
    </Form.Item>
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

/** Nobody but the person can make it; without it repair cannot be asked for. */
function Commitment() {
  const t = useText();
  const made = (_: unknown, value: unknown) =>
    value ? Promise.resolve() : Promise.reject(new Error(t('须由本人作出信用承诺。')));
  return (
    <Form.Item name="commitment" valuePropName="checked" rules={[{ validator: made }]}>
      <Checkbox>{t('本人承诺：所述属实，今后依法诚信')}</Checkbox>
    </Form.Item>
  );
}
