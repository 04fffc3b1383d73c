/** One provider as it stands, what waits for confirmation, and what may be done about it. */
import { App, Button, Card, Form, Input, Modal, Tag } from 'antd';
import { useState } from 'react';
import { type Provider, type ProviderList, type ProviderRegistration, WithdrawProvider } from '#contracts/providers.ts';
import { lengthOf } from '../../../../shared/limits.ts';
import { useLanguage, useText } from '../../language.tsx';
import { instantText } from '../../parts/instant.ts';
import { ProblemAlert, useProblemNotice } from '../../problem.tsx';
import { ProviderForm } from './form.tsx';
import './providers.css';
import { decline, useConfirmation, useProviderChange, withdraw } from './questions.ts';

interface Props {
  readonly provider: Provider;
  readonly list: ProviderList;
  readonly mayChange: boolean;
}

const STANDING = { proposed: '待确认', registered: '已登记', withdrawn: '已撤销', declined: '未登记' } as const;
const COLOUR = { proposed: 'gold', registered: 'green', withdrawn: 'default', declined: 'default' } as const;
const CHANGE = { register: '登记', alter: '变更登记', withdraw: '撤销登记' } as const;

export function ProviderCard({ provider, list, mayChange }: Props) {
  const t = useText();
  const [open, setOpen] = useState<'alter' | 'withdraw' | null>(null);
  const { pending, registration, standing } = provider;
  const name = (registration ?? pending?.registration)?.name ?? provider.providerId;
  return (
    <Card
      size="small"
      title={
        <h2 className="provider-name">
          {name} <Tag color={COLOUR[standing]}>{t(STANDING[standing])}</Tag>
        </h2>
      }
    >
      {registration ? <Registration registration={registration} list={list} /> : null}
      {provider.since ? <p className="quiet">{t('自 {at} 起', { at: instantText(provider.since) })}</p> : null}
      {pending ? (
        <section className="provider-pending" aria-label={t('待确认')}>
          <h3>
            {t('{name}提出：{change}', { name: pending.proposedBy, change: t(CHANGE[pending.change]) })}
            <span className="quiet"> {instantText(pending.proposedAt)}</span>
          </h3>
          {pending.reason ? <p>{pending.reason}</p> : null}
          {pending.registration ? <Registration registration={pending.registration} list={list} /> : null}
          {mayChange ? <Decide provider={provider} /> : null}
        </section>
      ) : null}
      {mayChange && !pending ? (
        <div className="provider-actions">
          <Button size="small" onClick={() => setOpen('alter')}>
            {standing === 'registered' ? t('变更') : t('重新登记')}
          </Button>
          {standing === 'registered' ? (
            <Button size="small" danger onClick={() => setOpen('withdraw')}>
              {t('撤销登记')}
            </Button>
          ) : null}
        </div>
      ) : null}
      {open === 'alter' ? <ProviderForm list={list} provider={provider} onClose={() => setOpen(null)} /> : null}
      {open === 'withdraw' ? <Withdraw provider={provider} onClose={() => setOpen(null)} /> : null}
    </Card>
  );
}

function Registration({
  registration,
  list,
}: {
  readonly registration: ProviderRegistration;
  readonly list: ProviderList;
}) {
  const { t, language } = useLanguage();
  const benefitOf = (id: string) => {
    const benefit = list.benefits.find((one) => one.id === id);
    return (language === 'en' ? benefit?.titleEn : benefit?.title) ?? id;
  };
  const areaOf = (id: string) => list.areas.find((one) => one.id === id)?.name ?? id;
  return (
    <dl className="provider-facts">
      <dt>{t('统一社会信用代码')}</dt>
      <dd className="mono">{registration.uscc}</dd>
      <dt>{t('优惠')}</dt>
      <dd>
        <ul>
          {registration.offers.map((offer) => (
            <li key={offer.offerId ?? offer.title}>
              <strong>{offer.title}</strong>
              <div>{offer.conditions}</div>
              <div className="quiet">
                {benefitOf(offer.benefit)} · {offer.areas.length === 0 ? t('全市') : offer.areas.map(areaOf).join('、')}{' '}
                · {offer.validFrom} – {offer.validUntil ?? t('长期')}
              </div>
            </li>
          ))}
        </ul>
      </dd>
      <dt>{t('经办账号和系统')}</dt>
      <dd>
        <ul>
          {registration.accounts.map(({ kind, subject, label }) => (
            <li key={`${kind}${subject}`}>
              {label} <span className="quiet">{kind === 'staff' ? t('经办账号') : t('单位系统')}</span>{' '}
              <span className="mono">{subject}</span>
            </li>
          ))}
        </ul>
      </dd>
    </dl>
  );
}

function Decide({ provider }: { readonly provider: Provider }) {
  const t = useText();
  const { message, modal } = App.useApp();
  const notice = useProblemNotice();
  const [declining, setDeclining] = useState(false);
  const { pending } = provider;
  const confirm = useConfirmation(() => void message.success(t('已确认，积分系统随即得到通知。')), notice);
  if (!pending) return null;
  return (
    <div className="provider-actions">
      <Button
        type="primary"
        size="small"
        disabled={pending.own}
        loading={confirm.isPending}
        onClick={() =>
          modal.confirm({
            title: t('确认这项登记？'),
            content: t(
              '请先核对上面列出的单位、优惠和账号。确认后积分系统随即得到通知，记在您的名下；要改的，须重新提出并由另一人确认。',
            ),
            okText: t('确认'),
            onOk: () => confirm.mutateAsync(pending.proposalId).catch(() => undefined),
          })
        }
      >
        {t('确认')}
      </Button>
      <Button size="small" onClick={() => setDeclining(true)}>
        {pending.own ? t('收回') : t('不同意')}
      </Button>
      {pending.own ? <span className="quiet">{t('由您提出，须由信用主管部门另一位经办人确认。')}</span> : null}
      {declining ? (
        <Reason
          title={pending.own ? t('收回') : t('不同意')}
          send={(reason) => decline(pending.proposalId, reason)}
          onClose={() => setDeclining(false)}
        />
      ) : null}
    </div>
  );
}

function Withdraw({ provider, onClose }: { readonly provider: Provider; readonly onClose: () => void }) {
  const t = useText();
  return (
    <Reason title={t('提出撤销登记')} send={(reason) => withdraw(provider.providerId, reason)} onClose={onClose} />
  );
}

const REASON = lengthOf(WithdrawProvider.shape.reason);

interface ReasonProps {
  readonly title: string;
  readonly send: (reason: string) => Promise<unknown>;
  readonly onClose: () => void;
}

/** What must be said in words before it is done. */
function Reason({ title, send, onClose }: ReasonProps) {
  const t = useText();
  const [form] = Form.useForm<{ reason: string }>();
  const sending = useProviderChange(send, onClose);
  return (
    <Modal
      open
      title={title}
      okText={title}
      confirmLoading={sending.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form form={form} layout="vertical" onFinish={({ reason }) => sending.mutate(reason)}>
        <Form.Item
          name="reason"
          label={t('原因')}
          rules={[{ required: true, whitespace: true, max: REASON.most, message: t('请写明原因。') }]}
        >
          <Input.TextArea autoFocus rows={3} maxLength={REASON.most} />
        </Form.Item>
      </Form>
      {sending.isError ? <ProblemAlert error={sending.error} /> : null}
    </Modal>
  );
}
