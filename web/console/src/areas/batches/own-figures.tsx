/** The officer's own quality and deadlines: what was reported, why rows came back, what is to be mended, what was decided in time. */
import { Link } from '@tanstack/react-router';
import { Flex, Segmented, Spin, type TableProps } from 'antd';
import type { OwnFigures as Seen } from '#contracts/supervision.ts';
import { type Translate, useSaid, useText } from '../../language.tsx';
import { useAddress } from '../../parts/address.ts';
import { DataTable } from '../../parts/data-table.tsx';
import { Figures } from '../../parts/figures.tsx';
import { ProblemAlert } from '../../problem.tsx';
import { holds, useMe } from '../../session.ts';
import '../../parts/office.css';
import { useOwnFigures } from './questions.ts';
import { MONTHS } from './search.ts';
import { VERDICT_ORDER, VERDICTS } from './words.tsx';

const percent = (part: number, whole: number) => (whole === 0 ? '—' : `${((part / whole) * 100).toFixed(1)}%`);

export function OwnFigures() {
  const t = useText();
  const { data: me } = useMe();
  const [{ months: chosen = '12' }, go] = useAddress('/batches');
  const seen = useOwnFigures(chosen);
  if (seen.isError) return <ProblemAlert error={seen.error} onRetry={() => void seen.refetch()} />;
  if (seen.isPending) return <Spin />;
  const { data } = seen;
  return (
    <>
      <Flex justify="space-between" align="center" gap="small" wrap className="own-figures-head">
        <span className="quiet">
          {data.departments.join(t('、'))} · {t('自 {from} 起', { from: data.from })}
        </span>
        <Segmented
          aria-label={t('统计多长时间')}
          value={chosen}
          onChange={(value) => go({ months: value })}
          options={MONTHS.map((value) => ({ value, label: t('{months} 个月', { months: value }) }))}
        />
      </Flex>
      {holds(me, 'reviewer', 'determiner') ? <Deciding data={data} /> : null}
      {holds(me, 'reporter') ? <Reporting data={data} /> : null}
    </>
  );
}

function Deciding({ data: { deciding } }: { readonly data: Seen }) {
  const t = useText();
  const { waiting, overdue, kept, missed } = deciding;
  return (
    <section className="office-card">
      <header>
        <h2>{t('由本单位认定的：核对期限')}</h2>
        <span className="quiet">{t('收到后五个工作日内核对：认定、退回、不予认定或告知当事人')}</span>
      </header>
      <Figures
        figures={[
          [t('待办'), waiting.toLocaleString()],
          [t('其中逾期'), overdue.toLocaleString(), overdue > 0],
          [t('按期办结'), kept.toLocaleString()],
          [t('逾期办结'), missed.toLocaleString(), missed > 0],
          [t('按期率'), percent(kept, kept + missed)],
        ]}
      />
    </section>
  );
}

function Reporting({ data: { reported, reasons, mending } }: { readonly data: Seen }) {
  return (
    <>
      <Quality reported={reported} />
      <div className="office-pair">
        <WhySentBack reasons={reasons} />
        <Mending mending={mending} />
      </div>
    </>
  );
}

type Reported = Seen['reported'][number];

function Quality({ reported }: Pick<Seen, 'reported'>) {
  const t = useText();
  return (
    <section className="office-card">
      <header>
        <h2>{t('报送质量')}</h2>
        <span className="quiet">{t('退回占比越低越好；撤回、未能读取的批次不计')}</span>
      </header>
      <DataTable<Reported>
        label={t('报送质量')}
        width={520}
        empty={t('还没有报送过。')}
        dataSource={[...reported]}
        rowKey="whose"
        columns={qualityColumns(t)}
      />
    </section>
  );
}

function qualityColumns(t: Translate): TableProps<Reported>['columns'] {
  const counts = [
    ...VERDICT_ORDER.map((verdict) => ({ dataIndex: verdict, title: t(VERDICTS[verdict].title) })),
    { dataIndex: 'batches', title: t('批次') },
  ];
  return [
    {
      title: t('谁报送的'),
      dataIndex: 'whose',
      render: (whose: Reported['whose']) => (whose === 'mine' ? t('我报送的') : t('本单位报送的')),
    },
    {
      title: t('退回占比'),
      align: 'right',
      className: 'numbers',
      render: (_, row) => percent(row.rejected, row.accepted + row.suspect + row.duplicate + row.rejected),
    },
    ...counts.map((count) => ({
      ...count,
      align: 'right' as const,
      className: 'numbers',
      render: (value: number) => value.toLocaleString(),
    })),
  ];
}

function WhySentBack({ reasons }: Pick<Seen, 'reasons'>) {
  const t = useText();
  const said = useSaid();
  return (
    <section className="office-card">
      <header>
        <h2>{t('本单位的行为什么退回')}</h2>
      </header>
      <DataTable
        label={t('本单位的行为什么退回')}
        width={280}
        empty={t('没有退回的行。')}
        dataSource={[...reasons]}
        rowKey="code"
        columns={[
          { title: t('原因'), render: (_, reason) => said(reason) },
          { title: t('行数'), dataIndex: 'rows', align: 'right', className: 'numbers' },
        ]}
      />
    </section>
  );
}

function Mending({ mending: { returned, oldestOn, decided, refused } }: Pick<Seen, 'mending'>) {
  const t = useText();
  return (
    <section className="office-card">
      <header>
        <h2>{t('认定部门办理的结果')}</h2>
      </header>
      <Figures
        figures={[
          [t('退回等补正'), returned.toLocaleString(), returned > 0],
          [t('最早退回'), oldestOn ?? '—'],
          [t('已认定'), decided.toLocaleString()],
          [t('未予认定'), refused.toLocaleString()],
        ]}
      />
      {returned > 0 ? (
        <Link to="/queue" search={{ side: 'reporting', state: 'returned' }}>
          {t('去补正')}
        </Link>
      ) : null}
    </section>
  );
}
