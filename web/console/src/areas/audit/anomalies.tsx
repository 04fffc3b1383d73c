/** What stands out in the log, each with how it was counted and a way to the entries behind it. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Alert, Flex, Input, Spin, Tag } from 'antd';
import type { Anomaly } from '#contracts/audit.ts';
import { call } from '../../api.ts';
import { useText } from '../../language.tsx';
import { useAddress } from '../../parts/address.ts';
import { DataTable } from '../../parts/data-table.tsx';
import { ProblemAlert } from '../../problem.tsx';

const KINDS: Readonly<Record<Anomaly['kind'], { readonly title: string; readonly colour: string }>> = {
  'many-looks': { title: '一日内查看过多', colour: 'orange' },
  'outside-own-cases': { title: '查看本单位以外的事项', colour: 'red' },
  'off-hours': { title: '夜间或非工作日查看', colour: 'blue' },
};

export function AuditAnomalies() {
  const t = useText();
  const [{ from, until }, go] = useAddress('/audit');
  const found = useQuery({
    queryKey: ['audit', 'anomalies', from, until],
    queryFn: ({ signal }) => call('GET /audit/anomalies', { query: { from, until }, signal }),
  });
  if (found.isError) return <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />;
  if (found.isPending)
    return (
      <Spin description={t('正在载入……')}>
        <div style={{ minHeight: 120 }} />
      </Spin>
    );
  const { thresholds, looks, items } = found.data;
  return (
    <>
      <Flex wrap gap="small" align="center" style={{ marginBottom: 12 }}>
        {(['from', 'until'] as const).map((end) => (
          <Input
            key={end}
            type="date"
            aria-label={t(end === 'from' ? '自' : '至')}
            style={{ width: 150 }}
            value={found.data[end]}
            onChange={({ target }) => target.value && go({ [end]: target.value })}
          />
        ))}
        <span className="quiet">{t('这一时段共查看 {looks} 次。', { looks })}</span>
      </Flex>
      <Alert
        type="info"
        style={{ marginBottom: 12 }}
        title={t('提示不是结论：请先向本人和本单位核实。')}
        description={t(
          '口径：一名经办人一日内查看超过 {many} 次；查看既不由本单位（含下属单位）报送、也不由其认定的事项；在 {night} 时至次日 {morning} 时或非工作日查看。',
          { many: thresholds.looksPerDay, night: thresholds.nightFromHour, morning: thresholds.nightUntilHour },
        )}
      />
      <DataTable<Anomaly>
        label={t('异常提示')}
        width={900}
        empty={t('没有需要留意的情况。')}
        rowKey={({ kind, officerId, day }) => `${kind} ${officerId} ${day}`}
        dataSource={items}
        columns={[
          {
            title: t('情况'),
            width: 190,
            render: (_, { kind }) => <Tag color={KINDS[kind].colour}>{t(KINDS[kind].title)}</Tag>,
          },
          {
            title: t('经办人'),
            width: 190,
            render: (_, { officerId, officerName, department, day }) => (
              <>
                <Link
                  to="/audit"
                  search={{
                    view: 'search',
                    officer: officerId,
                    from: day ?? found.data.from,
                    until: day ?? found.data.until,
                  }}
                >
                  {officerName}
                </Link>
                <div className="quiet">{department}</div>
              </>
            ),
          },
          { title: t('次数'), dataIndex: 'count', width: 70, align: 'right', className: 'numbers' },
          { title: t('涉及主体'), dataIndex: 'persons', width: 90, align: 'right', className: 'numbers' },
          {
            title: t('怎么数出来的'),
            render: (_, { explanation, cases }) => (
              <>
                {explanation}
                {cases.length > 0 ? (
                  <div className="quiet">{t('如事项 {cases}', { cases: cases.join('、') })}</div>
                ) : null}
              </>
            ),
          },
        ]}
      />
    </>
  );
}
