/** What a counter has prepared in my name: what it says, by which window; a code to read out, my yes, or my no. And what was done there. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { CounterAct, OwnCounterActs } from '#contracts/counter.ts';
import { useLanguage, useText } from '../../../../shared/language.tsx';
import { platform } from '../../api.ts';
import { Facts, Instant } from '../../parts/facts.tsx';
import { Page } from '../../parts/page.tsx';
import { ProblemNotice } from '../../parts/problem-notice.tsx';
import { Waiting } from '../../parts/waiting.tsx';
import './counter.css';

export default function CounterActs() {
  const t = useText();
  const acts = useQuery({
    queryKey: ['counter-acts'],
    queryFn: ({ signal }) => platform('GET /counter-acts', { signal }),
    // somebody stands at a window and waits for it to appear
    refetchInterval: 5_000,
  });
  return (
    <Page title={t('窗口代办')}>
      <p className="soft">
        {t('窗口工作人员为您准备的事，您确认以后才会办理。请先看清楚：不是您本人的意思，请点“不同意”。')}
      </p>
      {acts.isPending ? <Waiting /> : null}
      {acts.isError ? <ProblemNotice error={acts.error} onRetry={() => void acts.refetch()} /> : null}
      {acts.data ? <Both acts={acts.data} /> : null}
    </Page>
  );
}

function Both({ acts: { waiting, past } }: { readonly acts: OwnCounterActs }) {
  const t = useText();
  return (
    <>
      <section aria-labelledby="waiting">
        <h2 id="waiting">{t('等您确认')}</h2>
        {waiting.length === 0 ? <p className="soft">{t('没有等您确认的。')}</p> : null}
        {waiting.map((act) => (
          <OneAct key={act.actId} act={act} />
        ))}
      </section>
      <section aria-labelledby="past">
        <h2 id="past">{t('为您代办过的')}</h2>
        {past.length === 0 ? <p className="soft">{t('没有代办过。')}</p> : null}
        <ul className="plain-list">
          {past.map((act) => (
            <Past key={act.actId} act={act} />
          ))}
        </ul>
      </section>
    </>
  );
}

function OneAct({ act }: { readonly act: CounterAct }) {
  const { t, language } = useLanguage();
  const queries = useQueryClient();
  const params = { id: act.actId };
  const code = useMutation({ mutationFn: () => platform('POST /counter-acts/:id/code', { params }) });
  const answer = useMutation({
    mutationFn: (word: 'confirmed' | 'refused') =>
      platform('POST /counter-acts/:id/answer', { params, body: { answer: word } }),
    onSuccess: () => queries.invalidateQueries(),
  });
  const failed = code.error ?? answer.error;
  const { department, window, authority } = act;
  return (
    <article className="card unread">
      <h3>{language === 'en' ? act.titleEn : act.title}</h3>
      <Facts
        facts={[
          [t('哪个窗口'), t('{department}{window}号窗口', { department, window })],
          [t('谁的事'), act.whose],
          [t('事项或者申请'), act.about],
          [t('要替您说的话'), act.words],
          [t('企业规模'), act.wanted.size ? t(SIZES[act.wanted.size]) : null],
          [t('申请暂缓至'), act.wanted.until ?? null],
          [
            t('信用承诺'),
            act.wanted.commitment ? t('所述属实，今后依法诚信经营、诚信做人；如不属实，愿意承担法律责任。') : null,
          ],
          [t('授权证明（原件由窗口留存）'), authority && (language === 'en' ? authority.titleEn : authority.title)],
          [t('准备于'), <Instant key="at" of={act.at} />],
          [t('有效至'), <Instant key="until" of={act.expiresAt} />],
        ]}
      />
      {code.data ? (
        <p role="status" className="notice good">
          {t('确认码，五分钟内有效，念给窗口工作人员：')}
          <strong className="counter-code">{`${code.data.code.slice(0, 4)} ${code.data.code.slice(4)}`}</strong>
        </p>
      ) : null}
      {failed ? <ProblemNotice error={failed} /> : null}
      <p className="buttons">
        <button type="button" disabled={code.isPending} onClick={() => code.mutate()}>
          {code.data ? t('换一个确认码') : t('显示确认码')}
        </button>
        <button type="button" disabled={answer.isPending} onClick={() => answer.mutate('confirmed')}>
          {t('同意，就这样办')}
        </button>
        <button type="button" disabled={answer.isPending} onClick={() => answer.mutate('refused')}>
          {t('不同意')}
        </button>
      </p>
    </article>
  );
}

const SIZES = { micro: '微型企业', small: '小型企业', medium: '中型企业' } as const;

const STATES = { waiting: '等您确认', confirmed: '已确认', refused: '您没有同意', expired: '已过期' } as const;

function Past({ act }: { readonly act: OwnCounterActs['past'][number] }) {
  const { t, language } = useLanguage();
  const { department, window, authority } = act;
  return (
    <li className="card">
      <p className="marks soft">
        <Instant of={act.at} />
        {act.state ? <span className="mark">{t(STATES[act.state])}</span> : null}
      </p>
      <h3>{language === 'en' ? act.titleEn : act.title}</h3>
      <Facts
        facts={[
          [t('哪个窗口'), t('{department}{window}号窗口', { department, window })],
          [t('事项或者申请'), act.about],
          [t('授权证明（原件由窗口留存）'), authority && (language === 'en' ? authority.titleEn : authority.title)],
        ]}
      />
    </li>
  );
}
