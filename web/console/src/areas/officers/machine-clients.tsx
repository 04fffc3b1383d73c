/** Departments' own systems: registered by client id, ended here; their keys stay with the identity provider. */
import { App, Button } from 'antd';
import { useState } from 'react';
import type { DepartmentNode, MachineClient } from '#contracts/officers.ts';
import { useText } from '../../language.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { instantText } from '../../parts/instant.ts';
import { ProblemAlert, useProblemNotice } from '../../problem.tsx';
import { MachineClientForm } from './machine-client-form.tsx';
import { useClientDismissal, useMachineClients } from './questions.ts';
import { within } from './territory.ts';

interface Props {
  readonly departments: readonly DepartmentNode[];
  readonly department: DepartmentNode | undefined;
  readonly mayChange: boolean;
}

export function MachineClients({ departments, department, mayChange }: Props) {
  const t = useText();
  const [registering, register] = useState(false);
  const clients = useMachineClients();
  return (
    <>
      <div className="tools">
        <span className="quiet">{t('单位系统只能报送，不能审核、认定；密钥由统一身份认证发放和更换。')}</span>
        {mayChange ? (
          <Button type="primary" onClick={() => register(true)}>
            {t('登记单位系统')}
          </Button>
        ) : null}
      </div>
      {clients.isError ? (
        <ProblemAlert error={clients.error} onRetry={() => void clients.refetch()} />
      ) : (
        <Clients
          items={(clients.data?.items ?? []).filter(({ departmentId }) =>
            within(departments, department, departmentId),
          )}
          loading={clients.isPending}
          departments={departments}
          mayChange={mayChange}
        />
      )}
      {registering ? (
        <MachineClientForm departments={departments} department={department} onClose={() => register(false)} />
      ) : null}
    </>
  );
}

interface ClientsProps extends Pick<Props, 'departments' | 'mayChange'> {
  readonly items: readonly MachineClient[];
  readonly loading: boolean;
}

function Clients({ items, loading, departments, mayChange }: ClientsProps) {
  const t = useText();
  const nameOf = (id: string) => departments.find((one) => one.id === id)?.name ?? id;
  return (
    <DataTable<MachineClient>
      label={t('单位系统')}
      width={720}
      empty={t('还没有登记单位系统。')}
      rowKey="clientId"
      loading={loading}
      dataSource={items}
      columns={[
        { title: t('名称'), dataIndex: 'name', width: 200 },
        { title: t('客户端编号'), dataIndex: 'clientId', width: 180 },
        { title: t('单位'), width: 180, render: (_, { departmentId }) => nameOf(departmentId) },
        {
          title: t('状态'),
          width: 120,
          render: (_, { activeUntil }) =>
            activeUntil ? t('停用于 {day}', { day: instantText(activeUntil).slice(0, 10) }) : t('可用'),
        },
        ...(mayChange
          ? [{ title: t('办理'), render: (_: unknown, client: MachineClient) => <Dismiss client={client} /> }]
          : []),
      ]}
    />
  );
}

function Dismiss({ client }: { readonly client: MachineClient }) {
  const t = useText();
  const { modal } = App.useApp();
  const dismissal = useClientDismissal(client.clientId, useProblemNotice());
  if (client.activeUntil !== null) return <span className="quiet">{t('已停用')}</span>;
  return (
    <Button
      size="small"
      danger
      loading={dismissal.isPending}
      onClick={() =>
        modal.confirm({
          title: t('停用 {name}？', { name: client.name }),
          content: t('该系统即刻不能再报送，停用后不能恢复。'),
          okText: t('停用'),
          okButtonProps: { danger: true },
          onOk: () => dismissal.mutateAsync().catch(() => undefined),
        })
      }
    >
      {t('停用')}
    </Button>
  );
}
