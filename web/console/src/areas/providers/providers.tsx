/** Providers of benefits: registered, altered and withdrawn by two people of the credit office. */
import { Button, Spin } from 'antd';
import { useState } from 'react';
import type { Provider } from '#contracts/providers.ts';
import { useText } from '../../language.tsx';
import { ProblemAlert } from '../../problem.tsx';
import { holds, useMe } from '../../session.ts';
import { ProviderCard } from './card.tsx';
import { ProviderForm } from './form.tsx';
import { useProviders } from './questions.ts';
import '../../parts/office.css';

/** what waits for somebody comes first */
const RANK = { proposed: 1, registered: 2, withdrawn: 3, declined: 4 } as const;
const rankOf = ({ pending, standing }: Provider) => (pending ? 0 : RANK[standing]);

export default function Providers() {
  const t = useText();
  const { data: me } = useMe();
  const [registering, register] = useState(false);
  const providers = useProviders();
  const mayChange = holds(me, 'credit-office');
  if (providers.isError) return <ProblemAlert error={providers.error} onRetry={() => void providers.refetch()} />;
  if (providers.isPending)
    return (
      <Spin description={t('正在载入……')}>
        <div style={{ minHeight: 160 }} />
      </Spin>
    );
  const list = providers.data;
  return (
    <>
      <div className="page-head">
        <h1>{t('优惠服务单位')}</h1>
        {mayChange ? (
          <Button type="primary" onClick={() => register(true)}>
            {t('登记一家单位')}
          </Button>
        ) : null}
      </div>
      <p className="quiet">
        {t(
          '登记、变更、撤销都由一人提出、另一人确认。门槛等级由政策规定，不能另设；单位只能得知“符合”或“未确认”，看不到任何人的分数。',
        )}
      </p>
      {list.items.length === 0 ? <p className="quiet">{t('还没有登记优惠服务单位。')}</p> : null}
      <div className="providers">
        {list.items
          .toSorted((a, b) => rankOf(a) - rankOf(b))
          .map((provider) => (
            <ProviderCard key={provider.providerId} provider={provider} list={list} mayChange={mayChange} />
          ))}
      </div>
      {registering ? <ProviderForm list={list} onClose={() => register(false)} /> : null}
    </>
  );
}
