/** With what a provider signs in at the points system: its staff's accounts and its own systems. */
import { Button, Form, Input, Select } from 'antd';
import { ProviderAccount } from '#contracts/providers.ts';
import { useText } from '../../language.tsx';
import { TextField } from './text-field.tsx';

const { label, subject } = ProviderAccount.shape;

export function Accounts() {
  const t = useText();
  return (
    <Form.List name="accounts">
      {(fields, { add, remove }) => (
        <fieldset className="provider-group">
          <legend>{t('经办账号和系统')}</legend>
          {fields.map(({ key, name }) => (
            <div key={key} className="provider-item">
              <Account at={name} />
              {fields.length > 1 ? (
                <Button size="small" danger onClick={() => remove(name)}>
                  {t('删去这一个')}
                </Button>
              ) : null}
            </div>
          ))}
          <Button size="small" onClick={() => add({ kind: 'staff' })}>
            {t('再加一个')}
          </Button>
        </fieldset>
      )}
    </Form.List>
  );
}

/** `at`: its place in the list. */
function Account({ at }: { readonly at: number }) {
  const t = useText();
  return (
    <>
      <Form.Item name={[at, 'issuer']} hidden>
        <Input />
      </Form.Item>
      <div className="provider-line">
        <Form.Item name={[at, 'kind']} label={t('种类')} rules={[{ required: true, message: t('请选择种类。') }]}>
          <Select
            options={[
              { value: 'staff', label: t('经办账号') },
              { value: 'machine', label: t('单位系统') },
            ]}
          />
        </Form.Item>
        <TextField name={[at, 'label']} label={t('岗位或窗口，不写人名')} takenBy={label} />
      </div>
      <TextField name={[at, 'subject']} label={t('账号编号（sub）或客户端编号')} takenBy={subject} />
    </>
  );
}
