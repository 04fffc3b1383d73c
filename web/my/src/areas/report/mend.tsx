/** Mending what came back: the department's reason on top, then only what can be changed, then send again. */
import { useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { MENDING_NOTE } from '#contracts/lengths.ts';
import type { OwnReportForm, OwnReportStatus } from '#contracts/own-reports.ts';
import { useLanguage } from '../../../../shared/language.tsx';
import { Answer } from '../../parts/answer.tsx';
import { Page } from '../../parts/page.tsx';
import { ProblemNotice } from '../../parts/problem-notice.tsx';
import { Proof } from './proof.tsx';
import { ofReport } from './proof-place.ts';
import './report.css';
import { useStatus } from './status.tsx';
import { useForm } from './use-form.ts';
import { type Mended, useMending } from './use-mending.ts';

export default function Mend() {
  const { t } = useLanguage();
  const { id } = useParams({ strict: false }) as { id: string };
  const status = useStatus(id);
  const form = useForm();
  return (
    <Page title={t('补正')} back={{ to: `/report/${id}`, title: t('我的上报 {id}', { id }) }}>
      <Answer of={form}>
        {(of) => (
          <Answer of={status}>
            {(report) =>
              report.canMend ? (
                <Form key={report.sequence} form={of} report={report} />
              ) : (
                <>
                  <p className="notice">{t('这件上报现在不需要补正。')}</p>
                  <Link to="/report/$id" params={{ id }} className="button">
                    {t('看看办到哪一步')}
                  </Link>
                </>
              )
            }
          </Answer>
        )}
      </Answer>
    </Page>
  );
}

function Form({ form, report }: { readonly form: OwnReportForm; readonly report: OwnReportStatus }) {
  const { t } = useLanguage();
  const queries = useQueryClient();
  const { entered, enter, send } = useMending(report);
  const missing = report.evidence.kinds.filter(({ required, present }) => required && !present);
  const left = form.limits.matter - [...entered.matter].length;
  return (
    <>
      <div className="notice warn">
        <strong>{t('{department}的意见', { department: report.department })}</strong>
        <p className="said">{report.steps.findLast(({ step }) => step === 'return')?.reason}</p>
      </div>
      <h2>{t('证明材料')}</h2>
      <Proof
        at={ofReport(report.caseId)}
        evidence={report.evidence}
        limits={form.limits}
        removable
        onChanged={() => queries.invalidateQueries({ queryKey: ['report', report.caseId] })}
      />
      <form
        onSubmit={(event) => {
          event.preventDefault();
          send.mutate();
        }}
      >
        <Fields entered={entered} enter={enter} left={left} today={form.today} />
        {send.isError ? <ProblemNotice error={send.error} /> : null}
        {missing.length > 0 ? (
          <p className="notice warn">
            {t('还没有上传：{what}', { what: missing.map(({ title }) => title).join('、') })}
          </p>
        ) : null}
        <button type="submit" className="main wide" disabled={send.isPending || missing.length > 0 || left < 0}>
          {t('重新提交给{department}', { department: report.department })}
        </button>
      </form>
    </>
  );
}

interface FieldsProps {
  readonly entered: Mended;
  readonly enter: (entered: Mended) => void;
  /** characters the matter may still have; below zero, how many are too many */
  readonly left: number;
  readonly today: string;
}

/** Only what can be changed: what was done, when, and a word to the department. */
function Fields({ entered, enter, left, today }: FieldsProps) {
  const { t } = useLanguage();
  return (
    <>
      <div className="field">
        <label htmlFor="matter">{t('具体做了什么')}</label>
        <textarea
          id="matter"
          required
          rows={5}
          value={entered.matter}
          aria-describedby="matter-left"
          onChange={({ target }) => enter({ ...entered, matter: target.value })}
        />
        <p id="matter-left" className="hint">
          {left < 0 ? t('多了 {count} 个字', { count: -left }) : t('还可以写 {count} 个字', { count: left })}
        </p>
      </div>
      <div className="field">
        <label htmlFor="when">{t('发生日期')}</label>
        <input
          id="when"
          type="date"
          required
          max={today}
          value={entered.occurredOn}
          onChange={({ target }) => enter({ ...entered, occurredOn: target.value })}
        />
      </div>
      <div className="field">
        <label htmlFor="note">{t('给办理部门的说明（可以不写）')}</label>
        <textarea
          id="note"
          rows={3}
          maxLength={MENDING_NOTE.most}
          value={entered.note}
          onChange={({ target }) => enter({ ...entered, note: target.value })}
        />
      </div>
    </>
  );
}
