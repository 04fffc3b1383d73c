/** In which browsers one is signed in; end one there, or all but this one. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import type { OwnSession } from '#contracts/sign-in.ts';
import { call } from '../../api.ts';
import { useText } from '../../language.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { instantText } from '../../parts/instant.ts';
import '../../parts/office.css';
import { ProblemAlert, useProblemNotice } from '../../problem.tsx';

export default function OwnSessions() {
  const t = useText();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const notice = useProblemNotice();
  const sessions = useQuery({ queryKey: ['own-sessions'], queryFn: () => call('GET /auth/sessions') });
  const end = useMutation({
    mutationFn: (id: string | undefined) => call('POST /auth/sessions/end', { body: id === undefined ? {} : { id } }),
    onSuccess: ({ ended }) => void message.success(t('已结束 {ended} 个登录。', { ended })),
    onError: notice,
    onSettled: () => queries.invalidateQueries({ queryKey: ['own-sessions'] }),
  });
  const items = sessions.data?.items ?? [];
  return (
    <>
      <div className="page-head">
        <h1>{t('我的登录')}</h1>
        <span className="quiet">{t('不认识的，或者在公用电脑上忘了退出的，在这里结束。结束以后那里须重新登录。')}</span>
      </div>
      <section className="office-card">
        <header>
          <h2>{t('现有的登录')}</h2>
          <Button danger disabled={items.length < 2} loading={end.isPending} onClick={() => end.mutate(undefined)}>
            {t('结束其他全部登录')}
          </Button>
        </header>
        {sessions.isError ? (
          <ProblemAlert error={sessions.error} onRetry={() => void sessions.refetch()} />
        ) : (
          <Table items={items} loading={sessions.isPending} ending={end.isPending} onEnd={end.mutate} />
        )}
      </section>
    </>
  );
}

interface TableProps {
  readonly items: readonly OwnSession[];
  readonly loading: boolean;
  readonly ending: boolean;
  readonly onEnd: (id: string) => void;
}

function Table({ items, loading, ending, onEnd }: TableProps) {
  const t = useText();
  return (
    <DataTable<OwnSession>
      label={t('现有的登录')}
      width={300}
      empty={t('现在没有登录。')}
      rowKey="id"
      loading={loading}
      dataSource={items}
      columns={[
        {
          title: t('浏览器'),
          // the times stand below: what one ends it with is in sight on a phone too
          render: (_, { browser, startedAt, seenAt }) => (
            <>
              {browser ?? t('没有说明的浏览器')}
              <div className="quiet">
                {t('登录于')} <span className="numbers">{instantText(startedAt)}</span>
              </div>
              <div className="quiet">
                {t('最近使用')} <span className="numbers">{instantText(seenAt)}</span>
              </div>
            </>
          ),
        },
        {
          title: t('办理'),
          render: (_, { id, current }) =>
            current ? (
              <span className="mark good">{t('本浏览器')}</span>
            ) : (
              <Button size="small" disabled={ending} onClick={() => onEnd(id)}>
                {t('结束')}
              </Button>
            ),
        },
      ]}
    />
  );
}
