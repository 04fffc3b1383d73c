/** Batches out of which cases wait for this officer's department, to be approved as a whole. */
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Empty, Flex, Table, type TableProps } from 'antd';
import type { WaitingBatchPage } from '#contracts/batch-decisions.ts';
import { type Translate, useText } from '../../language.tsx';
import { ProblemAlert } from '../../problem.tsx';
import { OlderBatches } from './older-batches.tsx';
import { useWaitingBatches } from './questions.ts';
import { STEPS, type Step } from './words.tsx';

const COUNTED_TO = 1000;

export function WaitingBatches({ step }: { readonly step: Step }) {
  const t = useText();
  const navigate = useNavigate();
  const { before } = useSearch({ from: '/batches' });
  const page = useWaitingBatches(step, before);
  if (page.isError) return <ProblemAlert error={page.error} onRetry={() => void page.refetch()} />;
  return (
    <Flex vertical gap="small">
      <Table
        size="small"
        rowKey="batchId"
        loading={page.isPending}
        dataSource={page.data?.items ?? []}
        pagination={false}
        scroll={page.data?.items?.length ? { x: 'max-content' } : {}}
        locale={{
          emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t(STEPS[step].none)} />,
        }}
        columns={tableColumns(step, t)}
      />
      <OlderBatches
        before={before}
        next={page.data?.next}
        onGo={(to) => void navigate({ to: '/batches', search: { view: step, before: to } })}
      />
    </Flex>
  );
}

type Waiting = WaitingBatchPage['items'][number];

function tableColumns(step: Step, t: Translate): TableProps<Waiting>['columns'] {
  const linked = (batchId: string, words: string) => (
    <Link to="/batches/$id" params={{ id: batchId }} search={{ step }}>
      {words}
    </Link>
  );
  return [
    {
      title: t('批次'),
      dataIndex: 'batchId',
      className: 'numbers',
      render: (batchId: string) => linked(batchId, batchId),
    },
    { title: t('报送单位'), dataIndex: 'reportingDepartment' },
    {
      title: t(STEPS[step].count),
      dataIndex: 'waiting',
      align: 'right',
      className: 'numbers',
      render: (waiting: number) =>
        waiting > COUNTED_TO ? t('超过 {count} 件', { count: COUNTED_TO }) : t('{count} 件', { count: waiting }),
    },
    { key: 'open', title: t('办理'), render: (_, { batchId }) => linked(batchId, t(STEPS[step].look)) },
  ];
}
