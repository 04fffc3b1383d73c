/** Entries of the log as rows: when, who, what, for which purpose, about what and whom; the rest of an entry on demand. */
import { Button, Typography } from 'antd';
import type { AuditItem } from '#contracts/audit.ts';
import { useText } from '../../language.tsx';
import { useAddress } from '../../parts/address.ts';
import { DataTable } from '../../parts/data-table.tsx';
import { instantText } from '../../parts/instant.ts';

export function Entries({ items, loading }: { readonly items: readonly AuditItem[]; readonly loading: boolean }) {
  const t = useText();
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
        { title: t('经办人'), width: 190, render: (_, item) => <WhoActed item={item} /> },
        {
          title: t('办理'),
          width: 170,
          render: (_, { action, actionTitle }) => <span title={action}>{t(actionTitle)}</span>,
        },
        { title: t('目的'), dataIndex: 'purpose', width: 170, render: (text: string | null) => text ?? '—' },
        { title: t('对象'), width: 190, render: (_, item) => <AboutWhat item={item} /> },
        { title: t('被查看的人'), render: (_, item) => <LookedAt item={item} /> },
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

interface Cell {
  readonly item: AuditItem;
}

function WhoActed({ item: { actorKind, actorName, department } }: Cell) {
  const t = useText();
  return (
    <>
      {nameOf(actorKind, actorName, t)}
      {actorKind === 'system' ? <span className="quiet"> {actorName}</span> : null}
      {department ? <div className="quiet">{department}</div> : null}
    </>
  );
}

/** A person who acts for themself has no name in the log: a subject key, shown short, tells one from another. */
function nameOf(kind: AuditItem['actorKind'], name: string, t: ReturnType<typeof useText>): string {
  if (kind === 'system') return t('系统');
  if (kind === 'citizen') return t('本人（{key}…）', { key: name.slice(0, 8) });
  return kind === 'anonymous' ? t('未登录者') : name;
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

function AboutWhat({ item: { objectType, objectId } }: Cell) {
  const t = useText();
  return (
    <>
      <span className="quiet">{t(OBJECTS[objectType] ?? objectType)}</span>{' '}
      <Typography.Text ellipsis={{ tooltip: objectId }} style={{ maxWidth: 120 }}>
        {objectId}
      </Typography.Text>
    </>
  );
}

/** Shows only this person's entries when pressed. */
function LookedAt({ item: { subjectKey } }: Cell) {
  const t = useText();
  const [, go] = useAddress('/audit');
  if (!subjectKey) return '—';
  const short = subjectKey.slice(0, 8);
  return (
    <Button
      type="link"
      size="small"
      title={subjectKey}
      aria-label={t('只看此人：{key}', { key: short })}
      onClick={() => go({ person: subjectKey, before: undefined })}
    >
      {short}…
    </Button>
  );
}
