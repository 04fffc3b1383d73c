/** What was sent to the points system and the public site: arrived, failing, refused; sending again; reconciling. */
import type { Permitted } from '#contracts/lists.ts';
import { useText } from '../../language.tsx';
import { useAddress } from '../../parts/address.ts';
import { Pages } from '../../parts/data-table.tsx';
import { keysOf } from '../../parts/keys.ts';
import { ProblemAlert } from '../../problem.tsx';
import { holds, useMe } from '../../session.ts';
import { DeliveryFilters } from './filters.tsx';
import { useDeliveries } from './questions.ts';
import { Receiver } from './receiver.tsx';
import { DeliveryTable } from './table.tsx';
import { RECIPIENTS } from './words.ts';

const OFFICE_ONLY: Permitted = {
  available: false,
  zh: '由信用主管部门办理。',
  en: 'For the credit office.',
  clause: null,
};

export default function Deliveries() {
  const t = useText();
  const { data: me } = useMe();
  const office: Permitted = holds(me, 'credit-office') ? { available: true } : OFFICE_ONLY;
  const [address, go] = useAddress('/deliveries');
  const page = useDeliveries(address);
  const { items = [], open } = page.data ?? {};
  return (
    <>
      <div className="page-head">
        <h1>{t('推送')}</h1>
        <span className="quiet">{t('只说发了什么、到没到；关于谁，这里不显示')}</span>
      </div>
      <div className="office-pair">
        {keysOf(RECIPIENTS).map((name) => (
          <Receiver key={name} recipient={name} open={open?.[name]} permitted={office} />
        ))}
      </div>
      <section className="office-card">
        <header>
          <h2>{t('逐条')}</h2>
          <DeliveryFilters />
        </header>
        {page.isError ? <ProblemAlert error={page.error} onRetry={() => void page.refetch()} /> : null}
        <DeliveryTable items={items} loading={page.isPending} permitted={office} />
        <Pages
          first={address.before === undefined}
          next={Boolean(page.data?.before)}
          onFirst={() => go({ before: undefined })}
          onNext={() => go({ before: page.data?.before ? String(page.data.before) : undefined })}
        />
      </section>
    </>
  );
}
