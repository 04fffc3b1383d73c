/** Departments' own systems: registered by client id, ended here; their keys stay with the identity provider. */
import { App, Button } from 'antd';
import { useState } from 'react';
import type { DepartmentNode, MachineClient } from '#contracts/officers.ts';
import { useText } from '../../language.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { instantText } from '../../parts/instant.ts';
import { ProblemAlert, useProblemNotice } from '../../problem.tsx';
import { MachineClientForm } from './machine-client-form.tsx';
import { useClientDismissal, useClientRestoring, useMachineClients } from './questions.ts';
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
          ? [
              {
                title: t('办理'),
                render: (_: unknown, client: MachineClient) =>
                  client.activeUntil === null ? <Dismiss client={client} /> : <Restore client={client} />,
              },
            ]
          : []),
      ]}
    />
  );
}

function Dismiss({ client }: { readonly client: MachineClient }) {
  const t = useText();
  const { modal } = App.useApp();
  const dismissal = useClientDismissal(client.clientId, useProblemNotice());
  return (
    <Button
      size="small"
      danger
      loading={dismissal.isPending}
      onClick={() =>
        modal.confirm({
          title: t('停用 {name}？', { name: client.name }),
          content: t('该系统即刻不能再报送。以后还要用的，可以恢复：一人提出，另一位管理员确认。'),
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

function Restore({ client }: { readonly client: MachineClient }) {
  const t = useText();
  const { modal, message } = App.useApp();
  const restoring = useClientRestoring(
    client.clientId,
    () => void message.success(t('已提出，待另一位管理员确认后生效。')),
    useProblemNotice(),
  );
  return (
    <Button
      size="small"
      loading={restoring.isPending}
      onClick={() =>
        modal.confirm({
          title: t('提出恢复 {name}？', { name: client.name }),
          content: t('另一位管理员确认后，该系统可以再报送；请先确认密钥仍在本单位手中，必要时先由统一身份认证更换。'),
          okText: t('提出恢复'),
          onOk: () => restoring.mutateAsync().catch(() => undefined),
        })
      }
    >
      {t('恢复')}
    </Button>
  );
}
