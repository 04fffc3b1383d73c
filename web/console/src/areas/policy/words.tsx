/** Small pieces of the policy page: a clause one can go to, a dated value with its source, a mark for local choices. */

import { Link } from '@tanstack/react-router';
import { localId, noticeOfRef } from '#kernel/policy/refs.ts';
import { useNotices } from '../../../../shared/notices.tsx';
import { useCited, useText } from '../../language.tsx';

export interface DatedEntry<Value> {
  readonly from: string;
  readonly value: Value;
  readonly citation: string;
  readonly local: boolean;
}

export function ClauseLink({ clause }: { readonly clause: string }) {
  const t = useText();
  const cited = useCited();
  const number = localId(clause);
  const notice = useNotices().length > 1 ? noticeOfRef(clause) : undefined;
  return (
    <Link to="/policy" search={{ view: 'clauses', clause: number, notice }} className="policy-clause-link numbers">
      {t('通知{clause}', { clause: cited(clause) })}
    </Link>
  );
}

export function LocalChoice() {
  const t = useText();
  return (
    <span className="policy-local" title={t('上位文件没有规定，由本市选定')}>
      {t('本地选定')}
    </span>
  );
}

/** The value of each period; the newest last. A single value needs no date. */
export function Dated<Value>({
  entries,
  show,
}: {
  readonly entries: readonly DatedEntry<Value>[];
  readonly show: (value: Value) => React.ReactNode;
}) {
  const t = useText();
  return entries.map(({ from, value, citation, local }) => (
    <div key={from}>
      {show(value)} {local ? <LocalChoice /> : null}
      <span className="policy-source">
        {entries.length > 1 ? `${t('自 {day} 起', { day: from })} · ` : ''}
        {citation}
      </span>
    </div>
  ));
}

const UNITS = { 'working-days': '{n} 个工作日', days: '{n} 日', months: '{n} 个月', years: '{n} 年' } as const;

export function useWords() {
  const t = useText();
  return {
    months: (months: number | null, never: string) => (months === null ? t(never) : t('{n} 个月', { n: months })),
    duration: ({ amount, unit }: { amount: number; unit: keyof typeof UNITS }) => t(UNITS[unit], { n: amount }),
  };
}
