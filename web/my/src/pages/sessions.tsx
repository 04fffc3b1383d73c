/** In which browsers one is signed in, at the platform and at the points system; end one there, or all but this one. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { OwnSession } from '#contracts/sign-in.ts';
import { useText } from '../../../shared/language.tsx';
import { platform, points } from '../api.ts';
import { Answer } from '../parts/answer.tsx';
import { Facts, Instant } from '../parts/facts.tsx';
import { Page } from '../parts/page.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';

type Which = { readonly id?: string };
const SYSTEMS = [
  {
    ...{ name: 'platform', title: '信用平台' },
    list: () => platform('GET /auth/sessions'),
    end: (body: Which) => platform('POST /auth/sessions/end', { body }),
  },
  {
    ...{ name: 'points', title: '积分系统' },
    list: () => points('GET /auth/sessions'),
    end: (body: Which) => points('POST /auth/sessions/end', { body }),
  },
] as const;

export default function Sessions() {
  const t = useText();
  return (
    <Page title={t('我的登录')}>
      <p className="soft">{t('不认识的，或者在公用电脑上忘了退出的，在这里结束。结束以后那里须重新登录。')}</p>
      {SYSTEMS.map((system) => (
        <OfSystem key={system.name} system={system} />
      ))}
    </Page>
  );
}

function OfSystem({
  system: { name, title: called, list, end: endOf },
}: {
  readonly system: (typeof SYSTEMS)[number];
}) {
  const t = useText();
  const title = t(called);
  const queries = useQueryClient();
  const sessions = useQuery({ queryKey: ['sessions', name], queryFn: list });
  const end = useMutation({
    mutationFn: (id: string | undefined) => endOf(id === undefined ? {} : { id }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['sessions', name] }),
  });
  return (
    <section className="card">
      <h2>{title}</h2>
      <Answer of={sessions}>
        {({ items }) => (
          <>
            <ul className="plain-list">
              {items.map((one) => (
                <One key={one.id} one={one} ending={end.isPending} onEnd={() => end.mutate(one.id)} />
              ))}
            </ul>
            {items.length > 1 ? (
              <button type="button" disabled={end.isPending} onClick={() => end.mutate(undefined)}>
                {t('结束其他全部登录')}
                <span className="hidden">
                  {t('：')}
                  {title}
                </span>
              </button>
            ) : (
              <p className="soft">{t('没有其他登录。')}</p>
            )}
          </>
        )}
      </Answer>
      <div role="status">{end.isSuccess ? t('已结束 {count} 个登录。', { count: end.data.ended }) : ''}</div>
      {end.isError ? <ProblemNotice error={end.error} /> : null}
    </section>
  );
}

interface OneProps {
  readonly one: OwnSession;
  readonly ending: boolean;
  readonly onEnd: () => void;
}

function One({ one: { browser, startedAt, seenAt, current }, ending, onEnd }: OneProps) {
  const t = useText();
  const kind = browser ?? t('没有说明的浏览器');
  return (
    <li className="session">
      <p className="marks">
        <strong>{kind}</strong> {current ? <span className="mark good">{t('本浏览器')}</span> : null}
      </p>
      <Facts
        facts={[
          [t('登录于'), <Instant key="started" of={startedAt} />],
          [t('最近使用'), <Instant key="seen" of={seenAt} />],
        ]}
      />
      {current ? null : (
        <button type="button" disabled={ending} onClick={onEnd}>
          {t('结束这个登录')}
          <span className="hidden">
            {t('：')}
            {kind}
          </span>
        </button>
      )}
    </li>
  );
}
