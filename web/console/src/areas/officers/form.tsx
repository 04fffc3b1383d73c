/** Appoints an officer, or gives one other roles. */
import { App, Checkbox, Form, Input, Modal } from 'antd';
import { type DepartmentNode, NewOfficer, type Officer } from '#contracts/officers.ts';
import { lengthOf } from '../../../../shared/limits.ts';
import { type Translate, useText } from '../../language.tsx';
import { keysOf } from '../../parts/keys.ts';
import { ROLE_WORDS } from '../../parts/role-words.ts';
import { ProblemAlert } from '../../problem.tsx';
import type { Role } from '../../session.ts';
import { DepartmentChoice } from './department-choice.tsx';
import { useAppointment } from './questions.ts';

interface Props {
  readonly departments: readonly DepartmentNode[];
  readonly department?: DepartmentNode | undefined;
  /** whose roles change; absent: somebody new */
  readonly officer?: Officer;
  /** the officer was dismissed and comes back, with these roles */
  readonly restores?: boolean;
  readonly onClose: () => void;
}

const DUTIES: Readonly<Record<Role, string>> = {
  reporter: '报送表格，更正、撤回本单位的事项',
  reviewer: '审核、告知、退回',
  determiner: '认定；推荐和会签名单',
  'credit-office': '全市：公示、会签、发布名单，推送，督导',
  auditor: '全市：检索和校验留痕，只看不办',
  administrator: '登记本单位及下属单位的经办人和单位系统',
  assistant: '窗口：为到场的人代办申请、上报；不审核、不认定',
};

export function OfficerForm({ departments, department, officer, restores = false, onClose }: Props) {
  const t = useText();
  const [form] = Form.useForm<NewOfficer>();
  const { message } = App.useApp();
  const change = useAppointment(officer, restores, (name, waits) => {
    void message.success(
      waits ? t('已提出{name}的登记，待另一位管理员确认后生效。', { name }) : t('{name}的岗位已变更。', { name }),
    );
    onClose();
  });
  return (
    <Modal
      open
      title={titleOf(t, officer, restores)}
      okText={officer && !restores ? t('变更') : restores ? t('提出恢复') : t('提出登记')}
      confirmLoading={change.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form<NewOfficer>
        form={form}
        layout="vertical"
        onFinish={(values) => change.mutate(values)}
        initialValues={officer ? { roles: officer.roles } : { departmentId: department?.id, roles: [] }}
      >
        {officer ? null : <Who departments={departments} />}
        {restores ? (
          <p className="quiet">
            {t('恢复的是原来的人：账号、办理过的事项和留痕都不变；停用前的岗位已经结束，现在承担哪些，请重新选定。')}
          </p>
        ) : null}
        <Roles />
      </Form>
      {change.isError ? <ProblemAlert error={change.error} /> : null}
    </Modal>
  );
}

function titleOf(t: Translate, officer: Officer | undefined, restores: boolean): string {
  if (!officer) return t('登记经办人');
  return restores ? t('恢复 {name} 的登记', { name: officer.name }) : t('变更 {name} 的岗位', { name: officer.name });
}

/** Of somebody new: their name, their account, their department. */
function Who({ departments }: Pick<Props, 'departments'>) {
  const t = useText();
  const { name, externalId } = NewOfficer.shape;
  return (
    <>
      <Form.Item
        name="name"
        label={t('姓名')}
        rules={[{ required: true, whitespace: true, max: lengthOf(name).most, message: t('请填写姓名。') }]}
      >
        <Input autoFocus />
      </Form.Item>
      <Form.Item
        name="externalId"
        label={t('统一身份认证的账号编号')}
        extra={t('即身份认证给出的 sub；本系统不设密码。')}
        rules={[{ required: true, whitespace: true, max: lengthOf(externalId).most, message: t('请填写账号编号。') }]}
      >
        <Input />
      </Form.Item>
      <DepartmentChoice departments={departments} />
    </>
  );
}

function Roles() {
  const t = useText();
  return (
    <Form.Item
      name="roles"
      label={t('岗位')}
      extra={t(
        '增加的岗位由另一位管理员确认后生效，去掉的即刻结束。管理员、审计不兼其他岗位，窗口协办、信用主管部门不兼审核和认定。',
      )}
      rules={[{ required: true, message: t('请至少选择一个岗位。') }]}
    >
      <Checkbox.Group className="role-choice">
        {keysOf(ROLE_WORDS).map((role) => (
          <Checkbox key={role} value={role}>
            {t(ROLE_WORDS[role])} <span className="quiet">{t(DUTIES[role])}</span>
          </Checkbox>
        ))}
      </Checkbox.Group>
    </Form.Item>
  );
}
