/** What stands in the place of a list or a round until it is there. */
import { Spin } from 'antd';
import { useText } from '../../language.tsx';

export function Loading() {
  const t = useText();
  return (
    <Spin description={t('正在载入……')}>
      <div style={{ minHeight: 160 }} />
    </Spin>
  );
}
