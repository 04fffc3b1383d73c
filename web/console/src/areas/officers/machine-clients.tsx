/** Departments' own systems: registered by client id, ended here; their keys stay with the identity provider. */
import { useMutation } from '@tanstack/react-query';
import { App, Button, Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import type { DepartmentNode, MachineClient, NewMachineClient } from '#contracts/officers.ts';
import { call } from '../../api.ts';
import { useText } from '../../language.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { instantText } from '../../parts/instant.ts';
import { ProblemAlert, useProblemNotice } from '../../problem.tsx';
import { useClientsChanged, useMachineClients } from './questions.ts';

interface Props {
  readonly departments: readonly DepartmentNode[];
  readonly department: DepartmentNode | undefined;
  readonly mayChange: boolean;
}

export function MachineClients({ departments, department, mayChange }: Props) {
  const t = useText();
  const [registering, register] = useState(false);
  const clients = useMachineClients();
  const nameOf = (id: string) => departments.find((one) => one.id === id)?.name ?? id;
  const within = (id: string): boolean => {
    for (let at: string | null | undefined = id; at; at = departments.find((one) => one.id === at)?.parent)
      if (at === department?.id) return true;
    return department === undefined;
  };
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
        <DataTable<MachineClient>
          label={t('单位系统')}
          width={720}
          empty={t('还没有登记单位系统。')}
          rowKey="clientId"
          loading={clients.isPending}
          dataSource={(clients.data?.items ?? []).filter(({ departmentId }) => within(departmentId))}
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
      )}
      {registering ? (
        <Registration departments={departments} department={department} onClose={() => register(false)} />
      ) : null}
    </>
  );
}

function Dismiss({ client }: { readonly client: MachineClient }) {
  const t = useText();
  const { modal } = App.useApp();
  const changed = useClientsChanged();
  const notice = useProblemNotice();
  const dismissal = useMutation({
    mutationFn: () => call('POST /machine-clients/:id/dismiss', { params: { id: client.clientId } }),
    onSuccess: changed,
    onError: notice,
  });
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

function Registration({
  departments,
  department,
  onClose,
}: {
  readonly departments: readonly DepartmentNode[];
  readonly department: DepartmentNode | undefined;
  readonly onClose: () => void;
}) {
  const t = useText();
  const [form] = Form.useForm<NewMachineClient>();
  const changed = useClientsChanged();
  const registration = useMutation({
    mutationFn: (values: NewMachineClient) =>
      call('POST /machine-clients', { body: { ...values, scopes: ['reporter'] } }),
    onSuccess: async () => {
      await changed();
      onClose();
    },
  });
  return (
    <Modal
      open
      title={t('登记单位系统')}
      okText={t('登记')}
      confirmLoading={registration.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form<NewMachineClient>
        form={form}
        layout="vertical"
        onFinish={(values) => registration.mutate(values)}
        initialValues={{ departmentId: department?.inJurisdiction ? department.id : undefined }}
      >
        <Form.Item
          name="name"
          label={t('名称')}
          rules={[{ required: true, whitespace: true, max: 100, message: t('请填写名称。') }]}
        >
          <Input autoFocus placeholder={t('如：某区政务数据平台')} />
        </Form.Item>
        <Form.Item
          name="clientId"
          label={t('客户端编号')}
          extra={t('统一身份认证为该系统发放的 client_id。')}
          rules={[{ required: true, whitespace: true, max: 200, message: t('请填写客户端编号。') }]}
        >
          <Input />
        </Form.Item>
        <Form.Item name="departmentId" label={t('单位')} rules={[{ required: true, message: t('请选择单位。') }]}>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            options={departments
              .filter(({ inJurisdiction }) => inJurisdiction)
              .map(({ id, name }) => ({ value: id, label: name }))}
          />
        </Form.Item>
      </Form>
      {registration.isError ? <ProblemAlert error={registration.error} /> : null}
    </Modal>
  );
}
