/** An administrator names who takes over for an officer who is away. */
import { Modal } from 'antd';
import { DelegableRole, type Officer } from '#contracts/officers.ts';
import { useText } from '../../language.tsx';
import { DelegationForm } from '../../parts/delegation-form.tsx';
import { ProblemAlert } from '../../problem.tsx';
import { useOfficers } from './questions.ts';

export function OfficerAbsence({ officer, onClose }: { readonly officer: Officer; readonly onClose: () => void }) {
  const t = useText();
  const page = useOfficers({ department: officer.departmentId, standing: 'active' }, 500);
  const colleagues = (page.data?.items ?? []).filter(
    ({ id, departmentId, externalId }) =>
      id !== officer.id && departmentId === officer.departmentId && !externalId.startsWith('client:'),
  );
  const roles = DelegableRole.options.filter((role) => officer.roles.includes(role));
  return (
    <Modal
      open
      width={720}
      footer={null}
      title={t('{name} 不在岗时由谁代理', { name: officer.name })}
      onCancel={onClose}
    >
      {page.isError ? <ProblemAlert error={page.error} onRetry={() => void page.refetch()} /> : null}
      {roles.length > 0 ? (
        <DelegationForm from={officer.id} roles={roles} colleagues={colleagues} onDone={onClose} />
      ) : (
        <p className="quiet">{t('该经办人没有可以请人代理的岗位。')}</p>
      )}
    </Modal>
  );
}
