/** One round of a list: what holds it back, who has signed, its entries and what was decided, the edition it will become. */
import { Link, useParams } from '@tanstack/react-router';
import { Segmented } from 'antd';
import type { Round } from '#contracts/lists.ts';
import { useText } from '../../language.tsx';
import { useAddress } from '../../parts/address.ts';
import { type Figure, Figures } from '../../parts/figures.tsx';
import { useListName } from '../../parts/list-names.ts';
import { ProblemAlert } from '../../problem.tsx';
import { EditionDifference } from './edition-difference.tsx';
import { Loading } from './loading.tsx';
import { useRound } from './questions.ts';
import { RoundEntries } from './round-entries.tsx';
import { RoundGates } from './round-gates.tsx';
import { RoundSignatures } from './round-signatures.tsx';
import './lists.css';

export default function RoundPage() {
  const t = useText();
  const nameOf = useListName();
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const [address, go] = useAddress('/rounds/$id');
  const round = useRound(id);
  if (round.isError) return <ProblemAlert error={round.error} onRetry={() => void round.refetch()} />;
  if (round.isPending) return <Loading />;
  const { view = 'entries' } = address;
  return (
    <>
      <div className="page-head">
        <h1>{t('{list}第 {id} 号公示', { list: nameOf(round.data.list), id })}</h1>
        <Link to="/lists" search={{ list: round.data.list }}>
          {t('回到名单')}
        </Link>
      </div>
      <Standing round={round.data} />
      <div className="office-pair">
        <RoundGates round={round.data} />
        <RoundSignatures round={round.data} />
      </div>
      <p>
        <Segmented<typeof view>
          aria-label={t('看什么')}
          value={view}
          onChange={(chosen) => go({ view: chosen })}
          options={[
            { value: 'entries', label: t('条目 {count}', { count: round.data.entries.length }) },
            {
              value: 'edition',
              label: round.data.edition === null ? t('将发布的一期，与上一期对比') : t('发布的一期，与上一期对比'),
            },
          ]}
        />
      </p>
      {view === 'entries' ? <RoundEntries round={round.data} /> : <EditionDifference round={round.data} />}
    </>
  );
}

function Standing({ round }: { readonly round: Round }) {
  const t = useText();
  const undecided = round.entries.filter(({ status }) => status === 'open').length;
  const figures: readonly Figure[] = [
    [t('公示期'), `${round.noticeFrom} — ${round.noticeUntil}`],
    [t('还剩'), round.daysLeft > 0 ? t('{days} 天', { days: round.daysLeft }) : t('已满')],
    [t('条目'), round.entries.length],
    [t('待处理'), undecided],
    [
      t('会签'),
      t('{signed} / {all}', { signed: round.signOffs.length, all: round.signOffs.length + round.missing.length }),
    ],
  ];
  return (
    <section className="office-card">
      <Figures figures={figures} />
      {round.edition === null ? null : (
        <p>
          <span className="mark good">{t('已发布')}</span>{' '}
          <a href={`/lists/${round.list}/${round.edition}`} target="_blank" rel="noreferrer">
            {t('在信用公示网站查看第 {edition} 期', { edition: round.edition })}
          </a>
        </p>
      )}
    </section>
  );
}
