/** The head of a case's page: its number and state, what is left of its deadline, and the way through the queue it was opened from. */
import { Link } from '@tanstack/react-router';
import { Button, Space, Tag } from 'antd';
import type { CaseDetail } from '#contracts/determination.ts';
import { useText } from '../../language.tsx';
import { CaseDeadline } from '../../parts/case-deadline.tsx';
import { STATE_COLOURS, STATES } from '../../parts/case-words.ts';
import { ObjectionMark } from '../../parts/objection-mark.tsx';
import type { Way } from './use-way.ts';

interface Props {
  readonly caseId: string;
  /** once it is there */
  readonly detail: CaseDetail | undefined;
  readonly way: Way;
}

export function CaseHead({ caseId, detail, way: { filter, previous, next, open } }: Props) {
  const t = useText();
  return (
    <div className="page-head">
      <h1>
        {t('事项 {id}', { id: caseId })}
        {detail ? (
          <Tag className="case-state" color={STATE_COLOURS[detail.state]}>
            {t(STATES[detail.state])}
          </Tag>
        ) : null}
        <ObjectionMark of={detail} />
      </h1>
      <Space wrap>
        {detail?.dueOn ? (
          <CaseDeadline dueOn={detail.dueOn} left={detail.workingDaysLeft} overdue={detail.overdue} />
        ) : null}
        <Link to="/queue" search={filter}>
          {t('返回待办')}
        </Link>
        <Button size="small" disabled={previous === null} onClick={() => open(previous)} aria-keyshortcuts="k">
          {t('上一件')} (K)
        </Button>
        <Button size="small" disabled={next === null} onClick={() => open(next)} aria-keyshortcuts="j">
          {t('下一件')} (J)
        </Button>
      </Space>
    </div>
  );
}
