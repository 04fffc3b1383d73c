/** The officers of a department and those below it: found by name, appointed, given other roles, signed out, dismissed. */
import { Alert, App, Button, Input, Segmented, Space, Tag } from 'antd';
import { useState } from 'react';
import type { DepartmentNode, Officer } from '#contracts/officers.ts';
import { useSaid, useText } from '../../language.tsx';
import { useAddress } from '../../parts/address.ts';
import { DataTable, Pages } from '../../parts/data-table.tsx';
import { instantText } from '../../parts/instant.ts';
import { keysOf } from '../../parts/keys.ts';
import { ROLE_WORDS } from '../../parts/role-words.ts';
import { WhoEnds } from '../../parts/who-ends.tsx';
import { ProblemAlert, useProblemNotice } from '../../problem.tsx';
import { useMe } from '../../session.ts';
import { OfficerAbsence } from './absence.tsx';
import { OfficerForm } from './form.tsx';
import { useDismissal, useOfficers } from './questions.ts';
import { STANDINGS } from './search.ts';
import { OfficerSessions } from './sessions.tsx';

interface Props {
  readonly departments: readonly DepartmentNode[];
  readonly department: DepartmentNode | undefined;
  readonly mayChange: boolean;
}

type Standing = keyof typeof STANDINGS;

type Opened =
  | { readonly what: 'appoint' }
  | { readonly what: 'roles' | 'restore' | 'sessions' | 'absence'; readonly officer: Officer }
  | null;

export function OfficerRegister({ departments, department, mayChange }: Props) {
  const t = useText();
  const [{ name, after, standing = 'active' }, go] = useAddress('/officers');
  const [opened, open] = useState<Opened>(null);
  const page = useOfficers({ department: department?.id, name, standing, after }, 50);
  const refused = department !== undefined && !department.inJurisdiction;
  return (
    <>
      <div className="tools">
        <Input.Search
          allowClear
          defaultValue={name}
          placeholder={t('姓名')}
          aria-label={t('按姓名找')}
          style={{ width: 180 }}
          onSearch={(text) => go({ name: text.trim() || undefined, after: undefined })}
        />
        <Segmented<Standing>
          aria-label={t('在岗情况')}
          value={standing}
          onChange={(chosen) => go({ standing: chosen, after: undefined })}
          options={keysOf(STANDINGS).map((value) => ({ value, label: t(STANDINGS[value]) }))}
        />
        {mayChange ? (
          <span>
            {refused ? <span className="quiet">{t('该单位不属于您的管辖，不能登记。')} </span> : null}
            <Button type="primary" disabled={refused} onClick={() => open({ what: 'appoint' })}>
              {t('登记经办人')}
            </Button>
          </span>
        ) : (
          <span className="quiet">{t('登记和变更由管理员办理。')}</span>
        )}
      </div>
      {department && department.officers < 3 ? <FewPeople department={department} departments={departments} /> : null}
      {page.isError ? (
        <ProblemAlert error={page.error} onRetry={() => void page.refetch()} />
      ) : (
        <Register items={page.data?.items ?? []} loading={page.isPending} mayChange={mayChange} onOpen={open} />
      )}
      <Pages
        first={after === undefined}
        next={Boolean(page.data?.after)}
        onFirst={() => go({ after: undefined })}
        onNext={() => go({ after: page.data?.after ?? undefined })}
      />
      {opened?.what === 'appoint' ? (
        <OfficerForm departments={departments} department={department} onClose={() => open(null)} />
      ) : null}
      {opened?.what === 'roles' ? (
        <OfficerForm departments={departments} officer={opened.officer} onClose={() => open(null)} />
      ) : null}
      {opened?.what === 'restore' ? (
        <OfficerForm departments={departments} officer={opened.officer} restores onClose={() => open(null)} />
      ) : null}
      {opened?.what === 'absence' ? <OfficerAbsence officer={opened.officer} onClose={() => open(null)} /> : null}
      {opened?.what === 'sessions' ? <OfficerSessions officer={opened.officer} onClose={() => open(null)} /> : null}
    </>
  );
}

/** Three people for one matter: where there are fewer, the law's bodies help each other, and the superior's officer takes a part. */
function FewPeople({
  department,
  departments,
}: {
  readonly department: DepartmentNode;
  readonly departments: readonly DepartmentNode[];
}) {
  const t = useText();
  const above = departments.find(({ id }) => id === department.parent)?.name;
  return (
    <Alert
      type="info"
      showIcon
      style={{ marginBottom: 12 }}
      title={t('{name}在岗经办人不足三人', { name: department.name })}
      description={
        above
          ? t('同一事项的报送、审核、认定须由三人办理；人手不足的，由{above}的经办人承担一个环节。', { above })
          : t('同一事项的报送、审核、认定须由三人办理；请增加经办人，或者商上级单位派人承担一个环节。')
      }
    />
  );
}

function Register({
  items,
  loading,
  mayChange,
  onOpen,
}: {
  readonly items: readonly Officer[];
  readonly loading: boolean;
  readonly mayChange: boolean;
  readonly onOpen: (opened: Opened) => void;
}) {
  const t = useText();
  return (
    <DataTable<Officer>
      label={t('经办人')}
      width={860}
      empty={t('没有符合条件的经办人。')}
      rowKey="id"
      loading={loading}
      dataSource={[...items]}
      columns={[
        { title: t('姓名'), dataIndex: 'name', width: 130 },
        { title: t('单位'), dataIndex: 'departmentName', width: 190 },
        {
          title: t('岗位'),
          width: 170,
          render: (_, officer) => <Posts officer={officer} />,
        },
        {
          title: t('登记'),
          width: 170,
          className: 'numbers',
          render: (_, { activeFrom, activeUntil }) => (
            <>
              {instantText(activeFrom).slice(0, 10)}
              {activeUntil ? (
                <div className="quiet">{t('停用于 {day}', { day: instantText(activeUntil).slice(0, 10) })}</div>
              ) : null}
            </>
          ),
        },
        ...(mayChange
          ? [{ title: t('办理'), render: (_: unknown, officer: Officer) => <Acts officer={officer} onOpen={onOpen} /> }]
          : []),
      ]}
    />
  );
}

/** The roles; beside one that is held in another department, that department; and which rest, why, and who ends one. */
function Posts({ officer: { posts, departmentId, activeUntil } }: { readonly officer: Officer }) {
  const t = useText();
  const said = useSaid();
  const resting = posts.flatMap(({ rests }) => (rests ? [{ why: said(rests), endedBy: rests.endedBy }] : []));
  const reasons = new Map(resting.map(({ why, endedBy }) => [why, endedBy]));
  return (
    <>
      {posts.map((post) => (
        <Tag key={`${post.departmentId} ${post.role}`} color={post.rests ? 'warning' : undefined}>
          {activeUntil ? t('原{role}', { role: t(ROLE_WORDS[post.role]) }) : t(ROLE_WORDS[post.role])}
          {post.rests ? ` ${t('暂停')}` : ''}
          {post.departmentId === departmentId ? null : <span className="quiet"> {post.departmentName}</span>}
        </Tag>
      ))}
      {[...reasons].map(([why, endedBy]) => (
        <div className="reason" key={why}>
          {why} <WhoEnds endedBy={endedBy} />
        </div>
      ))}
    </>
  );
}

function Acts({ officer, onOpen }: { readonly officer: Officer; readonly onOpen: (opened: Opened) => void }) {
  const t = useText();
  const { data: me } = useMe();
  const { modal, message } = App.useApp();
  const notice = useProblemNotice();
  const dismissal = useDismissal(
    officer.id,
    () => void message.success(t('{name}已停用，其登录即刻失效。', { name: officer.name })),
    notice,
  );
  const machine = officer.externalId.startsWith('client:');
  if (machine) return <span className="quiet">{t('单位系统，在“单位系统”中办理')}</span>;
  if (officer.activeUntil !== null)
    return (
      <Button size="small" onClick={() => onOpen({ what: 'restore', officer })}>
        {t('恢复')}
      </Button>
    );
  if (officer.id === me?.id) return <span className="quiet">{t('本人的登记由另一位管理员办理')}</span>;
  return (
    <Space wrap>
      <Button size="small" onClick={() => onOpen({ what: 'roles', officer })}>
        {t('岗位')}
      </Button>
      <Button size="small" onClick={() => onOpen({ what: 'absence', officer })}>
        {t('代理')}
      </Button>
      <Button size="small" onClick={() => onOpen({ what: 'sessions', officer })}>
        {t('登录')}
      </Button>
      <Button
        size="small"
        danger
        loading={dismissal.isPending}
        onClick={() =>
          modal.confirm({
            title: t('停用 {name}？', { name: officer.name }),
            content: t(
              '停用后即刻不能登录；办理过的事项和留痕都保留。以后再来，可以恢复：一人提出，另一位管理员确认。',
            ),
            okText: t('停用'),
            okButtonProps: { danger: true },
            onOk: () => dismissal.mutateAsync().catch(() => undefined),
          })
        }
      >
        {t('停用')}
      </Button>
    </Space>
  );
}
