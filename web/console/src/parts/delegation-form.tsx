/** Names a colleague who takes over a role for a while: for oneself, or by an administrator for somebody who is away. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Input, Select } from 'antd';
import type { DelegableRole, NewDelegation } from '#contracts/officers.ts';
import { call } from '../api.ts';
import { useText } from '../language.tsx';
import { ProblemAlert } from '../problem.tsx';
import type { Role } from '../session.ts';
import { ROLE_WORDS } from './role-words.ts';

interface Props {
  /** absent officer, where it is not oneself */
  readonly from?: string;
  readonly roles: readonly DelegableRole[];
  readonly colleagues: readonly { readonly id: string; readonly name: string; readonly roles: readonly Role[] }[];
  readonly onDone?: () => void;
}

export function DelegationForm({ from, roles, colleagues, onDone }: Props) {
  const t = useText();
  const [form] = Form.useForm<NewDelegation>();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const role = Form.useWatch('role', form) ?? roles[0];
  const giving = useMutation({
    mutationFn: (values: NewDelegation) =>
      call('POST /delegations', { body: { ...values, ...(from ? { from } : {}) } }),
    onSuccess: ({ to, startsOn, endsOn }) => {
      void message.success(
        t('{name} 自 {from} 至 {until} 代为办理。', { name: to.name, from: startsOn, until: endsOn }),
      );
      void queries.invalidateQueries({ queryKey: ['delegations'] });
      form.resetFields();
      onDone?.();
    },
  });
  const free = colleagues.filter((one) => role === undefined || !one.roles.includes(role));
  return (
    <>
      <Form<NewDelegation>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ role: roles[0] }}
        onFinish={(values) => giving.mutate(values)}
      >
        <div className="form-row">
          <Form.Item name="role" label={t('代理哪一岗位')} rules={[{ required: true, message: t('请选择岗位。') }]}>
            <Select
              style={{ minWidth: 140 }}
              onChange={() => form.setFieldValue('to', undefined)}
              options={roles.map((value) => ({ value, label: t(ROLE_WORDS[value]) }))}
            />
          </Form.Item>
          <Form.Item
            name="to"
            label={t('由谁代理')}
            extra={free.length === 0 ? t('本单位没有可以代理这一岗位的同事。') : undefined}
            rules={[{ required: true, message: t('请选择同事。') }]}
          >
            <Select
              style={{ minWidth: 220 }}
              showSearch={{ optionFilterProp: 'label' }}
              options={free.map((one) => ({
                value: one.id,
                label: `${one.name}（${one.roles.map((held) => t(ROLE_WORDS[held])).join('、')}）`,
              }))}
            />
          </Form.Item>
          <Form.Item name="startsOn" label={t('从哪一天')} rules={[{ required: true, message: t('请填写日期。') }]}>
            <Input type="date" style={{ width: 160 }} />
          </Form.Item>
          <Form.Item name="endsOn" label={t('到哪一天（含）')} rules={[{ required: true, message: t('请填写日期。') }]}>
            <Input type="date" style={{ width: 160 }} />
          </Form.Item>
        </div>
        <Form.Item
          name="reason"
          label={t('事由')}
          extra={t('如出差、休假、培训；不要写病情。')}
          rules={[{ required: true, min: 2, max: 200, message: t('请填写 2 至 200 字') }]}
        >
          <Input maxLength={200} autoComplete="off" />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={giving.isPending}>
          {t('登记代理')}
        </Button>
      </Form>
      {giving.isError ? <ProblemAlert error={giving.error} /> : null}
    </>
  );
}
