/** The account as it stands: total and level, every point down to record, rule and source; check it oneself; take it away; close it. */
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { ClosingReceipt, PointsAccount } from '#contracts/points.ts';
import { useLanguage } from '../../../../shared/language.tsx';
import { points } from '../../api.ts';
import { Facts } from '../../parts/facts.tsx';
import { useFocusOnShow } from '../../parts/focus.ts';
import { ProblemNotice } from '../../parts/problem-notice.tsx';
import { checkAccount } from './check-account.ts';
import { Explained } from './explained.tsx';
import { History, RuleChanges } from './history.tsx';

export function Account({
  account,
  onClosed,
}: {
  readonly account: PointsAccount;
  readonly onClosed: (receipt: ClosingReceipt) => Promise<void>;
}) {
  const { t, language } = useLanguage();
  const { level, total } = account;
  return (
    <>
      <section className="card total" aria-label={t('总分')}>
        <p>
          <strong className="figure">{total}</strong> {account.pointsName}
        </p>
        <p>{language === 'en' ? level.titleEn : level.title}</p>
        <p className="soft">{t('分数只用于激励。低于任何数值都不会受到惩戒，也不影响基本公共服务。')}</p>
      </section>
      <section className="card">
        <h2>{t('每一分的来由')}</h2>
        <Explained account={account} />
      </section>
      <History />
      <RuleChanges />
      <Check />
      <section className="card">
        <h2>{t('带走和注销')}</h2>
        <p>
          <a className="button" href={points.href('GET /accounts/me/export')} download>
            {t('下载我的积分账户（JSON）')}
          </a>
        </p>
        <Close onClosed={onClosed} />
      </section>
    </>
  );
}

/** The same engine as the server's, run here, over the person's own export. */
function Check() {
  const { t } = useLanguage();
  const check = useMutation({
    mutationFn: async () => checkAccount(await points('GET /accounts/me/export')),
  });
  return (
    <section className="card">
      <h2>{t('自己核对')}</h2>
      <p>{t('用公开的规则，在您的手机上重新算一遍，不必相信服务器。')}</p>
      <button type="button" disabled={check.isPending} onClick={() => check.mutate()}>
        {t('在本机重新计算')}
      </button>
      {check.isError ? <ProblemNotice error={check.error} /> : null}
      <div role="status">{check.data ? <Checked {...check.data} /> : null}</div>
    </section>
  );
}

function Checked({ agrees, here, there, differences }: ReturnType<typeof checkAccount>) {
  const { t } = useLanguage();
  return (
    <div className={agrees ? 'notice good' : 'notice problem'}>
      <strong>
        {agrees ? t('一致') : t('不一致')}：{t('本机算得 {here}，服务器为 {there}', { here, there })}
      </strong>
      {differences.length > 0 ? (
        <Facts facts={differences.map((one) => [one.what, `${one.here} / ${one.there}`] as const)} />
      ) : null}
    </div>
  );
}

function Close({ onClosed }: { readonly onClosed: (receipt: ClosingReceipt) => Promise<void> }) {
  const { t } = useLanguage();
  const [asking, setAsking] = useState(false);
  const close = useMutation({
    mutationFn: () => points('DELETE /accounts/me'),
    onSuccess: onClosed,
  });
  if (!asking)
    return (
      <button type="button" onClick={() => setAsking(true)}>
        {t('注销账户')}
      </button>
    );
  return (
    <Confirm>
      <p>{t('注销后：立即停止推送；关于您的分数、记录和核验情况全部删除；只保留一份回执。以后可以随时重新开通。')}</p>
      {close.isError ? <ProblemNotice error={close.error} /> : null}
      <button type="button" className="main" disabled={close.isPending} onClick={() => close.mutate()}>
        {t('确认注销')}
      </button>
      <button type="button" onClick={() => setAsking(false)}>
        {t('不注销了')}
      </button>
    </Confirm>
  );
}

function Confirm({ children }: { readonly children: ReactNode }) {
  const shown = useFocusOnShow<HTMLDivElement>();
  return (
    <div ref={shown} tabIndex={-1} className="confirm">
      {children}
    </div>
  );
}
