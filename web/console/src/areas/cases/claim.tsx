/** What was reported, in words: kind and clause, matter, dates, departments, what the check said; and the decision it rests on. */

import { Alert, Card, Tag } from 'antd';
import type { ReactNode } from 'react';
import type { CaseDetail } from '#contracts/determination.ts';
import type { Language } from '#contracts/vocabulary.ts';
import { REASONS, REMARKS } from '#kernel/reasons.ts';
import { lookUp } from '../../../../shared/look-up.ts';
import { useNumbered } from '../../../../shared/notices.tsx';
import { useCited, useLanguage, useSaid, useText } from '../../language.tsx';
import { CaseFields } from '../../parts/case-fields.tsx';
import { PolarityTag } from './polarity-tag.tsx';

export function CaseClaim({ detail }: { readonly detail: CaseDetail }) {
  const t = useText();
  const numbered = useNumbered();
  const cited = useCited();
  const said = useSaid();
  const from = useFrom(detail);
  return (
    <Card size="small" title={<h2>{t('报送内容')}</h2>}>
      <CaseFields
        fields={{
          [t('类别')]: (
            <>
              {numbered(detail.kind)} {said({ zh: detail.kindTitle, en: detail.kindTitleEn })}{' '}
              <PolarityTag polarity={detail.polarity} />
            </>
          ),
          [t('依据')]: t('通知{clause}：{title}', {
            clause: cited(detail.clause),
            title: said({ zh: detail.clauseTitle, en: detail.clauseEn }),
          }),
          [t('具体事项')]: detail.matter,
          [t('发生日期')]: <span className="numbers">{detail.occurredOn}</span>,
          ...from,
          [t('认定单位')]: detail.competentDepartment,
        }}
      />
      <WhatTheCheckSaid detail={detail} />
      {detail.decision ? <Decision detail={detail} decision={detail.decision} /> : null}
    </Card>
  );
}

/** Who reported it: a department, or the person about themself (5.2). */
function useFrom({ ownReport, reportingDepartment, reporter }: CaseDetail): Readonly<Record<string, ReactNode>> {
  const t = useText();
  const cited = useCited();
  if (!ownReport) return { [t('报送单位')]: `${reportingDepartment}（${reporter}）` };
  const { channel, clause, assistedBy, place, statements } = ownReport;
  return {
    [t('来源')]: (
      <>
        <Tag color="blue">{t('本人上报')}</Tag>
        {t('{channel}（通知{clause}）', { channel, clause: cited(clause) })}
        {assistedBy ? ` · ${t('窗口代办：{name}', { name: assistedBy })}` : ''}
      </>
    ),
    [t('发生地')]: place,
    [t('本人声明')]: statements.join(''),
  };
}

function WhatTheCheckSaid({ detail: { reasons, remarks } }: { readonly detail: CaseDetail }) {
  const { t, language } = useLanguage();
  return (
    <>
      {reasons.map((code) => (
        <Alert
          key={code}
          className="case-refused"
          type="warning"
          showIcon
          title={t('疑点：{what}', { what: textOf(REASONS, code, language) })}
          description={lookUp(REASONS, code)?.[language === 'en' ? 'remedyEn' : 'remedy']}
        />
      ))}
      {remarks.length > 0 ? (
        <p className="case-hint">
          {t('报送时的处理：')}
          {remarks.map((code) => textOf(REMARKS, code, language)).join('；')}
        </p>
      ) : null}
    </>
  );
}

interface DecisionProps {
  readonly detail: CaseDetail;
  readonly decision: NonNullable<CaseDetail['decision']>;
}

function Decision({ detail: { decisionTypes }, decision }: DecisionProps) {
  const t = useText();
  return (
    <>
      <h3>{t('决定文书')}</h3>
      <CaseFields
        fields={{
          [t('文书类型')]: decisionTypes.find(({ id }) => id === decision.type)?.title ?? decision.type,
          [t('文号')]: decision.number,
          [t('作出机关')]: decision.authority,
          [t('作出日期')]: <span className="numbers">{decision.date}</span>,
          [t('法律依据')]: decision.legalBasis,
        }}
      />
    </>
  );
}

function textOf(
  texts: Readonly<Record<string, { readonly zh: string; readonly en: string }>>,
  code: string,
  language: Language,
): string {
  return lookUp(texts, code)?.[language] ?? code;
}
