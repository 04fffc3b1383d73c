/** What was sent to the points system and the public site: arrived, failing, refused; sending again; reconciling. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Select } from 'antd';
import { useState } from 'react';
import type { Delivery, DeliveryState, Reconciliation } from '#contracts/deliveries.ts';
import type { Permitted } from '#contracts/lists.ts';
import { call } from '../../api.ts';
import { useText } from '../../language.tsx';
import { oneOf, useAddress } from '../../parts/address.ts';
import { DataTable, Pages } from '../../parts/data-table.tsx';
import { shortDay } from '../../parts/instant.ts';
import { PermittedButton } from '../../parts/permitted-button.tsx';
import { ProblemAlert, useProblemNotice } from '../../problem.tsx';
import { holds, useMe } from '../../session.ts';

const STATES: Readonly<Record<DeliveryState, readonly [string, string]>> = {
  waiting: ['待发送', 'plain'],
  failing: ['未成功，将再试', 'wait'],
  acknowledged: ['已签收', 'good'],
  refused: ['被拒收', 'bad'],
  withheld: ['依规未发', 'plain'],
};
const RECIPIENTS = { points: '个人信用积分系统', site: '信用公示网站' } as const;
type Recipient = keyof typeof RECIPIENTS;

const TYPES: Readonly<Record<string, string>> = {
  'xinheng.record.published': '个人记录',
  'xinheng.record.withdrawn': '撤下个人记录',
  'xinheng.organisation-records.published': '单位记录',
  'xinheng.organisation-record.withdrawn': '撤下单位记录',
  'xinheng.directory.published': '单位名录',
  'xinheng.provider.published': '优惠服务单位',
  'xinheng.provider.withdrawn': '撤销优惠服务单位',
  'xinheng.notice.opened': '名单公示',
  'xinheng.edition.published': '一期名单',
  'xinheng.entry.withdrawn': '撤下条目',
  'xinheng.entry.marked': '异议标注',
};

const OFFICE_ONLY: Permitted = { available: false, zh: '由市信用办办理。', en: 'For the credit office.', clause: null };

export default function Deliveries() {
  const t = useText();
  const { data: me } = useMe();
  const office: Permitted = holds(me, 'credit-office') ? { available: true } : OFFICE_ONLY;
  const [{ state, recipient, before }, go] = useAddress();
  const page = useQuery({
    queryKey: ['deliveries', state, recipient, before],
    queryFn: ({ signal }) =>
      call('GET /exchange/deliveries', {
        query: { state: oneOf(STATES, state), recipient: oneOf(RECIPIENTS, recipient), before, limit: 50 },
        signal,
      }),
    placeholderData: keepPreviousData,
    // what is on its way arrives within seconds; looking at an older page is left in peace
    refetchInterval: ({ state: known }) =>
      before === undefined && known.data && known.data.open.points + known.data.open.site > 0 ? 5_000 : false,
  });
  const { items = [], open } = page.data ?? {};
  return (
    <>
      <div className="page-head">
        <h1>{t('推送')}</h1>
        <span className="quiet">{t('只说发了什么、到没到；关于谁，这里不显示')}</span>
      </div>
      <div className="office-pair">
        {(Object.keys(RECIPIENTS) as Recipient[]).map((name) => (
          <Receiver key={name} recipient={name} open={open?.[name]} permitted={office} />
        ))}
      </div>
      <section className="office-card">
        <header>
          <h2>{t('逐条')}</h2>
          <div className="office-filters">
            <span className="field">
              {t('状态')}
              <Select
                aria-label={t('状态')}
                value={state ?? ''}
                popupMatchSelectWidth={false}
                style={{ minWidth: 150 }}
                onChange={(chosen) => go({ state: chosen || undefined, before: undefined })}
                options={[
                  { value: '', label: t('全部') },
                  ...Object.entries(STATES).map(([value, [label]]) => ({ value, label: t(label) })),
                ]}
              />
            </span>
            <span className="field">
              {t('对方')}
              <Select
                aria-label={t('对方')}
                value={recipient ?? ''}
                popupMatchSelectWidth={false}
                style={{ minWidth: 170 }}
                onChange={(chosen) => go({ recipient: chosen || undefined, before: undefined })}
                options={[
                  { value: '', label: t('全部') },
                  ...Object.entries(RECIPIENTS).map(([value, label]) => ({ value, label: t(label) })),
                ]}
              />
            </span>
          </div>
        </header>
        {page.isError ? <ProblemAlert error={page.error} onRetry={() => void page.refetch()} /> : null}
        <DataTable<Delivery>
          label={t('推送')}
          width={960}
          empty={t('没有符合条件的推送。')}
          loading={page.isPending}
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
              render: (known: DeliveryState) => (
                <span className={`mark ${STATES[known][1]}`}>{t(STATES[known][0])}</span>
              ),
            },
            { title: t('次数'), dataIndex: 'attempts', className: 'numbers', align: 'right' },
            {
              title: t('最近一次'),
              render: (_, { lastAttemptAt, detail }) => (
                <>
                  <span className="numbers">{lastAttemptAt ? shortDay(lastAttemptAt) : '—'}</span>
                  {detail ? <span className="reason">{detail}</span> : null}
                </>
              ),
            },
            { title: t('办理'), render: (_, delivery) => <Resend delivery={delivery} permitted={office} /> },
          ]}
        />
        <Pages
          first={before === undefined}
          next={Boolean(page.data?.before)}
          onFirst={() => go({ before: undefined })}
          onNext={() => go({ before: page.data?.before ? String(page.data.before) : undefined })}
        />
      </section>
    </>
  );
}

function Resend({ delivery, permitted }: { readonly delivery: Delivery; readonly permitted: Permitted }) {
  const t = useText();
  const { message } = App.useApp();
  const notice = useProblemNotice();
  const queries = useQueryClient();
  const resend = useMutation({
    mutationFn: () => call('POST /exchange/deliveries/:id/resend', { params: { id: delivery.id } }),
    onSuccess: () => {
      void message.success(t('已重新排队，稍后送出'));
      void queries.invalidateQueries({ queryKey: ['deliveries'] });
    },
    onError: notice,
  });
  if (delivery.state === 'acknowledged') return <span className="quiet">{t('对方已签收，无需重发')}</span>;
  if (delivery.state === 'withheld') return <span className="quiet">{t('已依规停止')}</span>;
  return (
    <PermittedButton permitted={permitted} size="small" loading={resend.isPending} onClick={() => resend.mutate()}>
      {t('重新发送')}
    </PermittedButton>
  );
}

function Receiver({
  recipient,
  open,
  permitted,
}: {
  readonly recipient: Recipient;
  readonly open: number | undefined;
  readonly permitted: Permitted;
}) {
  const t = useText();
  const notice = useProblemNotice();
  const [answer, setAnswer] = useState<Reconciliation | null>(null);
  const reconcile = useMutation({
    mutationFn: () => call('POST /exchange/reconcile', { body: { recipient } }),
    onMutate: () => setAnswer(null),
    onSuccess: setAnswer,
    onError: notice,
  });
  return (
    <section className="office-card">
      <header>
        <h2>{t(RECIPIENTS[recipient])}</h2>
        {open === undefined ? null : open === 0 ? (
          <span className="mark good">{t('全部签收')}</span>
        ) : (
          <span className="mark wait">{t('{open} 条尚未签收', { open })}</span>
        )}
      </header>
      <p>{t('对账：问对方现在存有什么，与已签收的逐条比对，结果记入留痕。')}</p>
      <PermittedButton permitted={permitted} loading={reconcile.isPending} onClick={() => reconcile.mutate()}>
        {t('与{name}对账', { name: t(RECIPIENTS[recipient]) })}
      </PermittedButton>
      {answer ? (
        <p role="status">
          <span className={`mark ${answer.matches ? 'good' : 'bad'}`}>{answer.matches ? t('一致') : t('不一致')}</span>{' '}
          {t('应有 {expected} 条，对方存有 {held} 条。', { expected: answer.expected.count, held: answer.held.count })}
          {answer.matches ? null : (
            <span className="reason">
              {answer.expected.count === answer.held.count
                ? t('条数相同而内容不同：对方的数据可能被改动。请联系对方的管理员核查，再重新发送有关推送。')
                : t('请联系对方的管理员核查，再重新发送有关推送；还有未签收的，先等其送达再对账。')}
            </span>
          )}
        </p>
      ) : null}
    </section>
  );
}
