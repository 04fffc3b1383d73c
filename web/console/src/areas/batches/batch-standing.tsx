/** How a batch stands, in a sentence or two: under way, waiting for its file, refused, taken back, or checked, and what is next. */
import { Link } from '@tanstack/react-router';
import { Alert, Progress, Typography } from 'antd';
import type { BatchDetail } from '#contracts/intake.ts';
import { useNotices } from '../../../../shared/notices.tsx';
import { ApiProblem, problemOf } from '../../api.ts';
import { useText } from '../../language.tsx';
import { useProblemWords } from '../../problem.tsx';
import { isUnderWay, percentDone, useInstant, WAITING } from './words.tsx';

export function BatchStanding({ batch }: { readonly batch: BatchDetail }) {
  const t = useText();
  return (
    <>
      {batch.waiting ? <WaitingForFile batch={batch} waiting={batch.waiting} /> : null}
      {isUnderWay(batch.state) && !batch.waiting ? <UnderWay batch={batch} /> : null}
      {batch.state === 'refused' ? <RefusedFile batch={batch} /> : null}
      {batch.state === 'withdrawn' ? (
        <Alert type="info" showIcon title={t('本批已撤回，其中的事项不再审核。')} />
      ) : null}
      {batch.state === 'completed' ? <Outcome batch={batch} /> : null}
    </>
  );
}

interface WaitingProps {
  readonly batch: BatchDetail;
  readonly waiting: NonNullable<BatchDetail['waiting']>;
}

function WaitingForFile({ batch, waiting }: WaitingProps) {
  const t = useText();
  const several = useNotices().length > 1;
  const instant = useInstant();
  return (
    <Alert
      type="warning"
      showIcon
      title={t('文件库中的原文件暂时取不出来，本批在等待，没有丢失，也没有退回。')}
      description={
        <>
          <p>{t(WAITING[waiting.because])}</p>
          <p>
            {t('自 {since} 起等待，系统会自动重试。不想等的，把同一份文件再报送一次，马上接着处理，不会重复。', {
              since: instant(waiting.since),
            })}
          </p>
          <Link to="/report" search={{ kind: batch.kind, notice: several ? batch.notice : undefined }}>
            {t('重新报送')}
          </Link>
        </>
      }
    />
  );
}

function UnderWay({ batch }: { readonly batch: BatchDetail }) {
  const t = useText();
  return (
    <section aria-live="polite">
      <Progress percent={percentDone(batch)} status="active" aria-label={t('检查进度')} />
      <Typography.Text>
        {batch.state === 'received'
          ? t('已收到，正在排队。')
          : t('已检查 {rows} 行：通过 {accepted}，存疑 {suspect}，重复 {duplicate}，退回 {rejected}。', {
              rows: batch.rowsDone.toLocaleString(),
              accepted: batch.accepted.toLocaleString(),
              suspect: batch.suspect.toLocaleString(),
              duplicate: batch.duplicate.toLocaleString(),
              rejected: batch.rejected.toLocaleString(),
            })}{' '}
        {t('可以离开本页，回来接着看。')}
      </Typography.Text>
    </section>
  );
}

/** One sentence that says what is next. */
function Outcome({ batch }: { readonly batch: BatchDetail }) {
  const t = useText();
  const { accepted, suspect, rejected } = batch;
  const parts = [
    t('{count} 行通过，已成为事项，由认定部门审核', { count: accepted.toLocaleString() }),
    ...(suspect > 0 ? [t('{count} 行存疑，由审核人员核实', { count: suspect.toLocaleString() })] : []),
    ...(rejected > 0 ? [t('{count} 行退回，请更正后补交', { count: rejected.toLocaleString() })] : []),
  ];
  return <Alert type={rejected > 0 ? 'warning' : 'success'} showIcon title={`${parts.join('；')}。`} />;
}

function RefusedFile({ batch }: { readonly batch: BatchDetail }) {
  const t = useText();
  const several = useNotices().length > 1;
  const { title, detail, remedy } = useProblemWords()(new ApiProblem(problemOf(batch.refusal, 0)));
  return (
    <Alert
      type="error"
      showIcon
      title={t('整份文件没有接收：{title}', { title })}
      description={
        <>
          {detail ? <p>{detail}</p> : null}
          {remedy && remedy !== detail ? <p>{remedy}</p> : null}
          <p>{t('其中没有任何一行被记录。改好后重新报送即可。')}</p>
        </>
      }
      action={
        <Link to="/report" search={{ kind: batch.kind, notice: several ? batch.notice : undefined }}>
          {t('重新报送')}
        </Link>
      }
    />
  );
}
