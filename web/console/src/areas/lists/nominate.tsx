/** A department nominates what it has determined about organisations: a whole batch, or the cases that are ticked. */

import { Button, Select, type TableProps } from 'antd';
import type { ListOverview, NominablePage, Permitted } from '#contracts/lists.ts';
import { localId } from '#kernel/policy/refs.ts';
import { type Translate, useText } from '../../language.tsx';
import { useAddress } from '../../parts/address.ts';
import { DataTable, Pages } from '../../parts/data-table.tsx';
import { ObjectionMark } from '../../parts/objection-mark.tsx';
import { PermittedButton } from '../../parts/permitted-button.tsx';
import { ProblemAlert } from '../../problem.tsx';
import { useNominable } from './questions.ts';
import { useNominate } from './use-nominate.ts';

type Nominable = NominablePage['items'][number];
type Batch = NominablePage['batches'][number];

export function NominateOwn({ overview: { list, may } }: { readonly overview: ListOverview }) {
  const t = useText();
  const [{ batch, after }, go] = useAddress('/lists');
  const page = useNominable(list, { batch, after });
  const { items = [], batches = [] } = page.data ?? {};
  const { chosen, choose, ...acts } = useNominate(list, () => {
    if (after !== undefined) go({ after: undefined });
  });
  const chooseBatch = (batchId: string | undefined) => {
    choose([]);
    go({ batch: batchId, after: undefined });
  };
  return (
    <section className="office-card">
      <header>
        <h2>{t('本单位认定、尚未推荐的记录')}</h2>
        <BatchChoice batches={batches} chosen={batch} onChoose={chooseBatch} />
      </header>
      <p className="quiet">{t('谁推荐，谁就不会签同一份名单：本单位的会签由另一位认定人员办理。')}</p>
      {page.isError ? <ProblemAlert error={page.error} onRetry={() => void page.refetch()} /> : null}
      <DataTable<Nominable>
        label={t('本单位认定、尚未推荐的记录')}
        width={900}
        empty={t('没有可推荐的记录：本单位认定的都已推荐，或没有适用于该名单的记录。')}
        loading={page.isFetching}
        dataSource={items}
        rowKey="caseId"
        rowSelection={{
          selectedRowKeys: [...chosen],
          onChange: (keys) => choose(keys.map(String)),
          getCheckboxProps: ({ name }) => ({ 'aria-label': t('选择 {name}', { name }) }) as object,
          getTitleCheckboxProps: () => ({ 'aria-label': t('选择本页全部') }) as object,
        }}
        columns={tableColumns(t)}
      />
      <Pages
        first={after === undefined}
        next={Boolean(page.data?.after)}
        onFirst={() => go({ after: undefined })}
        onNext={() => go({ after: page.data?.after ?? undefined })}
      />
      <Acts
        {...acts}
        permitted={may.nominate}
        count={chosen.length}
        batch={batches.find(({ batchId }) => batchId === batch)}
        hidden={page.data?.items.length === 0}
      />
    </section>
  );
}

function tableColumns(t: Translate): TableProps<Nominable>['columns'] {
  return [
    { title: t('事项编号'), dataIndex: 'caseId', className: 'numbers' },
    {
      title: t('名称'),
      render: (_, one) => (
        <>
          {one.name} <ObjectionMark of={one} />
        </>
      ),
    },
    { title: t('统一社会信用代码'), dataIndex: 'uscc', className: 'numbers' },
    { title: t('事由'), render: (_, { ground, groundTitle }) => `${localId(ground)} ${groundTitle}` },
    { title: t('具体事项'), dataIndex: 'matter' },
    { title: t('认定日期'), dataIndex: 'determinedOn', className: 'numbers' },
  ];
}

interface ChoiceProps {
  readonly batches: readonly Batch[];
  readonly chosen: string | undefined;
  readonly onChoose: (batchId: string | undefined) => void;
}

function BatchChoice({ batches, chosen, onChoose }: ChoiceProps) {
  const t = useText();
  return (
    <span className="field">
      {t('批次')}
      <Select
        aria-label={t('批次')}
        value={chosen ?? ''}
        popupMatchSelectWidth={false}
        style={{ minWidth: 180 }}
        onChange={(value) => onChoose(value || undefined)}
        options={[
          { value: '', label: t('全部批次') },
          ...batches.map(({ batchId, waiting }) => ({
            value: batchId,
            label: t('第 {batchId} 批，{waiting} 条', { batchId, waiting }),
          })),
        ]}
      />
    </span>
  );
}

interface ActsProps {
  readonly permitted: Permitted;
  /** cases ticked */
  readonly count: number;
  /** the batch that is shown alone */
  readonly batch: Batch | undefined;
  readonly hidden: boolean;
  readonly sending: boolean;
  readonly nominateChosen: () => void;
  readonly askBatch: (batch: Batch) => void;
}

function Acts({ permitted, count, batch, hidden, sending, nominateChosen, askBatch }: ActsProps) {
  const t = useText();
  const tickFirst: Permitted = { available: false, zh: '请先在表中勾选。', en: t('请先在表中勾选。'), clause: null };
  return (
    <div className="office-acts" hidden={hidden}>
      <PermittedButton
        permitted={permitted.available && count === 0 ? tickFirst : permitted}
        type="primary"
        loading={sending}
        onClick={nominateChosen}
      >
        {t('推荐所选 {count} 条', { count })}
      </PermittedButton>
      {batch ? (
        <Button onClick={() => askBatch(batch)} disabled={sending || !permitted.available}>
          {t('整批推荐（{count} 条）', { count: batch.waiting })}
        </Button>
      ) : (
        <span className="quiet">{t('选定一个批次后可以整批推荐。')}</span>
      )}
    </div>
  );
}
