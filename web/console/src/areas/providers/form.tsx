/** The whole registration of a provider, as it is to be: proposed here, in force once another officer confirms it. */
import { App, Form, Modal } from 'antd';
import { type Provider, type ProviderList, ProviderRegistration } from '#contracts/providers.ts';
import { useText } from '../../language.tsx';
import { ProblemAlert } from '../../problem.tsx';
import { Accounts } from './accounts.tsx';
import { Offers } from './offers.tsx';
import './providers.css';
import { useProposal } from './questions.ts';
import { TextField } from './text-field.tsx';

interface Props {
  readonly list: ProviderList;
  /** whose registration changes; absent: a new provider */
  readonly provider?: Provider;
  readonly onClose: () => void;
}

const { name, uscc } = ProviderRegistration.shape;

export function ProviderForm({ list, provider, onClose }: Props) {
  const t = useText();
  const { message } = App.useApp();
  const [form] = Form.useForm<ProviderRegistration>();
  const propose = useProposal(provider, () => {
    void message.success(t('已提出，等待另一位经办人确认。'));
    onClose();
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
        onFinish={(values) => propose.mutate(cleaned(values))}
        initialValues={provider?.registration ?? { accounts: [{ kind: 'staff' }], offers: [{ areas: [] }] }}
      >
        <div className="provider-line">
          <TextField name="name" label={t('单位名称')} takenBy={name} />
          <TextField name="uscc" label={t('统一社会信用代码')} takenBy={uscc} />
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
