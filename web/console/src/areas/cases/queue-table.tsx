/** The queue as a table one works through by keyboard: arrows choose a row, Enter opens its case. */
import { Link, useNavigate } from '@tanstack/react-router';
import { Empty, Space, Table, type TableProps, Tag } from 'antd';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import type { CasePage } from '#contracts/determination.ts';
import { type Said, type Translate, useSaid, useText } from '../../language.tsx';
import { CaseDeadline } from '../../parts/case-deadline.tsx';
import { STATE_COLOURS, STATES } from '../../parts/case-words.ts';
import type { useQueue } from './questions.ts';
import type { QueueFilter } from './queue-filter.ts';

type Item = CasePage['items'][number];

interface Props {
  readonly filter: QueueFilter;
  readonly page: ReturnType<typeof useQueue>;
}

export function QueueTable({ filter, page }: Props) {
  const t = useText();
  const said = useSaid();
  const navigate = useNavigate();
  const table = useRef<HTMLDivElement>(null);
  const items = page.data?.items ?? [];
  const open = (item: Item) => void navigate({ to: '/cases/$id', params: { id: item.caseId }, search: filter });

  useEffect(() => {
    // the first row takes the keyboard as soon as there is one, unless somebody is already at work in a field
    if (page.data && !page.isPlaceholderData && document.activeElement === document.body)
      rowsIn(table.current)[0]?.focus();
  }, [page.data, page.isPlaceholderData]);

  return (
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
        columns={tableColumns(filter, t, said)}
      />
    </div>
  );
}

function tableColumns(
  filter: QueueFilter,
  t: Translate,
  said: (words: Said) => string,
): NonNullable<TableProps<Item>['columns']> {
  return [
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
      render: (_, { verdict, state }) => (
        <Space size={4}>
          {verdict === 'suspect' ? <Tag color="orange">{t('有疑点')}</Tag> : null}
          <Tag color={STATE_COLOURS[state]}>{t(STATES[state])}</Tag>
        </Space>
      ),
    },
  ];
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
