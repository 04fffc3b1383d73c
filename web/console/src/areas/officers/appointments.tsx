/** What one administrator proposed and another confirms or declines: who, which roles, by whom, until when; and what stands in the way. */
import { Alert, App, Button, Segmented, Space, Tag } from 'antd';
import { useState } from 'react';
import type { Appointment } from '#contracts/appointments.ts';
import type { DepartmentNode } from '#contracts/officers.ts';
import type { AppointmentDecision, AppointmentKind, AppointmentStanding } from '#contracts/vocabulary.ts';
import { useText } from '../../language.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { instantText } from '../../parts/instant.ts';
import { PermittedButton } from '../../parts/permitted-button.tsx';
import { ROLE_WORDS } from '../../parts/role-words.ts';
import { ProblemAlert, useProblemNotice } from '../../problem.tsx';
import { holds, useMe } from '../../session.ts';
import { useAppointmentDecision, useAppointments } from './questions.ts';
import { within } from './territory.ts';

interface Props {
  readonly departments: readonly DepartmentNode[];
  readonly department: DepartmentNode | undefined;
}

const SHOWN = { open: '等待确认', all: '含已办结' } as const;
const KINDS: Readonly<Record<AppointmentKind, string>> = {
  officer: '登记经办人',
  roles: '增加岗位',
  machine: '登记单位系统',
  restore: '恢复登记',
};
const STANDINGS: Readonly<Record<AppointmentStanding, string>> = {
  open: '等待确认',
  confirmed: '已确认',
  declined: '不同意',
  withdrawn: '已撤回',
  lapsed: '逾期作废',
};

export function Appointments({ departments, department }: Props) {
  const t = useText();
  const [shown, show] = useState<keyof typeof SHOWN>('open');
  const list = useAppointments(shown);
  return (
    <>
      <div className="tools">
        <Segmented<keyof typeof SHOWN>
          aria-label={t('办理情况')}
          value={shown}
          onChange={show}
          options={(['open', 'all'] as const).map((value) => ({ value, label: t(SHOWN[value]) }))}
        />
        <span className="quiet">{t('一人提出，另一位能办理的管理员确认后生效；两周内无人确认即作废。')}</span>
      </div>
      {list.data && list.data.administrators < 2 ? (
        <Alert
          type="warning"
          showIcon
          title={t('现任管理员不足两人')}
          description={t(
            '现在只能提出登记信用主管部门的管理员，并在主机上运行 xinheng administrator confirm 确认；此后再登记其他人。停用和去掉岗位不受影响。',
          )}
          style={{ marginBottom: 12 }}
        />
      ) : null}
      {list.isError ? (
        <ProblemAlert error={list.error} onRetry={() => void list.refetch()} />
      ) : (
        <List
          items={(list.data?.items ?? []).filter(({ departmentId }) => within(departments, department, departmentId))}
          loading={list.isPending}
        />
      )}
    </>
  );
}

function List({ items, loading }: { readonly items: readonly Appointment[]; readonly loading: boolean }) {
  const t = useText();
  const { data: me } = useMe();
  return (
    <DataTable<Appointment>
      label={t('待确认的登记')}
      width={330}
      empty={t('没有等待确认的登记。')}
      rowKey="id"
      loading={loading}
      dataSource={[...items]}
      columns={[
        {
          title: t('登记谁'),
          render: (_, { name, kind, externalId, clientId, departmentName, roles }) => (
            <>
              {name} <span className="quiet">{t(KINDS[kind])}</span>
              {clientId || externalId ? <div className="quiet break">{clientId ?? externalId}</div> : null}
              <div>{departmentName}</div>
              {roles.map((role) => (
                <Tag key={role}>{t(ROLE_WORDS[role])}</Tag>
              ))}
            </>
          ),
        },
        {
          // beside whom it is about, also on a phone: nobody looks for a button out of sight
          title: t('办理'),
          width: '50%',
          render: (_, one) => (
            <>
              <Proposed appointment={one} />
              {one.standing === 'open' && holds(me, 'administrator') ? <Acts appointment={one} /> : <Ended {...one} />}
            </>
          ),
        },
      ]}
    />
  );
}

function Proposed({
  appointment: { proposedBy, proposedAt, lapsesAt, standing },
}: {
  readonly appointment: Appointment;
}) {
  const t = useText();
  return (
    <div className="numbers">
      {t('{name}提出', { name: proposedBy })} <span className="quiet">{instantText(proposedAt).slice(0, 10)}</span>
      {standing === 'open' ? (
        <div className="quiet">{t('{day} 前须确认', { day: instantText(lapsesAt).slice(0, 10) })}</div>
      ) : null}
    </div>
  );
}

function Ended({ standing, decidedBy, decidedAt }: Pick<Appointment, 'standing' | 'decidedBy' | 'decidedAt'>) {
  const t = useText();
  return (
    <span className="quiet">
      {t(STANDINGS[standing])}
      {standing === 'confirmed' && decidedBy === null ? ` ${t('在主机上')}` : ''}
      {decidedBy ? ` ${decidedBy}` : ''} {decidedAt ? instantText(decidedAt).slice(0, 10) : ''}
    </span>
  );
}

/** A decision is final, what ends here is proposed anew: none is taken on one click. */
const ASKED: Readonly<Record<AppointmentDecision, readonly [title: string, content: string, ok: string]>> = {
  confirmed: ['确认登记 {name}？', '请先核实确有其人、账号和岗位无误。确认后即刻生效，记在您的名下。', '确认登记'],
  declined: ['不同意登记 {name}？', '不同意后这项登记即告终结，记在您的名下；还要登记的，须重新提出。', '不同意登记'],
  withdrawn: ['撤回登记 {name}？', '撤回后这项登记即告终结；还要登记的，须重新提出。', '撤回登记'],
};

function Acts({ appointment }: { readonly appointment: Appointment }) {
  const t = useText();
  const { message, modal } = App.useApp();
  const { id, name, may } = appointment;
  const done: Readonly<Record<AppointmentDecision, string>> = {
    confirmed: t('已确认，{name}的岗位即刻生效。', { name }),
    declined: t('已不同意{name}的登记。', { name }),
    withdrawn: t('已撤回{name}的登记。', { name }),
  };
  const deciding = useAppointmentDecision(id, (what) => void message.success(done[what]), useProblemNotice());
  const ask = (decision: AppointmentDecision) => () => {
    const [title, content, ok] = ASKED[decision];
    modal.confirm({
      ...{ title: t(title, { name }), content: t(content), okText: t(ok) },
      okButtonProps: { danger: decision === 'declined' },
      onOk: () => deciding.mutateAsync(decision).catch(() => undefined),
    });
  };
  return (
    <Space wrap align="start">
      <PermittedButton
        size="small"
        type="primary"
        permitted={may.confirm}
        loading={deciding.isPending}
        onClick={ask('confirmed')}
      >
        {t('确认')}
      </PermittedButton>
      {may.decline.available ? (
        <Button size="small" danger onClick={ask('declined')}>
          {t('不同意')}
        </Button>
      ) : null}
      {may.withdraw.available ? (
        <Button size="small" onClick={ask('withdrawn')}>
          {t('撤回')}
        </Button>
      ) : null}
    </Space>
  );
}
