/** The requests of who appears: how they stand, the answers, and what the applicant may still do. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Input, Modal, Spin, Tag } from 'antd';
import { useState } from 'react';
import type { ApplicantActionRequest, OwnRequest } from '#contracts/rights.ts';
import { applicantStep } from '../../../../shared/rights-request.ts';
import { call, newIdempotencyKey } from '../../api.ts';
import { useText } from '../../language.tsx';
import { CaseDeadline } from '../../parts/case-deadline.tsx';
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
import { PROOF } from './words.ts';

type Step = ApplicantActionRequest['action'];

export function CounterRequests({ appeared }: { readonly appeared: Appeared }) {
  const t = useText();
  const { identity, visit } = appeared;
  const requests = useQuery({
    queryKey: ['counter-requests', visit],
    queryFn: () => call('POST /assisted/standing', { body: { identity } }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
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
function PaperForm({ appeared: { identity }, request, onClose }: Omit<StepProps, 'step'>) {
  const t = useText();
  const { message } = App.useApp();
  const keep = useMutation({
    mutationFn: ({ note }: { note: string }) =>
      call('POST /assisted/requests/:id/evidence/paper', {
        params: { id: request.requestId },
        body: {
          identity,
          paper: { kind: PROOF[request.kind], note },
        },
      }),
    onSuccess: ({ known }) => {
      void message.success(known ? t('此前已经登记过') : t('已登记，请妥善留存原件或者复印件'));
      onClose();
    },
  });
  return (
    <Modal open title={t('登记已核对的纸质证明')} onCancel={onClose} footer={null} destroyOnHidden>
      <Form<{ note: string }> layout="vertical" onFinish={(values) => keep.mutate(values)}>
        <Form.Item
          name="note"
          label={t('是什么材料')}
          extra={t('例如：缴款凭证原件；不要写身份证号码')}
          rules={[{ required: true, whitespace: true, max: 100, message: t('请填写此项。') }]}
        >
          <Input maxLength={100} />
        </Form.Item>
        {keep.isError ? <ProblemAlert error={keep.error} /> : null}
        <Button type="primary" htmlType="submit" loading={keep.isPending}>
          {t('登记')}
        </Button>
      </Form>
    </Modal>
  );
}

function StepForm({ appeared: { identity, visit }, request, step, onClose }: StepProps) {
  const t = useText();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [idempotencyKey] = useState(newIdempotencyKey);
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);

  async function send({ words }: { words: string }): Promise<void> {
    setSending(true);
    setProblem(null);
    try {
      await call('POST /assisted/requests/:id/actions', {
        params: { id: request.requestId },
        body: {
          identity,
          step: applicantStep(step, words, { idempotencyKey, expectedSequence: request.sequence }),
        },
      });
      void message.success(t('已提交，本人会收到通知'));
      void queries.invalidateQueries({ queryKey: ['counter-requests', visit] });
      void queries.invalidateQueries({ queryKey: ['counter-guidance', visit, request.caseId] });
      onClose();
    } catch (error) {
      setProblem(error);
    } finally {
      setSending(false);
    }
  }

  return (
    <Modal
      open
      title={`${t(REQUEST_ACTIONS[step])} · ${request.caseId}`}
      onCancel={onClose}
      footer={null}
      destroyOnHidden
    >
      <Form<{ words: string }> layout="vertical" onFinish={(values) => void send(values)}>
        <Form.Item
          name="words"
          label={step === 'withdraw' ? t('撤回的理由') : t('本人的意见')}
          extra={t('不要写病情、行踪、证件号码')}
          rules={[{ required: true, whitespace: true, min: 5, max: 500, message: t('请填写，5 到 500 个字。') }]}
        >
          <Input.TextArea rows={4} maxLength={500} showCount />
        </Form.Item>
        {problem ? <ProblemAlert error={problem} /> : null}
        <div className="case-acts">
          <Button type="primary" htmlType="submit" loading={sending}>
            {t('代为{what}', { what: t(REQUEST_ACTIONS[step]) })}
          </Button>
          <Button onClick={onClose}>{t('取消')}</Button>
        </div>
      </Form>
    </Modal>
  );
}
