/** Who appears: as their document says it, checked by the platform before anything is shown. */
import { Alert, Button, Checkbox, Form, Input, Select } from 'antd';
import { useState } from 'react';
import type { AssistedIdentity } from '#contracts/rights.ts';
import { call, newIdempotencyKey } from '../../api.ts';
import { useText } from '../../language.tsx';
import { DOCUMENTS } from '../../parts/case-words.ts';
import { ProblemAlert } from '../../problem.tsx';
import type { Appeared } from './appeared.ts';

interface Values extends Omit<AssistedIdentity, 'organisation'> {
  readonly represents?: boolean;
  readonly organisation?: AssistedIdentity['organisation'];
}

export function CounterIdentity({ onAppeared }: { readonly onAppeared: (appeared: Appeared) => void }) {
  const t = useText();
  const [form] = Form.useForm<Values>();
  const represents = Form.useWatch('represents', form);
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);

  async function appear({ represents: acts, organisation, ...person }: Values): Promise<void> {
    const identity: AssistedIdentity = { ...person, ...(acts && organisation ? { organisation } : {}) };
    setSending(true);
    setProblem(null);
    try {
      onAppeared({
        identity,
        data: await call('POST /assisted/data', { body: { identity } }),
        visit: newIdempotencyKey(),
      });
    } catch (error) {
      setProblem(error);
    } finally {
      setSending(false);
    }
  }

  /** The number of a resident says the day: nobody has to type it twice. */
  function fillBirthDate(number: string | undefined): void {
    const day = /^\d{6}(\d{4})(\d{2})(\d{2})\d{3}[\dXx]$/.exec(number ?? '');
    if (day && form.getFieldValue('documentType') === 'resident-id')
      form.setFieldValue('birthDate', `${day[1]}-${day[2]}-${day[3]}`);
  }

  const required = [{ required: true, message: t('请填写此项。') }];
  return (
    <section className="office-card counter-identity">
      <h2>{t('到场的人')}</h2>
      <Alert
        className="case-consequence"
        type="info"
        showIcon
        title={t('请核对证件原件和本人后填写')}
        description={t('您的姓名、时间和所办的事都会留痕，本人会收到通知，并能看到谁看过。')}
      />
      <Form<Values>
        form={form}
        layout="vertical"
        className="row-form"
        autoComplete="off"
        initialValues={{ documentType: 'resident-id' }}
        onFinish={(values) => void appear(values)}
        scrollToFirstError
      >
        <Form.Item name="name" label={t('姓名')} rules={required}>
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item name="documentType" label={t('证件类型')} rules={required}>
          <Select options={Object.entries(DOCUMENTS).map(([value, label]) => ({ value, label: t(label) }))} />
        </Form.Item>
        <Form.Item name="documentNumber" label={t('证件号码')} rules={required}>
          <Input maxLength={40} onChange={({ target }) => fillBirthDate(target.value)} />
        </Form.Item>
        <Form.Item name="birthDate" label={t('出生日期')} rules={required}>
          <Input type="date" />
        </Form.Item>
        <Form.Item name="represents" valuePropName="checked" className="wide">
          <Checkbox>{t('此人代表单位办理')}</Checkbox>
        </Form.Item>
        {represents ? (
          <>
            <Form.Item name={['organisation', 'uscc']} label={t('统一社会信用代码')} rules={required}>
              <Input maxLength={40} />
            </Form.Item>
            <Form.Item name={['organisation', 'name']} label={t('单位名称')} rules={required}>
              <Input maxLength={200} />
            </Form.Item>
            <Form.Item
              name={['organisation', 'proof']}
              label={t('核对过的授权文件')}
              extra={t('例如：加盖公章的授权委托书，2020年5月20日')}
              rules={required}
              className="wide"
            >
              <Input maxLength={200} />
            </Form.Item>
          </>
        ) : null}
        <div className="wide">
          {problem ? <ProblemAlert error={problem} /> : null}
          <div className="case-acts case-refused">
            <Button type="primary" htmlType="submit" loading={sending}>
              {t('查看可以办理的事项（留痕）')}
            </Button>
          </div>
        </div>
      </Form>
    </section>
  );
}
