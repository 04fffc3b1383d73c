/** Own reports of who appears: how each stands and what comes next, mending and taking back, and handing in another. */
import { Alert, App, Button, Spin, Tag } from 'antd';
import { useState } from 'react';
import type { OwnReportOutcome, OwnReportStatus } from '#contracts/own-reports.ts';
import { useLanguage, useSaid } from '../../language.tsx';
import { CaseDeadline } from '../../parts/case-deadline.tsx';
import { STATE_COLOURS, STATES } from '../../parts/case-words.ts';
import { ProblemAlert } from '../../problem.tsx';
import type { Appeared } from './appeared.ts';
import { useCounterReports, useCounterReportsChanged } from './questions.ts';
import { CounterReportForm } from './report-form.tsx';
import { MendReport, WithdrawReport } from './report-mend.tsx';

interface Props {
  readonly appeared: Appeared;
  /** something was handed in, mended or taken back: what is known about the person has changed */
  readonly onChanged: () => void;
}

export function CounterReports({ appeared, onChanged }: Props) {
  const { t } = useLanguage();
  const askAnew = useCounterReportsChanged(appeared);
  const [writing, setWriting] = useState(false);
  const [outcome, setOutcome] = useState<OwnReportOutcome | null>(null);
  const reports = useCounterReports(appeared);
  const changed = () => {
    askAnew();
    onChanged();
  };
  return (
    <section className="office-card">
      <header>
        <h2>{t('本人做的好事')}</h2>
        {writing ? null : (
          <Button
            type="primary"
            onClick={() => {
              setOutcome(null);
              setWriting(true);
            }}
          >
            {t('代为上报一件')}
          </Button>
        )}
      </header>
      {outcome ? <Outcome outcome={outcome} onClose={() => setOutcome(null)} /> : null}
      {writing ? (
        <CounterReportForm
          appeared={appeared}
          onClose={() => setWriting(false)}
          onDone={(done) => {
            setOutcome(done);
            setWriting(false);
            if (done.outcome === 'submitted') changed();
          }}
        />
      ) : null}
      {reports.isError ? <ProblemAlert error={reports.error} onRetry={() => void reports.refetch()} /> : null}
      {reports.isPending ? <Spin /> : null}
      {reports.data?.items.length === 0 ? <p className="quiet">{t('没有上报过。')}</p> : null}
      {reports.data?.items.map((report) => (
        <OneReport key={report.caseId} appeared={appeared} report={report} onChanged={changed} />
      ))}
    </section>
  );
}

function Outcome({ outcome, onClose }: { readonly outcome: OwnReportOutcome; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const said = useSaid();
  if (outcome.outcome === 'known')
    return (
      <Alert type="warning" showIcon closable={{ onClose }} title={t('这件事已经报过了')} description={said(outcome)} />
    );
  const { caseId, department, checkBy } = outcome;
  return (
    <Alert
      type="success"
      showIcon
      closable={{ onClose }}
      title={t('已上报，事项 {caseId}，由{department}核对', { caseId, department })}
      description={`${checkBy ? t('至迟 {day} 核对完毕。', { day: checkBy }) : ''}${t('请把纸质材料编号留存，并把事项编号告诉本人；需要补正、认定或者不予认定，平台都会通知本人。')}`}
    />
  );
}

interface ReportProps {
  readonly appeared: Appeared;
  readonly report: OwnReportStatus;
  readonly onChanged: () => void;
}

function OneReport({ appeared, report, onChanged }: ReportProps) {
  const { t, language } = useLanguage();
  const said = useSaid();
  const { message } = App.useApp();
  const [chosen, setChosen] = useState<'mend' | 'withdraw' | null>(null);
  const back = report.state === 'returned' || report.state === 'refused' ? report.steps.at(-1)?.reason : null;
  const done = () => {
    void message.success(chosen === 'mend' ? t('已重新提交，由办理部门核对') : t('已撤回'));
    setChosen(null);
    onChanged();
  };
  return (
    <article className="counter-case">
      <h3>
        {language === 'en' ? report.kindTitleEn : report.kindTitle} <span className="numbers">{report.caseId}</span>{' '}
        <Tag color={STATE_COLOURS[report.state]}>{t(STATES[report.state])}</Tag>
      </h3>
      <p className="request-said">{report.matter}</p>
      <p>
        {said(report.next)} {report.dueOn ? <CaseDeadline dueOn={report.dueOn} left={report.workingDaysLeft} /> : null}
      </p>
      {back ? (
        <p>
          <strong>{t('办理部门的意见')}</strong>
          {t('：')}
          {back}
        </p>
      ) : null}
      <div className="case-acts">
        {report.canMend ? (
          <Button size="small" type="primary" onClick={() => setChosen('mend')}>
            {t('代为补正')}
          </Button>
        ) : null}
        {report.canWithdraw ? (
          <Button size="small" onClick={() => setChosen('withdraw')}>
            {t('代为撤回')}
          </Button>
        ) : null}
      </div>
      {chosen === 'mend' ? (
        <MendReport appeared={appeared} report={report} onClose={() => setChosen(null)} onDone={done} />
      ) : null}
      {chosen === 'withdraw' ? (
        <WithdrawReport appeared={appeared} report={report} onClose={() => setChosen(null)} onDone={done} />
      ) : null}
    </article>
  );
}
