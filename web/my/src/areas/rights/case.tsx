/** One matter: what it says, how it came about step by step, and what one can do about it now. */

import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { OwnCase } from '#contracts/own-data.ts';
import type { Guidance } from '#contracts/rights.ts';
import { useCited, useLanguage, useSaid } from '../../../../shared/language.tsx';
import { useActing } from '../../acting.tsx';
import { platform } from '../../api.ts';
import { Answer } from '../../parts/answer.tsx';
import { Facts, Instant } from '../../parts/facts.tsx';
import { ObjectionMark } from '../../parts/objection-mark.tsx';
import { CASE_STATES, useOwnData } from '../../parts/own-data.ts';
import { Page } from '../../parts/page.tsx';
import { KINDS } from './words.ts';

export default function Case() {
  const { t, language } = useLanguage();
  const cited = useCited();
  const { id } = useParams({ strict: false }) as { id: string };
  const uscc = useActing().organisation?.uscc;
  const data = useOwnData();
  const guidance = useQuery({
    queryKey: ['guidance', id, uscc],
    queryFn: () => platform('GET /cases/:id/guidance', { params: { id }, query: { uscc } }),
  });
  return (
    <Page title={t('事项 {id}', { id })} back={{ to: '/data', title: t('我的信息') }}>
      <Answer of={data}>
        {({ cases }) => {
          const one = cases.find(({ caseId }) => caseId === id);
          if (!one) return <p className="soft">{t('没有找到这一事项。如果您代表单位，请在上方选择为谁办理。')}</p>;
          return (
            <>
              <section className={one.polarity === 'adverse' ? 'card adverse' : 'card'}>
                <p className="marks">
                  <span className="mark">{t(CASE_STATES[one.state])}</span>
                  <ObjectionMark of={one} />
                </p>
                <h2>{language === 'en' ? one.kindTitleEn : one.kindTitle}</h2>
                <p lang="zh-CN">{one.matter}</p>
                <Facts
                  facts={[
                    [t('发生日期'), one.occurredOn],
                    [t('从哪来'), t(one.reportingDepartment)],
                    [t('谁认定'), one.competentDepartment],
                    [t('为什么'), `${t('通知{clause}', { clause: cited(one.clause) })} ${one.clauseTitle}`],
                    [
                      t('决定文书'),
                      one.decision ? `${one.decision.number}，${one.decision.authority}，${one.decision.date}` : null,
                    ],
                    [t('依据'), one.decision?.legalBasis],
                    [t('告知书'), one.notice ? `${one.notice.number}，${one.notice.servedOn}` : null],
                  ]}
                />
              </section>
              <Course steps={one.steps} />
            </>
          );
        }}
      </Answer>
      <h2>{t('可以办理的事')}</h2>
      <Answer of={guidance}>{({ items }) => <Possibilities id={id} items={items} />}</Answer>
    </Page>
  );
}

function Possibilities({ id, items }: { readonly id: string; readonly items: Guidance['items'] }) {
  const { t } = useLanguage();
  const said = useSaid();
  return (
    <ul className="plain-list">
      {items.map((item) => (
        <li key={item.kind} className="card">
          <h3>{t(KINDS[item.kind])}</h3>
          <p>{said(item)}</p>
          {item.possible ? (
            <>
              <ol className="steps">
                {item.steps.map((step) => (
                  <li key={step}>{t(step)}</li>
                ))}
              </ol>
              <Link to="/cases/$id/$kind" params={{ id, kind: item.kind }} className="button main">
                {t(KINDS[item.kind])}
              </Link>
            </>
          ) : null}
          {item.citation ? (
            <p className="soft">
              {t('依据')}：{item.citation}
            </p>
          ) : null}
        </li>
      ))}
    </ul>
  );
}

function Course({ steps }: Pick<OwnCase, 'steps'>) {
  const { t } = useLanguage();
  return (
    <section className="card">
      <h2>{t('经过')}</h2>
      <ol className="timeline">
        {steps.map((step) => (
          <li key={`${step.at}${step.action}`}>
            <Instant of={step.at} />
            <strong>{t(step.title)}</strong> {step.department ?? t('本人')}
            {step.reason ? <p>{step.reason}</p> : null}
          </li>
        ))}
        {steps.length === 0 ? <li>{t('已报送，尚未办理。')}</li> : null}
      </ol>
    </section>
  );
}
