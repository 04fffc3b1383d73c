/** Which department kept the deadlines of objections, repairs and relief, and which did not; the overdue on top. */
import type { Supervision } from '#contracts/supervision.ts';
import { useText } from '../../language.tsx';
import { DataTable } from '../../parts/data-table.tsx';

type Row = Supervision['rights'][number];

export function RightsKept({ seen }: { readonly seen: Supervision }) {
  const t = useText();
  return (
    <section className="office-card">
      <header>
        <h2>{t('权益申请的期限')}</h2>
        <span className="quiet">{t('异议、信用修复、暂不纳入，每一环节按办理单位计')}</span>
      </header>
      <DataTable<Row>
        label={t('权益申请的期限')}
        width={420}
        empty={t('这段时间没有办理过申请。')}
        dataSource={seen.rights}
        rowKey="departmentId"
        columns={[
          { title: t('办理单位'), dataIndex: 'department' },
          { title: t('已超期'), dataIndex: 'overdue', className: 'numbers', align: 'right', render: alarming },
          { title: t('待办理'), dataIndex: 'waiting', className: 'numbers', align: 'right' },
          { title: t('超期办理'), dataIndex: 'missed', className: 'numbers', align: 'right', render: alarming },
          { title: t('按期办理'), dataIndex: 'kept', className: 'numbers', align: 'right' },
        ]}
      />
    </section>
  );
}

const alarming = (count: number) => (count > 0 ? <span className="mark bad">{count}</span> : count);
