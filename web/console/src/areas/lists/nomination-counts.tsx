/** How many nominations there are by department and zone, and who has nominated nothing of what it determined. */
import { Button } from 'antd';
import type { ListOverview } from '#contracts/lists.ts';
import { useText } from '../../language.tsx';
import { useAddress } from '../../parts/address.ts';
import { DataTable } from '../../parts/data-table.tsx';
import { type Count, zoneKey, zonesOf } from './zones.ts';

export function NominationCounts({ overview: { counts, expected } }: { readonly overview: ListOverview }) {
  const t = useText();
  const [, go] = useAddress('/lists');
  const zones = zonesOf(counts, t);
  const names = new Map([...counts, ...expected].map(({ departmentId, department }) => [departmentId, department]));
  const byDepartment = Map.groupBy(counts, ({ departmentId }) => departmentId);
  // a department that has nominated nothing of what it determined is who the office looks for
  const rows = [...names].map(([departmentId, department]) => ({
    ...{ departmentId, department },
    ...countsOf(byDepartment.get(departmentId) ?? []),
    waiting: expected.find((one) => one.departmentId === departmentId)?.waiting ?? 0,
  }));
  return <CountTable rows={rows} zones={zones} go={go} />;
}

function countsOf(cells: readonly Count[]) {
  return {
    cells: new Map(cells.map((cell) => [zoneKey(cell), cell])),
    nominated: cells.reduce((sum, cell) => sum + cell.nominated, 0),
    inForce: cells.reduce((sum, cell) => sum + cell.inForce, 0),
  };
}

interface Row extends ReturnType<typeof countsOf> {
  readonly departmentId: string;
  readonly department: string;
  readonly waiting: number;
}

interface CountProps {
  readonly rows: readonly Row[];
  readonly zones: ReadonlyMap<string, string>;
  readonly go: ReturnType<typeof useAddress<'/lists'>>[1];
}

function CountTable({ rows, zones, go }: CountProps) {
  const t = useText();
  return (
    <section className="office-card">
      <header>
        <h2>{t('各单位、各功能区推荐了多少')}</h2>
        <span className="quiet">{t('点数字看是哪些')}</span>
      </header>
      <DataTable<Row>
        label={t('各单位、各功能区推荐了多少')}
        width={220 + 110 * (zones.size + 3)}
        empty={t('还没有推荐。')}
        dataSource={[...rows]}
        rowKey="departmentId"
        columns={[
          { title: t('推荐单位'), dataIndex: 'department' },
          ...[...zones].map(([zone, title]) => ({
            title,
            key: zone,
            className: 'numbers',
            align: 'right' as const,
            render: (_: unknown, row: Row) => {
              const cell = row.cells.get(zone);
              return cell ? (
                <Button
                  type="link"
                  size="small"
                  aria-label={`${row.department} ${title} ${cell.nominated}`}
                  onClick={() => go({ department: row.departmentId, zone, after: undefined })}
                >
                  {cell.nominated}
                </Button>
              ) : (
                <span className="quiet">—</span>
              );
            },
          })),
          { title: t('合计'), dataIndex: 'nominated', className: 'numbers', align: 'right' },
          {
            title: t('已认定、还没推荐'),
            dataIndex: 'waiting',
            className: 'numbers',
            align: 'right',
            render: (waiting: number) => (waiting > 0 ? <strong className="overdue">{waiting}</strong> : 0),
          },
          { title: t('现在可列入'), dataIndex: 'inForce', className: 'numbers', align: 'right' },
        ]}
      />
    </section>
  );
}
