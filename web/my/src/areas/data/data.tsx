/** Everything held about oneself: records, cases, lists, what went to other systems, consents; to take away as a file or a paper. */

import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import type { OwnData } from '#contracts/own-data.ts';
import { useCited, useLanguage } from '../../../../shared/language.tsx';
import { useClauseAddress } from '../../../../shared/notices.tsx';
import { useActing } from '../../acting.tsx';
import { platform } from '../../api.ts';
import { Answer } from '../../parts/answer.tsx';
import { Day, Facts, Instant } from '../../parts/facts.tsx';
import { ObjectionMark } from '../../parts/objection-mark.tsx';
import { CASE_STATES, useOwnData } from '../../parts/own-data.ts';
import { Page } from '../../parts/page.tsx';
import { FullReport } from './full-report.tsx';
import { MODES, STANDINGS } from './words.ts';

export default function Data() {
  const { t } = useLanguage();
  const uscc = useActing().organisation?.uscc;
  const data = useOwnData();
  return (
    <Page title={t('我的信息')}>
      <p className="soft">{t('平台掌握的全部信息都在这里。随时查看，不限次数。')}</p>
      <Answer of={data}>
        {(held) => (
          <>
            <Held held={held} />
            <Records records={held.records} />
            {held.subject.type === 'organisation' ? <Lists lists={held.lists} /> : null}
            <Cases cases={held.cases} />
            <Others held={held} />
            <section className="card">
              <h2>{t('带走')}</h2>
              <p>
                <a className="button" href={platform.href('GET /data/export', { query: { uscc } })} download>
                  {t('下载全部信息（JSON）')}
                </a>
              </p>
              <FullReport reports={held.fullReports} />
            </section>
          </>
        )}
      </Answer>
    </Page>
  );
}

/** The three systems, each with what it holds. */
function Held({ held }: { readonly held: OwnData }) {
  const { t } = useLanguage();
  const { subject, records, cases, lists, consents } = held;
  const open = consents.at(-1)?.change === 'opened';
  const points = open ? (
    <Link to="/points">{t('为您开通的积分账户，逐项看得到')}</Link>
  ) : (
    t('没有开通积分，积分系统没有您的任何信息。')
  );
  const site =
    lists.length === 0 ? (
      t('没有列入名单。')
    ) : (
      <a href={`/organisations/${subject.number}`}>{t('名单 {count} 处，看公示的样子', { count: lists.length })}</a>
    );
  return (
    <section className="card">
      <h2>{t('三个系统各有什么')}</h2>
      <Facts
        facts={[
          [
            t('信用平台'),
            t('记录 {records} 条，事项 {cases} 件，都在本页', { records: records.length, cases: cases.length }),
          ],
          [t('积分系统'), subject.type === 'person' ? points : t('只有个人，没有单位的信息。')],
          [t('公示网站'), subject.type === 'person' ? t('只有单位，没有任何个人的信息。') : site],
        ]}
      />
    </section>
  );
}

function Records({ records }: Pick<OwnData, 'records'>) {
  const { t, language } = useLanguage();
  useEffect(() => document.getElementById(location.hash.slice(1))?.focus(), []); // come from the points page to one of them
  return (
    <section>
      <h2>{t('信用记录')}</h2>
      {records.length === 0 ? <p className="soft">{t('没有信用记录。')}</p> : null}
      <ul className="plain-list">
        {records.map((record) => (
          <li key={record.recordId} className={record.polarity === 'adverse' ? 'card adverse' : 'card'}>
            <p className="marks">
              <span className="mark">{t(record.polarity === 'good' ? '良好信息' : '不良信息')}</span>
              <span className="mark">{t(STANDINGS[record.standing])}</span>
              <ObjectionMark of={record} />
            </p>
            <h3 id={`record-${record.recordId}`} tabIndex={-1}>
              {language === 'en' ? record.kindTitleEn : record.kindTitle}
            </h3>
            <p lang="zh-CN">{record.matter}</p>
            <Facts
              facts={[
                [t('从哪来'), t(record.reportingDepartment)],
                [t('谁认定'), `${record.determiningDepartment}，${record.determinedOn}`],
                [t('为什么'), <Why key="why" clause={record.clause} />],
                [t('到何时'), record.validUntil ?? t('长期')],
                [t('谁能看'), t(MODES[record.disclosureMode])],
              ]}
            />
            {record.changes.length > 0 ? (
              <details>
                <summary>{t('变更过 {count} 次', { count: record.changes.length })}</summary>
                <ul>
                  {record.changes.map((change) => (
                    <li key={`${change.effectiveOn}${change.change}${change.basis}`}>
                      <Day of={change.effectiveOn} /> {change.title}（{change.department}）：{change.reason}
                    </li>
                  ))}
                </ul>
              </details>
            ) : null}
            <Link to="/cases/$id" params={{ id: record.caseId }} className="button">
              {t('查看经过和可以办理的事')}
              <span className="hidden">：{t('事项 {id}', { id: record.caseId })}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Lists({ lists }: Pick<OwnData, 'lists'>) {
  const { t, language } = useLanguage();
  const cited = useCited();
  const standing = { listed: '在列', notice: '公示中', former: '曾经列入' } as const;
  return (
    <section>
      <h2>{t('名单和适用的措施')}</h2>
      {lists.length === 0 ? <p className="soft">{t('没有列入名单，不适用任何措施。')}</p> : null}
      <ul className="plain-list">
        {lists.map((entry) => (
          <li key={`${entry.list}${entry.number}${entry.recordId}`} className="card">
            <p className="marks">
              <span className="mark">{t(standing[entry.standing])}</span>
              {entry.number === null ? null : (
                <span className="mark">{t('第 {number} 期', { number: entry.number })}</span>
              )}
              <ObjectionMark of={entry} />
            </p>
            <h3 lang="zh-CN">{entry.title}</h3>
            <p lang="zh-CN">{entry.groundTitle}</p>
            <Facts
              facts={[
                [t('起止'), `${entry.from} — ${entry.until ?? t('长期')}`],
                ...entry.measures.map(
                  (measure) =>
                    [
                      t('措施（{clause}）', { clause: cited(measure.clause) }),
                      `${language === 'en' ? measure.titleEn : measure.title}：${measure.matters.join('、')}`,
                    ] as const,
                ),
              ]}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Cases({ cases }: Pick<OwnData, 'cases'>) {
  const { t, language } = useLanguage();
  const open = cases.filter(({ state }) => state !== 'determined');
  return (
    <section>
      <h2>{t('报送和认定情况')}</h2>
      {open.length === 0 ? <p className="soft">{t('没有正在办理的事项。')}</p> : null}
      <ul className="plain-list">
        {open.map((one) => (
          <li key={one.caseId} className={one.polarity === 'adverse' ? 'card adverse' : 'card'}>
            <p className="marks">
              <span className="mark">{t(CASE_STATES[one.state])}</span>
            </p>
            <h3>{language === 'en' ? one.kindTitleEn : one.kindTitle}</h3>
            <p lang="zh-CN">{one.matter}</p>
            <Facts
              facts={[
                [t('事项编号'), one.caseId],
                [t('从哪来'), t(one.reportingDepartment)],
                [t('谁认定'), one.competentDepartment],
              ]}
            />
            <Link to="/cases/$id" params={{ id: one.caseId }} className="button">
              {t('查看经过和可以办理的事')}
              <span className="hidden">：{t('事项 {id}', { id: one.caseId })}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Others({ held }: { readonly held: OwnData }) {
  const { t } = useLanguage();
  // an edition goes to the site as a whole, not by organisation
  const published = held.lists;
  const outcomes = {
    acknowledged: '对方已签收',
    waiting: '等待签收',
    refused: '对方未接收',
    withheld: '未发出',
  } as const;
  return (
    <section>
      <h2>{t('给了谁')}</h2>
      {held.deliveries.length + published.length === 0 ? <p className="soft">{t('没有提供给其他系统。')}</p> : null}
      <ul className="rows">
        {published.map((entry) => (
          <li key={`${entry.number}${entry.recordId}`}>
            <Day of={entry.from} />{' '}
            {entry.number === null
              ? t('公示网站：拟列入{list}，公示征求异议', { list: entry.title })
              : t('公示网站：{list}第 {number} 期', { list: entry.title, number: entry.number })}
          </li>
        ))}
        {held.deliveries.map((delivery) => (
          <li key={`${delivery.at}${delivery.what}`}>
            <Instant of={delivery.at} /> {delivery.recipient}：{t(delivery.what)}（{t(outcomes[delivery.outcome])}）
          </li>
        ))}
      </ul>
      {held.subject.type === 'person' ? (
        <>
          <h2>{t('授权')}</h2>
          {held.consents.length === 0 ? <p className="soft">{t('没有开通积分，积分系统没有您的任何信息。')}</p> : null}
          <ul className="rows">
            {held.consents.map((consent) => (
              <li key={consent.receiptId}>
                <Instant of={consent.at} /> {t(consent.change === 'opened' ? '同意开通积分' : '撤回同意，注销积分')}{' '}
                <span className="soft code">{consent.receiptId}</span>
              </li>
            ))}
          </ul>
          <p>
            <Link to="/points">{t('查看或者撤回授权')}</Link>
          </p>
        </>
      ) : null}
    </section>
  );
}

/** The clause, one step away from its words. */
function Why({ clause }: { readonly clause: string }) {
  const { t } = useLanguage();
  const cited = useCited();
  const address = useClauseAddress();
  return <a href={address(clause)}>{t('通知{clause}', { clause: cited(clause) })}</a>;
}
