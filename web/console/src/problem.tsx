/** Shows a refusal as the platform states it: what is wrong, what to do, and the clause it rests on. */
import { Alert, App, Button } from 'antd';
import { ApiProblem, type ProblemDocument } from './api.ts';
import { useLanguage } from './language.tsx';

/** The problem's words in the language chosen; details that quote what somebody entered stay as they are. */
function useProblemWords(): (error: unknown) => { title: string; detail?: string; remedy?: string; basis: string } {
  const { language, t } = useLanguage();
  return (error) => {
    const { title, titleEn, detail, detailEn, remedy, remedyEn, clause } = problemOf(error);
    const english = language === 'en';
    const chosenDetail = english ? (detailEn ?? detail) : detail;
    const chosenRemedy = english ? (remedyEn ?? remedy) : remedy;
    return {
      title: english ? (titleEn ?? t(title)) : title,
      ...(chosenDetail === undefined ? {} : { detail: chosenDetail }),
      ...(chosenRemedy === undefined ? {} : { remedy: t(chosenRemedy) }),
      basis: clause ? `${t('依据')} ${clause}` : '',
    };
  };
}

export function problemOf(error: unknown): ProblemDocument {
  if (error instanceof ApiProblem) return error.document;
  return { code: 'unexpected', status: 0, title: '页面出错了', remedy: '请刷新页面重试；如仍出错，请联系系统管理员。' };
}

export function ProblemAlert({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }) {
  const { t } = useLanguage();
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
