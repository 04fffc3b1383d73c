/** One case: what is claimed, about whom, what is missing, what happened, and what this officer may do next. */
import { useParams } from '@tanstack/react-router';
import { Skeleton } from 'antd';
import type { CaseDetail } from '#contracts/determination.ts';
import { CaseActionForm } from './action-form.tsx';
import { CaseActions } from './actions.tsx';
import { CaseHead } from './case-head.tsx';
import { Conflict, Done } from './case-news.tsx';
import { CaseClaim } from './claim.tsx';
import { CaseEvidence } from './evidence.tsx';
import { CaseHistory } from './history.tsx';
import '../../parts/case-pages.css';
import { ProblemAlert } from '../../problem.tsx';
import { CaseProposals } from './proposals.tsx';
import { useCase } from './questions.ts';
import { CaseNotice, CaseRequirements } from './requirements.tsx';
import { CaseSubject } from './subject.tsx';
import { useCaseActs } from './use-case-acts.ts';
import { useCaseKeys } from './use-case-keys.ts';
import { useWay } from './use-way.ts';
import type { ActionName } from './words.ts';
import './cases.css';

export default function CasePage() {
  const { id } = useParams({ strict: false }) as { id: string };
  return <OneCase key={id} caseId={id} />;
}

function OneCase({ caseId }: { readonly caseId: string }) {
  const detail = useCase(caseId);
  const acts = useCaseActs(caseId);
  const way = useWay(caseId, detail.data?.state);
  const { chosen, news } = acts;
  const onNext = () => way.open(way.next);
  useCaseKeys(chosen === null, () => way.open(way.previous), onNext);
  return (
    <>
      <CaseHead caseId={caseId} detail={detail.data} way={way} />
      <div className="case-notices" aria-live="polite">
        {news?.kind === 'conflict' ? <Conflict error={news.error} onClose={acts.forget} /> : null}
        {news?.kind === 'done' ? <Done outcome={news.outcome} next={way.next} onNext={onNext} /> : null}
      </div>
      {detail.isPending ? <Skeleton active paragraph={{ rows: 12 }} /> : null}
      {detail.isError ? <ProblemAlert error={detail.error} onRetry={() => void detail.refetch()} /> : null}
      {detail.data ? <Body detail={detail.data} onChoose={acts.choose} onChanged={acts.changed} /> : null}
      {detail.data && chosen ? (
        <CaseActionForm
          key={`${chosen}-${detail.data.sequence}`}
          detail={detail.data}
          action={chosen}
          onClose={acts.close}
          onDone={acts.done}
          onConflict={acts.conflict}
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
