/** The inbox: what one was told, with the way to what it is about. */
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { SubjectNotice } from '#contracts/rights.ts';
import { useText } from '../../../../shared/language.tsx';
import { useActing } from '../../acting.tsx';
import { platform } from '../../api.ts';
import { Instant } from '../../parts/facts.tsx';
import { Page } from '../../parts/page.tsx';
import { ProblemNotice } from '../../parts/problem-notice.tsx';
import { Waiting } from '../../parts/waiting.tsx';

export default function Notices() {
  const t = useText();
  const uscc = useActing().organisation?.uscc;
  const queries = useQueryClient();
  const notices = useInfiniteQuery({
    queryKey: ['notices', uscc, 'all'],
    queryFn: ({ pageParam }) => platform('GET /notices', { query: { uscc, before: pageParam ?? undefined } }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.before,
  });
  const read = useMutation({
    mutationFn: (id: string) =>
      platform('POST /notices/:id/read', { params: { id }, body: uscc === undefined ? {} : { uscc } }),
    onSuccess: async (_, id) => {
      await queries.invalidateQueries({ queryKey: ['notices'] });
      document.getElementById(`notice-${id}`)?.focus(); // the button is gone
    },
  });
  const items = notices.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Page title={t('通知')}>
      {notices.isPending ? <Waiting /> : null}
      {notices.isError ? <ProblemNotice error={notices.error} onRetry={() => void notices.refetch()} /> : null}
      {notices.isSuccess && items.length === 0 ? <p className="soft">{t('没有通知。')}</p> : null}
      {read.isError ? <ProblemNotice error={read.error} /> : null}
      <ul className="plain-list">
        {items.map((notice) => (
          <li key={notice.noticeId} className={notice.read ? 'card' : 'card unread'}>
            <p className="marks soft">
              <Instant of={notice.at} />
              {notice.read ? null : <span className="mark warn">{t('未读')}</span>}
            </p>
            <h2 id={`notice-${notice.noticeId}`} tabIndex={-1} lang="zh-CN">
              {notice.title}
            </h2>
            <p lang="zh-CN">{notice.text}</p>
            <p className="buttons">
              <About notice={notice} />
              {notice.read ? null : (
                <button type="button" disabled={read.isPending} onClick={() => read.mutate(notice.noticeId)}>
                  {t('知道了')}
                  <span className="hidden">：{notice.title}</span>
                </button>
              )}
            </p>
          </li>
        ))}
      </ul>
      {notices.hasNextPage ? (
        <button type="button" className="wide" onClick={() => void notices.fetchNextPage()}>
          {t('更早的')}
        </button>
      ) : null}
    </Page>
  );
}

/** In a list of links each says which notice it belongs to. */
function About({ notice }: { readonly notice: SubjectNotice }) {
  const t = useText();
  const { about } = notice;
  const which = (
    <span className="hidden">
      ：{notice.title}，<Instant of={notice.at} />
    </span>
  );
  if (about?.type === 'request')
    return (
      <Link to="/requests/$id" params={{ id: about.id }} className="button">
        {t('查看申请')}
        {which}
      </Link>
    );
  if (about?.type === 'case')
    return (
      <Link to="/cases/$id" params={{ id: about.id }} className="button">
        {t('查看事项')}
        {which}
      </Link>
    );
  return null;
}
