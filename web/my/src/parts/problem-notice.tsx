/** A refusal as the system states it: what is wrong, what to do, and the clause it rests on; with a way on. */
import { useText } from '../../../shared/language.tsx';
import { problemOf, useProblemWords } from '../../../shared/problem-words.ts';
import { signInBeside } from '../session.ts';

export function ProblemNotice({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }) {
  const t = useText();
  const { title, detail, remedy, basis } = useProblemWords()(error);
  const { code, status } = problemOf(error);
  return (
    <div className="notice problem" role="alert">
      <strong>{title}</strong>
      {detail && detail !== title ? <p>{detail}</p> : null}
      {remedy ? <p>{remedy}</p> : null}
      <p className="small">
        {basis ? `${basis} · ` : ''}
        {code}
      </p>
      {status === 401 ? (
        <a className="button" href={signInBeside} target="_blank" rel="noopener opener">
          {t('重新登录')}
        </a>
      ) : onRetry ? (
        <button type="button" onClick={onRetry}>
          {t('重试')}
        </button>
      ) : null}
    </div>
  );
}
