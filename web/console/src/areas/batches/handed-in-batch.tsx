/** One batch for who handed it in: how far it is, what became of its rows and why, and what can be done about it. */
import { DownloadOutlined } from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import { Button, Flex, Spin, Typography } from 'antd';
import type { BatchDetail } from '#contracts/intake.ts';
import { useNotices } from '../../../../shared/notices.tsx';
import { call } from '../../api.ts';
import { useSaid, useText } from '../../language.tsx';
import { ProblemAlert } from '../../problem.tsx';
import { holds, useMe } from '../../session.ts';
import { BatchStanding } from './batch-standing.tsx';
import { HeaderFindings } from './header-findings.tsx';
import { useBatch, useReportForm } from './questions.ts';
import { BatchRows } from './rows.tsx';
import { WithdrawBatch } from './withdraw.tsx';
import { KINDS, StateTag, useInstant } from './words.tsx';

export function HandedInBatch({ id }: { readonly id: string }) {
  const t = useText();
  const { data: me } = useMe();
  const detail = useBatch(id);
  const report = useReportForm(detail.data?.kind ?? 'individuals', detail.data?.notice, detail.data !== undefined);
  if (detail.isPending) return <Spin />;
  if (detail.isError) return <ProblemAlert error={detail.error} onRetry={() => void detail.refetch()} />;
  const batch = detail.data;
  const mayReport = holds(me, 'reporter');
  return (
    <Flex vertical gap="middle">
      <div className="page-head">
        <Whence batch={batch} />
        <Flex gap="small" wrap>
          {batch.state === 'completed' && mayReport ? (
            <Button icon={<DownloadOutlined />} href={call.href('GET /batches/:id/annotated', { params: { id } })}>
              {t('下载批注表')}
            </Button>
          ) : null}
          {mayReport && batch.state !== 'withdrawn' ? <WithdrawBatch batch={batch} /> : null}
        </Flex>
      </div>
      <BatchStanding batch={batch} />
      <HeaderFindings header={batch.header} fields={report.data?.fields} />
      {batch.state !== 'completed' ? null : holds(me, 'reporter', 'reviewer', 'determiner') ? (
        <BatchRows batch={batch} report={report.data} mayCorrect={mayReport} />
      ) : (
        <RowsCounted batch={batch} />
      )}
    </Flex>
  );
}

/** What was handed in, by whom and when, and how it hangs together with other batches. */
function Whence({ batch }: { readonly batch: BatchDetail }) {
  const t = useText();
  const instant = useInstant();
  const said = useSaid();
  const several = useNotices().length > 1;
  return (
    <div className="batch-title">
      <h1>{batch.fileName}</h1>
      <Typography.Text type="secondary">
        {t('批次 {id}', { id: batch.id })} · {t(KINDS[batch.kind])} ·{' '}
        {several ? `${said({ zh: `《${batch.noticeTitle}》`, en: batch.noticeTitleEn })} · ` : ''}
        {batch.departmentName} · {instant(batch.receivedAt)}
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
  );
}

/** For those who supervise: the rows themselves are not theirs to see. */
function RowsCounted({ batch }: { readonly batch: BatchDetail }) {
  const t = useText();
  const { accepted, suspect, duplicate, rejected } = batch;
  return (
    <Typography.Text type="secondary">
      {t(
        '通过 {accepted} 行，存疑 {suspect} 行，重复 {duplicate} 行，退回 {rejected} 行。逐行结果由报送单位和认定部门查看。',
        { accepted, suspect, duplicate, rejected },
      )}
    </Typography.Text>
  );
}
