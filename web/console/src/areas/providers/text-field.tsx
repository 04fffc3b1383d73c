/** A text of a registration: as long as its schema says, and to be given unless the schema lets it be. */
import { Form, Input } from 'antd';
import type { z } from 'zod';
import { lengthOf } from '../../../../shared/limits.ts';
import { useText } from '../../language.tsx';

interface Props {
  readonly name: string | (string | number)[];
  readonly label: string;
  /** the schema that takes it */
  readonly takenBy: z.ZodType;
  readonly long?: boolean;
}

export function TextField({ name, label, takenBy, long }: Props) {
  const t = useText();
  const { most } = lengthOf(takenBy);
  const needed = !takenBy.safeParse(undefined).success;
  return (
    <Form.Item
      name={name}
      label={label}
      rules={[{ required: needed, whitespace: needed, max: most, message: t('请填写{field}', { field: label }) }]}
    >
      {long ? <Input.TextArea rows={2} maxLength={most} /> : <Input maxLength={most} />}
    </Form.Item>
  );
}
