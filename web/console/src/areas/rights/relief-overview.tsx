/** Holds that run, the first to end on top: to be looked at before their end, never to be forgotten. */

import { Link } from '@tanstack/react-router';
import { Tag } from 'antd';
import { useState } from 'react';
import type { ReliefHold } from '#contracts/relief.ts';
import { useNumbered } from '../../../../shared/notices.tsx';
import { useSaid, useText } from '../../language.tsx';
import { DataTable, Pages } from '../../parts/data-table.tsx';
import { ProblemAlert } from '../../problem.tsx';
import { useReliefHolds } from './questions.ts';

/** From here on the end is near enough to ask whether the firm has mended what it could. */
const SOON = 10;

export function ReliefOverview() {
  const t = useText();
  const [after, setAfter] = useState<string>();
  const page = useReliefHolds(after);
  return (
    <section className="office-card">
      <header>
        <h2>{t('正在暂不纳入的')}</h2>
        <span className="quiet">{t('到期前请回访：督促纠正，或者引导申请修复')}</span>
      </header>
      {page.isError ? <ProblemAlert error={page.error} onRetry={() => void page.refetch()} /> : null}
      {page.data?.items.length === 0 && after === undefined ? (
        <p className="quiet">{t('没有正在暂不纳入的记录。')}</p>
      ) : (
        <Holds items={page.data?.items ?? []} loading={page.isPending} />
      )}
      <Pages
        first={after === undefined}
        next={Boolean(page.data?.after)}
        onFirst={() => setAfter(undefined)}
        onNext={() => setAfter(page.data?.after ?? undefined)}
      />
    </section>
  );
}

function Holds({ items, loading }: { readonly items: readonly ReliefHold[]; readonly loading: boolean }) {
  const t = useText();
  const numbered = useNumbered();
  const said = useSaid();
  return (
    <DataTable<ReliefHold>
      label={t('正在暂不纳入的')}
      width={760}
      empty={t('没有正在暂不纳入的记录。')}
      loading={loading}
      dataSource={items}
      rowKey="requestId"
      columns={[
        {
          title: t('事项编号'),
          className: 'numbers',
          render: (_, { requestId, caseId }) => (
            <Link to="/requests/$id" params={{ id: requestId }}>
              {caseId}
            </Link>
          ),
        },
        {
          title: t('记录类别'),
          render: (_, hold) =>
            `${numbered(hold.recordKind)} ${said({ zh: hold.recordKindTitle, en: hold.recordKindTitleEn })}`,
        },
        { title: t('认定单位'), dataIndex: 'department' },
        { title: t('自'), dataIndex: 'heldFrom', className: 'numbers' },
        { title: t('至'), render: (_, hold) => <End hold={hold} /> },
        { title: t('延长不得超过'), dataIndex: 'latest', className: 'numbers' },
        {
          title: t('记录'),
          render: (_, { recorded }) => (recorded ? t('已认定，暂不显示') : t('尚未认定；认定后直接暂不显示')),
        },
      ]}
    />
  );
}

function End({ hold: { heldUntil, daysLeft } }: { readonly hold: ReliefHold }) {
  const t = useText();
  return (
    <span className="case-deadline numbers">
      {heldUntil}{' '}
      <Tag color={daysLeft <= SOON ? 'orange' : 'default'}>
        {daysLeft === 0 ? t('今天到期') : t('还有 {days} 天', { days: daysLeft })}
      </Tag>
    </span>
  );
}
