/** Delegations as rows: who stands in for whom, in which role, until when; ended early by whom it concerns. */
import { App, Button } from 'antd';
import type { Delegation } from '#contracts/officers.ts';
import { useText } from '../language.tsx';
import { DataTable } from './data-table.tsx';
import { useEndDelegation } from './delegations.ts';
import { ROLE_WORDS } from './role-words.ts';

const STANDINGS: Readonly<Record<Delegation['standing'], readonly [string, 'good' | 'wait' | 'quiet']>> = {
  running: ['代理中', 'good'],
  coming: ['尚未开始', 'wait'],
  ended: ['已到期', 'quiet'],
  revoked: ['已提前结束', 'quiet'],
  lapsed: ['已失效', 'wait'],
};

export function DelegationTable({
  label,
  items,
  empty,
  loading = false,
  departments = false,
}: {
  readonly label: string;
  readonly items: readonly Delegation[];
  readonly empty: string;
  readonly loading?: boolean;
  /** show the department: a register spans several */
  readonly departments?: boolean;
}) {
  const t = useText();
  return (
    <DataTable<Delegation>
      label={label}
      width={departments ? 560 : 320}
      empty={empty}
      loading={loading}
      rowKey="id"
      dataSource={[...items]}
      columns={[
        ...(departments ? [{ title: t('单位'), dataIndex: 'departmentName', width: 170 }] : []),
        {
          title: t('谁由谁代理'),
          render: (_, { from, to, role, startsOn, endsOn, reason, givenBy }) => (
            <>
              {t('{from} 由 {to} 代理', { from: from.name, to: to.name })} <strong>{t(ROLE_WORDS[role])}</strong>
              <span className="reason numbers">
                {startsOn} — {endsOn}
              </span>
              <span className="reason">
                {reason} · {t('{name} 登记', { name: givenBy })}
              </span>
            </>
          ),
        },
        {
          title: t('状态'),
          width: 96,
          render: (_, { standing }) => {
            const [word, mark] = STANDINGS[standing];
            return <span className={mark === 'quiet' ? 'quiet' : `mark ${mark}`}>{t(word)}</span>;
          },
        },
        {
          title: t('办理'),
          width: 72,
          render: (_, delegation) => (delegation.mayRevoke ? <Revoke delegation={delegation} /> : null),
        },
      ]}
    />
  );
}

function Revoke({ delegation }: { readonly delegation: Delegation }) {
  const t = useText();
  const { modal } = App.useApp();
  const ending = useEndDelegation(delegation.id);
  return (
    <Button
      size="small"
      loading={ending.isPending}
      aria-label={t('结束 {name} 的代理', { name: delegation.to.name })}
      onClick={() =>
        modal.confirm({
          title: t('结束 {name} 的代理？', { name: delegation.to.name }),
          content: t('结束后 {name} 即刻不能再以这一岗位办理；已办理的事项不受影响。', { name: delegation.to.name }),
          okText: t('结束'),
          onOk: () => ending.mutateAsync().catch(() => undefined),
        })
      }
    >
      {t('结束')}
    </Button>
  );
}
