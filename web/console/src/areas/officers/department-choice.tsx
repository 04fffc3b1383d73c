/** The department an officer or a system is registered for: one within the administrator's jurisdiction. */
import { Form, Select } from 'antd';
import type { DepartmentNode } from '#contracts/officers.ts';
import { useText } from '../../language.tsx';

export function DepartmentChoice({ departments }: { readonly departments: readonly DepartmentNode[] }) {
  const t = useText();
  return (
    <Form.Item name="departmentId" label={t('单位')} rules={[{ required: true, message: t('请选择单位。') }]}>
      <Select
        showSearch={{ optionFilterProp: 'label' }}
        options={departments
          .filter(({ inJurisdiction }) => inJurisdiction)
          .map(({ id, name }) => ({ value: id, label: name }))}
      />
    </Form.Item>
  );
}
