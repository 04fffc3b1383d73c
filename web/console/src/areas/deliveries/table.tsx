/** Deliveries one by one: what, to whom, whether it arrived; one that did not can be sent again. */
import { App } from 'antd';
import type { Delivery, DeliveryState } from '#contracts/deliveries.ts';
import type { Permitted } from '#contracts/lists.ts';
import { useText } from '../../language.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { shortDay } from '../../parts/instant.ts';
import { PermittedButton } from '../../parts/permitted-button.tsx';
import { useProblemNotice } from '../../problem.tsx';
import { useResend } from './questions.ts';
import { RECIPIENTS, type Recipient, STATES, TYPES } from './words.ts';

interface Props {
  readonly items: readonly Delivery[];
  readonly loading: boolean;
  readonly permitted: Permitted;
}

export function DeliveryTable({ items, loading, permitted }: Props) {
  const t = useText();
  return (
    <DataTable<Delivery>
      label={t('推送')}
      width={960}
      empty={t('没有符合条件的推送。')}
      loading={loading}
      dataSource={items}
      rowKey="id"
      columns={[
        { title: t('序号'), dataIndex: 'position', className: 'numbers', align: 'right' },
        { title: t('内容'), dataIndex: 'type', render: (type: string) => t(TYPES[type] ?? type) },
        { title: t('对方'), dataIndex: 'recipient', render: (name: Recipient) => t(RECIPIENTS[name]) },
        { title: t('产生'), dataIndex: 'createdAt', className: 'numbers', render: shortDay },
        {
          title: t('状态'),
          dataIndex: 'state',
          render: (known: DeliveryState) => <span className={`mark ${STATES[known][1]}`}>{t(STATES[known][0])}</span>,
        },
        { title: t('次数'), dataIndex: 'attempts', className: 'numbers', align: 'right' },
        { title: t('最近一次'), render: (_, delivery) => <LastAttempt delivery={delivery} /> },
        { title: t('办理'), render: (_, delivery) => <Resend delivery={delivery} permitted={permitted} /> },
      ]}
    />
  );
}

function LastAttempt({ delivery: { lastAttemptAt, detail } }: { readonly delivery: Delivery }) {
  return (
    <>
      <span className="numbers">{lastAttemptAt ? shortDay(lastAttemptAt) : '—'}</span>
      {detail ? <span className="reason">{detail}</span> : null}
    </>
  );
}

function Resend({ delivery, permitted }: { readonly delivery: Delivery; readonly permitted: Permitted }) {
  const t = useText();
  const { message } = App.useApp();
  const notice = useProblemNotice();
  const resend = useResend(delivery.id, () => void message.success(t('已重新排队，稍后送出')), notice);
  if (delivery.state === 'acknowledged') return <span className="quiet">{t('对方已签收，无需重发')}</span>;
  if (delivery.state === 'withheld') return <span className="quiet">{t('已依规停止')}</span>;
  return (
    <PermittedButton permitted={permitted} size="small" loading={resend.isPending} onClick={() => resend.mutate()}>
      {t('重新发送')}
    </PermittedButton>
  );
}
