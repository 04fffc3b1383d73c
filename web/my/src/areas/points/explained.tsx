/** Every point down to its record, its rule and its source: the tree that the account was computed with. */

import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { PointsAccount } from '#contracts/points.ts';
import { localId } from '#kernel/policy/refs.ts';
import { useCited, useLanguage, useSaid } from '../../../../shared/language.tsx';
import { useNotices } from '../../../../shared/notices.tsx';

type OfNotice = PointsAccount['explanation']['notices'][number];
type OfKind = OfNotice['kinds'][number];
type OfRecord = OfKind['records'][number];

export function Explained({ account }: { readonly account: PointsAccount }) {
  const { t } = useLanguage();
  const { base, notices, corrections } = account.explanation;
  const several = useNotices().length > 1 || notices.length > 1;
  const cuts = [
    [t('良好信息合计封顶'), corrections.goodCap],
    [t('不良信息合计封顶'), corrections.adverseCap],
    [t('总分范围'), corrections.range],
  ].filter(([, value]) => value !== 0) as [string, number][];
  return (
    <ul className="explained">
      <Points points={base.points}>
        <strong>{t('基础分')}</strong>
        <p className="soft" lang="zh-CN">
          {base.citation}
        </p>
      </Points>
      {several
        ? notices.map((notice) => (
            <Points key={notice.notice} points={signed(notice.points)}>
              <NoticePoints notice={notice} records={account.records} />
            </Points>
          ))
        : notices.map((notice) => <Kinds key={notice.notice} notice={notice} records={account.records} />)}
      {cuts.map(([title, value]) => (
        <Points key={title} points={signed(value)}>
          {title}
        </Points>
      ))}
      <Points points={account.total} sum>
        <strong>{t('合计')}</strong>
      </Points>
    </ul>
  );
}

interface NoticeProps {
  readonly notice: OfNotice;
  readonly records: PointsAccount['records'];
}

/** Where several notices are in force, what each of them gives stands together. */
function NoticePoints({ notice, records }: NoticeProps) {
  const { t } = useLanguage();
  const said = useSaid();
  return (
    <>
      <strong>{said({ zh: `《${notice.title}》`, en: notice.titleEn })}</strong>
      {notice.goodCap === null ? null : (
        <span className="soft"> {t('这份通知的良好信息合计最多 {cap} 分', { cap: notice.goodCap })}</span>
      )}
      <ul>
        <Kinds notice={notice} records={records} />
      </ul>
    </>
  );
}

function Kinds({ notice, records }: NoticeProps) {
  const { t } = useLanguage();
  return (
    <>
      {notice.kinds.map((kind) => (
        <Points key={kind.kind} points={signed(kind.points)}>
          <KindPoints kind={kind} records={records} />
        </Points>
      ))}
      {notice.cut === 0 ? null : <Points points={signed(notice.cut)}>{t('这份通知合计封顶')}</Points>}
    </>
  );
}

interface PointsProps {
  readonly points: number | string;
  readonly sum?: boolean;
  readonly children: ReactNode;
}

function Points({ points, sum = false, children }: PointsProps) {
  return (
    <li className={sum ? 'sum' : undefined}>
      <span className="points">{points}</span>
      <div>{children}</div>
    </li>
  );
}

function KindPoints({ kind, records }: { readonly kind: OfKind; readonly records: PointsAccount['records'] }) {
  const { t } = useLanguage();
  const cited = useCited();
  const said = useSaid();
  return (
    <>
      <strong>{said({ zh: kind.title ?? localId(kind.kind), en: kind.titleEn })}</strong>{' '}
      <span className="soft">
        {kind.clause ? t('通知{clause}', { clause: cited(kind.clause) }) : null}
        {kind.cap === null ? null : ` · ${t('这一类最多 {cap} 分', { cap: kind.cap })}`}
      </span>
      <ul>
        {kind.records.map((record) => (
          <Points key={record.recordId} points={signed(record.points)}>
            <RecordPoints record={record} held={records.find(({ recordId }) => recordId === record.recordId)} />
          </Points>
        ))}
      </ul>
    </>
  );
}

/** What a record counts and why, and the way to it. */
function RecordPoints({
  record,
  held,
}: {
  readonly record: OfRecord;
  readonly held: PointsAccount['records'][number] | undefined;
}) {
  const { t } = useLanguage();
  return (
    <>
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
    </>
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
