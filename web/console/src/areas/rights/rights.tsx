/** Objections, repairs and relief that wait for this officer's departments, the most urgent first; the filters are the address. */
import { useText } from '../../language.tsx';
import { useAddress } from '../../parts/address.ts';
import '../../parts/case-pages.css';
import { Pages } from '../../parts/data-table.tsx';
import { ProblemAlert } from '../../problem.tsx';
import { LateRequests } from './late-requests.tsx';
import { useRequests } from './questions.ts';
import { ReliefOverview } from './relief-overview.tsx';
import { requestFilter } from './request-filter.ts';
import { RequestFilters } from './request-filters.tsx';
import { RequestTable } from './request-table.tsx';
import './rights.css';

export default function Rights() {
  const t = useText();
  const [address, go] = useAddress('/rights');
  const filter = requestFilter(address);
  const { after } = address;
  const page = useRequests(filter, after);
  return (
    <>
      <div className="page-head">
        <h1>{t('权益保障')}</h1>
        <span className="quiet">{t('列表不显示当事人；打开一件会留下查看记录')}</span>
      </div>
      {page.data ? <LateRequests page={page.data} standing={filter.standing} /> : null}
      <RequestFilters filter={filter} page={page.data} />
      <section className="office-card">
        {page.isError ? <ProblemAlert error={page.error} onRetry={() => void page.refetch()} /> : null}
        <RequestTable items={page.data?.items ?? []} filter={filter} loading={page.isPending} />
        <Pages
          first={after === undefined}
          next={Boolean(page.data?.after)}
          onFirst={() => go({ after: undefined })}
          onNext={() => go({ after: page.data?.after ?? undefined })}
        />
      </section>
      {filter.kind === undefined || filter.kind === 'relief' ? <ReliefOverview /> : null}
    </>
  );
}
