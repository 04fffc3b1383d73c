/** Before it is sent: exactly what goes to whom and why; what is still missing; and the statements, one by one, none ticked beforehand. */

import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { OwnDraft, OwnReportForm } from '#contracts/own-reports.ts';
import { useCited, useLanguage, useSaid } from '../../../../shared/language.tsx';
import { useNotices } from '../../../../shared/notices.tsx';
import { Facts } from '../../parts/facts.tsx';
import { ProblemNotice } from '../../parts/problem-notice.tsx';
import type { Step } from './steps.ts';
import { useSubmission } from './use-submission.ts';
import { SEX_WORDS } from './words.ts';

export interface CheckProps {
  readonly form: OwnReportForm;
  readonly draft: OwnDraft;
  readonly version: () => number;
  readonly refresh: () => Promise<unknown>;
  readonly onMend: (step: Step) => void;
}

const STEP_OF: Readonly<Record<string, Step>> = {
  kind: 'kind',
  place: 'place',
  occurredOn: 'when',
  matter: 'what',
  sex: 'more',
  issuingCountry: 'more',
  evidence: 'proof',
};

export function Check({ form, draft, version, refresh, onMend }: CheckProps) {
  const { t } = useLanguage();
  const [stated, setStated] = useState<ReadonlySet<string>>(new Set());
  const made = form.statements.filter(({ id }) => stated.has(id));
  const send = useSubmission(draft, version, made);
  // what is shown here is what the server has, also when it was changed on another device meanwhile
  useEffect(() => void refresh(), [refresh]);
  const ready = draft.faults.length === 0 && made.length === form.statements.length;
  return (
    <>
      {draft.faults.length > 0 ? <Missing faults={draft.faults} onMend={onMend} /> : null}
      <Sent form={form} draft={draft} />
      <Statements statements={form.statements} stated={stated} onChange={setStated} />
      {send.isError ? <ProblemNotice error={send.error} /> : null}
      {send.data?.outcome === 'known' ? <Known outcome={send.data} /> : null}
      <button type="button" className="main wide" disabled={!ready || send.isPending} onClick={() => send.mutate()}>
        {send.isPending
          ? t('正在提交……')
          : draft.goesTo
            ? t('提交给{department}', { department: draft.goesTo })
            : t('提交')}
      </button>
      {ready ? null : <p className="soft">{t('补齐内容、逐项声明以后才能提交。')}</p>}
    </>
  );
}

function Missing({ faults, onMend }: Pick<OwnDraft, 'faults'> & Pick<CheckProps, 'onMend'>) {
  const { t } = useLanguage();
  const said = useSaid();
  return (
    <div className="notice warn" role="alert">
      <strong>{t('还差这些，补齐才能提交')}</strong>
      <ul className="faults">
        {faults.map((fault) => (
          <li key={fault.reason + fault.field}>
            {said(fault)}{' '}
            <button type="button" className="plain" onClick={() => onMend(STEP_OF[fault.field] ?? 'kind')}>
              {t('去补')}
              <span className="hidden">：{said(fault)}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

interface StatementsProps {
  readonly statements: OwnReportForm['statements'];
  /** ids of those that are ticked */
  readonly stated: ReadonlySet<string>;
  readonly onChange: (stated: ReadonlySet<string>) => void;
}

function Statements({ statements, stated, onChange }: StatementsProps) {
  const { t } = useLanguage();
  const said = useSaid();
  const state = (id: string, ticked: boolean) => {
    const next = new Set(stated);
    if (ticked) next.add(id);
    else next.delete(id);
    onChange(next);
  };
  return (
    <>
      <h2>{t('请您声明')}</h2>
      <p className="soft">{t('逐项确认。声明的内容、文本版本和时间会随上报保存。')}</p>
      <fieldset>
        <legend className="hidden">{t('请您声明')}</legend>
        {statements.map(({ id, text, textEn }) => (
          <label key={id} className="choice">
            <input type="checkbox" checked={stated.has(id)} onChange={({ target }) => state(id, target.checked)} />
            <span>{said({ zh: text, en: textEn })}</span>
          </label>
        ))}
      </fieldset>
    </>
  );
}

/** Somebody has reported it before: the way to how it stands. */
function Known({
  outcome,
}: {
  readonly outcome: { readonly zh: string; readonly en: string; readonly caseId: string };
}) {
  const { t } = useLanguage();
  const said = useSaid();
  return (
    <div className="notice" role="alert">
      <strong>{t('这件事已经报过了')}</strong>
      <p>{said(outcome)}</p>
      <Link to="/cases/$id" params={{ id: outcome.caseId }} className="button">
        {t('看看办到哪一步')}
      </Link>
    </div>
  );
}

function Sent({ form, draft: { content, sends, goesTo, evidence } }: Pick<CheckProps, 'form' | 'draft'>) {
  const { t, language } = useLanguage();
  const cited = useCited();
  const kind = form.kinds.find(({ id }) => id === content.kind);
  // where several notices are in force, what it rests on is the clause of the kind, in its own notice
  const several = useNotices().length > 1;
  const ground = several && kind ? { clause: kind.clause, text: kind.explanation } : null;
  const { clause, text } = ground ?? { clause: form.clause, text: form.clauseText };
  return (
    <>
      <section className="card">
        <h2>{t('将要送出的内容')}</h2>
        <Facts
          facts={[
            [t('类别'), kind && (language === 'en' ? kind.titleEn : `${kind.title}（${kind.official}）`)],
            [t('发生地'), form.places.find(({ id }) => id === content.place)?.name],
            [t('发生日期'), content.occurredOn],
            [t('具体事项'), content.matter],
            [t('证明材料'), evidence.items.map(({ title }) => title).join('、')],
            [t('姓名'), sends.name],
            [t('性别'), sends.sex === null ? null : t(SEX_WORDS[sends.sex as keyof typeof SEX_WORDS])],
            [t('证件'), `${sends.documentType} ${sends.documentNumber}`],
            [t('护照签发国家'), content.issuingCountry],
          ]}
        />
        <p className="soft">
          {t(
            '姓名、性别和证件来自统一身份认证。证件号码加密保存，工作人员要说明目的才能看到，看过会记下来，您能查到。',
          )}
        </p>
      </section>
      <section className="card">
        <h2>{t('送给谁、为什么')}</h2>
        <Facts
          facts={[
            [t('送给'), goesTo],
            [t('用途'), t('核对并认定这一件良好信息')],
            [t('依据'), `${t('通知{clause}', { clause: cited(clause) })} · ${text}`],
            [t('多久'), t('收到后 {period}办完（{citation}）', form.check)],
            [t('材料保存'), t('办结后保存 {period}，到期删除', { period: form.retention.period })],
          ]}
        />
      </section>
    </>
  );
}
