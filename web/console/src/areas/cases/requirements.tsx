/** What the policy demands before determination, what is there and what is missing; and of an adverse case its notice. */

import { CheckCircleFilled, CloseCircleOutlined, InfoCircleOutlined } from '@ant-design/icons';
import { Button, Card, Space } from 'antd';
import type { CaseDetail } from '#contracts/determination.ts';
import { call } from '../../api.ts';
import { useCited, usePeriod, useSaid, useText } from '../../language.tsx';
import { CaseDeadline } from '../../parts/case-deadline.tsx';
import { CaseFields } from '../../parts/case-fields.tsx';
import { SERVICE_METHODS } from './words.ts';

type Requirement = CaseDetail['requirements'][number];

export function CaseRequirements({ detail }: { readonly detail: CaseDetail }) {
  const t = useText();
  const cited = useCited();
  const said = useSaid();
  const missing = detail.requirements.filter(({ met }) => met === false).length;
  return (
    <Card
      size="small"
      title={<h2>{t('认定的条件')}</h2>}
      extra={missing > 0 ? t('还缺 {count} 项', { count: missing }) : t('已齐备')}
    >
      <ul className="case-list">
        {detail.requirements.map((requirement) => (
          <li key={requirement.id}>
            <Mark {...requirement} />
            <span>
              {said(requirement)} <small>{t('依据通知{clause}', { clause: cited(requirement.clause) })}</small>
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Mark({ met }: Requirement) {
  const t = useText();
  if (met === null) return <InfoCircleOutlined className="case-kept" aria-label={t('平台不存')} />;
  return met ? (
    <CheckCircleFilled className="case-met" aria-label={t('已有')} />
  ) : (
    <CloseCircleOutlined className="case-missing" aria-label={t('还缺')} />
  );
}

export function CaseNotice({ detail }: { readonly detail: CaseDetail }) {
  const t = useText();
  const period = usePeriod();
  const { notice, responseWindow } = detail;
  if (!responseWindow) return null;
  const printable = notice !== null || detail.state === 'reviewed';
  return (
    <Card size="small" title={<h2>{t('事先告知')}</h2>}>
      {notice ? (
        <CaseFields
          fields={{
            [t('告知书编号')]: notice.number,
            [t('送达')]: `${notice.servedOn} ${t(SERVICE_METHODS[notice.serviceMethod as 'direct'] ?? '')}`,
            [t('陈述申辩截止')]:
              detail.state === 'notice-served' ? (
                <CaseDeadline dueOn={notice.bindingUntil} left={detail.workingDaysLeft} overdue={detail.overdue} />
              ) : (
                notice.bindingUntil
              ),
          }}
        />
      ) : (
        <p>{printable ? t('请先打印告知书送达当事人，再登记送达。') : t('审核之后制作告知书。')}</p>
      )}
      <p className="case-hint">
        {t('陈述申辩期 {period}，自送达次日起算。{citation}', {
          ...responseWindow,
          period: period(responseWindow.period),
        })}
      </p>
      {printable ? (
        <Space wrap>
          <Button
            href={call.href('GET /cases/:id/notice', { params: { id: detail.caseId } })}
            target="_blank"
            rel="noopener"
          >
            {t('打开告知书（可打印，查看留痕）')}
          </Button>
          <Button href={call.href('GET /cases/:id/notice.pdf', { params: { id: detail.caseId } })} download>
            {t('下载告知书 PDF（查看留痕）')}
          </Button>
        </Space>
      ) : null}
    </Card>
  );
}
