/** What is told of a good deed: its kind, where, when, in which words; and what only some kinds ask. */

import { Form, Input, Radio, Select } from 'antd';
import type { AssistedIdentity } from '#contracts/counter.ts';
import { OwnReportContent, type OwnReportForm } from '#contracts/own-reports.ts';
import { lengthOf } from '../../../../shared/limits.ts';
import { useNumbered } from '../../../../shared/notices.tsx';
import { useLanguage, useSaid, useText } from '../../language.tsx';

type Kind = OwnReportForm['kinds'][number];

interface Props {
  readonly asked: OwnReportForm;
  /** the one chosen */
  readonly kind: Kind | undefined;
  readonly identity: AssistedIdentity;
}

const useRequired = () => {
  const t = useText();
  return [{ required: true, message: t('请填写此项。') }];
};

export function ReportFields({ asked, kind, identity }: Props) {
  const t = useText();
  const required = useRequired();
  return (
    <>
      <WhichKind kinds={asked.kinds} kind={kind} />
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
      {/* the number of a resident says it already */}
      {kind?.asks.includes('sex') && identity.documentType !== 'resident-id' ? <Sex /> : null}
      {kind?.asks.includes('issuingCountry') ? <IssuingCountry /> : null}
    </>
  );
}

function WhichKind({ kinds, kind }: { readonly kinds: readonly Kind[]; readonly kind: Kind | undefined }) {
  const { t, language } = useLanguage();
  const numbered = useNumbered();
  const said = useSaid();
  return (
    <Form.Item
      name="kind"
      label={t('做了哪一类事')}
      rules={useRequired()}
      className="wide"
      extra={kind ? said({ zh: kind.explanation, en: kind.explanationEn }) : null}
    >
      <Select
        showSearch={{ optionFilterProp: 'label' }}
        options={kinds.map(({ id, title, titleEn }) => ({
          value: id,
          label: `${numbered(id)}　${language === 'en' ? titleEn : title}`,
        }))}
      />
    </Form.Item>
  );
}

function Sex() {
  const t = useText();
  return (
    <Form.Item name="sex" label={t('性别')} rules={useRequired()}>
      <Radio.Group
        options={[
          { value: 'male', label: t('男') },
          { value: 'female', label: t('女') },
        ]}
      />
    </Form.Item>
  );
}

function IssuingCountry() {
  const t = useText();
  return (
    <Form.Item name="issuingCountry" label={t('护照签发国家')} rules={useRequired()}>
      <Input maxLength={lengthOf(OwnReportContent.shape.issuingCountry).most} />
    </Form.Item>
  );
}
