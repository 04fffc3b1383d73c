/** Tables that were handed in, newest first. */
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Checkbox, Empty, Flex, Progress, Table, type TableProps, Typography } from 'antd';
import type { Batch } from '#contracts/intake.ts';
import { useNotices } from '../../../../shared/notices.tsx';
import { type Translate, useSaid, useText } from '../../language.tsx';
import { ProblemAlert } from '../../problem.tsx';
import { holds, useMe } from '../../session.ts';
import { OlderBatches } from './older-batches.tsx';
import { useBatches } from './questions.ts';
import type { BatchesSearch } from './search.ts';
import { KINDS, percentDone, StateTag, useInstant, VERDICT_ORDER, VERDICTS } from './words.tsx';

export function HandedIn() {
  const t = useText();
  const instant = useInstant();
  const said = useSaid();
  const several = useNotices().length > 1;
  const navigate = useNavigate();
  const { data: me } = useMe();
  const search = useSearch({ from: '/batches' });
  const { mine = false, waiting = false } = search;
  const batches = useBatches({ before: search.before, mine, waiting });
  const go = (change: BatchesSearch) => void navigate({ to: '/batches', search: { ...search, ...change } });
  if (batches.isError) return <ProblemAlert error={batches.error} onRetry={() => void batches.refetch()} />;
  const items = batches.data?.items ?? [];
  const noticeTitle = ({ noticeTitle: zh, noticeTitleEn: en }: Batch) => said({ zh, en });
  const manyDepartments = me?.departments === '*' || (me?.departments.length ?? 0) > 1;
  return (
    <Flex vertical gap="small">
      <Flex gap="small" wrap>
        {holds(me, 'reporter') ? (
          <Checkbox
            checked={mine}
            onChange={({ target }) => go({ mine: target.checked || undefined, before: undefined })}
          >
            {t('只看我报送的')}
          </Checkbox>
        ) : null}
        {waiting || items.some((batch) => batch.waiting) ? (
          <Checkbox
            checked={waiting}
            onChange={({ target }) => go({ waiting: target.checked || undefined, before: undefined })}
          >
            {t('只看在等原文件的')}
          </Checkbox>
        ) : null}
      </Flex>
      <Table
        size="small"
        rowKey="id"
        loading={batches.isPending}
        dataSource={items}
        pagination={false}
        scroll={items.length > 0 ? { x: 'max-content' } : {}}
        locale={{ emptyText: <Empty description={t('还没有报送过。')} image={Empty.PRESENTED_IMAGE_SIMPLE} /> }}
        columns={tableColumns({ manyDepartments, notice: several ? noticeTitle : null }, t, instant)}
      />
      <OlderBatches before={search.before} next={batches.data?.next} onGo={(before) => go({ before })} />
    </Flex>
  );
}

interface Shown {
  readonly manyDepartments: boolean;
  /** what each batch's is called, where several are in force */
  readonly notice: ((batch: Batch) => string) | null;
}

function tableColumns(
  { manyDepartments, notice }: Shown,
  t: Translate,
  instant: ReturnType<typeof useInstant>,
): TableProps<Batch>['columns'] {
  const counts = [
    ...VERDICT_ORDER.map((verdict) => ({ dataIndex: verdict, title: t(VERDICTS[verdict].title) })),
    { dataIndex: 'rowsDone', title: t('行数') },
  ];
  return [
    { title: t('批次'), dataIndex: 'id', className: 'numbers' },
    {
      title: t('文件'),
      dataIndex: 'fileName',
      render: (_, { id, fileName }) => (
        <Link to="/batches/$id" params={{ id }} className="file-name">
          {fileName}
        </Link>
      ),
    },
    { title: t('状态'), dataIndex: 'state', render: (_, batch) => <State batch={batch} /> },
    ...counts.map((count) => ({
      ...count,
      align: 'right' as const,
      className: 'numbers',
      render: (value: number) => <Count value={value} alarming={count.dataIndex === 'rejected'} />,
    })),
    { title: t('对象'), dataIndex: 'kind', render: (_, { kind }) => t(KINDS[kind]) },
    ...(notice ? [{ title: t('通知'), key: 'notice', render: (_: unknown, batch: Batch) => notice(batch) }] : []),
    ...(manyDepartments ? [{ title: t('报送单位'), dataIndex: 'departmentName' }] : []),
    { title: t('报送时间'), dataIndex: 'receivedAt', render: (_, { receivedAt }) => instant(receivedAt) },
  ];
}

function State({ batch }: { readonly batch: Batch }) {
  const t = useText();
  return batch.state === 'processing' && !batch.waiting ? (
    <Progress percent={percentDone(batch)} size="small" className="row-progress" aria-label={t('检查进度')} />
  ) : (
    <StateTag state={batch.state} waiting={batch.waiting} />
  );
}

function Count({ value, alarming }: { readonly value: number; readonly alarming: boolean }) {
  const shown = value.toLocaleString();
  return alarming && value > 0 ? <Typography.Text type="danger">{shown}</Typography.Text> : shown;
}
