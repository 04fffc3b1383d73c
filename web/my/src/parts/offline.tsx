/** Says that the network is gone, as long as it is; what stands on the page stays. */
import { useSyncExternalStore } from 'react';
import { useText } from '../../../shared/language.tsx';

function listen(changed: () => void): () => void {
  addEventListener('online', changed);
  addEventListener('offline', changed);
  return () => {
    removeEventListener('online', changed);
    removeEventListener('offline', changed);
  };
}

export function OfflineNotice() {
  const t = useText();
  const online = useSyncExternalStore(listen, () => navigator.onLine);
  return (
    <div role="status">
      {online ? null : <p className="notice warn">{t('网络断开了。已经打开和填写的内容还在本页，恢复以后接着办。')}</p>}
    </div>
  );
}
