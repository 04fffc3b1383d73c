/** One round of a list: what holds it back, who has signed, its entries and what was decided, the edition it will become. */
import { useMutation } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { App, Segmented, Spin } from 'antd';
import type { Round } from '#contracts/lists.ts';
import { call } from '../../api.ts';
import { useSaid, useText } from '../../language.tsx';
import { useAddress } from '../../parts/address.ts';
import { type Figure, Figures } from '../../parts/figures.tsx';
import { LIST_NAMES } from '../../parts/list-names.ts';
import { PermittedButton } from '../../parts/permitted-button.tsx';
import { ProblemAlert, useProblemNotice } from '../../problem.tsx';
import { EditionDifference } from './edition-difference.tsx';
import { useRound, useRoundChanged } from './questions.ts';
import { RoundEntries } from './round-entries.tsx';
import { GATES } from './words.ts';
import './lists.css';

export default function RoundPage() {
  const t = useText();
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const [address, go] = useAddress('/rounds/$id');
  const round = useRound(id);
  if (round.isError) return <ProblemAlert error={round.error} onRetry={() => void round.refetch()} />;
  if (round.isPending)
    return (
      <Spin description={t('正在载入……')}>
        <div style={{ minHeight: 160 }} />
      </Spin>
    );
  const { view = 'entries' } = address;
  return (
    <>
      <div className="page-head">
        <h1>{t('{list}第 {id} 号公示', { list: t(LIST_NAMES[round.data.list]), id })}</h1>
        <Link to="/lists" search={{ list: round.data.list }}>
          {t('回到名单')}
        </Link>
      </div>
      <Standing round={round.data} />
      <div className="office-pair">
        <Gates round={round.data} />
        <Signatures round={round.data} />
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

function Gates({ round }: { readonly round: Round }) {
  const t = useText();
  const said = useSaid();
  const { message, modal } = App.useApp();
  const notice = useProblemNotice();
  const changed = useRoundChanged(round.roundId);
  const publish = useMutation({
    mutationFn: () => call('POST /rounds/:id/publish', { params: { id: round.roundId } }),
    onSuccess: ({ number, entries }) => {
      changed();
      void message.success(t('已发布第 {number} 期，{entries} 条', { number, entries }));
    },
    onError: (error) => {
      notice(error);
      changed();
    },
  });
  const struck = round.entries.filter(({ status }) => status === 'struck').length;
  const ask = () =>
    void modal.confirm({
      title: t('发布{title}？', { title: round.title }),
      width: 560,
      content: (
        <ul>
          <li>
            {t('{count} 条列入新的一期；决定不列入的 {struck} 条和已失效、已更正的不列入。', {
              count: round.entries.length - struck,
              struck,
            })}
          </li>
          <li>{t('发布的一期有编号和摘要，不能修改；以后的变动只能撤下条目或另发一期。')}</li>
          <li>{t('随即推送到信用公示网站，向社会公开。')}</li>
        </ul>
      ),
      okText: t('发布'),
      onOk: () => publish.mutateAsync().catch(() => undefined),
    });
  if (round.edition !== null)
    return (
      <section className="office-card">
        <header>
          <h2>{t('发布')}</h2>
        </header>
        <p>{t('本轮已成为第 {edition} 期，内容不再变动。', { edition: round.edition })}</p>
      </section>
    );
  return (
    <section className="office-card">
      <header>
        <h2>{t('发布前须满足')}</h2>
      </header>
      <ul className="gates">
        {round.gates.map(({ gate, open, zh, en, clause }) => (
          <li key={gate}>
            <span className={`mark ${open ? 'good' : 'wait'}`}>{open ? t('已满足') : t('未满足')}</span>
            <span>
              {t(GATES[gate])}
              <span className="reason">
                {zh ? `${said({ zh, en: en ?? undefined })} ` : ''}
                {clause ? `${t('依据')} ${clause}` : ''}
              </span>
            </span>
          </li>
        ))}
      </ul>
      <div className="office-acts">
        <PermittedButton permitted={round.may.publish} type="primary" onClick={ask} loading={publish.isPending}>
          {t('发布')}
        </PermittedButton>
      </div>
    </section>
  );
}

function Signatures({ round }: { readonly round: Round }) {
  const t = useText();
  const { message, modal } = App.useApp();
  const notice = useProblemNotice();
  const changed = useRoundChanged(round.roundId);
  const sign = useMutation({
    mutationFn: () =>
      call('POST /rounds/:id/sign-offs', { params: { id: round.roundId }, body: { digest: round.digest } }),
    onSuccess: (after) => {
      changed(after);
      void message.success(t('已会签'));
    },
    onError: notice,
  });
  const ask = () =>
    void modal.confirm({
      title: t('代表本单位会签？'),
      width: 560,
      content: (
        <>
          <p>{t('会签针对公示时固定的 {count} 条，不能撤回。', { count: round.entries.length })}</p>
          <p className="quiet" style={{ overflowWrap: 'anywhere' }}>
            {t('名单摘要')} {round.digest}
          </p>
        </>
      ),
      okText: t('会签'),
      onOk: () => sign.mutateAsync().catch(() => undefined),
    });
  return (
    <section className="office-card">
      <header>
        <h2>{t('会签')}</h2>
        <span className="quiet">{t('市信用办和每个有条目的推荐单位')}</span>
      </header>
      <ul className="gates">
        {round.signOffs.map(({ department, signedAs, on }) => (
          <li key={department}>
            <span className="mark good">{t('已签')}</span>
            <span>
              {department}
              <span className="reason">
                {signedAs === 'office' ? t('牵头单位') : t('推荐单位')} · {on}
              </span>
            </span>
          </li>
        ))}
        {round.missing.map(({ id, name }) => (
          <li key={id}>
            <span className="mark wait">{t('待签')}</span>
            <span>{name}</span>
          </li>
        ))}
      </ul>
      {round.edition === null ? (
        <div className="office-acts">
          <PermittedButton permitted={round.may.sign} type="primary" onClick={ask} loading={sign.isPending}>
            {t('代表本单位会签')}
          </PermittedButton>
        </div>
      ) : null}
    </section>
  );
}
