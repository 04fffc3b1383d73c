/** The cases and records of who appears, each with what may be asked about it and from when. */

import { Button, Empty, Spin, Tag } from 'antd';
import { useState } from 'react';
import type { OwnData } from '#contracts/own-data.ts';
import type { Guidance } from '#contracts/rights.ts';
import { useNumbered } from '../../../../shared/notices.tsx';
import { useLanguage } from '../../language.tsx';
import { CaseFields } from '../../parts/case-fields.tsx';
import { STATE_COLOURS, STATES } from '../../parts/case-words.ts';
import { ObjectionMark } from '../../parts/objection-mark.tsx';
import { ProblemAlert } from '../../problem.tsx';
import type { Appeared } from './appeared.ts';
import { CounterForm } from './ask-form.tsx';
import { useGuidance } from './questions.ts';
import { ASKS, RECORD_STANDINGS } from './words.ts';

type OwnCase = OwnData['cases'][number];
type Possibility = Guidance['items'][number];

export function CounterCases({ appeared }: { readonly appeared: Appeared }) {
  const { t } = useLanguage();
  const { cases, records } = appeared.data;
  return (
    <section className="office-card">
      <h2>{t('事项和记录')}</h2>
      {cases.length === 0 ? <Empty description={t('平台没有关于此人的事项和记录。')} /> : null}
      {cases.map((one) => (
        <OneCase
          key={one.caseId}
          appeared={appeared}
          one={one}
          record={records.find(({ caseId }) => caseId === one.caseId)}
        />
      ))}
    </section>
  );
}

interface CaseProps {
  readonly appeared: Appeared;
  readonly one: OwnCase;
  readonly record: OwnData['records'][number] | undefined;
}

function OneCase({ appeared, one, record }: CaseProps) {
  const { t, language } = useLanguage();
  const numbered = useNumbered();
  const [asked, setAsked] = useState(false);
  return (
    <article className="counter-case">
      <h3>
        {numbered(one.kind)} {language === 'en' ? one.kindTitleEn : one.kindTitle}{' '}
        <Tag color={one.polarity === 'adverse' ? 'red' : 'green'}>
          {one.polarity === 'adverse' ? t('不良信息') : t('良好信息')}
        </Tag>
        {record ? (
          <Tag>{t(RECORD_STANDINGS[record.standing])}</Tag>
        ) : (
          <Tag color={STATE_COLOURS[one.state]}>{t(STATES[one.state])}</Tag>
        )}
        <ObjectionMark of={record} />
      </h3>
      <CaseFields
        fields={{
          [t('事项编号')]: <span className="numbers">{one.caseId}</span>,
          [t('具体事项')]: record?.matter ?? one.matter,
          [t('认定单位')]: one.competentDepartment,
          ...(record ? { [t('认定日期')]: <span className="numbers">{record.determinedOn}</span> } : {}),
          ...(one.notice && !record
            ? { [t('陈述申辩截止')]: <span className="numbers">{one.notice.windowEndsOn}</span> }
            : {}),
        }}
      />
      {asked ? (
        <Possibilities appeared={appeared} caseId={one.caseId} />
      ) : (
        <Button className="counter-ask" onClick={() => setAsked(true)}>
          {t('可以办理什么')}
        </Button>
      )}
    </article>
  );
}

function Possibilities({ appeared, caseId }: { readonly appeared: Appeared; readonly caseId: string }) {
  const { t, language } = useLanguage();
  const [chosen, setChosen] = useState<Possibility | null>(null);
  const guidance = useGuidance(appeared, caseId);
  if (guidance.isError) return <ProblemAlert error={guidance.error} onRetry={() => void guidance.refetch()} />;
  if (guidance.isPending) return <Spin />;
  return (
    <>
      <ul className="counter-possible">
        {guidance.data.items.map((item) => (
          <li key={item.kind}>
            <div>
              <strong>{t(ASKS[item.kind])}</strong> <span>{language === 'en' ? item.en : item.zh}</span>
              {item.citation ? <span className="reason">{`${t('依据')} ${item.citation}`}</span> : null}
            </div>
            {item.possible ? (
              <Button onClick={() => setChosen(item)}>{t('代为{what}', { what: t(ASKS[item.kind]) })}</Button>
            ) : null}
          </li>
        ))}
      </ul>
      {chosen ? (
        <CounterForm appeared={appeared} caseId={caseId} possible={chosen} onClose={() => setChosen(null)} />
      ) : null}
    </>
  );
}
