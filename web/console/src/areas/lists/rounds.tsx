/** Rounds and editions of a list, newest first. */
import { Link } from '@tanstack/react-router';
import type { TableProps } from 'antd';
import type { RoundPage } from '#contracts/lists.ts';
import { type Translate, useText } from '../../language.tsx';
import { useAddress } from '../../parts/address.ts';
import { DataTable, Pages } from '../../parts/data-table.tsx';
import { ProblemAlert } from '../../problem.tsx';
import { useRounds } from './questions.ts';
import { ROUND_STATES } from './words.ts';

type RoundRow = RoundPage['items'][number];

export function ListRounds({ list }: { readonly list: string }) {
  const t = useText();
  const [{ before }, go] = useAddress('/lists');
  const page = useRounds(list, before);
  return (
    <section className="office-card">
      <header>
        <h2>{t('各轮公示和各期名单')}</h2>
      </header>
      {page.isError ? <ProblemAlert error={page.error} onRetry={() => void page.refetch()} /> : null}
      <DataTable<RoundRow>
        label={t('各轮公示和各期名单')}
        width={760}
        empty={t('还没有公示过。')}
        loading={page.isPending}
        dataSource={page.data?.items ?? []}
        rowKey="roundId"
        columns={tableColumns(list, t)}
      />
      <Pages
        first={before === undefined}
        next={Boolean(page.data?.before)}
        onFirst={() => go({ before: undefined })}
        onNext={() => go({ before: page.data?.before ?? undefined })}
      />
    </section>
  );
}

function tableColumns(list: string, t: Translate): TableProps<RoundRow>['columns'] {
  return [
    {
      title: t('轮次'),
      dataIndex: 'roundId',
      render: (id: string) => (
        <Link to="/rounds/$id" params={{ id }}>
          {t('第 {id} 号公示', { id })}
        </Link>
      ),
    },
    {
      title: t('公示期'),
      className: 'numbers',
      render: (_, { noticeFrom, noticeUntil }) => `${noticeFrom} — ${noticeUntil}`,
    },
    { title: t('条目'), dataIndex: 'entries', className: 'numbers', align: 'right' },
    { title: t('待处理'), dataIndex: 'undecided', className: 'numbers', align: 'right' },
    { title: t('已会签'), dataIndex: 'signed', className: 'numbers', align: 'right' },
    {
      title: t('状态'),
      dataIndex: 'state',
      render: (state: keyof typeof ROUND_STATES) => (
        <span className={`mark ${ROUND_STATES[state][1]}`}>{t(ROUND_STATES[state][0])}</span>
      ),
    },
    {
      title: t('期次'),
      dataIndex: 'edition',
      render: (edition: number | null) =>
        edition === null ? (
          <span className="quiet">{t('未发布')}</span>
        ) : (
          <a href={`/lists/${list}/${edition}`} target="_blank" rel="noreferrer">
            {t('公示网站第 {edition} 期', { edition })}
          </a>
        ),
    },
  ];
}
