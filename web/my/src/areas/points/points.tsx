/** The points account: not there until one asks for it, then explained down to the record, and gone when one closes it. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ClosingReceipt, PointsAccount } from '#contracts/points.ts';
import { useLanguage } from '../../../../shared/language.tsx';
import { ApiProblem, points } from '../../api.ts';
import { Answer } from '../../parts/answer.tsx';
import { Instant } from '../../parts/facts.tsx';
import { Page } from '../../parts/page.tsx';
import { Account } from './account.tsx';
import { Consent } from './consent.tsx';

export default function Points() {
  const { t } = useLanguage();
  const queries = useQueryClient();
  const [closed, setClosed] = useState<ClosingReceipt | null>(null);
  const account = useQuery({
    queryKey: ['account'],
    queryFn: async () => {
      try {
        return await points.get<PointsAccount>('/accounts/me');
      } catch (error) {
        if (error instanceof ApiProblem && error.document.code === 'account.not_found') return null;
        throw error;
      }
    },
  });
  const refresh = () => void queries.invalidateQueries({ queryKey: ['account'] });
  return (
    <Page title={t('积分')}>
      {closed ? (
        <section className="card" role="status">
          <h2>{t('账户已注销')}</h2>
          <p>{t('关于您的信息已经全部删除，推送已经停止。只保留一份回执，证明您何时同意、何时撤回：')}</p>
          <p className="code">
            {closed.receiptId} · <Instant of={closed.closedAt} />
          </p>
        </section>
      ) : null}
      <Answer of={account}>
        {(data) =>
          data === null ? (
            <Consent onOpened={refresh} />
          ) : (
            <Account
              account={data}
              onClosed={(receipt) => {
                setClosed(receipt);
                refresh();
              }}
            />
          )
        }
      </Answer>
    </Page>
  );
}
