/** objection-marked: the mark of an open objection, the same beside every record and every line of a list. */
import { Tag } from 'antd';
import { useText } from '../language.tsx';

export function ObjectionMark({ of }: { readonly of: { readonly objectionOpen: boolean } | null | undefined }) {
  const t = useText();
  return of?.objectionOpen ? <Tag color="orange">{t('异议处理中')}</Tag> : null;
}
