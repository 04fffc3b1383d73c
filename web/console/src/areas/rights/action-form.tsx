/** The form of one step on a request: exactly the fields its contract has, and what follows if it is taken. */
import { Alert, Button, Form, Input, Modal, Radio } from 'antd';
import { useState } from 'react';
import {
  CorrectedFacts,
  Reasoning,
  type RightsActionName,
  type RightsActionRequest,
  type RightsDetail,
  type RightsOutcome,
} from '#contracts/rights.ts';
import { OPINIONS, type Opinion, RIGHTS_DECISIONS, type RightsDecision } from '#contracts/vocabulary.ts';
import { lengthOf } from '../../../../shared/limits.ts';
import { type ApiProblem, newIdempotencyKey } from '../../api.ts';
import { type Translate, useText } from '../../language.tsx';
import { useLengthRule } from '../../parts/length-rule.ts';
import { OUTCOMES, REQUEST_ACTIONS } from '../../parts/rights-words.ts';
import { ProblemAlert } from '../../problem.tsx';
import { useRequestStep } from './questions.ts';

interface Props {
  readonly detail: RightsDetail;
  readonly action: RightsActionName;
  readonly onDone: (outcome: RightsOutcome) => void;
  /** somebody else acted meanwhile */
  readonly onConflict: (error: ApiProblem) => void;
  readonly onClose: () => void;
}

interface Values {
  readonly question?: string;
  readonly reasoning?: string;
  readonly reason?: string;
  readonly opinion?: Opinion;
  readonly outcome?: RightsDecision;
  readonly change?: 'corrected' | 'revoked';
  readonly until?: string;
  readonly matter?: string;
  readonly occurredOn?: string;
  readonly organisationName?: string;
}

export function RequestActionForm({ detail, action, onDone, onConflict, onClose }: Props) {
  const t = useText();
  const [idempotencyKey] = useState(newIdempotencyKey);
  const step = useRequestStep(detail, onDone, onConflict);
  const [form] = Form.useForm<Values>();
  const outcome = Form.useWatch('outcome', form);

  function send(values: Values): void {
    const payload = payloadOf(action, values, detail);
    step.mutate({ action, payload, idempotencyKey, expectedSequence: detail.sequence } as RightsActionRequest);
  }

  const consequence = consequenceOf(detail, action, outcome, t);
  return (
    <Modal
      open
      title={`${t(REQUEST_ACTIONS[action])} · ${detail.caseId}`}
      onCancel={onClose}
      footer={null}
      width={600}
      destroyOnHidden
    >
      <Form<Values>
        form={form}
        layout="vertical"
        initialValues={{ until: detail.asksUntil ?? undefined, ...factsOf(detail) }}
        onFinish={send}
        scrollToFirstError
      >
        <Fields detail={detail} action={action} />
        {consequence ? <Alert className="case-consequence" type="info" showIcon title={consequence} /> : null}
        {step.isError ? <ProblemAlert error={step.error} /> : null}
        <div className="case-acts case-refused">
          <Button type="primary" htmlType="submit" loading={step.isPending} danger={action === 'release'}>
            {t('确定{action}', { action: t(REQUEST_ACTIONS[action]) })}
          </Button>
          <Button onClick={onClose}>{t('取消')}</Button>
        </div>
      </Form>
    </Modal>
  );
}

const factsOf = ({ record }: RightsDetail) => ({
  matter: record?.matter,
  occurredOn: record?.occurredOn,
  organisationName: record?.organisation?.name,
});

function payloadOf(action: RightsActionName, values: Values, detail: RightsDetail): object {
  const { question, reasoning, reason, opinion, outcome, until } = values;
  switch (action) {
    case 'ask-provider':
      return { question };
    case 'assess':
      return { opinion, reasoning };
    case 'decide':
    case 'decide-review':
      return {
        outcome,
        reasoning,
        ...(outcome === 'granted' && detail.kind === 'objection' ? { remedy: remedyOf(values, detail) } : {}),
        ...(outcome === 'granted' && detail.kind === 'relief' ? { until } : {}),
      };
    default:
      return { reason };
  }
}

/** Only what was changed is sent. */
function remedyOf({ change, ...values }: Values, detail: RightsDetail): object {
  if (change !== 'corrected') return { change: 'revoked' };
  const corrected = Object.entries(factsOf(detail)).flatMap(([field, before]) => {
    const now = values[field as keyof ReturnType<typeof factsOf>];
    return now !== undefined && now !== '' && now !== before ? [[field, now]] : [];
  });
  return { change, corrected: Object.fromEntries(corrected) };
}

function consequenceOf(
  { kind }: RightsDetail,
  action: RightsActionName,
  outcome: Values['outcome'],
  t: Translate,
): string | null {
  switch (action) {
    case 'ask-provider':
      return t('认定单位须在规定的期限内核查答复；转交后两个期限都显示在“期限”里。');
    case 'return':
      return t('退回后由申请人补充；补充之日起重新计算期限。');
    case 'release':
      return t('解除后该记录立即恢复显示，并通知各方和当事人。');
    case 'decide':
    case 'decide-review':
      if (outcome === undefined) return null;
      return t(outcome === 'granted' ? GRANTED[kind] : action === 'decide' ? REFUSED[kind] : REVIEWED[kind]);
    default:
      return null;
  }
}

const GRANTED: Readonly<Record<RightsDetail['kind'], string>> = {
  objection: '决定与更正或者撤销同时生效，异议标注随之解除，并通知各方和当事人。',
  repair: '决定即刻执行：停止公示、停止共享和使用、解除措施、重新计算积分，并通知各方。',
  relief: '该记录自现在起至截止日不公示、不共享、不影响措施和积分，到期自动恢复；并引导企业及时纠正、修复。',
};
const REFUSED: Readonly<Record<RightsDetail['kind'], string>> = {
  objection: '记录不变，异议标注随之解除；当事人会收到理由，并可以申请复核。',
  repair: '记录不变；当事人会收到理由，并可以申请复核。',
  relief: '记录不变；当事人会收到理由，并可以申请复核。',
};
const REVIEWED: Readonly<Record<RightsDetail['kind'], string>> = {
  objection: '维持原决定，异议标注随之解除；当事人会收到理由。',
  repair: '维持原决定；当事人会收到理由。',
  relief: '维持原决定；当事人会收到理由。',
};

function Fields({ detail, action }: Pick<Props, 'detail' | 'action'>) {
  switch (action) {
    case 'ask-provider':
      return <Words name="question" label="请认定单位核查什么" hint="写明当事人异议的要点和需要核对的材料" />;
    case 'assess':
      return (
        <>
          <Choice name="opinion" label="意见" values={OPINIONS} />
          <Words name="reasoning" label="核查情况和理由" hint="对申请人所说逐项说明查到了什么、依据什么" />
        </>
      );
    case 'decide':
    case 'decide-review':
      return <Decision detail={detail} />;
    case 'return':
      return <Words name="reason" label="要补充什么" hint="申请人会看到；只能要求履行证明和信用承诺，不得另加条件" />;
    default:
      return <Words name="reason" label="理由" hint="申请人会看到" />;
  }
}

function Decision({ detail }: Pick<Props, 'detail'>) {
  const t = useText();
  const outcome = Form.useWatch('outcome');
  const granted = outcome === 'granted';
  return (
    <>
      <Choice name="outcome" label="决定" values={RIGHTS_DECISIONS} />
      {granted && detail.kind === 'objection' ? <Remedy detail={detail} /> : null}
      {granted && detail.kind === 'relief' ? (
        <Form.Item
          name="until"
          label={t('暂不纳入至')}
          extra={t('最后一日；不得超过自首次暂不纳入起的最长期限')}
          rules={[{ required: true, message: t('请填写日期。') }]}
        >
          <Input type="date" min={detail.today} />
        </Form.Item>
      ) : null}
      <Words name="reasoning" label="理由" hint="申请人会看到；写明事实和依据" />
    </>
  );
}

/** What an upheld objection changes: the facts, or the whole record. */
function Remedy({ detail }: Pick<Props, 'detail'>) {
  const t = useText();
  const change = Form.useWatch('change');
  return (
    <>
      <Form.Item name="change" label={t('如何纠正')} rules={[{ required: true, message: t('请选择。') }]}>
        <Radio.Group
          options={[
            { value: 'corrected', label: t('更正有误的内容') },
            { value: 'revoked', label: t('撤销该记录') },
          ]}
        />
      </Form.Item>
      {change === 'corrected' ? (
        <fieldset className="case-decision">
          <legend>{t('更正后的内容（只改有误的）')}</legend>
          <Form.Item name="matter" label={t('具体事项')}>
            <Input.TextArea rows={3} maxLength={lengthOf(CorrectedFacts.shape.matter).most} />
          </Form.Item>
          <Form.Item name="occurredOn" label={t('发生日期')}>
            <Input type="date" max={detail.today} />
          </Form.Item>
          {detail.record?.organisation ? (
            <Form.Item name="organisationName" label={t('单位名称')}>
              <Input maxLength={lengthOf(CorrectedFacts.shape.organisationName).most} />
            </Form.Item>
          ) : null}
        </fieldset>
      ) : null}
    </>
  );
}

const REASONING = lengthOf(Reasoning);

interface Entry {
  readonly name: string;
  readonly label: string;
}

function Choice({ name, label, values }: Entry & { readonly values: readonly (keyof typeof OUTCOMES)[] }) {
  const t = useText();
  return (
    <Form.Item name={name} label={t(label)} rules={[{ required: true, message: t('请选择。') }]}>
      <Radio.Group options={values.map((value) => ({ value, label: t(OUTCOMES[value]) }))} />
    </Form.Item>
  );
}

function Words({ name, label, hint }: Entry & { readonly hint: string }) {
  const t = useText();
  const rule = useLengthRule();
  return (
    <Form.Item name={name} label={t(label)} extra={t(hint)} rules={[rule(REASONING)]}>
      <Input.TextArea rows={4} maxLength={REASONING.most} showCount />
    </Form.Item>
  );
}
