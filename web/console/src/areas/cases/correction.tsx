/** Correcting a claim: only what was changed is sent; the subject itself cannot be corrected, that would be another case. */

import { Form, Input, Select } from 'antd';
import { type ActionRequest, type CaseDetail, CorrectedClaim, DecisionDocument } from '#contracts/determination.ts';
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
  readonly personSex?: 'male' | 'female';
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

const DECISION_FIELDS = [
  ['number', '文号'],
  ['authority', '作出机关'],
  ['legalBasis', '法律依据'],
] as const;

const facts = CorrectedClaim.shape;

export function CaseCorrection({ detail }: { readonly detail: CaseDetail }) {
  const t = useText();
  const required = [{ required: true, message: t('请填写此项。') }];
  return (
    <>
      <Form.Item name="matter" label={t('具体事项')} initialValue={detail.matter} rules={required}>
        <Input.TextArea rows={3} maxLength={lengthOf(facts.matter).most} />
      </Form.Item>
      <Form.Item name="occurredOn" label={t('发生日期')} initialValue={detail.occurredOn} rules={required}>
        <Input type="date" max={detail.today} />
      </Form.Item>
      {detail.organisation ? (
        <Form.Item
          name="organisationName"
          label={t('单位名称')}
          initialValue={detail.organisation.name}
          rules={required}
          extra={t('统一社会信用代码不能更正；代码错了，请撤回后另行报送。')}
        >
          <Input maxLength={lengthOf(facts.organisationName).most} />
        </Form.Item>
      ) : (
        <>
          <Form.Item
            name="personName"
            label={t('姓名（不更正则不填）')}
            extra={t('证件号码不能更正；号码错了，请撤回后另行报送。')}
          >
            <Input maxLength={lengthOf(facts.person.unwrap().shape.name).most} />
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
      )}
      {detail.polarity === 'adverse' ? (
        <fieldset className="case-decision">
          <legend>{t('决定文书')}</legend>
          <Form.Item
            name={['decision', 'type']}
            label={t('文书类型')}
            initialValue={
              detail.decisionTypes.find(({ id, title }) => [id, title].includes(detail.decision?.type ?? ''))?.id
            }
            rules={required}
          >
            <Select options={detail.decisionTypes.map(({ id, title }) => ({ value: id, label: title }))} />
          </Form.Item>
          {DECISION_FIELDS.map(([field, label]) => (
            <Form.Item
              key={field}
              name={['decision', field]}
              label={t(label)}
              initialValue={detail.decision?.[field]}
              rules={required}
            >
              <Input maxLength={lengthOf(DecisionDocument.shape[field]).most} />
            </Form.Item>
          ))}
          <Form.Item
            name={['decision', 'date']}
            label={t('作出日期')}
            initialValue={detail.decision?.date}
            rules={required}
          >
            <Input type="date" max={detail.today} />
          </Form.Item>
        </fieldset>
      ) : null}
    </>
  );
}
