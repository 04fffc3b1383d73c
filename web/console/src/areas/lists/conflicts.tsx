/** Conflicts among the nominations: what is nominated on one side, what stands against it on the other, in words. */
import { useSaid, useText } from '../../language.tsx';
import { useListName } from '../../parts/list-names.ts';
import { ObjectionMark } from '../../parts/objection-mark.tsx';
import { ProblemAlert } from '../../problem.tsx';
import { Loading } from './loading.tsx';
import { useConflicts } from './questions.ts';
import { CONFLICTS } from './words.ts';

export function ListConflicts({ list }: { readonly list: string }) {
  const t = useText();
  const said = useSaid();
  const nameOf = useListName();
  const found = useConflicts(list);
  if (found.isError) return <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />;
  if (found.isPending) return <Loading />;
  const groups = [...Map.groupBy(found.data, ({ recordId }) => recordId).values()];
  return (
    <section className="office-card">
      <header>
        <h2>{t('推荐中的冲突')}</h2>
        <span className="quiet">{t('开始公示时登记在案，由信用主管部门逐条决定列入或不列入')}</span>
      </header>
      {groups.length === 0 ? <p className="quiet">{t('现在没有冲突。')}</p> : null}
      {groups.map((conflicts) => (
        <article className="conflict" key={conflicts[0]?.recordId}>
          <header>
            <strong>{conflicts[0]?.name}</strong> <span className="numbers">{conflicts[0]?.uscc}</span>{' '}
            <ObjectionMark of={conflicts[0]} />
            {conflicts.map(({ conflict }) => (
              <span className="mark wait" key={conflict}>
                {t(CONFLICTS[conflict])}
              </span>
            ))}
          </header>
          <div className="sides">
            <div>
              <p className="quiet">{t('推荐列入{list}', { list: nameOf(list) })}</p>
              <p>
                {conflicts[0]?.department}：{conflicts[0]?.matter}
              </p>
              <p>
                {t('推荐所用名称：')}
                {conflicts[0]?.name}
              </p>
            </div>
            <div>
              <p className="quiet">{t('与之相冲突的')}</p>
              <ul className="lines">
                {conflicts.map(({ conflict, zh, en, against }) => (
                  <li key={conflict}>
                    {against.length > 0 ? against.join('；') : said({ zh, en })}
                    <span className="reason">{said({ zh, en })}</span>
                  </li>
                ))}
              </ul>
            </div>
          </div>
        </article>
      ))}
    </section>
  );
}
