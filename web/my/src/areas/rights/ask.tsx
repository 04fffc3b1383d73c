/** The form of a request: one page, only what its kind needs. What is typed stays in the tab until it is sent. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { STATEMENT } from '#contracts/lengths.ts';
import { useLanguage, useSaid } from '../../../../shared/language.tsx';
import { useActing } from '../../acting.tsx';
import { platform } from '../../api.ts';
import { Answer } from '../../parts/answer.tsx';
import { Page } from '../../parts/page.tsx';
import { ProblemNotice } from '../../parts/problem-notice.tsx';
import { type Asking, type AskingKind, type Guided, useAsking } from './use-asking.ts';
import { KINDS } from './words.ts';

const QUESTIONS: Readonly<Record<AskingKind, string>> = {
  objection: '哪里有误？实际情况是什么？',
  repair: '您怎样履行了义务、纠正了行为？',
  relief: '通知规定的情形怎样造成了失信？',
  response: '您的意见、事实和理由',
};

export default function Ask() {
  const { t } = useLanguage();
  const { id, kind } = useParams({ strict: false }) as { id: string; kind: AskingKind };
  const uscc = useActing().organisation?.uscc;
  const guidance = useQuery({
    queryKey: ['guidance', id, uscc],
    queryFn: () => platform('GET /cases/:id/guidance', { params: { id }, query: { uscc } }),
  });
  return (
    <Page title={t(KINDS[kind] ?? '权益')} back={{ to: `/cases/${id}`, title: t('事项 {id}', { id }) }}>
      <p className="soft">{t('事项 {id}', { id })}</p>
      <Answer of={guidance}>
        {({ items }) => {
          const item = items.find((one) => one.kind === kind);
          if (!item) return <p>{t('这一事项不能办理此项业务。')}</p>;
          if (!item.possible) return <NotPossible id={id} item={item} />;
          return <Form key={`${id}${kind}${uscc}`} id={id} item={item} uscc={uscc} />;
        }}
      </Answer>
    </Page>
  );
}

/** Why it cannot be asked for, and the way back. */
function NotPossible({ id, item }: { readonly id: string; readonly item: Guided }) {
  const { t } = useLanguage();
  const said = useSaid();
  return (
    <section className="card">
      <p>{said(item)}</p>
      <Link to="/cases/$id" params={{ id }} className="button">
        {t('返回事项')}
      </Link>
    </section>
  );
}

interface FormProps {
  readonly id: string;
  readonly item: Guided;
  readonly uscc: string | undefined;
}

function Form({ id, item, uscc }: FormProps) {
  const { t } = useLanguage();
  const said = useSaid();
  const { entered, enter, ready, send } = useAsking(id, item, uscc);
  const { kind } = item;
  return (
    <form
      className="card"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) send.mutate();
      }}
    >
      <p>{said(item)}</p>
      <Statement kind={kind} entered={entered} enter={enter} />
      {kind === 'relief' ? <Hold entered={entered} enter={enter} longest={item.until} /> : null}
      {kind === 'repair' ? (
        <label className="choice">
          <input
            type="checkbox"
            checked={entered.commitment}
            onChange={({ target }) => enter({ commitment: target.checked })}
          />
          <span>{t('信用承诺：所述属实，今后依法诚信经营、诚信做人；如不属实，愿意承担法律责任。')}</span>
        </label>
      ) : null}
      {kind === 'response' ? null : <p className="soft">{t('提交以后，下一页可以附照片或者 PDF 证明。')}</p>}
      {send.isError ? <ProblemNotice error={send.error} /> : null}
      <button type="submit" className="main wide" disabled={!ready || send.isPending}>
        {t('提交')}
      </button>
      {ready ? null : <p className="soft">{t('填写完整以后才能提交。')}</p>}
    </form>
  );
}

interface PartProps {
  readonly entered: Asking;
  readonly enter: (part: Partial<Asking>) => void;
}

function Statement({ kind, entered, enter }: PartProps & { readonly kind: AskingKind }) {
  const { t } = useLanguage();
  return (
    <>
      <label className="field">
        <span>{t(QUESTIONS[kind])}</span>
        <textarea
          rows={6}
          maxLength={STATEMENT.most}
          value={entered.statement}
          aria-describedby="statement-hint"
          onChange={({ target }) => enter({ statement: target.value })}
        />
      </label>
      <p id="statement-hint" className="soft">
        {t(
          '不要写身份证号码，也不要写疾病、行程、接触情况：这些依法不得采集。至少 {least} 个字，还可以写 {left} 个字。',
          { least: STATEMENT.least, left: STATEMENT.most - entered.statement.length },
        )}
      </p>
    </>
  );
}

/** What a hold takes: how large the enterprise is, and until when. */
function Hold({ entered, enter, longest }: PartProps & { readonly longest: Guided['until'] }) {
  const { t } = useLanguage();
  return (
    <>
      <label className="field">
        <span>{t('企业规模')}</span>
        <select value={entered.size} onChange={({ target }) => enter({ size: target.value as Asking['size'] })}>
          <option value="micro">{t('微型')}</option>
          <option value="small">{t('小型')}</option>
          <option value="medium">{t('中型')}</option>
        </select>
      </label>
      <label className="field">
        <span>{t('暂不纳入至')}</span>
        <input
          type="date"
          value={entered.until}
          max={longest ?? undefined}
          onChange={({ target }) => enter({ until: target.value })}
        />
      </label>
    </>
  );
}
