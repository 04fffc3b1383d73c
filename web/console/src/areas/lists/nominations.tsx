/** Nominations: how many by department and zone, and which; the filter is in the address. */

import { Select, type TableProps } from 'antd';
import type { ListOverview, NominationPage } from '#contracts/lists.ts';
import { localId } from '#kernel/policy/refs.ts';
import { type Translate, useText } from '../../language.tsx';
import { useAddress } from '../../parts/address.ts';
import { DataTable, Pages } from '../../parts/data-table.tsx';
import { ObjectionMark } from '../../parts/objection-mark.tsx';
import { ProblemAlert } from '../../problem.tsx';
import { NominationCounts } from './nomination-counts.tsx';
import { useNominations } from './questions.ts';
import { type Count, zonesOf } from './zones.ts';

export function ListNominations({ overview }: { readonly overview: ListOverview }) {
  return (
    <>
      <NominationCounts overview={overview} />
      <Nominated overview={overview} />
    </>
  );
}

type Nomination = NominationPage['items'][number];

function Nominated({ overview: { list, counts } }: { readonly overview: ListOverview }) {
  const t = useText();
  const [{ department, zone, after }, go] = useAddress('/lists');
  const page = useNominations(list, { department, zone, after });
  return (
    <section className="office-card">
      <header>
        <h2>{t('推荐名单')}</h2>
        <NominationFilter counts={counts} />
      </header>
      {page.isError ? <ProblemAlert error={page.error} onRetry={() => void page.refetch()} /> : null}
      <DataTable<Nomination>
        label={t('推荐名单')}
        width={900}
        empty={t('没有符合条件的推荐。')}
        loading={page.isFetching}
        dataSource={page.data?.items ?? []}
        rowKey="recordId"
        columns={tableColumns(t)}
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

function tableColumns(t: Translate): TableProps<Nomination>['columns'] {
  return [
    {
      title: t('名称'),
      render: (_, one) => (
        <>
          {one.name} <ObjectionMark of={one} />
        </>
      ),
    },
    { title: t('统一社会信用代码'), dataIndex: 'uscc', className: 'numbers' },
    { title: t('事由'), dataIndex: 'ground', render: localId, className: 'numbers' },
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
  ];
}

/** By department and by zone, as the address says. */
function NominationFilter({ counts }: { readonly counts: readonly Count[] }) {
  const t = useText();
  const [{ department, zone }, go] = useAddress('/lists');
  return (
    <div className="office-filters">
      <Choice
        label={t('推荐单位')}
        width={160}
        chosen={department}
        known={new Map(counts.map((count) => [count.departmentId, count.department]))}
        onChoose={(chosen) => go({ department: chosen, after: undefined })}
      />
      <Choice
        label={t('功能区')}
        width={120}
        chosen={zone}
        known={zonesOf(counts, t)}
        onChoose={(chosen) => go({ zone: chosen, after: undefined })}
      />
    </div>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly width: number;
  readonly chosen: string | undefined;
  readonly known: ReadonlyMap<string, string>;
  readonly onChoose: (chosen: string | undefined) => void;
}

function Choice({ label, width, chosen, known, onChoose }: ChoiceProps) {
  const t = useText();
  return (
    <span className="field">
      {label}
      <Select
        aria-label={label}
        value={chosen ?? ''}
        popupMatchSelectWidth={false}
        style={{ minWidth: width }}
        onChange={(value) => onChoose(value || undefined)}
        options={[{ value: '', label: t('全部') }, ...[...known].map(([value, title]) => ({ value, label: title }))]}
      />
    </span>
  );
}
