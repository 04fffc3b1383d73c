/** One good deed, told at a counter: what it was, where, when; which paper was shown; and what the person states, point by point. */
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Checkbox, Form, Input, Radio, Select, Spin } from 'antd';
import { useState } from 'react';
import type {
  AssistedOwnReport,
  OwnReportContent,
  OwnReportFault,
  OwnReportForm,
  OwnReportOutcome,
} from '#contracts/own-reports.ts';
import { call, newIdempotencyKey } from '../../api.ts';
import { useLanguage, useSaid, useTitle } from '../../language.tsx';
import { ProblemAlert, problemOf } from '../../problem.tsx';
import type { Appeared } from './appeared.ts';

interface Props {
  readonly appeared: Appeared;
  readonly onClose: () => void;
  readonly onDone: (outcome: OwnReportOutcome) => void;
}

interface Values extends OwnReportContent {
  readonly papers?: Readonly<Record<string, boolean>>;
  readonly stated?: Readonly<Record<string, boolean>>;
}

export function CounterReportForm(props: Props) {
  const form = useQuery({
    queryKey: ['counter-report-form'],
    queryFn: ({ signal }) => call('GET /assisted/own-reports/form', { signal }),
  });
  if (form.isError) return <ProblemAlert error={form.error} onRetry={() => void form.refetch()} />;
  if (form.isPending) return <Spin />;
  return <Asked {...props} asked={form.data} />;
}

function Asked({ appeared: { identity }, asked, onClose, onDone }: Props & { readonly asked: OwnReportForm }) {
  const { t, language } = useLanguage();
  const said = useSaid();
  const [form] = Form.useForm<Values>();
  const [reportId] = useState(newIdempotencyKey);
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const chosen = Form.useWatch('kind', form);
  const kind = asked.kinds.find(({ id }) => id === chosen);
  const asks = (field: OwnReportForm['kinds'][number]['asks'][number]) => kind?.asks.includes(field) ?? false;

  async function send({ papers = {}, stated = {}, ...content }: Values): Promise<void> {
    setSending(true);
    setProblem(null);
    const report: AssistedOwnReport = {
      ...{ identity, reportId, content: told(content) },
      statements: asked.statements.filter(({ id }) => stated[id]).map(({ id, version }) => ({ id, version })),
      paperKinds: (kind?.evidence ?? []).filter(({ id }) => papers[id]).map(({ id }) => id),
    };
    try {
      onDone(await call('POST /assisted/own-reports', { body: report }));
    } catch (error) {
      setProblem(error);
      form.setFields(faultsOf(error).map((fault) => ({ name: placeOf(fault), errors: [said(fault)] })));
    } finally {
      setSending(false);
    }
  }

  const required = [{ required: true, message: t('请填写此项。') }];
  return (
    <Form<Values>
      form={form}
      layout="vertical"
      className="row-form counter-report"
      autoComplete="off"
      onFinish={(values) => void send(values)}
      scrollToFirstError
    >
      <Alert
        className="wide case-consequence"
        type="info"
        showIcon
        title={t('请照本人的意思填写，念给本人听，同意后再提交')}
        description={t(
          '只能上报本人做的好事（第 {clause} 条）。您核对纸质材料并由本单位留存；您代为上报以后，不再参与这一事项的审核和认定。',
          {
            clause: asked.clause,
          },
        )}
      />
      <Form.Item
        name="kind"
        label={t('做了哪一类事')}
        rules={required}
        className="wide"
        extra={kind ? said({ zh: kind.explanation, en: kind.explanationEn }) : null}
      >
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          options={asked.kinds.map(({ id, title, titleEn }) => ({
            value: id,
            label: `${id}　${language === 'en' ? titleEn : title}`,
          }))}
        />
      </Form.Item>
      <Form.Item name="place" label={t('发生在哪里')} rules={required}>
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          options={asked.places.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Form.Item>
      <Form.Item name="occurredOn" label={t('哪一天')} rules={required} extra={t('持续一段时间的，填开始的一天')}>
        <Input type="date" max={asked.today} />
      </Form.Item>
      <Form.Item
        name="matter"
        label={t('具体做了什么')}
        rules={[{ required: true, whitespace: true, message: t('请填写此项。') }]}
        className="wide"
        extra={t('写明地点、单位和所做的事；不要写病情、行踪、证件号码和他人信息')}
      >
        <Input.TextArea rows={4} maxLength={asked.limits.matter} showCount />
      </Form.Item>
      {asks('sex') && identity.documentType !== 'resident-id' ? (
        <Form.Item name="sex" label={t('性别')} rules={required}>
          <Radio.Group
            options={[
              { value: 'male', label: t('男') },
              { value: 'female', label: t('女') },
            ]}
          />
        </Form.Item>
      ) : null}
      {asks('issuingCountry') ? (
        <Form.Item name="issuingCountry" label={t('护照签发国家')} rules={required}>
          <Input maxLength={60} />
        </Form.Item>
      ) : null}
      {kind ? <Papers kinds={kind.evidence} /> : null}
      <fieldset className="wide">
        <legend>{t('本人声明（逐项念给本人听，本人同意才勾选）')}</legend>
        {asked.statements.map(({ id, text, textEn }) => (
          <Ticked
            key={id}
            name={['stated', id]}
            label={said({ zh: text, en: textEn })}
            missing={t('本人没有作出这项声明，不能上报。')}
          />
        ))}
      </fieldset>
      <div className="wide">
        {problem ? <ProblemAlert error={problem} /> : null}
        <div className="case-acts case-refused">
          <Button type="primary" htmlType="submit" loading={sending}>
            {t('代为上报')}
          </Button>
          <Button onClick={onClose}>{t('取消')}</Button>
        </div>
      </div>
    </Form>
  );
}

/** The paper the catalogue asks of this kind: seen by the officer, kept by the office. */
export function Papers({ kinds }: { readonly kinds: OwnReportForm['kinds'][number]['evidence'] }) {
  const { t } = useLanguage();
  const titled = useTitle();
  if (kinds.length === 0) return null;
  return (
    <fieldset className="wide">
      <legend>{t('纸质材料（核对过原件，由本单位留存）')}</legend>
      {kinds.map(({ id, title, titleEn, required }) => (
        <Ticked
          key={id}
          name={['papers', id]}
          label={required ? t('{title}（必需）', { title: titled({ title, titleEn }) }) : titled({ title, titleEn })}
          {...(required ? { missing: t('没有这份材料不能上报：请本人补来，或者改在手机上拍照上报。') } : {})}
        />
      ))}
    </fieldset>
  );
}

interface TickedProps {
  readonly name: string[];
  readonly label: string;
  /** what is said when it is not ticked; without it, it need not be */
  readonly missing?: string;
}

function Ticked({ name, label, missing }: TickedProps) {
  const mustBe = (_: unknown, value: unknown) => (value ? Promise.resolve() : Promise.reject(new Error(missing)));
  return (
    <Form.Item name={name} valuePropName="checked" rules={missing ? [{ validator: mustBe }] : []} className="ticked">
      <Checkbox>{label}</Checkbox>
    </Form.Item>
  );
}

/** Only what was answered: an empty field is no answer. */
function told(content: OwnReportContent): OwnReportContent {
  return Object.fromEntries(Object.entries(content).filter(([, value]) => value !== undefined && value !== ''));
}

function faultsOf(error: unknown): readonly OwnReportFault[] {
  const { faults } = problemOf(error) as { faults?: readonly OwnReportFault[] };
  return Array.isArray(faults) ? faults : [];
}

type Place = ['papers' | 'stated', string] | [keyof OwnReportContent];

function placeOf({ field, reason }: OwnReportFault): Place {
  if (field === 'evidence') return ['papers', reason.replace('evidence.', '')];
  if (field === 'statements') return ['stated', reason.replace('statement.', '')];
  return [field as keyof OwnReportContent];
}
