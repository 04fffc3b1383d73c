/** Departments, their officers and their systems: administrators appoint, change and end; auditors read. */
import { Spin, Tabs } from 'antd';
import { useText } from '../../language.tsx';
import { useAddress } from '../../parts/address.ts';
import { Appointments } from './appointments.tsx';
import { DelegationRegister } from './delegation-register.tsx';
import { DepartmentTree } from './department-tree.tsx';
import { MachineClients } from './machine-clients.tsx';
import { OfficerRegister } from './register.tsx';
import './officers.css';
import { ProblemAlert } from '../../problem.tsx';
import { holds, useMe } from '../../session.ts';
import { useAppointments, useDepartments } from './questions.ts';

export default function Officers() {
  const t = useText();
  const { data: me } = useMe();
  const [{ department, view = 'officers' }, go] = useAddress('/officers');
  const departments = useDepartments();
  const mayChange = holds(me, 'administrator');
  const waiting = useAppointments('open').data?.items.length ?? 0;
  if (departments.isError) return <ProblemAlert error={departments.error} onRetry={() => void departments.refetch()} />;
  if (departments.isPending) return <Loading />;
  const { items } = departments.data;
  const chosen = items.find(({ id }) => id === department);
  return (
    <>
      <div className="page-head">
        <h1>{t('经办人')}</h1>
        <span className="quiet">{chosen ? chosen.name : t('全部单位')}</span>
      </div>
      <div className="officers">
        <nav aria-label={t('单位')}>
          <DepartmentTree
            departments={items}
            chosen={chosen?.id}
            onChoose={(id) => go({ department: id, after: undefined })}
          />
        </nav>
        <section className="officers-body">
          <Tabs
            activeKey={view}
            onChange={(chosen) => go({ view: chosen as typeof view, after: undefined, before: undefined })}
            items={[
              {
                key: 'officers',
                label: t('经办人'),
                children: <OfficerRegister departments={items} department={chosen} mayChange={mayChange} />,
              },
              {
                key: 'appointments',
                label: waiting > 0 ? t('等待确认 {waiting}', { waiting }) : t('等待确认'),
                children: <Appointments department={chosen} departments={items} />,
              },
              {
                key: 'delegations',
                label: t('代理'),
                children: <DelegationRegister department={chosen} mayChange={mayChange} />,
              },
              {
                key: 'machines',
                label: t('单位系统'),
                children: <MachineClients departments={items} department={chosen} mayChange={mayChange} />,
              },
            ]}
          />
        </section>
      </div>
    </>
  );
}

function Loading() {
  const t = useText();
  return (
    <Spin description={t('正在载入……')}>
      <div style={{ minHeight: 160 }} />
    </Spin>
  );
}
