/** What stands out in the log, each with how it was counted and a way to the entries behind it. */
import { Alert, Flex, Input, Spin } from 'antd';
import { useText } from '../../language.tsx';
import { useAddress } from '../../parts/address.ts';
import { ProblemAlert } from '../../problem.tsx';
import { AnomalyTable } from './anomaly-table.tsx';
import { useAnomalies } from './questions.ts';

export function AuditAnomalies() {
  const t = useText();
  const [{ from, until }] = useAddress('/audit');
  const found = useAnomalies({ from, until });
  if (found.isError) return <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />;
  if (found.isPending)
    return (
      <Spin description={t('正在载入……')}>
        <div style={{ minHeight: 120 }} />
      </Spin>
    );
  const { thresholds, looks, items, ...period } = found.data;
  return (
    <>
      <Period {...period} looks={looks} />
      <Alert
        type="info"
        style={{ marginBottom: 12 }}
        title={t('提示不是结论：请先向本人和本单位核实。')}
        description={t(
          '口径：一名经办人一日内查看超过 {many} 次；查看既不由本单位（含下属单位）报送、也不由其认定的事项；在 {night} 时至次日 {morning} 时或非工作日查看。',
          { many: thresholds.looksPerDay, night: thresholds.nightFromHour, morning: thresholds.nightUntilHour },
        )}
      />
      <AnomalyTable items={items} {...period} />
    </>
  );
}

interface PeriodProps {
  readonly from: string;
  readonly until: string;
  /** all looks in these days */
  readonly looks: number;
}

function Period({ from, until, looks }: PeriodProps) {
  const t = useText();
  const [, go] = useAddress('/audit');
  return (
    <Flex wrap gap="small" align="center" style={{ marginBottom: 12 }}>
      <Input
        type="date"
        aria-label={t('自')}
        style={{ width: 150 }}
        value={from}
        onChange={({ target }) => target.value && go({ from: target.value })}
      />
      <Input
        type="date"
        aria-label={t('至')}
        style={{ width: 150 }}
        value={until}
        onChange={({ target }) => target.value && go({ until: target.value })}
      />
      <span className="quiet">{t('这一时段共查看 {looks} 次。', { looks })}</span>
    </Flex>
  );
}
