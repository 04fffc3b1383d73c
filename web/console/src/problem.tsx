/** Shows a refusal as the platform states it: what is wrong, what to do, and the clause it rests on. */
import { Alert, App, Button } from 'antd';
import { problemOf, useProblemWords } from '../../shared/problem-words.ts';
import { useText } from './language.tsx';

export { problemOf, useProblemWords };

export function ProblemAlert({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }) {
  const t = useText();
  const { title, detail, remedy, basis } = useProblemWords()(error);
  const { code } = problemOf(error);
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
            {basis ? `${basis} · ` : ''}
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
  const words = useProblemWords();
  return (error) => {
    const { title, detail, remedy, basis } = words(error);
    notification.error({
      title: detail ?? title,
      description: [remedy, basis].filter(Boolean).join(' '),
      duration: 8,
    });
  };
}
