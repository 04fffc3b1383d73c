/** One batch: how far it is, what became of its rows and why, and what can be done about it. */
import { DownloadOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { Alert, Button, Flex, Progress, Spin, Typography } from 'antd';
import type { BatchDetail } from '#contracts/intake.ts';
import { ApiProblem, call, type ProblemDocument } from '../../api.ts';
import { useText } from '../../language.tsx';
import { ProblemAlert, useProblemWords } from '../../problem.tsx';
import { holds, useMe } from '../../session.ts';
import { BatchApproval } from './approval.tsx';
import { HeaderFindings } from './header-findings.tsx';
import { useReportForm } from './questions.ts';
import { BatchRows } from './rows.tsx';
import { WithdrawBatch } from './withdraw.tsx';
import { isUnderWay, KINDS, percentDone, StateTag, useInstant, WAITING } from './words.tsx';
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

function BatchToApprove({ id, step }: { readonly id: string; readonly step: 'review' | 'determine' }) {
  const t = useText();
  return (
    <>
      <div className="page-head">
        <h1>{step === 'review' ? t('批次 {id}：整批审核', { id }) : t('批次 {id}：整批认定', { id })}</h1>
        <Link to="/batches" search={{ view: step }}>
          {t('返回批次列表')}
        </Link>
      </div>
      <BatchApproval key={step} batchId={id} step={step} />
    </>
  );
}

function HandedInBatch({ id }: { readonly id: string }) {
  const t = useText();
  const instant = useInstant();
  const { data: me } = useMe();
  const detail = useQuery({
    queryKey: ['batch', id],
    queryFn: ({ signal }) => call('GET /batches/:id', { params: { id }, signal }),
    refetchInterval: ({ state }) => (state.data && isUnderWay(state.data.state) ? 1000 : false),
  });
  const report = useReportForm(detail.data?.kind ?? 'individuals', detail.data !== undefined);
  if (detail.isPending) return <Spin />;
  if (detail.isError) return <ProblemAlert error={detail.error} onRetry={() => void detail.refetch()} />;
  const batch = detail.data;
  const mayReport = holds(me, 'reporter');
  const seesRows = holds(me, 'reporter', 'reviewer', 'determiner');
  return (
    <Flex vertical gap="middle">
      <div className="page-head">
        <div className="batch-title">
          <h1>{batch.fileName}</h1>
          <Typography.Text type="secondary">
            {t('批次 {id}', { id })} · {t(KINDS[batch.kind])} · {batch.departmentName} · {instant(batch.receivedAt)}
          </Typography.Text>{' '}
          <StateTag state={batch.state} waiting={batch.waiting} />
          {batch.corrects ? (
            <div>
              <Link to="/batches/$id" params={{ id: batch.corrects }}>
                {t('更正批次 {id} 的行', { id: batch.corrects })}
              </Link>
            </div>
          ) : null}
          {batch.correctedBy.length > 0 ? (
            <div>
              {t('更正后补交的批次：')}
              {batch.correctedBy.map((later) => (
                <Link key={later} to="/batches/$id" params={{ id: later }} className="later-batch">
                  {later}
                </Link>
              ))}
            </div>
          ) : null}
        </div>
        <Flex gap="small" wrap>
          {batch.state === 'completed' && mayReport ? (
            <Button icon={<DownloadOutlined />} href={call.href('GET /batches/:id/annotated', { params: { id } })}>
              {t('下载批注表')}
            </Button>
          ) : null}
          {mayReport && batch.state !== 'withdrawn' ? <WithdrawBatch batch={batch} /> : null}
        </Flex>
      </div>
      {batch.waiting ? <WaitingForFile batch={batch} waiting={batch.waiting} /> : null}
      {isUnderWay(batch.state) && !batch.waiting ? <UnderWay batch={batch} /> : null}
      {batch.state === 'refused' ? <RefusedFile batch={batch} /> : null}
      {batch.state === 'withdrawn' ? (
        <Alert type="info" showIcon title={t('本批已撤回，其中的事项不再审核。')} />
      ) : null}
      {batch.state === 'completed' ? <Outcome batch={batch} /> : null}
      <HeaderFindings header={batch.header} fields={report.data?.fields} />
      {batch.state === 'completed' && seesRows ? (
        <BatchRows batch={batch} report={report.data} mayCorrect={mayReport} />
      ) : null}
      {batch.state === 'completed' && !seesRows ? (
        <Typography.Text type="secondary">
          {t(
            '通过 {accepted} 行，存疑 {suspect} 行，重复 {duplicate} 行，退回 {rejected} 行。逐行结果由报送单位和认定部门查看。',
            {
              accepted: batch.accepted,
              suspect: batch.suspect,
              duplicate: batch.duplicate,
              rejected: batch.rejected,
            },
          )}
        </Typography.Text>
      ) : null}
    </Flex>
  );
}

function WaitingForFile({
  batch,
  waiting,
}: {
  readonly batch: BatchDetail;
  readonly waiting: NonNullable<BatchDetail['waiting']>;
}) {
  const t = useText();
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
          <Link to="/report" search={{ kind: batch.kind }}>
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
  const { title, detail, remedy } = useProblemWords()(new ApiProblem(batch.refusal as ProblemDocument));
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
        <Link to="/report" search={{ kind: batch.kind }}>
          {t('重新报送')}
        </Link>
      }
    />
  );
}
