/** One batch: handed in and looked after, or to be approved as a whole. */
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { useText } from '../../language.tsx';
import { holds, useMe } from '../../session.ts';
import { BatchApproval } from './approval.tsx';
import { HandedInBatch } from './handed-in-batch.tsx';
import { STEPS, type Step } from './words.tsx';
import './batches.css';

/** Those who decide open a batch to approve it, also where only some of its cases are theirs to see. */
export default function BatchPage() {
  const { data: me } = useMe();
  const { id } = useParams({ strict: false }) as { id: string };
  const { step, view } = useSearch({ from: '/batches/$id' });
  const asReporter = holds(me, 'reporter', 'credit-office', 'auditor') || view === 'rows';
  if (!me) return null;
  if (step === undefined && asReporter) return <HandedInBatch id={id} />;
  return <BatchToApprove id={id} step={step ?? (holds(me, 'reviewer') ? 'review' : 'determine')} />;
}

function BatchToApprove({ id, step }: { readonly id: string; readonly step: Step }) {
  const t = useText();
  return (
    <>
      <div className="page-head">
        <h1>{t(STEPS[step].title, { id })}</h1>
        <Link to="/batches" search={{ view: step }}>
          {t('返回批次列表')}
        </Link>
      </div>
      <BatchApproval key={step} batchId={id} step={step} />
    </>
  );
}
