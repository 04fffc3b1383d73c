/** The whole registration of a provider, as it is to be: proposed here, in force once another officer confirms it. */
import { useMutation } from '@tanstack/react-query';
import { App, Button, Form, Input, Modal, Select } from 'antd';
import type { Provider, ProviderList, ProviderRegistration } from '#contracts/providers.ts';
import { call } from '../../api.ts';
import { useLanguage, useText } from '../../language.tsx';
import { ProblemAlert } from '../../problem.tsx';
import './providers.css';
import { useProvidersChanged } from './questions.ts';

interface Props {
  readonly list: ProviderList;
  /** whose registration changes; absent: a new provider */
  readonly provider?: Provider;
  readonly onClose: () => void;
}

export function ProviderForm({ list, provider, onClose }: Props) {
  const t = useText();
  const { message } = App.useApp();
  const [form] = Form.useForm<ProviderRegistration>();
  const changed = useProvidersChanged();
  const propose = useMutation({
    mutationFn: (values: ProviderRegistration) =>
      provider
        ? call('POST /providers/:providerId/proposals', {
            params: { providerId: provider.providerId },
            body: cleaned(values),
          })
        : call('POST /providers', { body: cleaned(values) }),
    onSuccess: async () => {
      message.success(t('已提出，等待另一位经办人确认。'));
      await changed();
      onClose();
    },
  });
  return (
    <Modal
      open
      width={760}
      title={provider ? t('变更登记') : t('登记优惠服务单位')}
      okText={t('提出')}
      confirmLoading={propose.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form<ProviderRegistration>
        form={form}
        layout="vertical"
        onFinish={(values) => propose.mutate(values)}
        initialValues={provider?.registration ?? { accounts: [{ kind: 'staff' }], offers: [{ areas: [] }] }}
      >
        <div className="provider-line">
          <Text name="name" label={t('单位名称')} most={100} />
          <Text name="uscc" label={t('统一社会信用代码')} most={40} />
        </div>
        <Offers list={list} />
        <Accounts />
      </Form>
      {propose.isError ? <ProblemAlert error={propose.error} /> : null}
    </Modal>
  );
}

/** An empty last day means: without end; an empty English: none. */
function cleaned(values: ProviderRegistration): ProviderRegistration {
  return {
    ...values,
    offers: values.offers.map(({ titleEn, conditionsEn, ...offer }) => ({
      ...offer,
      ...(titleEn?.trim() ? { titleEn } : {}),
      ...(conditionsEn?.trim() ? { conditionsEn } : {}),
      areas: offer.areas ?? [],
      validUntil: offer.validUntil || null,
    })),
  };
}

interface TextProps {
  readonly name: string | (string | number)[];
  readonly label: string;
  readonly most: number;
  readonly long?: boolean;
  readonly optional?: boolean;
}

function Text({ name, label, most, long, optional }: TextProps) {
  const t = useText();
  return (
    <Form.Item
      name={name}
      label={label}
      rules={[{ required: !optional, whitespace: !optional, max: most, message: t('请填写{field}', { field: label }) }]}
    >
      {long ? <Input.TextArea rows={2} maxLength={most} /> : <Input maxLength={most} />}
    </Form.Item>
  );
}

function Offers({ list }: { readonly list: ProviderList }) {
  const { t, language } = useLanguage();
  return (
    <Form.List name="offers">
      {(fields, { add, remove }) => (
        <fieldset className="provider-group">
          <legend>{t('优惠')}</legend>
          {fields.map(({ key, name }) => (
            <div key={key} className="provider-item">
              <Form.Item name={[name, 'offerId']} hidden>
                <Input />
              </Form.Item>
              <div className="provider-line">
                <Form.Item
                  name={[name, 'benefit']}
                  label={t('领域')}
                  rules={[{ required: true, message: t('请选择领域。') }]}
                >
                  <Select
                    options={list.benefits.map(({ id, title, titleEn, level }) => ({
                      value: id,
                      label: t('{benefit}（{level}及以上）', { benefit: language === 'en' ? titleEn : title, level }),
                    }))}
                  />
                </Form.Item>
                <Text name={[name, 'title']} label={t('优惠内容')} most={100} />
              </div>
              <Text name={[name, 'conditions']} label={t('怎么享受、有什么条件')} most={500} long />
              <div className="provider-line">
                <Text name={[name, 'titleEn']} label={t('优惠内容（英文，可以不填）')} most={200} optional />
                <Text name={[name, 'conditionsEn']} label={t('条件（英文，可以不填）')} most={1000} optional />
              </div>
              <Form.Item name={[name, 'areas']} label={t('适用范围（不选为全市）')}>
                <Select
                  mode="multiple"
                  showSearch={{ optionFilterProp: 'label' }}
                  options={list.areas.map(({ id, name: area }) => ({ value: id, label: area }))}
                />
              </Form.Item>
              <div className="provider-line">
                <Form.Item
                  name={[name, 'validFrom']}
                  label={t('开始日期')}
                  rules={[{ required: true, message: t('请填写开始日期。') }]}
                >
                  <Input type="date" />
                </Form.Item>
                <Form.Item name={[name, 'validUntil']} label={t('截止日期（不填为长期）')}>
                  <Input type="date" />
                </Form.Item>
              </div>
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

function Accounts() {
  const t = useText();
  return (
    <Form.List name="accounts">
      {(fields, { add, remove }) => (
        <fieldset className="provider-group">
          <legend>{t('经办账号和系统')}</legend>
          {fields.map(({ key, name }) => (
            <div key={key} className="provider-item">
              <Form.Item name={[name, 'issuer']} hidden>
                <Input />
              </Form.Item>
              <div className="provider-line">
                <Form.Item
                  name={[name, 'kind']}
                  label={t('种类')}
                  rules={[{ required: true, message: t('请选择种类。') }]}
                >
                  <Select
                    options={[
                      { value: 'staff', label: t('经办账号') },
                      { value: 'machine', label: t('单位系统') },
                    ]}
                  />
                </Form.Item>
                <Text name={[name, 'label']} label={t('岗位或窗口，不写人名')} most={50} />
              </div>
              <Text name={[name, 'subject']} label={t('账号编号（sub）或客户端编号')} most={300} />
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
