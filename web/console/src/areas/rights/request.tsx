/** One request: the record beside what is said about it, the clocks, the history, what this officer may do and what came of it. */
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { Alert, Button, Skeleton, Space, Tag } from 'antd';
import { useState } from 'react';
import type { RightsActionName, RightsDetail, RightsOutcome } from '#contracts/rights.ts';
import { useText } from '../../language.tsx';
import { CaseDeadline } from '../../parts/case-deadline.tsx';
import '../../parts/case-pages.css';
import { KINDS, REQUEST_COLOURS, REQUEST_STATES } from '../../parts/rights-words.ts';
import { ProblemAlert } from '../../problem.tsx';
import { RequestActionForm } from './action-form.tsx';
import { RequestActions } from './actions.tsx';
import { RequestClocks } from './clocks.tsx';
import { RequestDeliveries } from './deliveries.tsx';
import { RequestHistory } from './history.tsx';
import { RequestProof } from './proof.tsx';
import { useRequest, useRequestChanged } from './questions.ts';
import { requestFilter } from './request-filter.ts';
import { RequestSubject } from './subject.tsx';
import './rights.css';

export default function RequestPage() {
  const { id } = useParams({ strict: false }) as { id: string };
  return <OneRequest key={id} requestId={id} />;
}

/** What was decided is acknowledged by the other systems within seconds. */
const onItsWay = (detail: RightsDetail | undefined) =>
  detail?.deliveries.some(({ acknowledgedAt }) => acknowledgedAt === null) ? 3_000 : false;

function OneRequest({ requestId }: { readonly requestId: string }) {
  const askAnew = useRequestChanged(requestId);
  const [chosen, setChosen] = useState<RightsActionName | null>(null);
  const [outcome, setOutcome] = useState<RightsOutcome | null>(null);
  const [conflict, setConflict] = useState<unknown>(null);
  const request = useRequest(requestId, onItsWay);
  const detail = request.data;

  function changed(done: RightsOutcome | null, problem: unknown): void {
    setChosen(null);
    setOutcome(done);
    setConflict(problem);
    askAnew();
  }

  return (
    <>
      <Head detail={detail} />
      <div className="case-notices" aria-live="polite">
        {conflict ? <Conflict onClose={() => setConflict(null)} /> : null}
        {outcome ? <Done outcome={outcome} /> : null}
      </div>
      {request.isPending ? <Skeleton active paragraph={{ rows: 12 }} /> : null}
      {request.isError ? <ProblemAlert error={request.error} onRetry={() => void request.refetch()} /> : null}
      {detail ? <Body detail={detail} onChoose={setChosen} /> : null}
      {detail && chosen ? (
        <RequestActionForm
          key={`${chosen}-${detail.sequence}`}
          detail={detail}
          action={chosen}
          onClose={() => setChosen(null)}
          onDone={(done) => changed(done, null)}
          onConflict={(problem) => changed(null, problem)}
        />
      ) : null}
    </>
  );
}

/** Which request this is and how it stands; back to the queue it was opened from. */
function Head({ detail }: { readonly detail: RightsDetail | undefined }) {
  const t = useText();
  const search = useSearch({ from: '/requests/$id' });
  return (
    <div className="page-head">
      <h1>
        {detail ? t('{kind}申请 · 事项 {id}', { kind: t(KINDS[detail.kind]), id: detail.caseId }) : t('申请')}
        {detail ? (
          <Tag className="case-state" color={REQUEST_COLOURS[detail.state]}>
            {t(REQUEST_STATES[detail.state])}
          </Tag>
        ) : null}
      </h1>
      <Space wrap>
        {detail?.dueOn ? <CaseDeadline dueOn={detail.dueOn} left={detail.workingDaysLeft} /> : null}
        <Link to="/rights" search={requestFilter(search)}>
          {t('返回权益')}
        </Link>
      </Space>
    </div>
  );
}

function Conflict({ onClose }: { readonly onClose: () => void }) {
  const t = useText();
  return (
    <Alert
      type="warning"
      showIcon
      title={t('有人刚刚办理过这件申请，请再看一遍')}
      description={t('您的操作没有生效；下面已是最新情况，请看过办理经过后再决定。')}
      action={<Button onClick={onClose}>{t('知道了')}</Button>}
    />
  );
}

interface BodyProps {
  readonly detail: RightsDetail;
  readonly onChoose: (action: RightsActionName) => void;
}

function Body({ detail, onChoose }: BodyProps) {
  return (
    <div className="case-columns">
      <div className="case-column">
        <RequestSubject detail={detail} />
        <RequestProof detail={detail} />
        <RequestHistory detail={detail} />
      </div>
      <div className="case-column">
        <RequestActions detail={detail} onChoose={onChoose} />
        <RequestClocks detail={detail} />
        <RequestDeliveries detail={detail} />
      </div>
    </div>
  );
}

function Done({ outcome }: { readonly outcome: RightsOutcome }) {
  const t = useText();
  const due = outcome.dueOn ? t('本环节至 {date}。', { date: outcome.dueOn }) : '';
  return (
    <Alert
      type="success"
      showIcon
      title={t('已办理')}
      description={`${t('现在是“{state}”。', { state: t(REQUEST_STATES[outcome.state]) })}${due}`}
    />
  );
}
