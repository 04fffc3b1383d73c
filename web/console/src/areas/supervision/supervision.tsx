/**
 * Supervision in counts: what waits and where, who reported what and how good it was, editions. Nobody by name. What is overdue
 * comes first, on the page and in every table: on a phone the rest is a scroll away.
 */
import { Segmented, Spin } from 'antd';
import { useMemo } from 'react';
import type { Supervision } from '#contracts/supervision.ts';
import { useLanguage } from '../../language.tsx';
import { useAddress } from '../../parts/address.ts';
import { DataTable } from '../../parts/data-table.tsx';
import { type Figure, Figures } from '../../parts/figures.tsx';
import { useListName } from '../../parts/list-names.ts';
import { ProblemAlert } from '../../problem.tsx';
import { BarChart } from './bar-chart.tsx';
import { CounterKept } from './counter-kept.tsx';
import { SupervisionMap } from './map.tsx';
import { useSupervision } from './questions.ts';
import { RightsKept } from './rights-kept.tsx';
import { MONTHS } from './search.ts';
import './supervision.css';

type Reported = Supervision['reported'][number];
const VERDICTS = [
  ['accepted', '接收', '#2f6f4f'],
  ['suspect', '存疑', '#c58b1f'],
  ['duplicate', '重复', '#7a869a'],
  ['rejected', '退回', '#9b1c1c'],
] as const satisfies readonly (readonly [keyof Reported, string, string])[];
const percent = (share: number) => `${(share * 100).toFixed(1)}%`;

export default function SupervisionPage() {
  const { t } = useLanguage();
  const [{ months: chosen = '12' }, go] = useAddress('/supervision');
  const seen = useSupervision(chosen);
  return (
    <>
      <div className="page-head">
        <h1>{t('督导')}</h1>
        <span className="office-filters">
          <span className="quiet">{seen.data ? t('自 {from} 起', { from: seen.data.from }) : null}</span>
          <Segmented
            aria-label={t('统计多长时间')}
            value={chosen}
            onChange={(value) => go({ months: value })}
            options={MONTHS.map((value) => ({ value, label: t('{months} 个月', { months: value }) }))}
          />
        </span>
      </div>
      {seen.isError ? <ProblemAlert error={seen.error} onRetry={() => void seen.refetch()} /> : null}
      {seen.isPending ? (
        <Spin description={t('正在载入……')}>
          <div style={{ minHeight: 160 }} />
        </Spin>
      ) : null}
      {seen.data ? (
        <>
          <Deadlines seen={seen.data} />
          <div className="office-pair">
            <Waiting seen={seen.data} />
            <RightsKept seen={seen.data} />
          </div>
          <CounterKept />
          <SupervisionMap territories={seen.data.territories} />
          <WhoReported seen={seen.data} />
          <Reasons seen={seen.data} />
          <ByMonth seen={seen.data} />
          <Editions seen={seen.data} />
        </>
      ) : null}
    </>
  );
}

/** The first look: what is past its deadline, and where. */
function Deadlines({ seen }: { readonly seen: Supervision }) {
  const { t } = useLanguage();
  const total = (of: 'cases' | 'overdue' | 'kept' | 'missed') => seen.waiting.reduce((all, row) => all + row[of], 0);
  const ended = total('kept') + total('missed');
  const figures: readonly Figure[] = [
    [t('待办'), total('cases').toLocaleString(), false],
    [t('其中逾期'), total('overdue').toLocaleString(), total('overdue') > 0],
    [t('按期办结'), total('kept').toLocaleString(), false],
    [t('逾期办结'), total('missed').toLocaleString(), false],
    [t('按期率'), ended === 0 ? '—' : percent(total('kept') / ended), false],
  ];
  return (
    <section className="office-card">
      <header>
        <h2>{t('核对期限')}</h2>
        <span className="quiet">{t('收到后五个工作日内核对：认定、退回、不予认定或告知当事人')}</span>
      </header>
      <Figures figures={figures} />
    </section>
  );
}

interface Summed {
  readonly id: string;
  readonly department: string;
  readonly batches: number;
  readonly accepted: number;
  readonly suspect: number;
  readonly duplicate: number;
  readonly rejected: number;
  readonly rows: number;
}

const sum = (rows: readonly Reported[], of: 'batches' | (typeof VERDICTS)[number][0]) =>
  rows.reduce((total, row) => total + row[of], 0);

function summed(reported: readonly Reported[]): Summed[] {
  return [...Map.groupBy(reported, ({ departmentId }) => departmentId)]
    .map(([id, rows]) => {
      const counts = {
        accepted: sum(rows, 'accepted'),
        suspect: sum(rows, 'suspect'),
        duplicate: sum(rows, 'duplicate'),
        rejected: sum(rows, 'rejected'),
      };
      const all = counts.accepted + counts.suspect + counts.duplicate + counts.rejected;
      return { id, department: rows[0]?.department ?? id, batches: sum(rows, 'batches'), ...counts, rows: all };
    })
    .sort((a, b) => b.rows - a.rows);
}

const CHARTED = 15;

function WhoReported({ seen }: { readonly seen: Supervision }) {
  const { t } = useLanguage();
  const rows = useMemo(() => summed(seen.reported), [seen.reported]);
  const charted = useMemo(() => rows.slice(0, CHARTED), [rows]);
  const categories = useMemo(() => charted.map(({ department }) => department), [charted]);
  const series = useMemo(
    () =>
      VERDICTS.map(([verdict, name, colour]) => ({
        name: t(name),
        colour,
        values: charted.map((row) => row[verdict]),
      })),
    [charted, t],
  );
  return (
    <section className="office-card">
      <header>
        <h2>{t('谁报送了多少')}</h2>
        {rows.length > CHARTED ? (
          <span className="quiet">{t('图中为最多的 {count} 个单位，表中为全部', { count: CHARTED })}</span>
        ) : null}
      </header>
      {rows.length > 0 ? (
        <BarChart label={t('各单位报送的行数，数字见下表')} categories={categories} series={series} />
      ) : null}
      <DataTable<Summed>
        label={t('谁报送了多少')}
        width={520}
        empty={t('这段时间没有报送。')}
        dataSource={rows}
        rowKey="id"
        pagination={rows.length > 30 ? { pageSize: 30, showSizeChanger: false } : false}
        columns={[
          { title: t('报送单位'), dataIndex: 'department' },
          {
            title: t('退回占比'),
            className: 'numbers',
            align: 'right',
            render: (_, { rejected, rows: all }) => (all === 0 ? '—' : percent(rejected / all)),
          },
          { title: t('批次'), dataIndex: 'batches', className: 'numbers', align: 'right' },
          ...VERDICTS.map(([verdict, title]) => ({
            title: t(title),
            dataIndex: verdict,
            className: 'numbers',
            align: 'right' as const,
          })),
        ]}
      />
    </section>
  );
}

function Reasons({ seen }: { readonly seen: Supervision }) {
  const { t, language } = useLanguage();
  const { rows, reasons } = seen.rejected;
  const charted = useMemo(() => reasons.slice(0, 10), [reasons]);
  const categories = useMemo(() => charted.map(({ zh, en }) => (language === 'en' ? en : zh)), [charted, language]);
  const series = useMemo(
    () => [{ name: t('占退回行'), colour: '#9b1c1c', values: charted.map(({ share }) => share) }],
    [charted, t],
  );
  return (
    <section className="office-card">
      <header>
        <h2>{t('为什么退回')}</h2>
        <span className="quiet">{t('共退回 {rows} 行；一行可有几个原因', { rows })}</span>
      </header>
      {charted.length > 0 ? (
        <BarChart percent label={t('退回原因的占比，数字见下表')} categories={categories} series={series} />
      ) : null}
      <DataTable<Supervision['rejected']['reasons'][number]>
        label={t('为什么退回')}
        width={300}
        empty={t('没有退回的行。')}
        dataSource={reasons}
        rowKey="code"
        columns={[
          { title: t('原因'), render: (_, { zh, en }) => (language === 'en' ? en : zh) },
          { title: t('行数'), dataIndex: 'rows', className: 'numbers', align: 'right' },
          { title: t('占比'), dataIndex: 'share', className: 'numbers', align: 'right', render: percent },
        ]}
      />
    </section>
  );
}

function Waiting({ seen }: { readonly seen: Supervision }) {
  const { t } = useLanguage();
  const charted = useMemo(() => seen.waiting.filter(({ cases }) => cases > 0).slice(0, CHARTED), [seen.waiting]);
  const categories = useMemo(() => charted.map(({ department }) => department), [charted]);
  const series = useMemo(
    () => [{ name: t('待办'), colour: '#14213d', values: charted.map(({ cases }) => cases) }],
    [charted, t],
  );
  return (
    <section className="office-card">
      <header>
        <h2>{t('在哪里等着')}</h2>
        <span className="quiet">{t('逾期多的、等得久的在前；按期、逾期办结的为统计期内')}</span>
      </header>
      {charted.length > 0 ? (
        <BarChart label={t('各认定单位待办的事项，数字见下表')} categories={categories} series={series} />
      ) : null}
      <DataTable<Supervision['waiting'][number]>
        label={t('在哪里等着')}
        width={640}
        empty={t('没有待办的事项。')}
        dataSource={seen.waiting}
        rowKey="departmentId"
        columns={[
          { title: t('认定单位'), dataIndex: 'department' },
          {
            title: t('逾期'),
            className: 'numbers',
            align: 'right',
            render: (_, { overdue }) => (overdue > 0 ? <strong className="overdue">{overdue}</strong> : 0),
          },
          { title: t('待办'), dataIndex: 'cases', className: 'numbers', align: 'right' },
          { title: t('按期办结'), dataIndex: 'kept', className: 'numbers', align: 'right' },
          { title: t('逾期办结'), dataIndex: 'missed', className: 'numbers', align: 'right' },
          { title: t('待补正'), dataIndex: 'returned', className: 'numbers', align: 'right' },
          {
            title: t('最早收到'),
            className: 'numbers',
            render: (_, { oldestReceivedOn, oldestDays }) =>
              oldestReceivedOn ? t('{day}，{days} 天', { day: oldestReceivedOn, days: oldestDays ?? 0 }) : '—',
          },
        ]}
      />
    </section>
  );
}

function ByMonth({ seen }: { readonly seen: Supervision }) {
  const { t } = useLanguage();
  return (
    <section className="office-card">
      <header>
        <h2>{t('逐月')}</h2>
      </header>
      <DataTable<Reported>
        label={t('逐月')}
        width={680}
        empty={t('这段时间没有报送。')}
        dataSource={[...seen.reported].reverse()}
        rowKey={({ month, departmentId }) => `${month} ${departmentId}`}
        pagination={seen.reported.length > 24 ? { pageSize: 24, showSizeChanger: false } : false}
        columns={[
          { title: t('月份'), dataIndex: 'month', className: 'numbers' },
          { title: t('报送单位'), dataIndex: 'department' },
          { title: t('批次'), dataIndex: 'batches', className: 'numbers', align: 'right' },
          ...VERDICTS.map(([verdict, title]) => ({
            title: t(title),
            dataIndex: verdict,
            className: 'numbers',
            align: 'right' as const,
          })),
        ]}
      />
    </section>
  );
}

function Editions({ seen }: { readonly seen: Supervision }) {
  const { t } = useLanguage();
  const nameOf = useListName();
  return (
    <section className="office-card">
      <header>
        <h2>{t('已发布的名单')}</h2>
      </header>
      <DataTable<Supervision['editions'][number]>
        label={t('已发布的名单')}
        width={560}
        empty={t('还没有发布过。')}
        dataSource={seen.editions}
        rowKey={({ list, number }) => `${list} ${number}`}
        columns={[
          {
            title: t('期次'),
            render: (_, { list, number }) => (
              <a href={`/lists/${list}/${number}`} target="_blank" rel="noreferrer">
                {t('{list}第 {number} 期', { list: nameOf(list), number })}
              </a>
            ),
          },
          { title: t('名单'), dataIndex: 'title' },
          { title: t('发布日期'), dataIndex: 'publishedOn', className: 'numbers' },
          { title: t('条目'), dataIndex: 'entries', className: 'numbers', align: 'right' },
        ]}
      />
    </section>
  );
}
