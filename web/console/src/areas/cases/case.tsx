/** One case: what is claimed, about whom, what is missing, what happened, and what this officer may do next. */
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Alert, Button, Skeleton, Space, Tag } from 'antd';
import { useEffect, useState } from 'react';
import type { ActionOutcome, CaseDetail } from '#contracts/determination.ts';
import { useText } from '../../language.tsx';
import { CaseDeadline } from '../../parts/case-deadline.tsx';
import { CaseActionForm } from './action-form.tsx';
import { CaseActions } from './actions.tsx';
import { CaseClaim } from './claim.tsx';
import { CaseEvidence } from './evidence.tsx';
import { CaseHistory } from './history.tsx';
import '../../parts/case-pages.css';
import { STATE_COLOURS, STATES } from '../../parts/case-words.ts';
import { ProblemAlert } from '../../problem.tsx';
import { useMe } from '../../session.ts';
import { CaseProposals } from './proposals.tsx';
import { useCase, useCaseChanged, useNeighbours } from './questions.ts';
import { queueFilter } from './queue-filter.ts';
import { CaseNotice, CaseRequirements } from './requirements.tsx';
import { CaseSubject } from './subject.tsx';
import { ACTIONS, type ActionName } from './words.ts';
import './cases.css';

export default function CasePage() {
  const { id } = useParams({ strict: false }) as { id: string };
  return <OneCase key={id} caseId={id} />;
}

function OneCase({ caseId }: { readonly caseId: string }) {
  const t = useText();
  const askAnew = useCaseChanged(caseId);
  const navigate = useNavigate();
  const search = useSearch({ from: '/cases/$id' });
  const [chosen, setChosen] = useState<ActionName | null>(null);
  const [outcome, setOutcome] = useState<ActionOutcome | null>(null);
  const [conflict, setConflict] = useState<unknown>(null);
  const detail = useCase(caseId);
  // the queue it was opened from; by its own address, the queue of the state it is in
  const { data: me } = useMe();
  const filter = queueFilter(search, me?.roles ?? [], detail.data?.state);
  const beside = useNeighbours(caseId, filter, search.state !== undefined || detail.data !== undefined);
  const { previous = null, next = null } = beside.data ?? {};
  const open = (id: string | null) => {
    if (id !== null) void navigate({ to: '/cases/$id', params: { id }, search: filter });
  };
  useCaseKeys(
    chosen === null,
    () => open(previous),
    () => open(next),
  );

  function changed(): void {
    setChosen(null);
    askAnew();
  }

  return (
    <>
      <div className="page-head">
        <h1>
          {t('事项 {id}', { id: caseId })}
          {detail.data ? (
            <Tag className="case-state" color={STATE_COLOURS[detail.data.state]}>
              {t(STATES[detail.data.state])}
            </Tag>
          ) : null}
        </h1>
        <Space wrap>
          {detail.data?.dueOn ? (
            <CaseDeadline dueOn={detail.data.dueOn} left={detail.data.workingDaysLeft} overdue={detail.data.overdue} />
          ) : null}
          <Link to="/queue" search={filter}>
            {t('返回待办')}
          </Link>
          <Button size="small" disabled={previous === null} onClick={() => open(previous)} aria-keyshortcuts="k">
            {t('上一件')} (K)
          </Button>
          <Button size="small" disabled={next === null} onClick={() => open(next)} aria-keyshortcuts="j">
            {t('下一件')} (J)
          </Button>
        </Space>
      </div>
      <div className="case-notices" aria-live="polite">
        {conflict ? <Conflict error={conflict} onClose={() => setConflict(null)} /> : null}
        {outcome ? <Done outcome={outcome} next={next} onNext={() => open(next)} /> : null}
      </div>
      {detail.isPending ? <Skeleton active paragraph={{ rows: 12 }} /> : null}
      {detail.isError ? <ProblemAlert error={detail.error} onRetry={() => void detail.refetch()} /> : null}
      {detail.data ? <Body detail={detail.data} onChoose={setChosen} onChanged={changed} /> : null}
      {detail.data && chosen ? (
        <CaseActionForm
          key={`${chosen}-${detail.data.sequence}`}
          detail={detail.data}
          action={chosen}
          onClose={() => setChosen(null)}
          onDone={(done) => {
            setOutcome(done);
            setConflict(null);
            changed();
          }}
          onConflict={(error) => {
            setConflict(error);
            setOutcome(null);
            changed();
          }}
        />
      ) : null}
    </>
  );
}

interface BodyProps {
  readonly detail: CaseDetail;
  readonly onChoose: (action: ActionName) => void;
  readonly onChanged: () => void;
}

function Body({ detail, onChoose, onChanged }: BodyProps) {
  return (
    <div className="case-columns">
      <div className="case-column">
        <CaseClaim detail={detail} />
        <CaseEvidence detail={detail} onChanged={onChanged} />
        <CaseSubject detail={detail} />
        <CaseHistory detail={detail} />
      </div>
      <div className="case-column">
        <CaseActions detail={detail} onChoose={onChoose} />
        <CaseNotice detail={detail} />
        <CaseRequirements detail={detail} />
        <CaseProposals detail={detail} />
      </div>
    </div>
  );
}

interface DoneProps {
  readonly outcome: ActionOutcome;
  readonly next: string | null;
  readonly onNext: () => void;
}

function Done({ outcome, next, onNext }: DoneProps) {
  const t = useText();
  const due = outcome.dueOn ? t('本环节至 {date}。', { date: outcome.dueOn }) : '';
  return (
    <Alert
      type="success"
      showIcon
      title={t('已办理：{action}', { action: t(ACTIONS[outcome.action]) })}
      description={`${t('现在是“{state}”。', { state: t(STATES[outcome.state]) })}${due}`}
      action={
        next ? (
          <Button type="primary" autoFocus onClick={onNext}>
            {t('办下一件 {id}', { id: next })}
          </Button>
        ) : (
          <span className="case-hint">{t('本列表后面没有事项了。')}</span>
        )
      }
    />
  );
}

function Conflict({ error, onClose }: { readonly error: unknown; readonly onClose: () => void }) {
  const t = useText();
  return (
    <>
      <Alert
        type="warning"
        showIcon
        title={t('有人刚刚办理过这一事项，请再看一遍')}
        description={t('您的操作没有生效；下面已是最新情况，请看过办理经过后再决定。')}
        action={<Button onClick={onClose}>{t('知道了')}</Button>}
      />
      <ProblemAlert error={error} />
    </>
  );
}

/** J and K go through the queue as long as nobody is writing. */
function useCaseKeys(active: boolean, previous: () => void, next: () => void): void {
  useEffect(() => {
    if (!active) return;
    const onKey = (event: KeyboardEvent) => {
      const { target } = event;
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (
        target instanceof HTMLElement &&
        target.closest('input, textarea, select, [role="combobox"], [role="dialog"]')
      )
        return;
      if (event.key === 'j') next();
      if (event.key === 'k') previous();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  });
}
