/** What this is for, what I have begun, what I handed in, and a new one. */

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { OwnReportForm, OwnReports } from '#contracts/own-reports.ts';
import { useCited, useLanguage, useSaid } from '../../../../shared/language.tsx';
import { useNotices } from '../../../../shared/notices.tsx';
import { newIdempotencyKey, platform } from '../../api.ts';
import { Answer } from '../../parts/answer.tsx';
import { Instant } from '../../parts/facts.tsx';
import { Page } from '../../parts/page.tsx';
import { ProblemNotice } from '../../parts/problem-notice.tsx';
import { useForm } from './use-form.ts';
import { MARKS, STATES } from './words.ts';

export default function Reports() {
  const { t } = useLanguage();
  const form = useForm();
  const reports = useQuery({ queryKey: ['reports'], queryFn: () => platform('GET /reports') });
  return (
    <Page title={t('上报')}>
      <Answer of={form}>
        {(of) => (
          <Answer of={reports}>
            {(data) => (
              <>
                <Introduction form={of} drafts={data.drafts.length} />
                <Drafts drafts={data.drafts} />
                <Submitted reports={data.submitted} />
              </>
            )}
          </Answer>
        )}
      </Answer>
    </Page>
  );
}

function Introduction({ form, drafts }: { readonly form: OwnReportForm; readonly drafts: number }) {
  const { t } = useLanguage();
  const cited = useCited();
  const several = useNotices().length > 1;
  const said = useSaid();
  const navigate = useNavigate();
  const [id] = useState(() => crypto.randomUUID());
  const [idempotencyKey] = useState(newIdempotencyKey);
  const begin = useMutation({
    mutationFn: () =>
      platform('PUT /report-drafts/:id', { params: { id }, body: { expectedVersion: 0, idempotencyKey, content: {} } }),
    onSuccess: () => navigate({ to: '/report/draft/$id', params: { id } }),
  });
  if (!form.eligible.yes) return <p className="notice">{said(form.eligible)}</p>;
  const full = drafts >= form.limits.drafts;
  return (
    <section>
      <p>{t('做了通知所说的好事，可以自己上报。主管部门核对证明、由两名工作人员认定以后，记为您的良好信息。')}</p>
      <p className="soft">
        {t('自愿，免费。填写大约需要五分钟，要上传证明的照片或者 PDF；可以随时停下，换一部手机也能接着填。')}{' '}
        {several ? null : t('依据通知{clause}。', { clause: cited(form.clause) })}
      </p>
      {begin.isError ? <ProblemNotice error={begin.error} /> : null}
      <button type="button" className="main wide" disabled={begin.isPending || full} onClick={() => begin.mutate()}>
        {t('开始上报')}
      </button>
      {full ? (
        <p className="soft">
          {t('最多同时保存 {count} 份草稿，请先提交或者删除一份。', { count: form.limits.drafts })}
        </p>
      ) : null}
    </section>
  );
}

function Drafts({ drafts }: { readonly drafts: OwnReports['drafts'] }) {
  const { t, language } = useLanguage();
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: (id: string) => platform('DELETE /report-drafts/:id', { params: { id } }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['reports'] }),
  });
  const [asked, setAsked] = useState<string | null>(null);
  if (drafts.length === 0) return null;
  return (
    <section>
      <h2>{t('没有提交的草稿')}</h2>
      <p className="soft">{t('草稿加密保存，只有您自己能看到。')}</p>
      {remove.isError ? <ProblemNotice error={remove.error} /> : null}
      <ul className="plain-list">
        {drafts.map(({ reportId, kindTitle, kindTitleEn, matter, savedAt, expiresOn }) => {
          const title = (language === 'en' ? kindTitleEn : kindTitle) ?? t('还没有选择类别');
          return (
            <li key={reportId} className="card">
              <h3>{title}</h3>
              {matter ? <p className="clip">{matter}</p> : null}
              <p className="soft">
                {t('最后保存')} <Instant of={savedAt} /> · {t('{day} 之后自动删除', { day: expiresOn })}
              </p>
              <div className="buttons">
                <Link to="/report/draft/$id" params={{ id: reportId }} className="button main">
                  {t('接着填')}
                  <span className="hidden">：{title}</span>
                </Link>
                {asked === reportId ? (
                  <button type="button" onClick={() => remove.mutate(reportId)} disabled={remove.isPending}>
                    {t('确定删除草稿和已上传的材料')}
                  </button>
                ) : (
                  <button type="button" onClick={() => setAsked(reportId)}>
                    {t('删除')}
                    <span className="hidden">：{title}</span>
                  </button>
                )}
              </div>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Submitted({ reports }: { readonly reports: OwnReports['submitted'] }) {
  const { t, language } = useLanguage();
  if (reports.length === 0) return null;
  return (
    <section>
      <h2>{t('已经提交的')}</h2>
      <ul className="plain-list">
        {reports.map((report) => (
          <li key={report.caseId} className="card">
            <p className="marks">
              <span className={`mark ${MARKS[report.state] ?? ''}`}>{t(STATES[report.state])}</span>
            </p>
            <h3>
              <Link to="/report/$id" params={{ id: report.caseId }}>
                {language === 'en' ? report.kindTitleEn : report.kindTitle}
              </Link>
            </h3>
            <p className="soft">
              {t('事项 {id}', { id: report.caseId })} · {report.department}
              {report.dueOn ? ` · ${t('至迟 {day} 办完', { day: report.dueOn })}` : ''}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
