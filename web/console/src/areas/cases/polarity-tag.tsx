/** Whether information is good or adverse, as a coloured word. */
import { Tag } from 'antd';
import type { CaseDetail } from '#contracts/determination.ts';
import { useText } from '../../language.tsx';

export function PolarityTag({ polarity }: Pick<CaseDetail, 'polarity'>) {
  const t = useText();
  return (
    <Tag color={polarity === 'adverse' ? 'red' : 'green'}>{polarity === 'adverse' ? t('不良信息') : t('良好信息')}</Tag>
  );
}
