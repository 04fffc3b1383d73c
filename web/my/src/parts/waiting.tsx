import { useText } from '../../../shared/language.tsx';

/** Said, not spun: a slow line may take a while. */
export function Waiting() {
  const t = useText();
  return (
    <p className="waiting" role="status">
      {t('正在载入……')}
    </p>
  );
}
