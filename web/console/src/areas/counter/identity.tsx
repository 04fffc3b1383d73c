/** Who appears: as their document says it, checked by the platform before anything is shown. */
import { Alert, Button, Checkbox, Form, Input, InputNumber, Select } from 'antd';
import { AssistedIdentity } from '#contracts/counter.ts';
import { lengthOf } from '../../../../shared/limits.ts';
import { useText, useTitle } from '../../language.tsx';
import { DOCUMENTS } from '../../parts/case-words.ts';
import { ProblemAlert } from '../../problem.tsx';
import type { Appeared } from './appeared.ts';
import { useAppearance, useProofs } from './questions.ts';

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
        <Shown />
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

/** By what the person is known, as the pack names it; and at which window: both are told to the person. */
function Shown() {
  const t = useText();
  const required = [{ required: true, message: t('请填写此项。') }];
  return (
    <>
      <Form.Item name="proof" label={t('核对过的身份证明')} rules={required}>
        <ProofSelect of="identity" />
      </Form.Item>
      <Form.Item name="window" label={t('窗口号')} rules={required}>
        <InputNumber min={1} max={999} precision={0} />
      </Form.Item>
    </>
  );
}

interface ProofSelectProps {
  readonly of: 'identity' | 'authority';
  /** given by the form */
  readonly id?: string;
  readonly value?: string;
  readonly onChange?: (value: string) => void;
}

function ProofSelect({ of, ...field }: ProofSelectProps) {
  const titled = useTitle();
  const proofs = useProofs();
  if (proofs.isError) return <ProblemAlert error={proofs.error} onRetry={() => void proofs.refetch()} />;
  const options = proofs.data?.[of].map((kind) => ({ value: kind.id, label: titled(kind) })) ?? [];
  return <Select {...field} loading={proofs.isPending} options={options} />;
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
            name={['organisation', 'authority']}
            label={t('核对过的授权证明')}
            extra={t('只记种类，不记号码；原件核对后留存复印件')}
            rules={required}
            className="wide"
          >
            <ProofSelect of="authority" />
          </Form.Item>
        </>
      ) : null}
    </>
  );
}
