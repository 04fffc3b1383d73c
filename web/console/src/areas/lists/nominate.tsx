/** A department nominates what it has determined about organisations: a whole batch, or the cases that are ticked. */
import { useMutation } from '@tanstack/react-query';
import { App, Button, Select } from 'antd';
import { useState } from 'react';
import type { ListOverview, NominablePage, NominationRequest } from '#contracts/lists.ts';
import { call } from '../../api.ts';
import { useText } from '../../language.tsx';
import { useAddress } from '../../parts/address.ts';
import { DataTable, Pages } from '../../parts/data-table.tsx';
import { LIST_NAMES } from '../../parts/list-names.ts';
import { PermittedButton } from '../../parts/permitted-button.tsx';
import { ProblemAlert, useProblemNotice } from '../../problem.tsx';
import { useListsChanged, useNominable } from './questions.ts';

export function NominateOwn({ overview: { list, may } }: { readonly overview: ListOverview }) {
  const t = useText();
  const { message, modal } = App.useApp();
  const notice = useProblemNotice();
  const changed = useListsChanged();
  const [{ batch, after }, go] = useAddress('/lists');
  const [chosen, choose] = useState<readonly string[]>([]);
  const page = useNominable(list, { batch, after });
  const nominate = useMutation({
    mutationFn: (request: NominationRequest) =>
      call('POST /lists/:list/nominations', { params: { list }, body: request }),
    onSuccess: ({ nominated, already, leftOut }) => {
      choose([]);
      if (after !== undefined) go({ after: undefined });
      changed();
      const rest = [
        already > 0 ? t('{count} 条此前已推荐', { count: already }) : '',
        leftOut > 0 ? t('{count} 条不符合推荐条件，未推荐', { count: leftOut }) : '',
      ].filter(Boolean);
      void message.success([t('已推荐 {count} 条', { count: nominated }), ...rest].join('，'));
    },
    onError: notice,
  });
  const selected = page.data?.batches.find(({ batchId }) => batchId === batch);
  const askBatch = () =>
    void modal.confirm({
      title: t('推荐第 {batch} 批的全部 {count} 条？', { batch: batch ?? '', count: selected?.waiting ?? 0 }),
      content: t('推荐后进入{list}的下一轮公示，推荐本身不能撤回；记录撤下的，自动不再列入。', {
        list: t(LIST_NAMES[list]),
      }),
      okText: t('整批推荐'),
      onOk: () => nominate.mutateAsync({ batchId: batch ?? '' }).catch(() => undefined),
    });
  return (
    <section className="office-card">
      <header>
        <h2>{t('本单位认定、尚未推荐的记录')}</h2>
        <span className="field">
          {t('批次')}
          <Select
            aria-label={t('批次')}
            value={batch ?? ''}
            popupMatchSelectWidth={false}
            style={{ minWidth: 180 }}
            onChange={(value) => {
              choose([]);
              go({ batch: value || undefined, after: undefined });
            }}
            options={[
              { value: '', label: t('全部批次') },
              ...(page.data?.batches ?? []).map(({ batchId, waiting }) => ({
                value: batchId,
                label: t('第 {batchId} 批，{waiting} 条', { batchId, waiting }),
              })),
            ]}
          />
        </span>
      </header>
      {page.isError ? <ProblemAlert error={page.error} onRetry={() => void page.refetch()} /> : null}
      <DataTable<NominablePage['items'][number]>
        label={t('本单位认定、尚未推荐的记录')}
        width={900}
        empty={t('没有可推荐的记录：本单位认定的都已推荐，或没有适用于该名单的记录。')}
        loading={page.isFetching}
        dataSource={page.data?.items ?? []}
        rowKey="caseId"
        rowSelection={{
          selectedRowKeys: [...chosen],
          onChange: (keys) => choose(keys.map(String)),
          getCheckboxProps: ({ name }) => ({ 'aria-label': t('选择 {name}', { name }) }) as object,
          getTitleCheckboxProps: () => ({ 'aria-label': t('选择本页全部') }) as object,
        }}
        columns={[
          { title: t('事项编号'), dataIndex: 'caseId', className: 'numbers' },
          { title: t('名称'), dataIndex: 'name' },
          { title: t('统一社会信用代码'), dataIndex: 'uscc', className: 'numbers' },
          { title: t('事由'), render: (_, { ground, groundTitle }) => `${ground} ${groundTitle}` },
          { title: t('具体事项'), dataIndex: 'matter' },
          { title: t('认定日期'), dataIndex: 'determinedOn', className: 'numbers' },
        ]}
      />
      <Pages
        first={after === undefined}
        next={Boolean(page.data?.after)}
        onFirst={() => go({ after: undefined })}
        onNext={() => go({ after: page.data?.after ?? undefined })}
      />
      <div className="office-acts" hidden={page.data?.items.length === 0}>
        <PermittedButton
          permitted={
            may.nominate.available && chosen.length === 0
              ? { available: false, zh: '请先在表中勾选。', en: t('请先在表中勾选。'), clause: null }
              : may.nominate
          }
          type="primary"
          loading={nominate.isPending}
          onClick={() => nominate.mutate({ caseIds: [...chosen] })}
        >
          {t('推荐所选 {count} 条', { count: chosen.length })}
        </PermittedButton>
        {selected ? (
          <Button onClick={askBatch} disabled={nominate.isPending || !may.nominate.available}>
            {t('整批推荐（{count} 条）', { count: selected.waiting })}
          </Button>
        ) : (
          <span className="quiet">{t('选定一个批次后可以整批推荐。')}</span>
        )}
      </div>
    </section>
  );
}
