/** How my report stands: what comes next and by when, what was done, what I sent; mend it or take it back. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { OwnReportStatus } from '#contracts/own-reports.ts';
import { useLanguage, useSaid } from '../../../../shared/language.tsx';
import { newIdempotencyKey, platform } from '../../api.ts';
import { Answer } from '../../parts/answer.tsx';
import { Facts, Instant } from '../../parts/facts.tsx';
import { ObjectionMark } from '../../parts/objection-mark.tsx';
import { Page } from '../../parts/page.tsx';
import { ProblemNotice } from '../../parts/problem-notice.tsx';
import './report.css';
import { MARKS, STATES } from './words.ts';

export function useStatus(id: string) {
  return useQuery({ queryKey: ['report', id], queryFn: () => platform('GET /reports/:id', { params: { id } }) });
}

export default function Status() {
  const { t } = useLanguage();
  const { id } = useParams({ strict: false }) as { id: string };
  const { sent } = useSearch({ strict: false });
  const status = useStatus(id);
  return (
    <Page title={t('我的上报 {id}', { id })} back={{ to: '/report', title: t('我的上报') }}>
      <Answer of={status}>{(report) => <Report report={report} sent={sent === 'yes'} />}</Answer>
    </Page>
  );
}

interface ReportProps {
  readonly report: OwnReportStatus;
}

function Report({ report, sent }: ReportProps & { readonly sent: boolean }) {
  const { t } = useLanguage();
  return (
    <>
      {sent && report.state === 'reported' ? (
        <p className="notice good" role="status">
          {t('已经提交。事项编号 {id}，以后凭编号或者在这里查看。', { id: report.caseId })}
        </p>
      ) : null}
      <Next report={report} />
      <Course report={report} />
      <Content report={report} />
      {report.canWithdraw ? <Withdraw report={report} /> : null}
    </>
  );
}

/** How it stands, and what comes next, by whom and by when. */
function Next({ report }: ReportProps) {
  const { t } = useLanguage();
  const said = useSaid();
  return (
    <section className="card">
      <p className="marks">
        <span className={`mark ${MARKS[report.state] ?? ''}`}>{t(STATES[report.state])}</span>
        {report.workingDaysLeft !== null && report.workingDaysLeft >= 0 ? (
          <span className="mark">{t('还有 {count} 个工作日', { count: report.workingDaysLeft })}</span>
        ) : null}
      </p>
      <h2>{t('下一步')}</h2>
      <p>{said(report.next)}</p>
      {report.workingDaysLeft !== null && report.workingDaysLeft < 0 ? (
        <p className="notice warn">{t('已经超过期限。信用主管部门能看到超期的事项，会督促办理；您不需要做什么。')}</p>
      ) : null}
      {report.canMend ? (
        <Link to="/report/$id/mend" params={{ id: report.caseId }} className="button main wide">
          {t('现在补正')}
        </Link>
      ) : null}
      {report.record ? <ObjectionMark of={report.record} /> : null}
      {report.record ? (
        <Link to="/cases/$id" params={{ id: report.caseId }} className="button main wide">
          {t('看这条记录')}
        </Link>
      ) : null}
    </section>
  );
}

/** What was done so far. */
function Course({ report }: ReportProps) {
  const { t } = useLanguage();
  const said = useSaid();
  return (
    <section className="card">
      <h2>{t('经过')}</h2>
      <ol className="timeline">
        {report.steps.map((step) => (
          <li key={step.at + step.step}>
            <Instant of={step.at} />
            <strong>{said(step)}</strong>
            {step.department ? ` · ${step.department}` : ''}
            {step.reason ? <p className="said">{step.reason}</p> : null}
          </li>
        ))}
      </ol>
    </section>
  );
}

/** What was sent, and what was stated with it. */
function Content({ report }: ReportProps) {
  const { t, language } = useLanguage();
  const said = useSaid();
  return (
    <section className="card">
      <h2>{t('上报的内容')}</h2>
      <Facts
        facts={[
          [t('类别'), language === 'en' ? report.kindTitleEn : report.kindTitle],
          [t('发生地'), report.place],
          [t('发生日期'), report.occurredOn],
          [t('具体事项'), report.matter],
          [t('证明材料'), report.evidence.items.map(({ title }) => title).join('、')],
          [t('办理部门'), report.department],
          [t('代为办理'), report.assisted ? t('由政务服务窗口代您提交') : null],
        ]}
      />
      <details>
        <summary>{t('您作出的声明')}</summary>
        <ul>
          {report.statements.map(({ id, text, textEn }) => (
            <li key={id}>{said({ zh: text, en: textEn })}</li>
          ))}
        </ul>
      </details>
    </section>
  );
}

function Withdraw({ report: { caseId, sequence } }: ReportProps) {
  const { t } = useLanguage();
  const queries = useQueryClient();
  const [asked, setAsked] = useState(false);
  const [idempotencyKey] = useState(newIdempotencyKey);
  const withdraw = useMutation({
    mutationFn: () =>
      platform('POST /reports/:id/withdrawal', {
        params: { id: caseId },
        body: { expectedSequence: sequence, idempotencyKey },
      }),
    onSettled: () => queries.invalidateQueries(),
  });
  return (
    <section>
      <h2>{t('不想报了')}</h2>
      <p className="soft">{t('认定以前可以撤回，不产生任何影响；同一件事以后还可以再报。')}</p>
      {withdraw.isError ? <ProblemNotice error={withdraw.error} /> : null}
      {asked ? (
        <div className="buttons">
          <button type="button" className="main" disabled={withdraw.isPending} onClick={() => withdraw.mutate()}>
            {t('确定撤回')}
          </button>
          <button type="button" onClick={() => setAsked(false)}>
            {t('不撤回')}
          </button>
        </div>
      ) : (
        <button type="button" onClick={() => setAsked(true)}>
          {t('撤回上报')}
        </button>
      )}
    </section>
  );
}
