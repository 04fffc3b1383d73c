/** A refusal as the system states it; whoever must sign in again is led there. */
import { useText } from '../../../shared/language.tsx';
import { problemOf, useProblemWords } from '../../../shared/problem-words.ts';
import { useFocusOnShow } from '../parts/focus.ts';
import { signIn } from './session.ts';

export function Refusal({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }) {
  const t = useText();
  const { title, detail, remedy } = useProblemWords()(error);
  const shown = useFocusOnShow<HTMLDivElement>();
  const signedOut = problemOf(error).status === 401;
  const again = signedOut ? signIn : onRetry;
  return (
    <div ref={shown} tabIndex={-1} className="notice problem" role="alert">
      <strong>{title}</strong>
      {detail && detail !== title ? <p>{detail}</p> : null}
      {remedy ? <p>{remedy}</p> : null}
      {again ? (
        <button type="button" onClick={again}>
          {signedOut ? t('重新登录') : t('重试')}
        </button>
      ) : null}
    </div>
  );
}
