/** What is said above a case once something was tried: done and what is next, or not done because somebody else was first. */
import { Alert, Button } from 'antd';
import type { ActionOutcome } from '#contracts/determination.ts';
import { useText } from '../../language.tsx';
import { STATES } from '../../parts/case-words.ts';
import { ProblemAlert } from '../../problem.tsx';
import { ACTIONS } from './words.ts';

interface DoneProps {
  readonly outcome: ActionOutcome;
  /** the next case of the queue, where there is one */
  readonly next: string | null;
  readonly onNext: () => void;
}

export function Done({ outcome, next, onNext }: DoneProps) {
  const t = useText();
  const due = outcome.dueOn ? t('本环节至 {date}。', { date: outcome.dueOn }) : '';
  return (
    <Alert
      type="success"
      showIcon
      title={t('已办理：{action}', { action: t(ACTIONS[outcome.action]) })}
      description={`${t('现在是“{state}”。', { state: t(STATES[outcome.state]) })}${due}`}
      action={
        next ? (
          <Button type="primary" autoFocus onClick={onNext}>
            {t('办下一件 {id}', { id: next })}
          </Button>
        ) : (
          <span className="case-hint">{t('本列表后面没有事项了。')}</span>
        )
      }
    />
  );
}

export function Conflict({ error, onClose }: { readonly error: unknown; readonly onClose: () => void }) {
  const t = useText();
  return (
    <>
      <Alert
        type="warning"
        showIcon
        title={t('有人刚刚办理过这一事项，请再看一遍')}
        description={t('您的操作没有生效；下面已是最新情况，请看过办理经过后再决定。')}
        action={<Button onClick={onClose}>{t('知道了')}</Button>}
      />
      <ProblemAlert error={error} />
    </>
  );
}
