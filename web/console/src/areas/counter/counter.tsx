/**
 * The counter: somebody who cannot do it alone appears with a document, and the officer works the keys for them. What the person
 * showed stays in this page until the officer is done; it is in no address and no storage.
 */
import { Button } from 'antd';
import { useState } from 'react';
import { useText } from '../../language.tsx';
import '../../parts/case-pages.css';
import type { Appeared } from './appeared.ts';
import { CounterCases } from './cases.tsx';
import { CounterIdentity } from './identity.tsx';
import { useLookAgain } from './questions.ts';
import { CounterReports } from './reports.tsx';
import { CounterRequests } from './requests.tsx';
import { CounterWaiting } from './waiting.tsx';
import '../../parts/office.css';
import { useProblemNotice } from '../../problem.tsx';
import '../../parts/form.css';
import './counter.css';

export default function Counter() {
  const t = useText();
  const notice = useProblemNotice();
  const [appeared, setAppeared] = useState<Appeared | null>(null);
  // whoever has gone meanwhile does not come back with the answer
  const again = useLookAgain((seen) => setAppeared((now) => (now?.visit === seen.visit ? seen : now)), notice);
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
          <CounterWaiting key={`acts ${appeared.visit}`} appeared={appeared} onSeen={() => again.mutate(appeared)} />
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
