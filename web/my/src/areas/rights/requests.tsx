/** One's requests, with where each stands and by when it is answered. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useText } from '../../../../shared/language.tsx';
import { useActing } from '../../acting.tsx';
import { platform } from '../../api.ts';
import { Answer } from '../../parts/answer.tsx';
import { Facts } from '../../parts/facts.tsx';
import { Page } from '../../parts/page.tsx';
import { REQUEST_STATES, REQUESTS } from './words.ts';

export function useOwnRequests() {
  const uscc = useActing().organisation?.uscc;
  return useQuery({ queryKey: ['requests', uscc], queryFn: () => platform('GET /requests', { query: { uscc } }) });
}

export default function Requests() {
  const t = useText();
  const requests = useOwnRequests();
  return (
    <Page title={t('权益')}>
      <p className="soft">
        {t('对任何一条信息，都可以提出异议；不良信息可以陈述申辩、申请修复。从“我的信息”中选一件事项开始。')}
      </p>
      <p>
        <Link to="/data" className="button main">
          {t('选一件事项')}
        </Link>
      </p>
      <h2>{t('我的申请')}</h2>
      <Answer of={requests}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="soft">{t('没有提出过申请。')}</p>
          ) : (
            <ul className="plain-list">
              {items.map((one) => (
                <li key={one.requestId} className="card">
                  <p className="marks">
                    <span className="mark">{t(REQUEST_STATES[one.state])}</span>
                  </p>
                  <h3>
                    <Link to="/requests/$id" params={{ id: one.requestId }}>
                      {t(REQUESTS[one.kind])} · {one.caseId}
                      <span className="hidden">，{one.openedOn}</span>
                    </Link>
                  </h3>
                  <Facts
                    facts={[
                      [t('提出日期'), one.openedOn],
                      [t('由谁办理'), one.handledBy],
                      [t('最迟'), one.dueOn],
                    ]}
                  />
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
    </Page>
  );
}
