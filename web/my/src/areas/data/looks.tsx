/** Who looked, when, and for what. */
import { useInfiniteQuery } from '@tanstack/react-query';
import type { OwnLookPage } from '#contracts/own-data.ts';
import { type Visit, visitsOf } from '#kernel/visits.ts';
import { useText } from '../../../../shared/language.tsx';
import { useActing } from '../../acting.tsx';
import { platform } from '../../api.ts';
import { Facts, Instant } from '../../parts/facts.tsx';
import { Page } from '../../parts/page.tsx';
import { ProblemNotice } from '../../parts/problem-notice.tsx';
import { Waiting } from '../../parts/waiting.tsx';

type Role = OwnLookPage['items'][number]['roles'][number];

const ROLE_WORDS: Readonly<Record<Role, string>> = {
  reporter: '报送',
  reviewer: '审核',
  determiner: '认定',
  'credit-office': '信用主管部门',
  auditor: '审计',
  administrator: '管理员',
  assistant: '窗口协办',
};

/** Numbers by which systems know things; nobody finds anything by them. */
const NUMBERED = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

export default function Looks() {
  const t = useText();
  const uscc = useActing().organisation?.uscc;
  const looks = useInfiniteQuery({
    queryKey: ['looks', uscc],
    queryFn: ({ pageParam }) => platform('GET /looks', { query: { uscc, before: pageParam ?? undefined, limit: 30 } }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.before,
  });
  const items = looks.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Page title={t('谁看过')}>
      <p className="soft">
        {t('别人每一次查看您的信息，都先记下再显示；同一人对同一事项的一次查看写在一起。您自己查看不在其列。')}
      </p>
      {looks.isPending ? <Waiting /> : null}
      {looks.isError ? <ProblemNotice error={looks.error} onRetry={() => void looks.refetch()} /> : null}
      {looks.isSuccess && items.length === 0 ? <p className="soft">{t('没有人查看过。')}</p> : null}
      <ul className="plain-list">
        {visitsOf(items).map(({ look, from, opened }) => (
          <li key={look.visit} className="card">
            <p className="soft">
              <Instant of={from} />
              {from === look.at ? null : (
                <>
                  {t(' 至 ')}
                  <Instant of={look.at} />
                </>
              )}
            </p>
            <h2>{look.by === 'report-holder' ? t('持有您的报告编码的人') : look.department}</h2>
            <Facts
              facts={[
                [t('经办岗位'), look.roles.map((role) => t(ROLE_WORDS[role])).join('、')],
                [t('经办人'), look.officer],
                [t('看了什么'), <Opened key="opened" opened={opened} />],
              ]}
            />
          </li>
        ))}
      </ul>
      {looks.hasNextPage ? (
        <button type="button" className="wide" disabled={looks.isFetching} onClick={() => void looks.fetchNextPage()}>
          {t('更早的')}
        </button>
      ) : null}
    </Page>
  );
}

/** Everything that was opened in a visit, and for what. */
function Opened({ opened }: Pick<Visit<OwnLookPage['items'][number]>, 'opened'>) {
  const t = useText();
  return (
    <ul className="opened">
      {opened.map(({ look: { id, title, about, purpose }, times }) => (
        <li key={id}>
          {NUMBERED.test(about) ? title : `${title}（${about}）`}
          {times > 1 ? t('，{times}次', { times }) : null}
          {purpose ? t('；为了{purpose}', { purpose }) : null}
        </li>
      ))}
    </ul>
  );
}
