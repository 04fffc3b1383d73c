/** What waits for this officer now: how many, how many are past their day, and where to begin. Each line opens what it counts. */
import { Link } from '@tanstack/react-router';
import { Spin } from 'antd';
import type { DeliveryPage } from '#contracts/deliveries.ts';
import type { CaseCounts } from '#contracts/determination.ts';
import type { ListOverview } from '#contracts/lists.ts';
import type { RightsPage } from '#contracts/rights.ts';
import { type Translate, useText } from '../../language.tsx';
import { STATES } from '../../parts/case-words.ts';
import { useListName } from '../../parts/list-names.ts';
import { ProblemAlert } from '../../problem.tsx';
import '../../parts/office.css';
import { useWaiting } from './questions.ts';

interface Line {
  readonly to: string;
  /** as the address of the page reads it */
  readonly search: object;
  readonly what: string;
  readonly count: number;
  readonly overdue: number;
}

export function HomeWaiting() {
  const t = useText();
  const nameOf = useListName();
  const { cases, rights, lists, deliveries, asked } = useWaiting();
  if (asked.length === 0) return null;
  const failed = asked.find(({ isError }) => isError);
  const lines = [
    ...(cases ? caseLines(cases, t) : []),
    ...(rights ? rightsLines(rights, t) : []),
    ...lists.flatMap((overview) => listLines(overview, nameOf(overview.list), t)),
    ...(deliveries ? deliveryLines(deliveries, t) : []),
  ];
  return (
    <section className="office-card waiting-now" aria-live="polite">
      <header>
        <h2>{t('等您办理的')}</h2>
      </header>
      {failed ? <ProblemAlert error={failed.error} onRetry={() => void failed.refetch()} /> : null}
      {asked.some(({ isPending }) => isPending) ? <Spin size="small" /> : null}
      {!failed && lines.length === 0 && asked.every(({ isSuccess }) => isSuccess) ? (
        <p className="quiet">{t('现在没有等您办理的。')}</p>
      ) : null}
      <ul>
        {lines.map(({ to, search, what, count, overdue }) => (
          <li key={what}>
            <Link to={to} search={search as never}>
              <strong className="numbers">{count.toLocaleString()}</strong>
              <span>{what}</span>
              {overdue > 0 ? (
                <span className="mark bad">{t('{count} 件已超期', { count: overdue.toLocaleString() })}</span>
              ) : null}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

function caseLines({ items }: CaseCounts, t: Translate): Line[] {
  return items.map(({ side, state, cases, overdue }) => ({
    to: '/queue',
    search: { side, state },
    what: state === 'returned' ? t('退回本单位补正的事项') : t('事项：{state}', { state: t(STATES[state]) }),
    ...{ count: cases, overdue },
  }));
}

function rightsLines({ waiting, overdue, unconfirmed }: RightsPage, t: Translate): Line[] {
  const count = waiting.objection + waiting.repair + waiting.relief;
  return [
    ...(count > 0
      ? [{ to: '/rights', search: {}, what: t('异议、信用修复、暂不纳入申请'), ...{ count, overdue } }]
      : []),
    ...(unconfirmed > 0
      ? [
          {
            ...{ to: '/rights', search: { standing: 'unconfirmed' }, count: unconfirmed, overdue: 0 },
            what: t('已同意而有系统未签收的申请'),
          },
        ]
      : []),
  ];
}

function listLines({ list, opening, event }: ListOverview, name: string, t: Translate): Line[] {
  const { conflicts } = opening;
  return [
    ...(conflicts > 0
      ? [
          {
            ...{ to: '/lists', search: { list, view: 'conflicts' }, count: conflicts, overdue: 0 },
            what: t('{list}推荐中的冲突、异议', { list: name }),
          },
        ]
      : []),
    ...(event.declared
      ? []
      : [
          {
            ...{ to: '/lists', search: { list }, count: 1, overdue: 0 },
            what: t('待登记：{event}', { event: event.title }),
          },
        ]),
  ];
}

function deliveryLines({ open }: DeliveryPage, t: Translate): Line[] {
  const count = open.points + open.site;
  return count > 0 ? [{ to: '/deliveries', search: {}, what: t('对方还没有签收的推送'), count, overdue: 0 }] : [];
}
