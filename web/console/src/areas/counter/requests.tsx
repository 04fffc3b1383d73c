/** The requests of who appears: how they stand, the answers, and what the applicant may still do. */
import { App, Button, Form, Input, Modal, Spin, Tag } from 'antd';
import { useState } from 'react';
import { PaperEvidence } from '#contracts/evidence.ts';
import { type ApplicantActionRequest, type OwnRequest, Statement, WithdrawalReason } from '#contracts/rights.ts';
import { lengthOf } from '../../../../shared/limits.ts';
import { applicantStep } from '../../../../shared/rights-request.ts';
import { newIdempotencyKey } from '../../api.ts';
import { useText } from '../../language.tsx';
import { CaseDeadline } from '../../parts/case-deadline.tsx';
import { useLengthRule } from '../../parts/length-rule.ts';
import {
  APPLICANTS,
  KINDS,
  OUTCOMES,
  REQUEST_ACTIONS,
  REQUEST_COLOURS,
  REQUEST_STATES,
} from '../../parts/rights-words.ts';
import { ProblemAlert } from '../../problem.tsx';
import type { Appeared } from './appeared.ts';
import { useApplicantStep, useCounterRequests, usePaperProof } from './questions.ts';
import { PROOF } from './words.ts';

type Step = ApplicantActionRequest['action'];

export function CounterRequests({ appeared }: { readonly appeared: Appeared }) {
  const t = useText();
  const requests = useCounterRequests(appeared);
  return (
    <section className="office-card">
      <h2>{t('已提出的申请')}</h2>
      {requests.isError ? <ProblemAlert error={requests.error} onRetry={() => void requests.refetch()} /> : null}
      {requests.isPending ? <Spin /> : null}
      {requests.data?.items.length === 0 ? <p className="quiet">{t('没有提出过申请。')}</p> : null}
      {requests.data?.items.map((request) => (
        <OneRequest key={request.requestId} appeared={appeared} request={request} />
      ))}
    </section>
  );
}

function OneRequest({ appeared, request }: { readonly appeared: Appeared; readonly request: OwnRequest }) {
  const t = useText();
  const [chosen, setChosen] = useState<Step | null>(null);
  const [paper, setPaper] = useState(false);
  const may = request.available.filter(({ action, available }) => available && APPLICANTS.includes(action));
  const answer = request.steps.findLast(({ action }) => action === 'decide' || action === 'decide-review');
  return (
    <article className="counter-case">
      <h3>
        {t(KINDS[request.kind])} <span className="numbers">{request.caseId}</span>{' '}
        <Tag color={REQUEST_COLOURS[request.state]}>{t(REQUEST_STATES[request.state])}</Tag>
      </h3>
      <p>
        {t('{date} 提出，现由{department}办理', { date: request.openedOn, department: request.handledBy })}{' '}
        <CaseDeadline dueOn={request.dueOn} left={request.workingDaysLeft} />
      </p>
      <p className="request-said">{request.statement}</p>
      {answer ? (
        <p>
          <strong>{answer.outcome ? t(OUTCOMES[answer.outcome]) : null}</strong>
          {t('：')}
          {answer.text}
        </p>
      ) : null}
      <div className="case-acts">
        {may.map(({ action }) => (
          <Button key={action} size="small" onClick={() => setChosen(action as Step)}>
            {t('代为{what}', { what: t(REQUEST_ACTIONS[action]) })}
          </Button>
        ))}
        {may.some(({ action }) => action === 'withdraw') ? (
          <Button size="small" onClick={() => setPaper(true)}>
            {t('登记已核对的纸质证明')}
          </Button>
        ) : null}
      </div>
      {chosen ? <StepForm appeared={appeared} request={request} step={chosen} onClose={() => setChosen(null)} /> : null}
      {paper ? <PaperForm appeared={appeared} request={request} onClose={() => setPaper(false)} /> : null}
    </article>
  );
}

interface StepProps {
  readonly appeared: Appeared;
  readonly request: OwnRequest;
  readonly step: Step;
  readonly onClose: () => void;
}

/** The office keeps the paper and answers for having seen it. */
function PaperForm({ appeared, request, onClose }: Omit<StepProps, 'step'>) {
  const t = useText();
  const { message } = App.useApp();
  const keep = usePaperProof(appeared, request, (known) => {
    void message.success(known ? t('此前已经登记过') : t('已登记，请妥善留存原件或者复印件'));
    onClose();
  });
  const { most } = lengthOf(PaperEvidence.shape.note);
  return (
    <Modal open title={t('登记已核对的纸质证明')} onCancel={onClose} footer={null} destroyOnHidden>
      <Form<{ note: string }>
        layout="vertical"
        onFinish={({ note }) => keep.mutate({ kind: PROOF[request.kind], note })}
      >
        <Form.Item
          name="note"
          label={t('是什么材料')}
          extra={t('例如：缴款凭证原件；不要写身份证号码')}
          rules={[{ required: true, whitespace: true, max: most, message: t('请填写此项。') }]}
        >
          <Input maxLength={most} />
        </Form.Item>
        {keep.isError ? <ProblemAlert error={keep.error} /> : null}
        <Button type="primary" htmlType="submit" loading={keep.isPending}>
          {t('登记')}
        </Button>
      </Form>
    </Modal>
  );
}

function StepForm({ appeared, request, step, onClose }: StepProps) {
  const t = useText();
  const rule = useLengthRule();
  const { message } = App.useApp();
  const [idempotencyKey] = useState(newIdempotencyKey);
  const taking = useApplicantStep(appeared, request, () => {
    void message.success(step === 'withdraw' ? t('已准备，等本人确认') : t('已提交，本人会收到通知'));
    onClose();
  });
  const length = lengthOf(step === 'withdraw' ? WithdrawalReason : Statement);
  return (
    <Modal
      open
      title={`${t(REQUEST_ACTIONS[step])} · ${request.caseId}`}
      onCancel={onClose}
      footer={null}
      destroyOnHidden
    >
      <Form<{ words: string }>
        layout="vertical"
        onFinish={({ words }) =>
          taking.mutate(applicantStep(step, words, { idempotencyKey, expectedSequence: request.sequence }))
        }
      >
        <Form.Item
          name="words"
          label={step === 'withdraw' ? t('撤回的理由') : t('本人的意见')}
          extra={t('不要写病情、行踪、证件号码')}
          rules={[rule(length)]}
        >
          <Input.TextArea rows={4} maxLength={length.most} showCount />
        </Form.Item>
        {taking.isError ? <ProblemAlert error={taking.error} /> : null}
        <div className="case-acts">
          <Button type="primary" htmlType="submit" loading={taking.isPending}>
            {t('代为{what}', { what: t(REQUEST_ACTIONS[step]) })}
          </Button>
          <Button onClick={onClose}>{t('取消')}</Button>
        </div>
      </Form>
    </Modal>
  );
}
