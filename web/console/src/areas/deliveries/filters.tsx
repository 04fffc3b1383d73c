/** Which deliveries are shown: in which state, to whom. */
import { Select } from 'antd';
import type { DeliveryState } from '#contracts/deliveries.ts';
import { useText } from '../../language.tsx';
import { useAddress } from '../../parts/address.ts';
import { keysOf } from '../../parts/keys.ts';
import { RECIPIENTS, type Recipient, STATES } from './words.ts';

export function DeliveryFilters() {
  const t = useText();
  const [{ state, recipient }, go] = useAddress('/deliveries');
  const all = { value: '', label: t('全部') } as const;
  return (
    <div className="office-filters">
      <span className="field">
        {t('状态')}
        <Select<DeliveryState | ''>
          aria-label={t('状态')}
          value={state ?? ''}
          popupMatchSelectWidth={false}
          style={{ minWidth: 150 }}
          onChange={(chosen) => go({ state: chosen || undefined, before: undefined })}
          options={[all, ...keysOf(STATES).map((value) => ({ value, label: t(STATES[value][0]) }))]}
        />
      </span>
      <span className="field">
        {t('对方')}
        <Select<Recipient | ''>
          aria-label={t('对方')}
          value={recipient ?? ''}
          popupMatchSelectWidth={false}
          style={{ minWidth: 170 }}
          onChange={(chosen) => go({ recipient: chosen || undefined, before: undefined })}
          options={[all, ...keysOf(RECIPIENTS).map((value) => ({ value, label: t(RECIPIENTS[value]) }))]}
        />
      </span>
    </div>
  );
}
