/** What the decision set off: which system was told what, and whether it has confirmed. */
import { Card } from 'antd';
import type { RightsDetail } from '#contracts/rights.ts';
import { useText } from '../../language.tsx';
import { instantText } from '../../parts/instant.ts';

const GRANTED: readonly RightsDetail['state'][] = ['granted', 'review-granted'];

export function RequestDeliveries({ detail }: { readonly detail: RightsDetail }) {
  const t = useText();
  const { deliveries, state } = detail;
  if (deliveries.length === 0 && !GRANTED.includes(state)) return null;
  const open = deliveries.filter(({ acknowledgedAt }) => acknowledgedAt === null).length;
  return (
    <Card
      size="small"
      title={<h2>{t('通知各方')}</h2>}
      extra={deliveries.length === 0 ? null : open === 0 ? t('全部签收') : t('{open} 条尚未签收', { open })}
    >
      {deliveries.length === 0 ? (
        <p className="case-hint">{t('其他系统都没有存有这条记录，无需通知。')}</p>
      ) : (
        <ul className="request-deliveries">
          {deliveries.map(({ recipient, what, at, acknowledgedAt }) => (
            <li key={`${recipient} ${what} ${at}`}>
              <span>
                {recipient}
                {t('：')}
                {t(what)}
              </span>
              <span className={`mark ${acknowledgedAt ? 'good' : 'wait'}`}>
                {acknowledgedAt ? t('已签收') : t('待签收')}
              </span>
              <small className="numbers quiet">{instantText(acknowledgedAt ?? at)}</small>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
