/** Writing a report: one question per page, saved as one goes, and at the end exactly what is sent, to whom and why. */
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import type { OwnDraft, OwnReportContent, OwnReportForm } from '#contracts/own-reports.ts';
import { useLanguage } from '../../../../shared/language.tsx';
import { Answer } from '../../parts/answer.tsx';
import { Page } from '../../parts/page.tsx';
import { Check } from './check.tsx';
import { Proof } from './proof.tsx';
import { ofDraft } from './proof-place.ts';
import { KindQuestion, MatterQuestion, MoreQuestion, PlaceQuestion, WhenQuestion } from './questions.tsx';
import './report.css';
import { SavingState } from './saving-state.tsx';
import { type Asked, neededSteps, type Step, TITLES } from './steps.ts';
import { useForm } from './use-form.ts';
import { useOwnDraft } from './use-own-draft.ts';

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
  const { step: asked } = useSearch({ strict: false });
  const asks = form.kinds.find(({ id }) => id === content.kind)?.asks ?? [];
  const needed = neededSteps(asks);
  const step = needed.find((one) => one === asked) ?? 'kind';
  const place = needed.indexOf(step);
  const to = (target: Step) =>
    navigate({ to: '/report/draft/$id', params: { id: loaded.reportId }, search: { step: target } });

  /** Goes on only with what the server has: then nothing is lost whatever happens next. */
  async function goOn(): Promise<void> {
    if (!(await draft.saver.flush())) return;
    await draft.refresh();
    await to(needed[place + 1] ?? 'check');
  }

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
      <SavingState draft={draft} />
      {step === 'check' ? (
        <Check form={form} draft={loaded} version={() => draft.saver.version} refresh={draft.refresh} onMend={to} />
      ) : step === 'proof' ? (
        <ProofStep {...{ form, loaded, content, draft, goOn }} />
      ) : (
        <Question {...{ form, content, asks, step, goOn }} change={draft.change} />
      )}
    </Page>
  );
}

function ProofStep({ form, loaded, content, draft, goOn }: StepsProps & { readonly goOn: () => Promise<void> }) {
  const { t } = useLanguage();
  return (
    <>
      {form.kinds.some(({ id }) => id === content.kind) ? (
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
  );
}

interface QuestionProps {
  readonly form: OwnReportForm;
  readonly content: OwnReportContent;
  readonly change: (part: Partial<OwnReportContent>) => void;
  readonly asks: Asked;
  readonly step: Exclude<Step, 'proof' | 'check'>;
  readonly goOn: () => Promise<void>;
}

function Question({ form, content, change, asks, step, goOn }: QuestionProps) {
  const questions = {
    kind: <KindQuestion form={form} content={content} change={change} />,
    place: <PlaceQuestion form={form} content={content} change={change} />,
    when: <WhenQuestion form={form} content={content} change={change} />,
    what: <MatterQuestion form={form} content={content} change={change} />,
    more: <MoreQuestion asks={asks} content={content} change={change} />,
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void goOn();
      }}
    >
      {questions[step]}
      <Onward />
    </form>
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
