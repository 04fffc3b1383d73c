/** What is asked and the record it is asked about, side by side; a person is not named here. */

import { Link } from '@tanstack/react-router';
import { Alert, Card } from 'antd';
import type { RightsDetail } from '#contracts/rights.ts';
import { useNumbered } from '../../../../shared/notices.tsx';
import { useCited, useSaid, useText } from '../../language.tsx';
import { CaseFields } from '../../parts/case-fields.tsx';
import { ObjectionMark } from '../../parts/objection-mark.tsx';
import { KINDS, SIZES } from '../../parts/rights-words.ts';
import { holds, useMe } from '../../session.ts';
import { CHANNELS } from './words.ts';

export function RequestSubject({ detail }: { readonly detail: RightsDetail }) {
  return (
    <div className="request-beside">
      <Statement detail={detail} />
      <Record detail={detail} />
    </div>
  );
}

function Statement({ detail }: { readonly detail: RightsDetail }) {
  const t = useText();
  const { kind, channel, openedOn, size, asksUntil, heldUntil, commitment } = detail;
  const wants = {
    ...(size === null ? {} : { [t('企业规模')]: t(SIZES[size]) }),
    ...(asksUntil === null ? {} : { [t('申请暂缓至')]: <span className="numbers">{asksUntil}</span> }),
    ...(kind === 'repair' ? { [t('信用承诺')]: commitment ? t('已作出') : t('没有作出') } : {}),
  };
  return (
    <Card size="small" title={<h2>{t('申请人说')}</h2>} extra={t(CHANNELS[channel])}>
      <p className="request-said">{detail.statement}</p>
      <CaseFields
        fields={{
          [t('种类')]: t(KINDS[kind]),
          [t('提出日期')]: <span className="numbers">{openedOn}</span>,
          ...wants,
        }}
      />
      {heldUntil === null ? null : (
        <Alert
          className="case-refused"
          type="info"
          showIcon
          title={t('暂不纳入至 {date}', { date: heldUntil })}
          description={t('到期自动恢复显示；期间不公示、不共享、不影响措施和积分。')}
        />
      )}
    </Card>
  );
}

function Record({ detail }: { readonly detail: RightsDetail }) {
  const t = useText();
  const numbered = useNumbered();
  const cited = useCited();
  const said = useSaid();
  const { data: me } = useMe();
  const { record, recordKind, recordKindTitle, recordKindTitleEn, department, caseId, subjectType } = detail;
  if (record === null) return null;
  return (
    <Card
      size="small"
      title={<h2>{t('所涉记录')}</h2>}
      extra={
        holds(me, 'reporter', 'reviewer', 'determiner') ? (
          <Link to="/cases/$id" params={{ id: caseId }} className="numbers">
            {t('事项 {id}', { id: caseId })}
          </Link>
        ) : (
          <span className="numbers">{t('事项 {id}', { id: caseId })}</span>
        )
      }
    >
      <CaseFields
        fields={{
          [t('类别')]: (
            <>
              {numbered(recordKind)} {said({ zh: recordKindTitle, en: recordKindTitleEn })}{' '}
              <ObjectionMark of={record} />
            </>
          ),
          [t('依据')]: t('通知{clause}', { clause: cited(record.clause) }),
          [t('具体事项')]: record.matter,
          [t('发生日期')]: <span className="numbers">{record.occurredOn}</span>,
          [t('主体')]: subjectType === 'person' ? t('自然人，不显示姓名') : (record.organisation?.name ?? t('单位')),
          ...(record.organisation
            ? { [t('统一社会信用代码')]: <span className="numbers">{record.organisation.uscc}</span> }
            : {}),
          ...(record.decisionNumber ? { [t('决定文书')]: record.decisionNumber } : {}),
          [t('认定单位')]: department,
          [t('认定日期')]: <span className="numbers">{record.determinedOn ?? t('尚未认定')}</span>,
          ...(record.determinedOn
            ? { [t('显示至')]: <span className="numbers">{record.validUntil ?? t('长期')}</span> }
            : {}),
        }}
      />
    </Card>
  );
}
