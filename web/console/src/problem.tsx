/** Shows a refusal as the platform states it: what is wrong, what to do, and the clause it rests on. */
import { Alert, App, Button } from 'antd';
import { ApiProblem, type ProblemDocument } from './api.ts';
import { useText } from './language.tsx';

export function problemOf(error: unknown): ProblemDocument {
  if (error instanceof ApiProblem) return error.document;
  return { code: 'unexpected', status: 0, title: '页面出错了', remedy: '请刷新页面重试；如仍出错，请联系系统管理员。' };
}

export function ProblemAlert({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }) {
  const t = useText();
  const { title, detail, remedy, clause, code } = problemOf(error);
  return (
    <Alert
      type="error"
      showIcon
      title={title}
      description={
        <>
          {detail && detail !== title ? <div>{detail}</div> : null}
          {remedy ? <div>{remedy}</div> : null}
          <small>
            {clause ? `${t('依据')} ${clause} · ` : ''}
            {code}
          </small>
        </>
      }
      action={onRetry ? <Button onClick={onRetry}>{t('重试')}</Button> : undefined}
    />
  );
}

/** For acts that do not leave the page: the same words as a notification. */
export function useProblemNotice(): (error: unknown) => void {
  const { notification } = App.useApp();
  return (error) => {
    const { title, detail, remedy, clause } = problemOf(error);
    notification.error({
      title: detail ?? title,
      description: [remedy, clause ? `依据 ${clause}` : ''].filter(Boolean).join(' '),
      duration: 8,
    });
  };
}
