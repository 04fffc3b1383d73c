/** A whole clean batch at once: how many, which not and why, some of them to look at; then one decision for all. */
import { Link } from '@tanstack/react-router';
import { Button, Descriptions, Flex, Popconfirm, Spin, Typography } from 'antd';
import type { BatchPreview } from '#contracts/determination.ts';
import { useSaid, useText } from '../../language.tsx';
import { ProblemAlert, useProblemNotice } from '../../problem.tsx';
import { DecisionEnded, DecisionUnderWay } from './approval-progress.tsx';
import { ApprovalSample } from './approval-sample.tsx';
import { useBatchDecided, useBatchPreview } from './questions.ts';
import { useBatchDecision } from './use-batch-decision.ts';
import { STEPS, type Step } from './words.tsx';

export function BatchApproval({ batchId, step }: { readonly batchId: string; readonly step: Step }) {
  const t = useText();
  const preview = useBatchPreview(batchId, step);
  const decision = useBatchDecision(batchId, step, {
    onProblem: useProblemNotice(),
    onEnd: useBatchDecided(batchId),
  });
  if (preview.isPending)
    return (
      <Spin description={t('正在逐件核对，件数多时要几秒……')}>
        <div className="waiting" />
      </Spin>
    );
  if (preview.isError) return <ProblemAlert error={preview.error} onRetry={() => void preview.refetch()} />;
  const { ready, leftOut, sample, batchVisible } = preview.data;
  const underWay = decision.state === 'running' || decision.state === 'stopping';
  return (
    <Flex vertical gap="middle">
      {decision.state === 'ended' ? <DecisionEnded step={step} decision={decision} /> : null}
      <WhichAreReady step={step} preview={preview.data} />
      {sample.length > 0 ? <ApprovalSample sample={sample} /> : null}
      {underWay ? <DecisionUnderWay step={step} decision={decision} onStop={decision.stop} /> : null}
      <Flex gap="small" align="center" wrap>
        <DecideAll step={step} ready={ready} underWay={underWay} onDecide={() => void decision.start(ready)} />
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

interface ReadyProps {
  readonly step: Step;
  readonly preview: BatchPreview;
}

function WhichAreReady({ step, preview: { ready, leftOut } }: ReadyProps) {
  const t = useText();
  const said = useSaid();
  return (
    <Descriptions
      size="small"
      bordered
      column={1}
      className="outcome"
      items={[
        {
          key: 'ready',
          label: t(STEPS[step].ready),
          children: <strong className="numbers">{t('{count} 件', { count: ready.toLocaleString() })}</strong>,
        },
        ...leftOut.map(({ because, zh, en, count }) => ({
          key: because,
          label: said({ zh, en }),
          children: <span className="numbers">{t('{count} 件，不在其内', { count: count.toLocaleString() })}</span>,
        })),
      ]}
    />
  );
}

interface DecideProps {
  readonly step: Step;
  readonly ready: number;
  readonly underWay: boolean;
  /** returns nothing: a promise would keep the question open over the progress */
  readonly onDecide: () => void;
}

function DecideAll({ step, ready, underWay, onDecide }: DecideProps) {
  const t = useText();
  const { act, next } = STEPS[step];
  return (
    <Popconfirm
      placement="topLeft"
      title={t('对 {count} 件事项{act}？', { count: ready.toLocaleString(), act: t(act) })}
      description={t(next)}
      okText={t(act)}
      disabled={ready === 0}
      onConfirm={onDecide}
    >
      <Button type="primary" size="large" disabled={ready === 0} loading={underWay}>
        {t(act)}
        {ready > 0 ? `（${t('{count} 件', { count: ready.toLocaleString() })}）` : ''}
      </Button>
    </Popconfirm>
  );
}
