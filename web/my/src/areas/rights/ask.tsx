/** The form of a request: one page, only what its kind needs. What is typed stays in the tab until it is sent. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { STATEMENT } from '#contracts/lengths.ts';
import type { Guidance } from '#contracts/rights.ts';
import { useLanguage, useSaid } from '../../../../shared/language.tsx';
import { rightsRequest } from '../../../../shared/rights-request.ts';
import { useActing } from '../../acting.tsx';
import { newIdempotencyKey, platform } from '../../api.ts';
import { useDraft } from '../../draft.ts';
import { Answer } from '../../parts/answer.tsx';
import { Page } from '../../parts/page.tsx';
import { ProblemNotice } from '../../parts/problem-notice.tsx';
import { KINDS } from './words.ts';

type Kind = Guidance['items'][number]['kind'];

const QUESTIONS: Readonly<Record<Kind, string>> = {
  objection: '哪里有误？实际情况是什么？',
  repair: '您怎样履行了义务、纠正了行为？',
  relief: '疫情怎样造成了失信？',
  response: '您的意见、事实和理由',
};

export default function Ask() {
  const { t } = useLanguage();
  const { id, kind } = useParams({ strict: false }) as { id: string; kind: Kind };
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
          return <Form key={`${id}${kind}${uscc}`} id={id} item={item} uscc={uscc} />;
        }}
      </Answer>
    </Page>
  );
}

function Form({
  id,
  item,
  uscc,
}: {
  readonly id: string;
  readonly item: Guidance['items'][number];
  readonly uscc: string | undefined;
}) {
  const { t } = useLanguage();
  const said = useSaid();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { kind } = item;
  const [statement, setStatement, clear] = useDraft(`${kind}.${id}.${uscc ?? ''}`, '');
  const [commitment, setCommitment] = useState(false);
  const [size, setSize] = useState<'micro' | 'small' | 'medium'>('small');
  const [until, setUntil] = useState(item.until ?? '');
  const [idempotencyKey] = useState(newIdempotencyKey);
  const send = useMutation({
    mutationFn: async () => {
      const base = { statement, idempotencyKey };
      const who = uscc === undefined ? {} : { uscc };
      if (kind === 'response') {
        await platform('POST /cases/:id/response', { params: { id }, body: { ...who, response: base } });
        return null;
      }
      const request = rightsRequest(
        kind,
        { caseId: id, ...base },
        { commitment: commitment || undefined, size, until },
      );
      return (await platform('POST /requests', { body: { ...who, request } })).requestId;
    },
    async onSuccess(requestId) {
      clear();
      await queries.invalidateQueries();
      if (requestId === null) await navigate({ to: '/cases/$id', params: { id } });
      else await navigate({ to: '/requests/$id', params: { id: requestId } });
    },
  });
  if (!item.possible)
    return (
      <section className="card">
        <p>{said(item)}</p>
        <Link to="/cases/$id" params={{ id }} className="button">
          {t('返回事项')}
        </Link>
      </section>
    );
  const ready =
    statement.trim().length >= STATEMENT.least &&
    (kind !== 'repair' || commitment) &&
    (kind !== 'relief' || until !== '');
  return (
    <form
      className="card"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) send.mutate();
      }}
    >
      <p>{said(item)}</p>
      <label className="field">
        <span>{t(QUESTIONS[kind])}</span>
        <textarea
          rows={6}
          maxLength={STATEMENT.most}
          value={statement}
          aria-describedby="statement-hint"
          onChange={(event) => setStatement(event.target.value)}
        />
      </label>
      <p id="statement-hint" className="soft">
        {t(
          '不要写身份证号码，也不要写疾病、行程、接触情况：这些依法不得采集。至少 {least} 个字，还可以写 {left} 个字。',
          {
            least: STATEMENT.least,
            left: STATEMENT.most - statement.length,
          },
        )}
      </p>
      {kind === 'relief' ? (
        <>
          <label className="field">
            <span>{t('企业规模')}</span>
            <select value={size} onChange={({ target }) => setSize(target.value as typeof size)}>
              <option value="micro">{t('微型')}</option>
              <option value="small">{t('小型')}</option>
              <option value="medium">{t('中型')}</option>
            </select>
          </label>
          <label className="field">
            <span>{t('暂不纳入至')}</span>
            <input
              type="date"
              value={until}
              max={item.until ?? undefined}
              onChange={(event) => setUntil(event.target.value)}
            />
          </label>
        </>
      ) : null}
      {kind === 'repair' ? (
        <label className="choice">
          <input type="checkbox" checked={commitment} onChange={(event) => setCommitment(event.target.checked)} />
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
