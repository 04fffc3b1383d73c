/** Lists before and between rounds: the gate, rounds and editions, nominations, conflicts, own nominations. */
import { Segmented, Tabs } from 'antd';
import { useCited, useText } from '../../language.tsx';
import { useAddress } from '../../parts/address.ts';
import { useListName, useLists } from '../../parts/list-names.ts';
import { ProblemAlert } from '../../problem.tsx';
import { holds, useMe } from '../../session.ts';
import { ListConflicts } from './conflicts.tsx';
import { ListGate } from './gate.tsx';
import { Loading } from './loading.tsx';
import { NominateOwn } from './nominate.tsx';
import { ListNominations } from './nominations.tsx';
import { ListOpening } from './opening.tsx';
import { useList } from './questions.ts';
import { ListRounds } from './rounds.tsx';
import './lists.css';

const VIEWS = { rounds: '公示和期次', nominations: '推荐情况', conflicts: '冲突', nominate: '本单位推荐' } as const;
type View = keyof typeof VIEWS;

export default function Lists() {
  const t = useText();
  const [address, go] = useAddress('/lists');
  const lists = useLists();
  const nameOf = useListName();
  if (lists.isError) return <ProblemAlert error={lists.error} onRetry={() => void lists.refetch()} />;
  if (lists.isPending) return <Loading />;
  const { list = lists.data[0]?.list } = address;
  return (
    <>
      <div className="page-head">
        <h1>{t('名单')}</h1>
      </div>
      <Tabs
        {...(list === undefined ? {} : { activeKey: list })}
        onChange={(chosen) =>
          go({
            list: chosen,
            after: undefined,
            department: undefined,
            zone: undefined,
            batch: undefined,
            before: undefined,
          })
        }
        items={lists.data.map((one) => ({
          key: one.list,
          label: nameOf(one.list),
          children: one.list === list ? <OneList list={one.list} /> : null,
        }))}
      />
    </>
  );
}

function OneList({ list }: { readonly list: string }) {
  const t = useText();
  const cited = useCited();
  const { data: me } = useMe();
  const [address, go] = useAddress('/lists');
  const overview = useList(list);
  const views = (Object.keys(VIEWS) as View[]).filter(
    (view) =>
      (view !== 'nominate' || holds(me, 'reviewer', 'determiner')) &&
      (view !== 'conflicts' || holds(me, 'credit-office', 'auditor')),
  );
  const view = views.find((known) => known === address.view) ?? 'rounds';
  if (overview.isError) return <ProblemAlert error={overview.error} onRetry={() => void overview.refetch()} />;
  if (overview.isPending) return <Loading />;
  return (
    <>
      <div className="page-head">
        <span>
          {overview.data.title}
          <span className="quiet">
            {' '}
            {t('依据')} {cited(overview.data.clause)}
          </span>
        </span>
        <Segmented<View>
          aria-label={t('看什么')}
          value={view}
          onChange={(chosen) => go({ view: chosen, after: undefined, before: undefined })}
          options={views.map((value) => ({
            value,
            label:
              value === 'conflicts' && overview.data.opening.conflicts > 0
                ? `${t(VIEWS[value])} ${overview.data.opening.conflicts}`
                : t(VIEWS[value]),
          }))}
        />
      </div>
      {view === 'rounds' ? (
        <>
          <div className="office-pair">
            <ListGate overview={overview.data} />
            <ListOpening overview={overview.data} />
          </div>
          <ListRounds list={list} />
        </>
      ) : null}
      {view === 'nominations' ? <ListNominations overview={overview.data} /> : null}
      {view === 'conflicts' ? <ListConflicts list={list} /> : null}
      {view === 'nominate' ? <NominateOwn overview={overview.data} /> : null}
    </>
  );
}
