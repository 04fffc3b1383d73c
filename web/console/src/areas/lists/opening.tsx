/** Opening a round: says what will be fixed, for how long it is shown, and what follows, before it is done. */
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { App } from 'antd';
import type { ListOverview } from '#contracts/lists.ts';
import { call } from '../../api.ts';
import { type Translate, useText } from '../../language.tsx';
import { PermittedButton } from '../../parts/permitted-button.tsx';
import { useProblemNotice } from '../../problem.tsx';
import { useListsChanged } from './questions.ts';

export function ListOpening({ overview }: { readonly overview: ListOverview }) {
  const t = useText();
  const facts = factsOf(overview.opening, t);
  const { ask, opening } = useOpening(overview.list, facts);
  return (
    <section className="office-card">
      <header>
        <h2>{t('新一轮公示')}</h2>
      </header>
      <p>{t('现在开始公示，将：')}</p>
      <ul>
        {facts.map((fact) => (
          <li key={fact}>{fact}</li>
        ))}
      </ul>
      <PermittedButton permitted={overview.opening.permitted} type="primary" onClick={ask} loading={opening}>
        {t('开始公示')}
      </PermittedButton>
    </section>
  );
}

/** What opening a round now means. */
function factsOf(opening: ListOverview['opening'], t: Translate): readonly string[] {
  return [
    t('固定 {entries} 条推荐：此后新的推荐、更正不进入本轮，只进入下一轮。', { entries: opening.entries }),
    opening.conflicts > 0
      ? t('其中 {conflicts} 条有冲突或异议，同时登记在案，处理以前不能会签和发布。', { conflicts: opening.conflicts })
      : t('目前没有冲突和异议。'),
    opening.shownPublicly
      ? t('在信用公示网站公示，{from} 至 {until}；期满后方可会签、发布。', {
          from: opening.noticeFrom,
          until: opening.noticeUntil,
        })
      : t('发布以前不对外公开；{from} 至 {until} 期满后方可会签、发布。', {
          from: opening.noticeFrom,
          until: opening.noticeUntil,
        }),
    t('期限依据：{citation}', { citation: opening.citation }),
  ];
}

function useOpening(list: ListOverview['list'], facts: readonly string[]) {
  const t = useText();
  const { modal } = App.useApp();
  const notice = useProblemNotice();
  const changed = useListsChanged();
  const navigate = useNavigate();
  const open = useMutation({
    mutationFn: () => call('POST /lists/:list/rounds', { params: { list } }),
    onSuccess: (round) => {
      changed();
      void navigate({ to: '/rounds/$id', params: { id: round.roundId } });
    },
    onError: notice,
  });
  const ask = () =>
    void modal.confirm({
      title: t('固定名单并开始公示？'),
      width: 560,
      content: (
        <ul>
          {facts.map((fact) => (
            <li key={fact}>{fact}</li>
          ))}
          <li>{t('前一轮尚未发布的，由本轮取代，已有的会签不再有效。')}</li>
        </ul>
      ),
      okText: t('开始公示'),
      onOk: () => open.mutateAsync().catch(() => undefined),
    });
  return { ask, opening: open.isPending };
}
