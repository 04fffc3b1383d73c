/** Requests as rows: by when, about which kind of record, in whose hands. A row opens the request; nobody is named in it. */

import { Link, useNavigate } from '@tanstack/react-router';
import { Space, Tag } from 'antd';
import { useNumbered } from '../../../../shared/notices.tsx';
import { useSaid, useText } from '../../language.tsx';
import { CaseDeadline } from '../../parts/case-deadline.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { KINDS, REQUEST_COLOURS, REQUEST_STATES } from '../../parts/rights-words.ts';
import type { RequestFilter } from './request-filter.ts';
import { CHANNELS, type RequestHead } from './words.ts';

interface Props {
  readonly items: readonly RequestHead[];
  readonly filter: RequestFilter;
  readonly loading: boolean;
}

export function RequestTable({ items, filter, loading }: Props) {
  const t = useText();
  const numbered = useNumbered();
  const said = useSaid();
  const navigate = useNavigate();
  const over = filter.standing === 'ended' || filter.standing === 'unconfirmed';
  return (
    <DataTable<RequestHead>
      label={t('申请')}
      width={900}
      empty={over ? t('没有这样的申请。') : t('没有等待办理的申请。')}
      loading={loading}
      dataSource={items}
      rowKey="requestId"
      className="case-queue"
      onRow={({ requestId }) => ({
        onClick: () => void navigate({ to: '/requests/$id', params: { id: requestId }, search: filter }),
      })}
      columns={[
        { title: t('申请'), className: 'numbers', render: (_, item) => <Which item={item} filter={filter} /> },
        {
          title: t('期限'),
          render: (_, { dueOn, workingDaysLeft }) => <CaseDeadline dueOn={dueOn} left={workingDaysLeft} />,
        },
        {
          title: t('记录类别'),
          render: (_, item) =>
            `${numbered(item.recordKind)} ${said({ zh: item.recordKindTitle, en: item.recordKindTitleEn })}`,
        },
        { title: t('提出'), render: (_, item) => <Asked item={item} /> },
        { title: t('认定单位'), dataIndex: 'department' },
        { title: t('现在由谁办理'), render: (_, item) => <Handled item={item} over={over} /> },
      ]}
    />
  );
}

interface Cell {
  readonly item: RequestHead;
}

function Which({ item: { requestId, kind, caseId }, filter }: Cell & Pick<Props, 'filter'>) {
  const t = useText();
  return (
    <Link to="/requests/$id" params={{ id: requestId }} search={filter} onClick={(event) => event.stopPropagation()}>
      {t(KINDS[kind])} {caseId}
    </Link>
  );
}

function Asked({ item: { openedOn, channel } }: Cell) {
  const t = useText();
  return (
    <>
      <span className="numbers">{openedOn}</span> <span className="quiet">{t(CHANNELS[channel])}</span>
    </>
  );
}

function Handled({ item: { state, handledBy }, over }: Cell & { readonly over: boolean }) {
  const t = useText();
  return (
    <Space size={4} wrap>
      <Tag color={REQUEST_COLOURS[state]}>{t(REQUEST_STATES[state])}</Tag>
      {over ? null : handledBy}
    </Space>
  );
}
