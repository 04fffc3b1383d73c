/** A whole clean batch at once: how many, which not and why, some of them to look at; then one decision for all. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Alert, Button, Descriptions, Flex, Popconfirm, Progress, Spin, Table, Typography } from 'antd';
import type { BatchPreview } from '#contracts/determination.ts';
import { call } from '../../api.ts';
import { useSaid, useText } from '../../language.tsx';
import { ProblemAlert, useProblemNotice } from '../../problem.tsx';
import { useBatchDecision } from './decision.ts';

const WORDS = {
  review: {
    act: '整批审核通过',
    done: '已审核通过',
    ready: '可以整批审核',
    next: '审核通过的事项转由另一位经办人认定。',
  },
  determine: {
    act: '整批认定',
    done: '已认定',
    ready: '可以整批认定',
    next: '认定后即成为信用记录，按规定推送和使用。',
  },
} as const;

export function BatchApproval({ batchId, step }: { readonly batchId: string; readonly step: BatchPreview['step'] }) {
  const t = useText();
  const said = useSaid();
  const queries = useQueryClient();
  const notice = useProblemNotice();
  const words = WORDS[step];
  const preview = useQuery({
    queryKey: ['batch-preview', batchId, step],
    queryFn: ({ signal }) => call('GET /batches/:id/preview', { params: { id: batchId }, query: { step }, signal }),
  });
  const decision = useBatchDecision(batchId, step, {
    onProblem: notice,
    onEnd: () =>
      Promise.all([
        preview.refetch(),
        queries.invalidateQueries({ queryKey: ['waiting-batches'] }),
        queries.invalidateQueries({ queryKey: ['batch', batchId] }),
      ]),
  });
  if (preview.isPending)
    return (
      <Spin description={t('正在逐件核对，件数多时要几秒……')}>
        <div className="waiting" />
      </Spin>
    );
  if (preview.isError) return <ProblemAlert error={preview.error} onRetry={() => void preview.refetch()} />;
  const { ready, leftOut, sample, batchVisible } = preview.data;
  return (
    <Flex vertical gap="middle">
      {decision.state === 'ended' ? (
        <Alert
          type={decision.left > 0 ? 'info' : 'success'}
          showIcon
          title={t('{done} {count} 件。', { done: t(words.done), count: decision.done.toLocaleString() })}
          description={
            decision.left > 0
              ? t('其余 {count} 件没有办理，可以随时接着办。', { count: decision.left.toLocaleString() })
              : t(words.next)
          }
        />
      ) : null}
      <Descriptions
        size="small"
        bordered
        column={1}
        className="outcome"
        items={[
          {
            key: 'ready',
            label: t(words.ready),
            children: <strong className="numbers">{t('{count} 件', { count: ready.toLocaleString() })}</strong>,
          },
          ...leftOut.map(({ because, zh, en, count }) => ({
            key: because,
            label: said({ zh, en }),
            children: <span className="numbers">{t('{count} 件，不在其内', { count: count.toLocaleString() })}</span>,
          })),
        ]}
      />
      {sample.length > 0 ? (
        <section>
          <h2>{t('抽样 {count} 件，请先查看', { count: sample.length })}</h2>
          <Typography.Paragraph type="secondary">
            {t('由系统在可办理的事项中抽取，姓名不显示；点编号可看全部内容。')}
          </Typography.Paragraph>
          <Table
            size="small"
            rowKey="caseId"
            pagination={false}
            scroll={{ x: 'max-content' }}
            dataSource={sample}
            columns={[
              {
                title: t('事项编号'),
                dataIndex: 'caseId',
                className: 'numbers',
                render: (_, { caseId }) => (
                  <Link to="/cases/$id" params={{ id: caseId }}>
                    {caseId}
                  </Link>
                ),
              },
              {
                title: t('类别'),
                render: (_, { kind, kindTitle }) => <span title={kindTitle}>{`${kind} ${kindTitle}`}</span>,
                className: 'clipped',
              },
              ...(sample.some(({ organisationName }) => organisationName)
                ? [{ title: t('单位名称'), dataIndex: 'organisationName' }]
                : []),
              { title: t('具体事项'), dataIndex: 'matter', className: 'wrapping' },
              { title: t('发生日期'), dataIndex: 'occurredOn', className: 'numbers' },
              { title: t('报送单位'), dataIndex: 'reportingDepartment' },
            ]}
          />
        </section>
      ) : null}
      {decision.state === 'running' || decision.state === 'stopping' ? (
        <section aria-live="polite">
          <Progress
            percent={Math.floor((decision.done / Math.max(1, decision.done + decision.left)) * 100)}
            aria-label={t(words.act)}
          />
          <Flex gap="small" align="center" wrap>
            <span className="numbers">
              {t('{done} {count} 件，还有 {left} 件。分段办理，办完一段算一段；离开本页即停在已办的地方。', {
                done: t(words.done),
                count: decision.done.toLocaleString(),
                left: decision.left.toLocaleString(),
              })}
            </span>
            <Button disabled={decision.state === 'stopping'} onClick={decision.stop}>
              {decision.state === 'stopping' ? t('办完这一段就停') : t('停止')}
            </Button>
          </Flex>
        </section>
      ) : null}
      <Flex gap="small" align="center" wrap>
        <Popconfirm
          placement="topLeft"
          title={t('对 {count} 件事项{act}？', { count: ready.toLocaleString(), act: t(words.act) })}
          description={t(words.next)}
          okText={t(words.act)}
          disabled={ready === 0}
          onConfirm={() => void decision.start(ready)} // a promise would keep the question open over the progress
        >
          <Button
            type="primary"
            size="large"
            disabled={ready === 0}
            loading={decision.state !== 'ended' && decision.state !== 'idle'}
          >
            {t(words.act)}
            {ready > 0 ? `（${t('{count} 件', { count: ready.toLocaleString() })}）` : ''}
          </Button>
        </Popconfirm>
        {ready === 0 ? (
          <Typography.Text type="secondary">
            {leftOut.length === 0
              ? t('本批没有由您所在单位办理的事项。')
              : t('没有可以整批办理的事项，原因见上表；须逐件办理的请到待办中处理。')}
          </Typography.Text>
        ) : null}
        {batchVisible ? (
          <Link to="/batches/$id" params={{ id: batchId }} search={{ view: 'rows' }}>
            {t('查看报送结果')}
          </Link>
        ) : null}
      </Flex>
    </Flex>
  );
}
