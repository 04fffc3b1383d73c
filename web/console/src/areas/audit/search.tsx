/** Search of the log by person, officer, action, purpose and time; page by page, the filters in the address. */
import { useAddress } from '../../parts/address.ts';
import { Pages } from '../../parts/data-table.tsx';
import { ProblemAlert } from '../../problem.tsx';
import './audit.css';
import { Entries } from './entries.tsx';
import { AuditFilters } from './filters.tsx';
import { useEntries } from './questions.ts';

export function AuditSearch() {
  const [{ person, officer, action, purpose, from, until, before }, go] = useAddress('/audit');
  const filter = { person, officer, action, purpose, from, until };
  const page = useEntries(filter, before);
  return (
    <>
      <AuditFilters
        key={JSON.stringify(filter)}
        filter={filter}
        actions={page.data?.actions ?? []}
        onSearch={(wanted) => go({ ...wanted, before: undefined })}
      />
      {page.isError ? (
        <ProblemAlert error={page.error} onRetry={() => void page.refetch()} />
      ) : (
        <Entries items={page.data?.items ?? []} loading={page.isFetching} />
      )}
      <Pages
        first={before === undefined}
        next={Boolean(page.data?.before)}
        onFirst={() => go({ before: undefined })}
        onNext={() => go({ before: page.data?.before ?? undefined })}
      />
    </>
  );
}
