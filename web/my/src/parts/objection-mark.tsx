/** objection-marked: the mark of an open objection, the same wherever a record, a matter or an entry is shown. */
import { useLanguage } from '../../../shared/language.tsx';

export function ObjectionMark({ of }: { readonly of: { readonly objectionOpen: boolean } }) {
  const { t } = useLanguage();
  return of.objectionOpen ? <span className="mark warn">{t('有异议，处理中')}</span> : null;
}
