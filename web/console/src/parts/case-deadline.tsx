/** What is left of the current step, in working days, as the platform counts them. */
import { Tag } from 'antd';
import { useText } from '../language.tsx';

interface Deadline {
  readonly dueOn: string | null;
  readonly left: number | null;
  /** past, though no working day has gone by since */
  readonly overdue?: boolean;
}

export function CaseDeadline({ dueOn, left, overdue = (left ?? 0) < 0 }: Deadline) {
  const t = useText();
  if (dueOn === null || left === null) return <span title={t('没有期限')}>—</span>;
  const text =
    left > 0
      ? t('还有 {days} 个工作日', { days: left })
      : left === 0
        ? t('今天是最后一日')
        : t('已过 {days} 个工作日', { days: -left });
  const shown = overdue && left === 0 ? t('已过期限') : text;
  return (
    <span className="case-deadline numbers">
      {dueOn} <Tag color={overdue ? 'red' : left <= 1 ? 'orange' : 'default'}>{shown}</Tag>
    </span>
  );
}
