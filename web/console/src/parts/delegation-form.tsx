/** Names a colleague who takes over a role for a while: for oneself, or by an administrator for somebody who is away. */
import { Button, Form, Input, Select } from 'antd';
import { type DelegableRole, NewDelegation } from '#contracts/officers.ts';
import { lengthOf } from '../../../shared/limits.ts';
import { useText } from '../language.tsx';
import { ProblemAlert } from '../problem.tsx';
import type { Role } from '../session.ts';
import { useGiveDelegation } from './delegations.ts';
import { ROLE_WORDS } from './role-words.ts';
import './form.css';

interface Colleague {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly Role[];
}

interface Props {
  /** absent officer, where it is not oneself */
  readonly from?: string;
  readonly roles: readonly DelegableRole[];
  readonly colleagues: readonly Colleague[];
  readonly onDone?: () => void;
}

export function DelegationForm({ from, roles, colleagues, onDone }: Props) {
  const t = useText();
  const [form] = Form.useForm<NewDelegation>();
  const giving = useGiveDelegation(from, () => {
    form.resetFields();
    onDone?.();
  });
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
          <WhichRole roles={roles} />
          <Whom roles={roles} colleagues={colleagues} />
          <Day name="startsOn" label={t('从哪一天')} />
          <Day name="endsOn" label={t('到哪一天（含）')} />
        </div>
        <Reason />
        <Button type="primary" htmlType="submit" loading={giving.isPending}>
          {t('登记代理')}
        </Button>
      </Form>
      {giving.isError ? <ProblemAlert error={giving.error} /> : null}
    </>
  );
}

function WhichRole({ roles }: Pick<Props, 'roles'>) {
  const t = useText();
  const form = Form.useFormInstance<NewDelegation>();
  return (
    <Form.Item name="role" label={t('代理哪一岗位')} rules={[{ required: true, message: t('请选择岗位。') }]}>
      <Select
        style={{ minWidth: 140 }}
        onChange={() => form.setFieldValue('to', undefined)}
        options={roles.map((value) => ({ value, label: t(ROLE_WORDS[value]) }))}
      />
    </Form.Item>
  );
}

/** Colleagues who do not hold the role already. */
function Whom({ roles, colleagues }: Pick<Props, 'roles' | 'colleagues'>) {
  const t = useText();
  const role: DelegableRole | undefined = Form.useWatch('role') ?? roles[0];
  const free = colleagues.filter((one) => role === undefined || !one.roles.includes(role));
  return (
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
  );
}

function Day({ name, label }: { readonly name: 'startsOn' | 'endsOn'; readonly label: string }) {
  const t = useText();
  return (
    <Form.Item name={name} label={label} rules={[{ required: true, message: t('请填写日期。') }]}>
      <Input type="date" style={{ width: 160 }} />
    </Form.Item>
  );
}

function Reason() {
  const t = useText();
  const { least, most } = lengthOf(NewDelegation.shape.reason);
  return (
    <Form.Item
      name="reason"
      label={t('事由')}
      extra={t('如出差、休假、培训；不要写病情。')}
      rules={[{ required: true, min: least, max: most, message: t('请填写 {least} 至 {most} 字', { least, most }) }]}
    >
      <Input maxLength={most} autoComplete="off" />
    </Form.Item>
  );
}
