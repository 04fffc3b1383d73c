/** Writing a report: one question per page, saved as one goes, and at the end exactly what is sent, to whom and why. */
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { type ReactNode, useEffect } from 'react';
import type { OwnDraft, OwnReportContent, OwnReportForm } from '#contracts/own-reports.ts';
import { useLanguage } from '../../../../shared/language.tsx';
import { Answer } from '../../parts/answer.tsx';
import { Page } from '../../parts/page.tsx';
import { ProblemNotice } from '../../parts/problem-notice.tsx';
import { Check } from './check.tsx';
import { Proof } from './proof.tsx';
import { ofDraft } from './proof-place.ts';
import { KindQuestion, MatterQuestion, MoreQuestion, PlaceQuestion, WhenQuestion } from './questions.tsx';
import './report.css';
import { useForm } from './use-form.ts';
import { type Saving, useOwnDraft } from './use-own-draft.ts';

const STEPS = ['kind', 'place', 'when', 'what', 'more', 'proof', 'check'] as const;
export type Step = (typeof STEPS)[number];

const TITLES: Readonly<Record<Step, string>> = {
  kind: '您做了哪一类事？',
  place: '事情发生在哪里？',
  when: '是哪一天？',
  what: '具体做了什么？',
  more: '还需要知道',
  proof: '上传证明',
  check: '核对并提交',
};

export default function Draft() {
  const { t } = useLanguage();
  const { id } = useParams({ strict: false }) as { id: string };
  const form = useForm();
  const draft = useOwnDraft(id);
  if (!form.data || !draft.loaded.data || draft.content === null)
    return (
      <Page title={t('上报')} back={{ to: '/report', title: t('我的上报') }}>
        <Answer of={form}>{() => <Answer of={draft.loaded}>{() => null}</Answer>}</Answer>
      </Page>
    );
  return <Steps form={form.data} loaded={draft.loaded.data} content={draft.content} draft={draft} />;
}

interface StepsProps {
  readonly form: OwnReportForm;
  readonly loaded: OwnDraft;
  readonly content: OwnReportContent;
  readonly draft: ReturnType<typeof useOwnDraft>;
}

function Steps({ form, loaded, content, draft }: StepsProps) {
  const { t } = useLanguage();
  const navigate = useNavigate();
  const { step: asked } = useSearch({ strict: false }) as { step?: string };
  const kind = form.kinds.find((one) => one.id === content.kind);
  const asks = kind?.asks ?? [];
  const needed = STEPS.filter((step) => step !== 'more' || asks.includes('sex') || asks.includes('issuingCountry'));
  const step = needed.find((one) => one === asked) ?? 'kind';
  const place = needed.indexOf(step);
  const to = (target: Step) =>
    navigate({ to: '/report/draft/$id', params: { id: loaded.reportId }, search: { step: target } });

  /** Goes on only with what the server has: then nothing is lost whatever happens next. */
  async function goOn(): Promise<void> {
    if (!(await draft.flush())) return;
    await draft.refresh();
    await to(needed[place + 1] ?? 'check');
  }

  const change = draft.change;
  const questions: Readonly<Record<Exclude<Step, 'proof' | 'check'>, ReactNode>> = {
    kind: <KindQuestion form={form} content={content} change={change} />,
    place: <PlaceQuestion form={form} content={content} change={change} />,
    when: <WhenQuestion form={form} content={content} change={change} />,
    what: <MatterQuestion form={form} content={content} change={change} />,
    more: <MoreQuestion asks={asks} content={content} change={change} />,
  };
  return (
    <Page
      key={step}
      title={t(TITLES[step])}
      back={
        place === 0
          ? { to: '/report', title: t('我的上报') }
          : { to: `/report/draft/${loaded.reportId}`, title: t('上一步'), search: { step: needed[place - 1]! } }
      }
    >
      <p className="step-of">{t('第 {step} 步，共 {count} 步', { step: place + 1, count: needed.length })}</p>
      <SavingState saving={draft.saving} draft={draft} />
      {step === 'check' ? (
        <Check form={form} draft={loaded} version={draft.version} refresh={draft.refresh} onMend={to} />
      ) : step === 'proof' ? (
        <>
          {kind ? (
            <Proof
              at={ofDraft(loaded.reportId)}
              evidence={loaded.evidence}
              limits={form.limits}
              removable
              onChanged={draft.refresh}
            />
          ) : (
            <p className="notice warn">{t('请先选择做了哪一类事，才知道要上传什么证明。')}</p>
          )}
          <Onward goOn={goOn} />
        </>
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void goOn();
          }}
        >
          {questions[step]}
          <Onward />
        </form>
      )}
    </Page>
  );
}

/** A button that submits the question's form, or goes on where there is none. */
function Onward({ goOn }: { readonly goOn?: () => Promise<void> }) {
  const { t } = useLanguage();
  return (
    <div className="buttons">
      <button type={goOn ? 'button' : 'submit'} className="main wide" {...(goOn ? { onClick: () => void goOn() } : {})}>
        {t('下一步')}
      </button>
      <Link to="/report" className="button wide">
        {t('先放着，以后再填')}
      </Link>
    </div>
  );
}

function SavingState({ saving, draft }: { readonly saving: Saving; readonly draft: ReturnType<typeof useOwnDraft> }) {
  const { t } = useLanguage();
  useEffect(() => {
    if (saving.state === 'saved' || saving.state === 'refused') return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', warn);
    return () => removeEventListener('beforeunload', warn);
  }, [saving.state]);
  switch (saving.state) {
    case 'saved':
      return (
        <p className="saving" role="status">
          {t('已保存')}
        </p>
      );
    case 'saving':
      return (
        <p className="saving" role="status">
          {t('正在保存……')}
        </p>
      );
    case 'offline':
      return (
        <p className="notice warn" role="status">
          {t('网络断开，还没有保存。内容在本页上，网络恢复以后会自动保存。')}
        </p>
      );
    case 'conflict':
      return (
        <div className="notice warn" role="alert">
          <strong>{t('您在别的设备上改过这份草稿')}</strong>
          <p>{t('那里保存的版本更新。请选择留下哪一份，另一份会被替换。')}</p>
          <div className="buttons">
            <button type="button" className="main" onClick={() => void draft.takeTheirs()}>
              {t('用别处保存的')}
            </button>
            <button type="button" onClick={() => void draft.keepMine(saving.version)}>
              {t('用这里填的')}
            </button>
          </div>
        </div>
      );
    case 'refused':
      return (
        <>
          <p className="saving" role="status">
            {t('还没有保存，请先改正')}
          </p>
          <ProblemNotice error={saving.error} />
        </>
      );
  }
}
