/** The points account: not there until one asks for it, then explained down to the record, and gone when one closes it. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { ClosingReceipt, ConsentReceipt } from '#contracts/points.ts';
import { useLanguage } from '../../../../shared/language.tsx';
import { ofAccount, points } from '../../api.ts';
import { Answer } from '../../parts/answer.tsx';
import { Instant } from '../../parts/facts.tsx';
import { useFocusOnShow } from '../../parts/focus.ts';
import { Page } from '../../parts/page.tsx';
import { Account } from './account.tsx';
import { Consent } from './consent.tsx';

type Done =
  | { readonly act: 'opened'; readonly receipt: ConsentReceipt }
  | { readonly act: 'closed'; readonly receipt: ClosingReceipt };

export default function Points() {
  const { t } = useLanguage();
  const queries = useQueryClient();
  const [done, setDone] = useState<Done | null>(null);
  const account = useQuery({
    queryKey: ['account'],
    queryFn: () => ofAccount(points('GET /accounts/me')),
  });
  /** What the account has become is shown at once; the other pages ask again. */
  const finish = async (what: Done) => {
    if (what.act === 'closed') queries.setQueryData(['account'], null);
    await queries.invalidateQueries();
    setDone(what);
  };
  return (
    <Page title={t('积分')}>
      {done ? <Told key={done.receipt.receiptId + done.act} done={done} /> : null}
      <Answer of={account}>
        {(data) =>
          data === null ? (
            <Consent onOpened={(receipt) => finish({ act: 'opened', receipt })} />
          ) : (
            <Account account={data} onClosed={(receipt) => finish({ act: 'closed', receipt })} />
          )
        }
      </Answer>
    </Page>
  );
}

function Told({ done }: { readonly done: Done }) {
  const { t } = useLanguage();
  if (done.act === 'opened')
    return (
      <Receipt title={t('账户已开通')} number={done.receipt.receiptId} at={done.receipt.givenAt}>
        {t('平台会陆续送来已经认定的记录，稍后刷新即可看到。随时可以在本页下方注销。同意的回执：')}
      </Receipt>
    );
  return (
    <Receipt title={t('账户已注销')} number={done.receipt.receiptId} at={done.receipt.closedAt}>
      {t('关于您的信息已经全部删除，推送已经停止。只保留一份回执，证明您何时同意、何时撤回：')}
    </Receipt>
  );
}

interface ReceiptProps {
  readonly title: string;
  readonly number: string;
  readonly at: string;
  readonly children: ReactNode;
}

function Receipt({ title, number, at, children }: ReceiptProps) {
  const shown = useFocusOnShow<HTMLElement>();
  return (
    <section ref={shown} tabIndex={-1} className="notice good">
      <h2>{title}</h2>
      <p>{children}</p>
      <p className="code">
        {number} · <Instant of={at} />
      </p>
    </section>
  );
}
