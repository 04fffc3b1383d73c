/** Batches out of which cases wait for this officer's department, to be approved as a whole. */
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Empty, Flex, Table } from 'antd';
import type { BatchPreview } from '#contracts/determination.ts';
import { call } from '../../api.ts';
import { useText } from '../../language.tsx';
import { ProblemAlert } from '../../problem.tsx';

const COUNTED_TO = 1000;

export function WaitingBatches({ step }: { readonly step: BatchPreview['step'] }) {
  const t = useText();
  const navigate = useNavigate();
  const { before } = useSearch({ from: '/batches' });
  const page = useQuery({
    queryKey: ['waiting-batches', step, before ?? ''],
    queryFn: ({ signal }) => call('GET /waiting-batches', { query: { step, before }, signal }),
  });
  if (page.isError) return <ProblemAlert error={page.error} onRetry={() => void page.refetch()} />;
  const go = (to?: string) => void navigate({ to: '/batches', search: { view: step, before: to } });
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
          emptyText: (
            <Empty
              image={Empty.PRESENTED_IMAGE_SIMPLE}
              description={step === 'review' ? t('没有等待审核的批次。') : t('没有等待认定的批次。')}
            />
          ),
        }}
        columns={[
          {
            title: t('批次'),
            dataIndex: 'batchId',
            className: 'numbers',
            render: (_, { batchId }) => (
              <Link to="/batches/$id" params={{ id: batchId }} search={{ step }}>
                {batchId}
              </Link>
            ),
          },
          { title: t('报送单位'), dataIndex: 'reportingDepartment' },
          {
            title: step === 'review' ? t('等待审核') : t('等待认定'),
            dataIndex: 'waiting',
            align: 'right',
            className: 'numbers',
            render: (waiting: number) =>
              waiting > COUNTED_TO ? t('超过 {count} 件', { count: COUNTED_TO }) : t('{count} 件', { count: waiting }),
          },
          {
            key: 'open',
            title: t('办理'),
            render: (_, { batchId }) => (
              <Link to="/batches/$id" params={{ id: batchId }} search={{ step }}>
                {step === 'review' ? t('查看并整批审核') : t('查看并整批认定')}
              </Link>
            ),
          },
        ]}
      />
      <Flex gap="small">
        {before ? <Button onClick={() => go()}>{t('回到最新')}</Button> : null}
        {page.data?.next ? <Button onClick={() => go(page.data.next!)}>{t('更早的')}</Button> : null}
      </Flex>
    </Flex>
  );
}
