/** Cases of the officer's own departments that stand in one state, a page at a time; the filters are the address. */
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Empty, Segmented, Select, Space, Table, Tag } from 'antd';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import type { CasePage } from '#contracts/determination.ts';
import { useSaid, useText } from '../../language.tsx';
import { CaseDeadline } from '../../parts/case-deadline.tsx';
import '../../parts/case-pages.css';
import { STATE_COLOURS, STATES } from '../../parts/case-words.ts';
import { ProblemAlert } from '../../problem.tsx';
import { holds, useMe } from '../../session.ts';
import { useCaseCounts, useQueue } from './questions.ts';
import { queueFilter } from './queue-filter.ts';
import type { QueueSearch } from './search.ts';
import './cases.css';

type Item = CasePage['items'][number];

export default function Queue() {
  const t = useText();
  const said = useSaid();
  const { data: me } = useMe();
  const navigate = useNavigate();
  const search = useSearch({ from: '/queue' });
  const filter = queueFilter(search, me?.roles ?? []);
  const page = useQueue(filter, search.after, search.before);
  const counts = useCaseCounts();
  const table = useRef<HTMLDivElement>(null);
  const go = (change: QueueSearch) => void navigate({ to: '/queue', search: { ...filter, ...change } });
  const open = (item: Item) => void navigate({ to: '/cases/$id', params: { id: item.caseId }, search: filter });

  useEffect(() => {
    // the first row takes the keyboard as soon as there is one, unless somebody is already at work in a field
    if (page.data && !page.isPlaceholderData && document.activeElement === document.body)
      rowsIn(table.current)[0]?.focus();
  }, [page.data, page.isPlaceholderData]);

  const { items = [], kinds = [], after = null, before = null } = page.data ?? {};
  return (
    <>
      <div className="page-head">
        <h1>{t('待办事项')}</h1>
        <span className="case-hint">{t('↑ ↓ 选择，Enter 打开')}</span>
      </div>
      <div className="case-filters">
        {holds(me, 'reporter') && holds(me, 'reviewer', 'determiner') ? (
          <Segmented<typeof filter.side>
            aria-label={t('事项范围')}
            value={filter.side}
            onChange={(side) => go({ side })}
            options={[
              { value: 'competent', label: t('本单位认定的') },
              { value: 'reporting', label: t('本单位报送的') },
            ]}
          />
        ) : null}
        <div>
          <span id="queue-state">{t('环节')}</span>
          <Select
            aria-labelledby="queue-state"
            value={filter.state}
            popupMatchSelectWidth={false}
            onChange={(chosen) => go({ state: chosen })}
            options={Object.entries(STATES).map(([value, label]) => {
              const waiting = counts.data?.items.find(({ state, side }) => state === value && side === filter.side);
              return { value, label: waiting ? `${t(label)} ${waiting.cases.toLocaleString()}` : t(label) };
            })}
          />
        </div>
        <div>
          <span id="queue-kind">{t('类别')}</span>
          <Select
            aria-labelledby="queue-kind"
            className="case-kind"
            value={search.kind ?? ''}
            popupMatchSelectWidth={false}
            onChange={(chosen) => go({ kind: chosen === '' ? undefined : chosen })}
            options={[
              { value: '', label: t('全部类别') },
              ...kinds.map(({ id, title, titleEn }) => ({
                value: id,
                label: `${id} ${said({ zh: title, en: titleEn })}`,
              })),
            ]}
          />
        </div>
      </div>
      {page.isError ? (
        <ProblemAlert error={page.error} onRetry={() => void page.refetch()} />
      ) : (
        <div ref={table} className="case-queue">
          <Table<Item>
            size="small"
            rowKey="caseId"
            loading={page.isFetching}
            dataSource={items}
            pagination={false}
            // while it is empty there is nothing in it to focus: then it fits, and does not scroll
            scroll={items.length > 0 ? { x: 760 } : {}}
            locale={{ emptyText: <Empty description={t('这一环节没有事项。')} /> }}
            rowClassName={({ overdue }) => (overdue ? 'case-overdue' : '')}
            onRow={(item, index) => ({
              tabIndex: index === 0 ? 0 : -1,
              onClick: () => open(item),
              onKeyDown: (event) => onKey(event, () => open(item)),
            })}
            columns={[
              {
                title: t('事项编号'),
                className: 'numbers',
                render: (_, { caseId }) => (
                  <Link to="/cases/$id" params={{ id: caseId }} search={filter} tabIndex={-1} onClick={stop}>
                    {caseId}
                  </Link>
                ),
              },
              {
                title: t('期限'),
                render: (_, { dueOn, workingDaysLeft, overdue }) => (
                  <CaseDeadline dueOn={dueOn} left={workingDaysLeft} overdue={overdue} />
                ),
              },
              {
                title: t('类别'),
                render: (_, { kind, kindTitle, kindTitleEn }) => `${kind} ${said({ zh: kindTitle, en: kindTitleEn })}`,
              },
              { title: t('发生日期'), className: 'numbers', dataIndex: 'occurredOn' },
              filter.side === 'competent'
                ? { title: t('报送单位'), dataIndex: 'reportingDepartment' }
                : { title: t('认定单位'), dataIndex: 'competentDepartment' },
              {
                title: t('情况'),
                render: (_, item) => (
                  <Space size={4}>
                    {item.verdict === 'suspect' ? <Tag color="orange">{t('有疑点')}</Tag> : null}
                    <Tag color={STATE_COLOURS[item.state]}>{t(STATES[item.state])}</Tag>
                  </Space>
                ),
              },
            ]}
          />
        </div>
      )}
      <div className="case-queue-foot">
        <span className="case-hint">{t('按期限先后排列，同一期限的按报送先后；列表不显示当事人。')}</span>
        <Space>
          <Button disabled={before === null} onClick={() => go({ before: before ?? undefined })}>
            {t('上一页')}
          </Button>
          <Button disabled={after === null} onClick={() => go({ after: after ?? undefined })}>
            {t('下一页')}
          </Button>
        </Space>
      </div>
    </>
  );
}

function stop(event: { stopPropagation(): void }): void {
  event.stopPropagation();
}

function rowsIn(table: HTMLElement | null): HTMLElement[] {
  return [...(table?.querySelectorAll<HTMLElement>('tbody tr[data-row-key]') ?? [])];
}

function onKey(event: KeyboardEvent<HTMLElement>, open: () => void): void {
  if (event.target !== event.currentTarget) return;
  if (event.key === 'Enter') open();
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  event.preventDefault();
  const rows = rowsIn(event.currentTarget.closest('tbody'));
  rows[rows.indexOf(event.currentTarget) + step]?.focus();
}
