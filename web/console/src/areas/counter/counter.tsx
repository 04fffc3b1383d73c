/**
 * The counter: somebody who cannot do it alone appears with a document, and the officer works the keys for them. What the person
 * showed stays in this page until the officer is done; it is in no address and no storage.
 */
import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { call } from '../../api.ts';
import { useText } from '../../language.tsx';
import '../../parts/case-pages.css';
import type { Appeared } from './appeared.ts';
import { CounterCases } from './cases.tsx';
import { CounterIdentity } from './identity.tsx';
import { CounterReports } from './reports.tsx';
import { CounterRequests } from './requests.tsx';
import '../../parts/office.css';
import { useProblemNotice } from '../../problem.tsx';

export default function Counter() {
  const t = useText();
  const notice = useProblemNotice();
  const [appeared, setAppeared] = useState<Appeared | null>(null);
  /** What was just done has changed what is known; looking again is logged like the first look. */
  const again = useMutation({
    mutationFn: ({ identity }: Appeared) => call('POST /assisted/data', { body: { identity } }),
    onSuccess: (data, { visit }) => setAppeared((now) => (now?.visit === visit ? { ...now, data } : now)),
    onError: notice,
  });
  return (
    <>
      <div className="page-head">
        <h1>{t('窗口代办')}</h1>
        {appeared ? (
          <Button onClick={() => setAppeared(null)}>{t('办完了，清除此人的信息')}</Button>
        ) : (
          <span className="quiet">{t('本人须在场；每一步都记在您的名下，并通知本人')}</span>
        )}
      </div>
      {appeared ? (
        <>
          <Whose appeared={appeared} />
          <CounterRequests key={`requests ${appeared.visit}`} appeared={appeared} />
          {appeared.data.subject.type === 'person' ? (
            <CounterReports
              key={`reports ${appeared.visit}`}
              appeared={appeared}
              onChanged={() => again.mutate(appeared)}
            />
          ) : null}
          <CounterCases key={`cases ${appeared.visit}`} appeared={appeared} />
        </>
      ) : (
        <CounterIdentity onAppeared={setAppeared} />
      )}
    </>
  );
}

function Whose({ appeared: { identity, data } }: { readonly appeared: Appeared }) {
  const t = useText();
  const organisation = data.subject.type === 'organisation';
  return (
    <section className="office-card">
      <dl className="figures">
        <div>
          <dt>{organisation ? t('代表的单位') : t('到场的人')}</dt>
          <dd>{data.subject.name}</dd>
        </div>
        {organisation ? (
          <div>
            <dt>{t('到场的人')}</dt>
            <dd>{identity.name}</dd>
          </div>
        ) : null}
        <div>
          <dt>{t('事项')}</dt>
          <dd>{data.cases.length}</dd>
        </div>
        <div>
          <dt>{t('记录')}</dt>
          <dd>{data.records.length}</dd>
        </div>
      </dl>
    </section>
  );
}
