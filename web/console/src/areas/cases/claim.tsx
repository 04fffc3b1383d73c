/** What was reported, in words: kind and clause, matter, dates, departments, what the check said; and the decision it rests on. */
import { Alert, Card, Tag } from 'antd';
import type { CaseDetail } from '#contracts/determination.ts';
import type { Language } from '#contracts/vocabulary.ts';
import { REASONS, REMARKS } from '#kernel/reasons.ts';
import { lookUp } from '../../../../shared/look-up.ts';
import { useLanguage, useSaid } from '../../language.tsx';
import { CaseFields } from '../../parts/case-fields.tsx';

export function CaseClaim({ detail }: { readonly detail: CaseDetail }) {
  const { t, language } = useLanguage();
  const said = useSaid();
  const { decision } = detail;
  return (
    <Card size="small" title={<h2>{t('报送内容')}</h2>}>
      <CaseFields
        fields={{
          [t('类别')]: (
            <>
              {detail.kind} {language === 'en' ? detail.kindTitleEn : detail.kindTitle}{' '}
              <Tag color={detail.polarity === 'adverse' ? 'red' : 'green'}>
                {detail.polarity === 'adverse' ? t('不良信息') : t('良好信息')}
              </Tag>
            </>
          ),
          [t('依据')]: t('第 {clause} 条：{title}', {
            clause: detail.clause,
            title: said({ zh: detail.clauseTitle, en: detail.clauseEn }),
          }),
          [t('具体事项')]: detail.matter,
          [t('发生日期')]: <span className="numbers">{detail.occurredOn}</span>,
          ...(detail.ownReport
            ? {
                [t('来源')]: (
                  <>
                    <Tag color="blue">{t('本人上报')}</Tag>
                    {t('{channel}（第 {clause} 条）', {
                      channel: detail.ownReport.channel,
                      clause: detail.ownReport.clause,
                    })}
                    {detail.ownReport.assistedBy
                      ? ` · ${t('窗口代办：{name}', { name: detail.ownReport.assistedBy })}`
                      : ''}
                  </>
                ),
                [t('发生地')]: detail.ownReport.place,
                [t('本人声明')]: detail.ownReport.statements.join(''),
              }
            : { [t('报送单位')]: `${detail.reportingDepartment}（${detail.reporter}）` }),
          [t('认定单位')]: detail.competentDepartment,
        }}
      />
      {detail.reasons.map((code) => (
        <Alert
          key={code}
          className="case-refused"
          type="warning"
          showIcon
          title={t('疑点：{what}', { what: textOf(REASONS, code, language) })}
          description={lookUp(REASONS, code)?.remedy}
        />
      ))}
      {detail.remarks.length > 0 ? (
        <p className="case-hint">
          {t('报送时的处理：')}
          {detail.remarks.map((code) => textOf(REMARKS, code, language)).join('；')}
        </p>
      ) : null}
      {decision ? (
        <>
          <h3>{t('决定文书')}</h3>
          <CaseFields
            fields={{
              [t('文书类型')]: typeTitle(detail),
              [t('文号')]: decision.number,
              [t('作出机关')]: decision.authority,
              [t('作出日期')]: <span className="numbers">{decision.date}</span>,
              [t('法律依据')]: decision.legalBasis,
            }}
          />
        </>
      ) : null}
    </Card>
  );
}

function typeTitle({ decision, decisionTypes }: CaseDetail): string {
  return decisionTypes.find(({ id }) => id === decision?.type)?.title ?? decision?.type ?? '';
}

function textOf(
  texts: Readonly<Record<string, { readonly zh: string; readonly en: string }>>,
  code: string,
  language: Language,
): string {
  return lookUp(texts, code)?.[language] ?? code;
}
