/** Tables that were handed in, newest first; for those who decide, the batches that wait for them. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Checkbox, Empty, Flex, Progress, Table, Tabs, Typography } from 'antd';
import { call } from '../../api.ts';
import { useText } from '../../language.tsx';
import { ProblemAlert } from '../../problem.tsx';
import { holds, useMe } from '../../session.ts';
import { OwnFigures } from './own-figures.tsx';
import type { BatchesSearch } from './search.ts';
import { WaitingBatches } from './waiting.tsx';
import { isUnderWay, KINDS, percentDone, StateTag, useInstant } from './words.tsx';
import './batches.css';

export default function Batches() {
  const t = useText();
  const { data: me } = useMe();
  const navigate = useNavigate();
  const { view } = useSearch({ from: '/batches' });
  const tabs = [
    ...(holds(me, 'reporter', 'credit-office', 'auditor')
      ? [{ key: 'handed-in' as const, label: t('已报送的批次'), children: <HandedIn /> }]
      : []),
    ...(holds(me, 'reviewer')
      ? [{ key: 'review' as const, label: t('待审核的批次'), children: <WaitingBatches step="review" /> }]
      : []),
    ...(holds(me, 'determiner')
      ? [{ key: 'determine' as const, label: t('待认定的批次'), children: <WaitingBatches step="determine" /> }]
      : []),
    ...(holds(me, 'reporter', 'reviewer', 'determiner')
      ? [{ key: 'figures' as const, label: t('质量和期限'), children: <OwnFigures /> }]
      : []),
  ];
  return (
    <>
      <div className="page-head">
        <h1>{t('批次')}</h1>
        {holds(me, 'reporter') ? (
          <Link to="/report">
            <Button type="primary" tabIndex={-1}>
              {t('报送一份表')}
            </Button>
          </Link>
        ) : null}
      </div>
      {tabs.length === 1 ? (
        tabs[0]!.children
      ) : (
        <Tabs
          destroyOnHidden
          activeKey={tabs.find(({ key }) => key === view)?.key ?? tabs[0]?.key}
          onChange={(chosen) =>
            void navigate({ to: '/batches', search: { view: chosen as typeof view }, replace: true })
          }
          items={tabs}
        />
      )}
    </>
  );
}

const PAGE = 30;

function HandedIn() {
  const t = useText();
  const instant = useInstant();
  const navigate = useNavigate();
  const { data: me } = useMe();
  const search = useSearch({ from: '/batches' });
  const { mine = false, waiting = false } = search;
  const batches = useQuery({
    queryKey: ['batches', search.before ?? '', mine, waiting],
    queryFn: ({ signal }) =>
      call('GET /batches', {
        query: {
          limit: PAGE,
          before: search.before,
          ...(mine ? { mine: 'true' } : {}),
          ...(waiting ? { waiting: 'true' } : {}),
        },
        signal,
      }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.items.some((batch) => isUnderWay(batch.state)) ? 2000 : false),
  });
  const go = (change: BatchesSearch) => void navigate({ to: '/batches', search: { ...search, ...change } });
  if (batches.isError) return <ProblemAlert error={batches.error} onRetry={() => void batches.refetch()} />;
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
        {waiting || batches.data?.items.some((batch) => batch.waiting) ? (
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
        dataSource={batches.data?.items ?? []}
        pagination={false}
        scroll={batches.data?.items?.length ? { x: 'max-content' } : {}}
        locale={{ emptyText: <Empty description={t('还没有报送过。')} image={Empty.PRESENTED_IMAGE_SIMPLE} /> }}
        columns={[
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
          {
            title: t('状态'),
            dataIndex: 'state',
            render: (_, batch) =>
              batch.state === 'processing' && !batch.waiting ? (
                <Progress
                  percent={percentDone(batch)}
                  size="small"
                  className="row-progress"
                  aria-label={t('检查进度')}
                />
              ) : (
                <StateTag state={batch.state} waiting={batch.waiting} />
              ),
          },
          ...(['rejected', 'suspect', 'duplicate', 'accepted', 'rowsDone'] as const).map((count) => ({
            title: t(COUNTS[count]),
            dataIndex: count,
            align: 'right' as const,
            className: 'numbers',
            render: (value: number) =>
              count === 'rejected' && value > 0 ? (
                <Typography.Text type="danger">{value.toLocaleString()}</Typography.Text>
              ) : (
                value.toLocaleString()
              ),
          })),
          { title: t('对象'), dataIndex: 'kind', render: (_, { kind }) => t(KINDS[kind]) },
          ...(manyDepartments ? [{ title: t('报送单位'), dataIndex: 'departmentName' }] : []),
          { title: t('报送时间'), dataIndex: 'receivedAt', render: (_, { receivedAt }) => instant(receivedAt) },
        ]}
      />
      <Flex gap="small">
        {search.before ? (
          <Button size="small" onClick={() => go({ before: undefined })}>
            {t('回到最新')}
          </Button>
        ) : null}
        {batches.data?.next ? (
          <Button size="small" onClick={() => go({ before: batches.data.next! })}>
            {t('更早的')}
          </Button>
        ) : null}
      </Flex>
    </Flex>
  );
}

const COUNTS = { rowsDone: '行数', accepted: '通过', suspect: '存疑', duplicate: '重复', rejected: '退回' } as const;
