/** Search of the log by person, officer, action, purpose and time; page by page, the filters in the address. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Form, Input, Select, Typography } from 'antd';
import type { AuditItem } from '#contracts/audit.ts';
import { call } from '../../api.ts';
import { useText } from '../../language.tsx';
import { useAddress } from '../../parts/address.ts';
import { DataTable, Pages } from '../../parts/data-table.tsx';
import { ProblemAlert } from '../../problem.tsx';
import './audit.css';
import { instantText } from '../../parts/instant.ts';

interface Filters {
  readonly person?: string;
  readonly officer?: string;
  readonly action?: string;
  readonly purpose?: string;
  readonly from?: string;
  readonly until?: string;
}

const NONE = {
  person: undefined,
  officer: undefined,
  action: undefined,
  purpose: undefined,
  from: undefined,
  until: undefined,
};

export function AuditSearch() {
  const t = useText();
  const [address, go] = useAddress('/audit');
  const { person, officer, action, purpose, from, until, before } = address;
  const filter = { person, officer, action, purpose, from, until };
  const page = useQuery({
    queryKey: ['audit', filter, before],
    queryFn: ({ signal }) => call('GET /audit', { query: { ...filter, before }, signal }),
    placeholderData: keepPreviousData,
  });
  const search = (filters: Filters) =>
    go({
      ...NONE,
      ...Object.fromEntries(Object.entries(filters).map(([name, value]) => [name, value?.trim() || undefined])),
      before: undefined,
    });
  return (
    <>
      <Form<Filters>
        key={JSON.stringify(filter)}
        className="filters"
        layout="inline"
        onFinish={search}
        initialValues={filter}
      >
        <Form.Item name="person" label={t('被查看的人')}>
          <Input allowClear placeholder={t('事项编号或主体标识')} style={{ width: 190 }} />
        </Form.Item>
        <Form.Item name="officer" label={t('经办人')}>
          <Input allowClear placeholder={t('姓名或编号')} style={{ width: 130 }} />
        </Form.Item>
        <Form.Item name="action" label={t('办理')}>
          <Select
            allowClear
            showSearch={{ optionFilterProp: 'label' }}
            style={{ width: 190 }}
            options={(page.data?.actions ?? []).map((one) => ({ value: one.action, label: t(one.title) }))}
          />
        </Form.Item>
        <Form.Item name="purpose" label={t('目的')}>
          <Input allowClear placeholder={t('其中的文字')} style={{ width: 130 }} />
        </Form.Item>
        <Form.Item name="from" label={t('自')}>
          <Input type="date" style={{ width: 140 }} />
        </Form.Item>
        <Form.Item name="until" label={t('至')}>
          <Input type="date" style={{ width: 140 }} />
        </Form.Item>
        <Form.Item>
          <Button type="primary" htmlType="submit" loading={page.isFetching}>
            {t('检索')}
          </Button>
        </Form.Item>
        <Form.Item>
          <Button href={call.href('GET /audit/export', { query: filter })} download>
            {t('导出 CSV')}
          </Button>
        </Form.Item>
      </Form>
      {page.isError ? (
        <ProblemAlert error={page.error} onRetry={() => void page.refetch()} />
      ) : (
        <Entries items={page.data?.items ?? []} loading={page.isPending} />
      )}
      <Pages
        first={before === undefined}
        next={Boolean(page.data?.before)}
        onFirst={() => go({ before: undefined })}
        onNext={() => go({ before: page.data?.before ?? undefined })}
      />
    </>
  );
}

/** A person who acts for themself has no name in the log: a subject key, shown short, tells one from another. */
function whoActed(kind: AuditItem['actorKind'], name: string, t: ReturnType<typeof useText>): string {
  if (kind === 'system') return t('系统');
  if (kind === 'citizen') return t('本人（{key}…）', { key: name.slice(0, 8) });
  return kind === 'anonymous' ? t('未登录者') : name;
}

function Entries({ items, loading }: { readonly items: readonly AuditItem[]; readonly loading: boolean }) {
  const t = useText();
  const [, go] = useAddress('/audit');
  return (
    <DataTable<AuditItem>
      label={t('留痕')}
      width={1100}
      empty={t('没有符合条件的留痕。')}
      rowKey="id"
      loading={loading}
      dataSource={[...items]}
      columns={[
        { title: t('序号'), dataIndex: 'id', width: 80, className: 'numbers', align: 'right' },
        { title: t('时间'), dataIndex: 'at', width: 160, className: 'numbers', render: instantText },
        {
          title: t('经办人'),
          width: 190,
          render: (_, { actorKind, actorName, department }) => (
            <>
              {whoActed(actorKind, actorName, t)}
              {actorKind === 'system' ? <span className="quiet"> {actorName}</span> : null}
              {department ? <div className="quiet">{department}</div> : null}
            </>
          ),
        },
        {
          title: t('办理'),
          width: 170,
          render: (_, { action, actionTitle }) => <span title={action}>{t(actionTitle)}</span>,
        },
        { title: t('目的'), dataIndex: 'purpose', width: 170, render: (text: string | null) => text ?? '—' },
        {
          title: t('对象'),
          width: 190,
          render: (_, { objectType, objectId }) => (
            <>
              <span className="quiet">{t(OBJECTS[objectType] ?? objectType)}</span>{' '}
              <Typography.Text ellipsis={{ tooltip: objectId }} style={{ maxWidth: 120 }}>
                {objectId}
              </Typography.Text>
            </>
          ),
        },
        {
          title: t('被查看的人'),
          render: (_, { subjectKey }) =>
            subjectKey ? (
              <Button
                type="link"
                size="small"
                title={subjectKey}
                aria-label={t('只看此人：{key}', { key: subjectKey.slice(0, 8) })}
                onClick={() => go({ person: subjectKey, before: undefined })}
              >
                {subjectKey.slice(0, 8)}…
              </Button>
            ) : (
              '—'
            ),
        },
      ]}
      expandable={{
        rowExpandable: ({ detail }) => Object.keys(detail).length > 0,
        expandedRowRender: ({ detail, requestId }) => (
          <code className="detail">
            {JSON.stringify(detail)}
            {requestId ? ` · ${requestId}` : ''}
          </code>
        ),
      }}
    />
  );
}

const OBJECTS: Readonly<Record<string, string>> = {
  batch: '批次',
  case: '事项',
  record: '记录',
  list: '名单',
  edition: '期次',
  event: '事件',
  directory: '名录',
  delivery: '推送',
  'sign-in': '登录',
  audit: '留痕',
  officer: '经办人',
  evidence: '证明材料',
  'own-data': '本人信息',
  'own-report': '本人上报',
  provider: '优惠服务单位',
  request: '权益申请',
};
