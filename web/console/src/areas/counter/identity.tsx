/** Who appears: as their document says it, checked by the platform before anything is shown. */
import { Alert, Button, Checkbox, Form, Input, Select } from 'antd';
import { AssistedIdentity } from '#contracts/rights.ts';
import { lengthOf } from '../../../../shared/limits.ts';
import { useText } from '../../language.tsx';
import { DOCUMENTS } from '../../parts/case-words.ts';
import { ProblemAlert } from '../../problem.tsx';
import type { Appeared } from './appeared.ts';
import { useAppearance } from './questions.ts';

interface Values extends Omit<AssistedIdentity, 'organisation'> {
  readonly represents?: boolean;
  readonly organisation?: AssistedIdentity['organisation'];
}

const PERSON = AssistedIdentity.shape;
const ORGANISATION = PERSON.organisation.unwrap().shape;

export function CounterIdentity({ onAppeared }: { readonly onAppeared: (appeared: Appeared) => void }) {
  const t = useText();
  const appearance = useAppearance(onAppeared);
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
        layout="vertical"
        className="row-form"
        autoComplete="off"
        initialValues={{ documentType: 'resident-id' }}
        onFinish={(values) => appearance.mutate(identityOf(values))}
        scrollToFirstError
      >
        <Person />
        <Represented />
        <div className="wide">
          {appearance.isError ? <ProblemAlert error={appearance.error} /> : null}
          <div className="case-acts case-refused">
            <Button type="primary" htmlType="submit" loading={appearance.isPending}>
              {t('查看可以办理的事项（留痕）')}
            </Button>
          </div>
        </div>
      </Form>
    </section>
  );
}

const identityOf = ({ represents, organisation, ...person }: Values): AssistedIdentity => ({
  ...person,
  ...(represents && organisation ? { organisation } : {}),
});

/** The day of birth within a resident's number. */
function birthDateIn(number: string): string | null {
  const day = /^\d{6}(\d{4})(\d{2})(\d{2})\d{3}[\dXx]$/.exec(number);
  return day && `${day[1]}-${day[2]}-${day[3]}`;
}

function Person() {
  const t = useText();
  const form = Form.useFormInstance<Values>();
  /** The number of a resident says the day: nobody has to type it twice. */
  function fillBirthDate(number: string): void {
    const day = birthDateIn(number);
    if (day && form.getFieldValue('documentType') === 'resident-id') form.setFieldValue('birthDate', day);
  }
  const required = [{ required: true, message: t('请填写此项。') }];
  return (
    <>
      <Form.Item name="name" label={t('姓名')} rules={required}>
        <Input maxLength={lengthOf(PERSON.name).most} />
      </Form.Item>
      <Form.Item name="documentType" label={t('证件类型')} rules={required}>
        <Select options={Object.entries(DOCUMENTS).map(([value, label]) => ({ value, label: t(label) }))} />
      </Form.Item>
      <Form.Item name="documentNumber" label={t('证件号码')} rules={required}>
        <Input
          maxLength={lengthOf(PERSON.documentNumber).most}
          onChange={({ target }) => fillBirthDate(target.value)}
        />
      </Form.Item>
      <Form.Item name="birthDate" label={t('出生日期')} rules={required}>
        <Input type="date" />
      </Form.Item>
    </>
  );
}

/** For which organisation, if for one, and which paper says so. */
function Represented() {
  const t = useText();
  const represents = Form.useWatch('represents');
  const required = [{ required: true, message: t('请填写此项。') }];
  return (
    <>
      <Form.Item name="represents" valuePropName="checked" className="wide">
        <Checkbox>{t('此人代表单位办理')}</Checkbox>
      </Form.Item>
      {represents ? (
        <>
          <Form.Item name={['organisation', 'uscc']} label={t('统一社会信用代码')} rules={required}>
            <Input maxLength={lengthOf(ORGANISATION.uscc).most} />
          </Form.Item>
          <Form.Item name={['organisation', 'name']} label={t('单位名称')} rules={required}>
            <Input maxLength={lengthOf(ORGANISATION.name).most} />
          </Form.Item>
          <Form.Item
            name={['organisation', 'proof']}
            label={t('核对过的授权文件')}
            extra={t('例如：加盖公章的授权委托书，2020年5月20日')}
            rules={required}
            className="wide"
          >
            <Input maxLength={lengthOf(ORGANISATION.proof).most} />
          </Form.Item>
        </>
      ) : null}
    </>
  );
}
