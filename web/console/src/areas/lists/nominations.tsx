/** Nominations: how many by department and zone, and which; the filter is in the address. */
import { Button, Select } from 'antd';
import type { ListOverview, NominationPage } from '#contracts/lists.ts';
import { useText } from '../../language.tsx';
import { useAddress } from '../../parts/address.ts';
import { DataTable, Pages } from '../../parts/data-table.tsx';
import { ProblemAlert } from '../../problem.tsx';
import { useNominations } from './questions.ts';

type Count = ListOverview['counts'][number];
const keyOf = ({ zone }: Count) => zone ?? 'none';

export function ListNominations({ overview }: { readonly overview: ListOverview }) {
  return (
    <>
      <Counts overview={overview} />
      <Nominated overview={overview} />
    </>
  );
}

function Counts({ overview: { counts, expected } }: { readonly overview: ListOverview }) {
  const t = useText();
  const [, go] = useAddress('/lists');
  const zones = new Map(counts.map((count) => [keyOf(count), count.zoneName ?? t('不属功能区')]));
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
    cells: new Map(cells.map((cell) => [keyOf(cell), cell])),
    nominated: cells.reduce((sum, cell) => sum + cell.nominated, 0),
    inForce: cells.reduce((sum, cell) => sum + cell.inForce, 0),
  };
}

interface Row extends ReturnType<typeof countsOf> {
  readonly departmentId: string;
  readonly department: string;
  readonly waiting: number;
}

interface TableProps {
  readonly rows: readonly Row[];
  readonly zones: ReadonlyMap<string, string>;
  readonly go: ReturnType<typeof useAddress<'/lists'>>[1];
}

function CountTable({ rows, zones, go }: TableProps) {
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

function Nominated({ overview: { list, counts } }: { readonly overview: ListOverview }) {
  const t = useText();
  const [{ department, zone, after }, go] = useAddress('/lists');
  const page = useNominations(list, { department, zone, after });
  const departments = new Map(counts.map((count) => [count.departmentId, count.department]));
  const zones = new Map(counts.map((count) => [keyOf(count), count.zoneName ?? t('不属功能区')]));
  const choices = (known: ReadonlyMap<string, string>) => [
    { value: '', label: t('全部') },
    ...[...known].map(([value, label]) => ({ value, label })),
  ];
  return (
    <section className="office-card">
      <header>
        <h2>{t('推荐名单')}</h2>
        <div className="office-filters">
          <span className="field">
            {t('推荐单位')}
            <Select
              aria-label={t('推荐单位')}
              value={department ?? ''}
              popupMatchSelectWidth={false}
              style={{ minWidth: 160 }}
              onChange={(chosen) => go({ department: chosen || undefined, after: undefined })}
              options={choices(departments)}
            />
          </span>
          <span className="field">
            {t('功能区')}
            <Select
              aria-label={t('功能区')}
              value={zone ?? ''}
              popupMatchSelectWidth={false}
              style={{ minWidth: 120 }}
              onChange={(chosen) => go({ zone: chosen || undefined, after: undefined })}
              options={choices(zones)}
            />
          </span>
        </div>
      </header>
      {page.isError ? <ProblemAlert error={page.error} onRetry={() => void page.refetch()} /> : null}
      <DataTable<NominationPage['items'][number]>
        label={t('推荐名单')}
        width={900}
        empty={t('没有符合条件的推荐。')}
        loading={page.isFetching}
        dataSource={page.data?.items ?? []}
        rowKey="recordId"
        columns={[
          { title: t('名称'), dataIndex: 'name' },
          { title: t('统一社会信用代码'), dataIndex: 'uscc', className: 'numbers' },
          { title: t('事由'), dataIndex: 'ground', className: 'numbers' },
          { title: t('具体事项'), dataIndex: 'matter' },
          { title: t('推荐单位'), dataIndex: 'department' },
          {
            title: t('现状'),
            dataIndex: 'inForce',
            render: (inForce: boolean) =>
              inForce ? (
                <span className="mark good">{t('有效')}</span>
              ) : (
                <span className="mark plain">{t('已不在有效期或已撤下')}</span>
              ),
          },
        ]}
      />
      <Pages
        first={after === undefined}
        next={Boolean(page.data?.after)}
        onFirst={() => go({ after: undefined })}
        onNext={() => go({ after: page.data?.after ?? undefined })}
      />
    </section>
  );
}
