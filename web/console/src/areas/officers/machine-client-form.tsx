/** Registers a department's own system, by the id its sign-in knows it under. */
import { App, Form, Input, Modal } from 'antd';
import { type DepartmentNode, NewMachineClient } from '#contracts/officers.ts';
import { lengthOf } from '../../../../shared/limits.ts';
import { useText } from '../../language.tsx';
import { ProblemAlert } from '../../problem.tsx';
import { DepartmentChoice } from './department-choice.tsx';
import { useClientRegistration } from './questions.ts';

interface Props {
  readonly departments: readonly DepartmentNode[];
  readonly department: DepartmentNode | undefined;
  readonly onClose: () => void;
}

const { name, clientId } = NewMachineClient.shape;

export function MachineClientForm({ departments, department, onClose }: Props) {
  const t = useText();
  const [form] = Form.useForm<NewMachineClient>();
  const { message } = App.useApp();
  const registration = useClientRegistration(() => {
    void message.success(t('已提出，待另一位管理员确认后生效。'));
    onClose();
  });
  return (
    <Modal
      open
      title={t('登记单位系统')}
      okText={t('提出登记')}
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
          rules={[{ required: true, whitespace: true, max: lengthOf(name).most, message: t('请填写名称。') }]}
        >
          <Input autoFocus placeholder={t('如：某区政务数据平台')} />
        </Form.Item>
        <Form.Item
          name="clientId"
          label={t('客户端编号')}
          extra={t('统一身份认证为该系统发放的 client_id。')}
          rules={[{ required: true, whitespace: true, max: lengthOf(clientId).most, message: t('请填写客户端编号。') }]}
        >
          <Input />
        </Form.Item>
        <DepartmentChoice departments={departments} />
      </Form>
      {registration.isError ? <ProblemAlert error={registration.error} /> : null}
    </Modal>
  );
}
