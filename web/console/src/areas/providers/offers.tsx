/** What a provider offers: each offer within a benefit of the policy, with its conditions, places and days. */
import { Button, Form, Input, Select } from 'antd';
import { type ProviderList, ProviderOffer } from '#contracts/providers.ts';
import { useLanguage, useText } from '../../language.tsx';
import { TextField } from './text-field.tsx';

const { title, titleEn, conditions, conditionsEn } = ProviderOffer.shape;

export function Offers({ list }: { readonly list: ProviderList }) {
  const t = useText();
  return (
    <Form.List name="offers">
      {(fields, { add, remove }) => (
        <fieldset className="provider-group">
          <legend>{t('优惠')}</legend>
          {fields.map(({ key, name }) => (
            <div key={key} className="provider-item">
              <Offer at={name} list={list} />
              {fields.length > 1 ? (
                <Button size="small" danger onClick={() => remove(name)}>
                  {t('删去这一项优惠')}
                </Button>
              ) : null}
            </div>
          ))}
          <Button size="small" onClick={() => add({ areas: [] })}>
            {t('再加一项优惠')}
          </Button>
        </fieldset>
      )}
    </Form.List>
  );
}

interface OfferProps {
  /** its place in the list */
  readonly at: number;
  readonly list: ProviderList;
}

function Offer({ at, list }: OfferProps) {
  const t = useText();
  return (
    <>
      <Form.Item name={[at, 'offerId']} hidden>
        <Input />
      </Form.Item>
      <div className="provider-line">
        <Benefit at={at} list={list} />
        <TextField name={[at, 'title']} label={t('优惠内容')} takenBy={title} />
      </div>
      <TextField name={[at, 'conditions']} label={t('怎么享受、有什么条件')} takenBy={conditions} long />
      <div className="provider-line">
        <TextField name={[at, 'titleEn']} label={t('优惠内容（英文，可以不填）')} takenBy={titleEn} />
        <TextField name={[at, 'conditionsEn']} label={t('条件（英文，可以不填）')} takenBy={conditionsEn} />
      </div>
      <Form.Item name={[at, 'areas']} label={t('适用范围（不选为全市）')}>
        <Select
          mode="multiple"
          showSearch={{ optionFilterProp: 'label' }}
          options={list.areas.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Form.Item>
      <div className="provider-line">
        <Form.Item
          name={[at, 'validFrom']}
          label={t('开始日期')}
          rules={[{ required: true, message: t('请填写开始日期。') }]}
        >
          <Input type="date" />
        </Form.Item>
        <Form.Item name={[at, 'validUntil']} label={t('截止日期（不填为长期）')}>
          <Input type="date" />
        </Form.Item>
      </div>
    </>
  );
}

/** Which of the policy's benefits; the level it asks for is the policy's too (points-only-unlock). */
function Benefit({ at, list }: OfferProps) {
  const { t, language } = useLanguage();
  return (
    <Form.Item name={[at, 'benefit']} label={t('领域')} rules={[{ required: true, message: t('请选择领域。') }]}>
      <Select
        options={list.benefits.map((benefit) => ({
          value: benefit.id,
          label: t('{benefit}（{level}及以上）', {
            benefit: language === 'en' ? benefit.titleEn : benefit.title,
            level: benefit.level,
          }),
        }))}
      />
    </Form.Item>
  );
}
