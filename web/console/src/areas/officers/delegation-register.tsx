/** The delegations within an administrator's jurisdiction; who is away has theirs given from the register of officers. */
import { Segmented } from 'antd';
import type { DepartmentNode } from '#contracts/officers.ts';
import { useText } from '../../language.tsx';
import { useAddress } from '../../parts/address.ts';
import { Pages } from '../../parts/data-table.tsx';
import { DelegationTable } from '../../parts/delegation-table.tsx';
import { ProblemAlert } from '../../problem.tsx';
import { useDelegations } from './questions.ts';

export function DelegationRegister({
  department,
  mayChange,
}: {
  readonly department: DepartmentNode | undefined;
  readonly mayChange: boolean;
}) {
  const t = useText();
  const [{ before, show: standing = 'open' }, go] = useAddress('/officers');
  const page = useDelegations({ department: department?.id, standing, before });
  return (
    <>
      <div className="tools">
        <Segmented<typeof standing>
          aria-label={t('代理情况')}
          value={standing}
          onChange={(chosen) => go({ show: chosen === 'open' ? undefined : chosen, before: undefined })}
          options={[
            { value: 'open', label: t('未结束的') },
            { value: 'all', label: t('全部') },
          ]}
        />
        <span className="quiet">
          {mayChange ? t('为他人登记：在“经办人”中该人一行点“代理”。') : t('登记和变更由管理员办理。')}
        </span>
      </div>
      {page.isError ? (
        <ProblemAlert error={page.error} onRetry={() => void page.refetch()} />
      ) : (
        <DelegationTable
          departments
          label={t('代理')}
          empty={t('没有符合条件的代理。')}
          loading={page.isPending}
          items={page.data?.items ?? []}
        />
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
