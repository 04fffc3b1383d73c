/** The account as it stands: total and level, every point down to record, rule and source; check it oneself; take it away; close it. */
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import type { ClosingReceipt, PointsAccount } from '#contracts/points.ts';
import { useLanguage, useSaid } from '../../../../shared/language.tsx';
import { points } from '../../api.ts';
import { Facts } from '../../parts/facts.tsx';
import { useFocusOnShow } from '../../parts/focus.ts';
import { ProblemNotice } from '../../parts/problem-notice.tsx';
import { checkAccount } from './check-account.ts';
import { History, RuleChanges } from './history.tsx';

type Explanation = PointsAccount['explanation'];

export function Account({
  account,
  onClosed,
}: {
  readonly account: PointsAccount;
  readonly onClosed: (receipt: ClosingReceipt) => Promise<void>;
}) {
  const { t, language } = useLanguage();
  const { explanation, level, total } = account;
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
        <Explained explanation={explanation} account={account} />
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

function Explained({ explanation, account }: { readonly explanation: Explanation; readonly account: PointsAccount }) {
  const { t } = useLanguage();
  const said = useSaid();
  const { base, kinds, corrections } = explanation;
  const cuts = [
    [t('良好信息合计封顶'), corrections.goodCap],
    [t('不良信息合计封顶'), corrections.adverseCap],
    [t('总分范围'), corrections.range],
  ].filter(([, value]) => value !== 0) as [string, number][];
  return (
    <ul className="explained">
      <li>
        <span className="points">{base.points}</span>
        <div>
          <strong>{t('基础分')}</strong>
          <p className="soft" lang="zh-CN">
            {base.citation}
          </p>
        </div>
      </li>
      {kinds.map((kind) => (
        <li key={kind.kind}>
          <span className="points">{signed(kind.points)}</span>
          <div>
            <strong>{said({ zh: kind.title ?? kind.kind, en: kind.titleEn })}</strong>{' '}
            <span className="soft">
              {kind.clause ? t('通知 {clause}', { clause: kind.clause }) : null}
              {kind.cap === null ? null : ` · ${t('这一类最多 {cap} 分', { cap: kind.cap })}`}
            </span>
            <ul>
              {kind.records.map((record) => {
                const held = account.records.find(({ recordId }) => recordId === record.recordId);
                return (
                  <li key={record.recordId}>
                    <span className="points">{signed(record.points)}</span>
                    <div>
                      {held?.matter}
                      <p className="soft">
                        {held?.department} · {held?.determinedOn}
                        {record.notCounted ? ` · ${t(NOT_COUNTED[record.notCounted])}` : ''}
                        {record.capped && !record.notCounted ? ` · ${t('达到封顶，只计一部分')}` : ''}
                        {record.objectionOpen ? ` · ${t('有异议，处理中')}` : ''}
                      </p>
                      <p>
                        <Link to="/data" hash={`record-${record.recordId}`}>
                          {t('看这条记录、提出异议')}
                          <span className="hidden">：{held?.matter}</span>
                        </Link>
                      </p>
                      {record.citation ? (
                        <p className="soft">
                          {t('每条 {points} 分', { points: record.rulePoints ?? 0 })}：{record.citation}
                          {record.local ? t('（本市选定）') : ''}
                        </p>
                      ) : null}
                    </div>
                  </li>
                );
              })}
            </ul>
          </div>
        </li>
      ))}
      {cuts.map(([title, value]) => (
        <li key={title}>
          <span className="points">{signed(value)}</span>
          <div>{title}</div>
        </li>
      ))}
      <li className="sum">
        <span className="points">{account.total}</span>
        <div>
          <strong>{t('合计')}</strong>
        </div>
      </li>
    </ul>
  );
}

const signed = (value: number): string => (value > 0 ? `+${value}` : String(value));
const NOT_COUNTED = {
  'not-begun': '尚未生效，不计',
  expired: '已到期，不计',
  withdrawn: '已撤下，不计',
  'same-fact': '同一事实只计一次',
  'no-rule': '没有计分规则，不计',
  'cap-reached': '已达封顶，不计',
} as const;

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
