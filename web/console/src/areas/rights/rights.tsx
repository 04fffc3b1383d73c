/** Objections, repairs and relief that wait for this officer's departments, the most urgent first; the filters are the address. */
import { Link, useNavigate } from '@tanstack/react-router';
import { Alert, Button, Segmented, Space, Tag } from 'antd';
import type { RightsKind } from '#contracts/rights.ts';
import { useSaid, useText } from '../../language.tsx';
import { useAddress } from '../../parts/address.ts';
import { CaseDeadline } from '../../parts/case-deadline.tsx';
import '../../parts/case-pages.css';
import { DataTable, Pages } from '../../parts/data-table.tsx';
import { KINDS, REQUEST_COLOURS, REQUEST_STATES } from '../../parts/rights-words.ts';
import { ProblemAlert } from '../../problem.tsx';
import { useRequests } from './questions.ts';
import { ReliefOverview } from './relief-overview.tsx';
import { requestFilter } from './request-filter.ts';
import { CHANNELS, type RequestHead, STANDINGS } from './words.ts';

export default function Rights() {
  const t = useText();
  const said = useSaid();
  const navigate = useNavigate();
  const [address, go] = useAddress();
  const filter = requestFilter(address);
  const { after } = address;
  const page = useRequests(filter, after);
  const { items = [], waiting, overdue = 0, unconfirmed = 0 } = page.data ?? {};
  const over = filter.standing === 'ended' || filter.standing === 'unconfirmed';
  const all = waiting && waiting.objection + waiting.repair + waiting.relief;
  const counted = (title: string, count: number | undefined) => (count === undefined ? title : `${title} ${count}`);
  return (
    <>
      <div className="page-head">
        <h1>{t('权益保障')}</h1>
        <span className="quiet">{t('列表不显示当事人；打开一件会留下查看记录')}</span>
      </div>
      {overdue > 0 && filter.standing !== 'overdue' ? (
        <Alert
          className="case-consequence"
          type="error"
          showIcon
          title={t('{count} 件已超过法定或者规定的期限', { count: overdue })}
          description={t('超期的排在最前，并计入督导。')}
          action={
            <Button size="small" onClick={() => go({ standing: 'overdue', kind: undefined, after: undefined })}>
              {t('只看超期的')}
            </Button>
          }
        />
      ) : null}
      {unconfirmed > 0 && filter.standing !== 'unconfirmed' ? (
        <Alert
          className="case-consequence"
          type="error"
          showIcon
          title={t('{count} 件已经同意，过了执行期限仍有系统未签收', { count: unconfirmed })}
          description={t('请到“推送”查明原因，重新发送。')}
          action={
            <Button size="small" onClick={() => go({ standing: 'unconfirmed', kind: undefined, after: undefined })}>
              {t('只看未签收的')}
            </Button>
          }
        />
      ) : null}
      <div className="case-filters">
        <Segmented
          aria-label={t('种类')}
          value={filter.kind ?? ''}
          onChange={(kind) => go({ kind: kind || undefined, after: undefined })}
          options={[
            { value: '', label: counted(t('全部种类'), all) },
            ...Object.entries(KINDS).map(([value, title]) => ({
              value,
              label: counted(t(title), waiting?.[value as RightsKind]),
            })),
          ]}
        />
        <Segmented
          aria-label={t('进度')}
          value={filter.standing}
          onChange={(standing) => go({ standing, after: undefined })}
          options={Object.entries(STANDINGS).map(([value, title]) => ({
            value,
            label: counted(t(title), page.data && { overdue, unconfirmed }[value]),
          }))}
        />
      </div>
      <section className="office-card">
        {page.isError ? <ProblemAlert error={page.error} onRetry={() => void page.refetch()} /> : null}
        <DataTable<RequestHead>
          label={t('申请')}
          width={900}
          empty={over ? t('没有这样的申请。') : t('没有等待办理的申请。')}
          loading={page.isPending}
          dataSource={items}
          rowKey="requestId"
          className="case-queue"
          onRow={({ requestId }) => ({
            onClick: () => void navigate({ to: '/requests/$id', params: { id: requestId }, search: filter }),
          })}
          columns={[
            {
              title: t('申请'),
              className: 'numbers',
              render: (_, { requestId, kind, caseId }) => (
                <Link
                  to="/requests/$id"
                  params={{ id: requestId }}
                  search={filter}
                  onClick={(event) => event.stopPropagation()}
                >
                  {t(KINDS[kind])} {caseId}
                </Link>
              ),
            },
            {
              title: t('期限'),
              render: (_, { dueOn, workingDaysLeft }) => <CaseDeadline dueOn={dueOn} left={workingDaysLeft} />,
            },
            {
              title: t('记录类别'),
              render: (_, item) =>
                `${item.recordKind} ${said({ zh: item.recordKindTitle, en: item.recordKindTitleEn })}`,
            },
            { title: t('提出'), render: (_, item) => <Asked item={item} /> },
            { title: t('认定单位'), dataIndex: 'department' },
            {
              title: t('现在由谁办理'),
              render: (_, item) => (
                <Space size={4} wrap>
                  <Tag color={REQUEST_COLOURS[item.state]}>{t(REQUEST_STATES[item.state])}</Tag>
                  {over ? null : item.handledBy}
                </Space>
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
      {filter.kind === undefined || filter.kind === 'relief' ? <ReliefOverview /> : null}
    </>
  );
}

function Asked({ item: { openedOn, channel } }: { readonly item: RequestHead }) {
  const t = useText();
  return (
    <>
      <span className="numbers">{openedOn}</span> <span className="quiet">{t(CHANNELS[channel])}</span>
    </>
  );
}
