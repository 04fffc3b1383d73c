/** What waits for this officer now: how many, how many are past their day, and where to begin. Each line opens what it counts. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Spin } from 'antd';
import type { DeliveryPage } from '#contracts/deliveries.ts';
import type { CaseCounts } from '#contracts/determination.ts';
import type { ListOverview } from '#contracts/lists.ts';
import type { RightsPage } from '#contracts/rights.ts';
import { call } from '../../api.ts';
import { useText } from '../../language.tsx';
import { STATES } from '../../parts/case-words.ts';
import { ProblemAlert } from '../../problem.tsx';
import { holds, useMe } from '../../session.ts';
import '../../parts/office.css';

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
  const { data: me } = useMe();
  const cases = useWaiting('cases', holds(me, 'reporter', 'reviewer', 'determiner'), (signal) =>
    call('GET /cases/counts', { signal }),
  );
  const rights = useWaiting('rights', holds(me, 'reviewer', 'determiner', 'credit-office'), (signal) =>
    call('GET /requests', { query: { limit: 1 }, signal }),
  );
  const office = holds(me, 'credit-office');
  const red = useWaiting('red', office, (signal) => call('GET /lists/:list', { params: { list: 'red' }, signal }));
  const deliveries = useWaiting('deliveries', office, (signal) =>
    call('GET /exchange/deliveries', { query: { limit: 1 }, signal }),
  );
  const asked = [cases, rights, red, deliveries].filter(({ isEnabled }) => isEnabled);
  if (asked.length === 0) return null;
  const failed = asked.find(({ isError }) => isError);
  const lines = [
    ...(cases.data ? caseLines(cases.data, t) : []),
    ...(rights.data ? rightsLines(rights.data, t) : []),
    ...(red.data ? listLines(red.data, t) : []),
    ...(deliveries.data ? deliveryLines(deliveries.data, t) : []),
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

function useWaiting<Answer>(what: string, enabled: boolean, ask: (signal: AbortSignal) => Promise<Answer>) {
  return useQuery({
    queryKey: ['waiting', what],
    queryFn: ({ signal }) => ask(signal),
    enabled,
    staleTime: 0,
  });
}

type Say = ReturnType<typeof useText>;

function caseLines({ items }: CaseCounts, t: Say): Line[] {
  return items.map(({ side, state, cases, overdue }) => ({
    to: '/queue',
    search: { side, state },
    what: state === 'returned' ? t('退回本单位补正的事项') : t('事项：{state}', { state: t(STATES[state]) }),
    ...{ count: cases, overdue },
  }));
}

function rightsLines({ waiting, overdue, unconfirmed }: RightsPage, t: Say): Line[] {
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

function listLines({ opening, event }: ListOverview, t: Say): Line[] {
  const { conflicts } = opening;
  return [
    ...(conflicts > 0
      ? [
          {
            ...{ to: '/lists', search: { list: 'red', view: 'conflicts' }, count: conflicts, overdue: 0 },
            what: t('红榜推荐中的冲突、异议'),
          },
        ]
      : []),
    ...(event.declared
      ? []
      : [
          {
            ...{ to: '/lists', search: { list: 'red' }, count: 1, overdue: 0 },
            what: t('待登记：{event}', { event: event.title }),
          },
        ]),
  ];
}

function deliveryLines({ open }: DeliveryPage, t: Say): Line[] {
  const count = open.points + open.site;
  return count > 0 ? [{ to: '/deliveries', search: {}, what: t('对方还没有签收的推送'), count, overdue: 0 }] : [];
}
