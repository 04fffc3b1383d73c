/** What stands out, by officer: which kind of looks, how many, at how many people, and how that was counted. */
import { Link } from '@tanstack/react-router';
import { Tag } from 'antd';
import type { Anomaly } from '#contracts/audit.ts';
import { useText } from '../../language.tsx';
import { DataTable } from '../../parts/data-table.tsx';

const KINDS: Readonly<Record<Anomaly['kind'], { readonly title: string; readonly colour: string }>> = {
  'many-looks': { title: '一日内查看过多', colour: 'orange' },
  'outside-own-cases': { title: '查看本单位以外的事项', colour: 'red' },
  'off-hours': { title: '夜间或非工作日查看', colour: 'blue' },
};

interface Props {
  readonly items: readonly Anomaly[];
  /** the days that were looked through */
  readonly from: string;
  readonly until: string;
}

export function AnomalyTable({ items, from, until }: Props) {
  const t = useText();
  return (
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
          render: (_, anomaly) => <Officer anomaly={anomaly} from={from} until={until} />,
        },
        { title: t('次数'), dataIndex: 'count', width: 70, align: 'right', className: 'numbers' },
        { title: t('涉及主体'), dataIndex: 'persons', width: 90, align: 'right', className: 'numbers' },
        { title: t('怎么数出来的'), render: (_, anomaly) => <Counted anomaly={anomaly} /> },
      ]}
    />
  );
}

/** Opens what this officer did on the day, or in the days where it is about none. */
function Officer({ anomaly, from, until }: Omit<Props, 'items'> & { readonly anomaly: Anomaly }) {
  const { officerId, officerName, department, day } = anomaly;
  return (
    <>
      <Link to="/audit" search={{ view: 'search', officer: officerId, from: day ?? from, until: day ?? until }}>
        {officerName}
      </Link>
      <div className="quiet">{department}</div>
    </>
  );
}

function Counted({ anomaly: { explanation, cases } }: { readonly anomaly: Anomaly }) {
  const t = useText();
  return (
    <>
      {explanation}
      {cases.length > 0 ? <div className="quiet">{t('如事项 {cases}', { cases: cases.join('、') })}</div> : null}
    </>
  );
}
