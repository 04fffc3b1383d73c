/** An officer's own delegations: whom one stands in for, who stands in for oneself, and a new one. */
import { Spin } from 'antd';
import { useText } from '../../language.tsx';
import { DelegationForm } from '../../parts/delegation-form.tsx';
import { DelegationTable } from '../../parts/delegation-table.tsx';
import '../../parts/office.css';
import { ProblemAlert } from '../../problem.tsx';
import { useOwnDelegations } from './questions.ts';

export default function Absence() {
  const t = useText();
  const own = useOwnDelegations();
  if (own.isError) return <ProblemAlert error={own.error} onRetry={() => void own.refetch()} />;
  if (own.isPending)
    return (
      <Spin description={t('正在载入……')}>
        <div style={{ minHeight: 160 }} />
      </Spin>
    );
  const { given, received, roles, colleagues } = own.data;
  return (
    <>
      <div className="page-head">
        <h1>{t('代理')}</h1>
        <span className="quiet">{t('代理人以自己的名义办理，逐件记明代谁办理；同一事项仍须由不同的人办理。')}</span>
      </div>
      <section className="office-card">
        <header>
          <h2>{t('我代理谁')}</h2>
        </header>
        <DelegationTable label={t('我代理谁')} empty={t('现在没有代理他人。')} items={received} />
      </section>
      <section className="office-card">
        <header>
          <h2>{t('谁代理我')}</h2>
        </header>
        <DelegationTable label={t('谁代理我')} empty={t('没有请人代理。')} items={given} />
      </section>
      <section className="office-card">
        <header>
          <h2>{t('请同事代理')}</h2>
        </header>
        {roles.length > 0 ? (
          <DelegationForm roles={roles} colleagues={colleagues} />
        ) : (
          <p className="quiet">{t('您的岗位不能请人代理：审计和管理员由登记决定。')}</p>
        )}
      </section>
    </>
  );
}
