/** The form of one action: exactly the fields its contract has, nothing the platform fixes itself. */

import { Alert, Button, Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { type ActionOutcome, type ActionRequest, Note, Reason } from '#contracts/case-actions.ts';
import type { CaseDetail } from '#contracts/determination.ts';
import { lengthOf } from '../../../../shared/limits.ts';
import { ApiProblem, call, newIdempotencyKey } from '../../api.ts';
import { type Translate, usePeriod, useText } from '../../language.tsx';
import { useLengthRule } from '../../parts/length-rule.ts';
import { ProblemAlert } from '../../problem.tsx';
import { CaseCorrection, type CorrectionValues, correctionOf } from './correction.tsx';
import { ACTIONS, type ActionName, SERVICE_METHODS } from './words.ts';

interface Props {
  readonly detail: CaseDetail;
  readonly action: ActionName;
  readonly onDone: (outcome: ActionOutcome) => void;
  /** somebody else acted meanwhile */
  readonly onConflict: (error: ApiProblem) => void;
  readonly onClose: () => void;
}

type Values = Record<string, string | undefined> & CorrectionValues;

export function CaseActionForm({ detail, action, onDone, onConflict, onClose }: Props) {
  const t = useText();
  const [idempotencyKey] = useState(newIdempotencyKey);
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);

  async function send(values: Values): Promise<void> {
    const payload = action === 'correct' ? correctionOf(values, detail) : filled(values);
    const request = { action, payload, idempotencyKey, expectedSequence: detail.sequence } as ActionRequest;
    setSending(true);
    setProblem(null);
    try {
      onDone(await call('POST /cases/:id/actions', { params: { id: detail.caseId }, body: request }));
    } catch (error) {
      if (error instanceof ApiProblem && error.document.code === 'case.conflict') onConflict(error);
      else setProblem(error);
    } finally {
      setSending(false);
    }
  }

  return (
    <Modal
      open
      title={`${t(ACTIONS[action])} · ${detail.caseId}`}
      onCancel={onClose}
      footer={null}
      width={action === 'correct' ? 720 : 560}
      destroyOnHidden
    >
      <Form<Values>
        layout="vertical"
        initialValues={{ servedOn: detail.today, receivedOn: detail.today }}
        onFinish={(values) => void send(values)}
        scrollToFirstError
      >
        <Consequence detail={detail} action={action} />
        <Fields detail={detail} action={action} t={t} />
        {problem ? <ProblemAlert error={problem} /> : null}
        <div className="case-acts case-refused">
          <Button
            type="primary"
            htmlType="submit"
            loading={sending}
            danger={action === 'refuse' || action === 'withdraw'}
          >
            {t('确定{action}', { action: t(ACTIONS[action]) })}
          </Button>
          <Button onClick={onClose}>{t('取消')}</Button>
        </div>
      </Form>
    </Modal>
  );
}

/** Empty optional fields are left out: the contract takes no empty text. */
function filled(values: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => typeof value === 'string' && value.trim() !== ''),
  );
}

function Consequence({ detail, action }: Pick<Props, 'detail' | 'action'>) {
  const t = useText();
  const period = usePeriod();
  const text = consequenceOf(detail, action, t, period);
  return text ? <Alert className="case-consequence" type="info" showIcon title={text} /> : null;
}

function consequenceOf(
  detail: CaseDetail,
  action: ActionName,
  t: Translate,
  period: ReturnType<typeof usePeriod>,
): string | null {
  switch (action) {
    case 'review':
      return detail.polarity === 'adverse'
        ? t('审核通过后，先告知当事人并听取陈述申辩，再由另一人认定。')
        : t('审核通过后，由另一人认定。');
    case 'determine':
      if (detail.periodEndedOn)
        return t('期限已过：自决定之日起算的期限已于 {day} 届满。认定后事项办结，不形成记录，也不推送。', {
          day: detail.periodEndedOn,
        });
      return t('认定后即成为信用记录，并按规定推送。认定不能撤销，只能以后更正、修复或者撤销记录。');
    case 'return':
      return t('退回后由报送人更正；已有的审核和告知作废，更正后重新审核。');
    case 'refuse':
      return t('不予认定后，该事项办结，不能再办理。');
    case 'withdraw':
      return t('撤回后，该事项办结；如需再报，须重新报送。');
    case 'correct':
      return t('更正后，已有的审核、核实和告知作废，须重新审核。');
    case 'serve-notice':
      return t('陈述申辩期 {period}，自送达次日起算，截止日由系统按工作日计算。', {
        period: period(detail.responseWindow?.period ?? ''),
      });
    default:
      return null;
  }
}

function Fields({ detail, action, t }: Pick<Props, 'detail' | 'action'> & { readonly t: Translate }) {
  switch (action) {
    case 'review':
    case 'determine':
      return <Words name="note" label={t('说明（可不填）')} optional />;
    case 'clear-suspicion':
      return (
        <>
          <Words name="registryEvidence" label={t('据以核对的登记信息')} hint={t('登记机关、查询日期和结果')} />
          <Words name="reason" label={t('核实的理由')} />
        </>
      );
    case 'return':
    case 'refuse':
    case 'withdraw':
      return <Words name="reason" label={t('理由')} hint={REASON_HINTS[action]} />;
    case 'serve-notice':
      return (
        <>
          <Day name="servedOn" label={t('送达日期')} latest={detail.today} />
          <Form.Item
            name="serviceMethod"
            label={t('送达方式')}
            rules={[{ required: true, message: t('请选择送达方式。') }]}
          >
            <Select options={Object.entries(SERVICE_METHODS).map(([value, label]) => ({ value, label: t(label) }))} />
          </Form.Item>
        </>
      );
    case 'receive-response':
      return (
        <>
          <Day
            name="receivedOn"
            label={t('收到日期')}
            latest={detail.today}
            earliest={detail.notice?.servedOn ?? undefined}
          />
          <Words name="summary" label={t('陈述申辩要点')} hint={t('只记与本事项有关的意见；不要写病情、行踪等信息')} />
        </>
      );
    case 'consider-response':
      return <Words name="reasoning" label={t('审查意见')} hint={t('对事实、理由和证据逐项说明采纳与否及原因')} />;
    case 'correct':
      return (
        <>
          <Words name="reason" label={t('更正的理由')} />
          <CaseCorrection detail={detail} />
        </>
      );
  }
}

const REASON_HINTS: Readonly<Record<'return' | 'refuse' | 'withdraw', string>> = {
  return: '写明哪里不对、要补什么，报送人会看到',
  refuse: '写明不予认定的事实和依据',
  withdraw: '写明为什么撤回',
};

const REASON = lengthOf(Reason);
const NOTE = lengthOf(Note);

interface Entry {
  readonly name: string;
  readonly label: string;
}

function Words({
  name,
  label,
  hint,
  optional = false,
}: Entry & { readonly hint?: string; readonly optional?: boolean }) {
  const t = useText();
  const rule = useLengthRule();
  return (
    <Form.Item
      name={name}
      label={label}
      {...(hint ? { extra: t(hint) } : {})}
      rules={optional ? [{ max: NOTE.most, message: t('不超过 {most} 个字。', { most: NOTE.most }) }] : [rule(REASON)]}
    >
      <Input.TextArea rows={4} maxLength={(optional ? NOTE : REASON).most} showCount />
    </Form.Item>
  );
}

export function Day({
  name,
  label,
  latest,
  earliest,
}: Entry & { readonly latest: string; readonly earliest?: string | undefined }) {
  const t = useText();
  return (
    <Form.Item name={name} label={label} rules={[{ required: true, message: t('请填写日期。') }]}>
      <Input type="date" max={latest} {...(earliest ? { min: earliest } : {})} />
    </Form.Item>
  );
}
