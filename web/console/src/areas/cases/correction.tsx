/** Correcting a claim: only what was changed is sent; the subject itself cannot be corrected, that would be another case. */
import { Form, Input, Select } from 'antd';
import { type ActionRequest, CorrectedClaim } from '#contracts/case-actions.ts';
import type { CaseDetail } from '#contracts/determination.ts';
import type { Sex } from '#contracts/vocabulary.ts';
import { lengthOf } from '../../../../shared/limits.ts';
import { useText } from '../../language.tsx';
import { SEXES } from './words.ts';

type Correction = Extract<ActionRequest, { action: 'correct' }>['payload'];
type Decision = NonNullable<CaseDetail['decision']>;

export interface CorrectionValues {
  readonly reason?: string;
  readonly matter?: string;
  readonly occurredOn?: string;
  readonly organisationName?: string;
  readonly personName?: string;
  readonly personSex?: Sex;
  readonly decision?: Partial<Decision>;
}

export function correctionOf(values: CorrectionValues, detail: CaseDetail): Correction {
  const { matter, occurredOn, organisationName, personName, personSex, decision } = values;
  const decisionChanged =
    decision && Object.entries(decision).some(([field, value]) => value !== detail.decision?.[field as keyof Decision]);
  return {
    reason: values.reason ?? '',
    ...(matter && matter !== detail.matter ? { matter } : {}),
    ...(occurredOn && occurredOn !== detail.occurredOn ? { occurredOn } : {}),
    ...(organisationName && organisationName !== detail.organisation?.name ? { organisationName } : {}),
    ...(personName && personSex ? { person: { name: personName, sex: personSex } } : {}),
    ...(decisionChanged ? { decision: decision as Decision } : {}),
  };
}

const FACTS = CorrectedClaim.shape;
const PERSON = FACTS.person.unwrap().shape;
const DECISION = FACTS.decision.unwrap().shape;

export function CaseCorrection({ detail }: { readonly detail: CaseDetail }) {
  const t = useText();
  const required = useRequired();
  return (
    <>
      <Form.Item name="matter" label={t('具体事项')} initialValue={detail.matter} rules={required}>
        <Input.TextArea rows={3} maxLength={lengthOf(FACTS.matter).most} />
      </Form.Item>
      <Form.Item name="occurredOn" label={t('发生日期')} initialValue={detail.occurredOn} rules={required}>
        <Input type="date" max={detail.today} />
      </Form.Item>
      {detail.organisation ? <OrganisationName name={detail.organisation.name} /> : <PersonName />}
      {detail.polarity === 'adverse' ? <DecisionDocument detail={detail} /> : null}
    </>
  );
}

function useRequired() {
  const t = useText();
  return [{ required: true, message: t('请填写此项。') }];
}

function OrganisationName({ name }: { readonly name: string }) {
  const t = useText();
  return (
    <Form.Item
      name="organisationName"
      label={t('单位名称')}
      initialValue={name}
      rules={useRequired()}
      extra={t('统一社会信用代码不能更正；代码错了，请撤回后另行报送。')}
    >
      <Input maxLength={lengthOf(FACTS.organisationName).most} />
    </Form.Item>
  );
}

/** Name and sex go together: the name as it was is not shown here. */
function PersonName() {
  const t = useText();
  return (
    <>
      <Form.Item
        name="personName"
        label={t('姓名（不更正则不填）')}
        extra={t('证件号码不能更正；号码错了，请撤回后另行报送。')}
      >
        <Input maxLength={lengthOf(PERSON.name).most} />
      </Form.Item>
      <Form.Item
        name="personSex"
        label={t('性别（更正姓名时须填）')}
        dependencies={['personName']}
        rules={[
          ({ getFieldValue }) => ({
            validator: (_, value) =>
              Boolean(value) === Boolean(getFieldValue('personName'))
                ? Promise.resolve()
                : Promise.reject(new Error(t('姓名和性别请一并填写。'))),
          }),
        ]}
      >
        <Select allowClear options={Object.entries(SEXES).map(([value, label]) => ({ value, label: t(label) }))} />
      </Form.Item>
    </>
  );
}

const DECISION_FIELDS = [
  ['number', '文号'],
  ['authority', '作出机关'],
  ['legalBasis', '法律依据'],
] as const;

function DecisionDocument({ detail: { decision, decisionTypes, today } }: { readonly detail: CaseDetail }) {
  const t = useText();
  const required = useRequired();
  return (
    <fieldset className="case-decision">
      <legend>{t('决定文书')}</legend>
      <Form.Item
        name={['decision', 'type']}
        label={t('文书类型')}
        initialValue={decisionTypes.find(({ id, title }) => [id, title].includes(decision?.type ?? ''))?.id}
        rules={required}
      >
        <Select options={decisionTypes.map(({ id, title }) => ({ value: id, label: title }))} />
      </Form.Item>
      {DECISION_FIELDS.map(([field, label]) => (
        <Form.Item
          key={field}
          name={['decision', field]}
          label={t(label)}
          initialValue={decision?.[field]}
          rules={required}
        >
          <Input maxLength={lengthOf(DECISION[field]).most} />
        </Form.Item>
      ))}
      <Form.Item name={['decision', 'date']} label={t('作出日期')} initialValue={decision?.date} rules={required}>
        <Input type="date" max={today} />
      </Form.Item>
    </fieldset>
  );
}
