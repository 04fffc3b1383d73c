/** One request: what one asked, what became of it, with reasons; and what one can still do. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { STATEMENT, WITHDRAWAL_REASON } from '#contracts/lengths.ts';
import type { OwnRequest, RightsActionName } from '#contracts/rights.ts';
import { useLanguage } from '../../../../shared/language.tsx';
import { lookUp } from '../../../../shared/look-up.ts';
import { applicantStep } from '../../../../shared/rights-request.ts';
import { useActing } from '../../acting.tsx';
import { newIdempotencyKey, platform } from '../../api.ts';
import { Answer } from '../../parts/answer.tsx';
import { Facts, Instant } from '../../parts/facts.tsx';
import { useFocusOnShow } from '../../parts/focus.ts';
import { Page } from '../../parts/page.tsx';
import { ProblemNotice } from '../../parts/problem-notice.tsx';
import { Proof } from './proof.tsx';
import { useOwnRequests } from './requests.tsx';
import { CHANNELS, REQUEST_STATES, REQUESTS, STEPS } from './words.ts';

export default function Request() {
  const { t } = useLanguage();
  const { id } = useParams({ strict: false }) as { id: string };
  const requests = useOwnRequests();
  return (
    <Page title={t('申请进度')} back={{ to: '/requests', title: t('权益') }}>
      <Answer of={requests}>
        {({ items }) => {
          const one = items.find(({ requestId }) => requestId === id);
          return one ? (
            <Detail request={one} />
          ) : (
            <p className="soft">{t('没有找到这件申请。如果您代表单位，请在上方选择为谁办理。')}</p>
          );
        }}
      </Answer>
    </Page>
  );
}

interface DetailProps {
  readonly request: OwnRequest;
}

function Detail({ request }: DetailProps) {
  const [done, setDone] = useState<string | null>(null);
  return (
    <>
      {done ? <Done key={request.sequence} text={done} /> : null}
      <Asked request={request} />
      <Proof request={request} />
      <Course request={request} />
      <StillPossible request={request} onDone={setDone} />
    </>
  );
}

/** What was asked, how it stands, with whom it lies and until when. */
function Asked({ request }: DetailProps) {
  const { t } = useLanguage();
  return (
    <section className="card">
      <p className="marks">
        <span className="mark warn">{t(REQUEST_STATES[request.state])}</span>
      </p>
      <h2>
        {t(REQUESTS[request.kind])} ·{' '}
        <Link to="/cases/$id" params={{ id: request.caseId }}>
          {request.caseId}
        </Link>
      </h2>
      <p className="said">{request.statement}</p>
      <Facts
        facts={[
          [t('提出日期'), `${request.openedOn}（${t(CHANNELS[request.channel])}）`],
          [t('由谁办理'), request.handledBy],
          [t('最迟'), request.dueOn],
          [t('暂不纳入至'), request.heldUntil],
        ]}
      />
    </section>
  );
}

/** What became of it so far. */
function Course({ request }: DetailProps) {
  const { t } = useLanguage();
  return (
    <section className="card">
      <h2>{t('经过')}</h2>
      <ol className="timeline">
        <li>
          <strong>{t('提出申请')}</strong> {request.openedOn}
        </li>
        {request.steps.map((step) => (
          <li key={step.sequence}>
            <Instant of={step.at} />
            <strong>{t(lookUp(STEPS, step.action) ?? step.action)}</strong>{' '}
            {step.by === '申请人' ? t('申请人') : step.by}
            {step.outcome ? <span className="mark">{t(OUTCOMES[step.outcome])}</span> : null}
            {step.text ? <p>{step.text}</p> : null}
          </li>
        ))}
      </ol>
    </section>
  );
}

function StillPossible({ request, onDone }: Pick<StepProps, 'request' | 'onDone'>) {
  const { t } = useLanguage();
  const can = (action: RightsActionName) => request.available.some((one) => one.action === action && one.available);
  return (
    <>
      {can('supplement') ? (
        <Step {...{ request, onDone }} action="supplement" field="statement" title={t('补充说明')} />
      ) : null}
      {can('ask-review') ? (
        <Step
          {...{ request, onDone }}
          action="ask-review"
          field="statement"
          title={t('对结果不服，申请复核')}
          hint={t('由上一级机关或者没有参与办理的人员复核，不会因为申请复核而加重。')}
        />
      ) : null}
      {can('withdraw') ? (
        <Step {...{ request, onDone }} action="withdraw" field="reason" title={t('撤回申请')} />
      ) : null}
    </>
  );
}

const DONE = {
  supplement: '补充的说明已经提交。',
  'ask-review': '复核申请已经提交，由谁办理、何时答复见下。',
  withdraw: '申请已经撤回。',
} as const;

/** Above what has changed, because the form it came from may be gone. */
function Done({ text }: { readonly text: string }) {
  const shown = useFocusOnShow<HTMLParagraphElement>();
  return (
    <p ref={shown} tabIndex={-1} className="notice good">
      {text}
    </p>
  );
}

const OUTCOMES = { granted: '同意', refused: '不同意', support: '属实', oppose: '不属实' } as const;

interface StepProps {
  readonly request: OwnRequest;
  readonly action: 'supplement' | 'ask-review' | 'withdraw';
  readonly field: 'statement' | 'reason';
  readonly title: string;
  readonly hint?: string;
  readonly onDone: (what: string) => void;
}

/** characters a text must have, and may have */
const LENGTHS = { statement: STATEMENT, reason: WITHDRAWAL_REASON } as const;

function Step({ request, action, field, title, hint, onDone }: StepProps) {
  const { t } = useLanguage();
  const { text, setText, send } = useStep(request, action, () => onDone(t(DONE[action])));
  const { least, most } = LENGTHS[field];
  return (
    <details className="card">
      <summary>{title}</summary>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          send.mutate();
        }}
      >
        {hint ? <p className="soft">{hint}</p> : null}
        <label className="field">
          <span>{field === 'reason' ? t('原因') : t('说明')}</span>
          <textarea rows={4} maxLength={most} value={text} onChange={(event) => setText(event.target.value)} />
        </label>
        {send.isError ? <ProblemNotice error={send.error} /> : null}
        <p className="soft">{t('至少 {least} 个字。', { least })}</p>
        <button type="submit" className="button" disabled={text.trim().length < least || send.isPending}>
          {title}
        </button>
      </form>
    </details>
  );
}

/** A step of one's own request, with its words; `onTaken` once everything that is shown is known anew. */
function useStep(request: OwnRequest, action: StepProps['action'], onTaken: () => void) {
  const uscc = useActing().organisation?.uscc;
  const queries = useQueryClient();
  const [text, setText] = useState('');
  const [idempotencyKey, setKey] = useState(newIdempotencyKey);
  const send = useMutation({
    mutationFn: () =>
      platform('POST /requests/:id/actions', {
        params: { id: request.requestId },
        body: {
          ...(uscc === undefined ? {} : { uscc }),
          step: applicantStep(action, text, { idempotencyKey, expectedSequence: request.sequence }),
        },
      }),
    async onSuccess() {
      setText('');
      setKey(newIdempotencyKey());
      await queries.invalidateQueries();
      onTaken();
    },
  });
  return { text, setText, send };
}
