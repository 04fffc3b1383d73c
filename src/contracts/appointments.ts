/** The API of appointments: what one administrator proposes and another confirms. */
import { z } from 'zod';
import { created, endpoints, json, officers } from './endpoint.ts';
import { Permitted } from './lists.ts';
import { NewMachineClient, NewOfficer, Officer, OfficerRole } from './officers.ts';
import { APPOINTMENT_DECISIONS, APPOINTMENT_KINDS, APPOINTMENT_STANDINGS } from './vocabulary.ts';

export const Appointment = z.object({
  id: z.uuid(),
  kind: z.enum(APPOINTMENT_KINDS).meta({
    description:
      'officer：登记新的经办人；roles：给在岗的人增加岗位；machine：登记单位系统；restore：恢复已停用的人或者单位系统',
  }),
  officerId: z.uuid().meta({ description: '登记新人的，为确认后的编号' }),
  name: z.string(),
  externalId: z.string().nullable().meta({ description: '新人在统一身份认证中的账号编号' }),
  clientId: z.string().nullable(),
  departmentId: z.string(),
  departmentName: z.string(),
  roles: z.array(OfficerRole),
  proposedBy: z.string(),
  proposedAt: z.iso.datetime(),
  lapsesAt: z.iso.datetime().meta({ description: '到此时仍无人确认即作废' }),
  standing: z.enum(APPOINTMENT_STANDINGS),
  decidedBy: z.string().nullable().meta({ description: '已确认而为空的，在主机上确认' }),
  decidedAt: z.iso.datetime().nullable(),
  may: z.object({ confirm: Permitted, decline: Permitted, withdraw: Permitted }),
});
export type Appointment = z.infer<typeof Appointment>;

export const AppointmentList = z.object({
  items: z.array(Appointment),
  administrators: z
    .number()
    .int()
    .meta({ description: '现任管理员人数；不足两人时只能提出增加管理员，并在主机上确认' }),
});
export type AppointmentList = z.infer<typeof AppointmentList>;

export const AppointmentQuery = z.object({
  standing: z.enum(['open', 'all']).default('open').meta({ description: 'open：等待确认的；all：含最近办结的' }),
});
export type AppointmentQuery = z.infer<typeof AppointmentQuery>;

export const ChangedRoles = z.strictObject({ roles: z.array(OfficerRole).min(1).max(7) });
export type ChangedRoles = z.infer<typeof ChangedRoles>;

export const RolesChange = z.object({
  officer: Officer.meta({ description: '去掉的岗位已经结束' }),
  appointment: Appointment.nullable().meta({ description: '增加的岗位，待另一位管理员确认' }),
});
export type RolesChange = z.infer<typeof RolesChange>;

export const appointmentEndpoints = endpoints('access', {
  'POST /officers': {
    summary: { zh: '提出登记经办人，由另一位管理员确认', en: 'Propose an officer; another administrator confirms' },
    who: officers('administrator'),
    body: NewOfficer,
    answer: created(Appointment),
  },
  'POST /officers/:id/roles': {
    summary: {
      zh: '变更经办人的岗位：去掉的即刻结束，增加的由另一位管理员确认',
      en: 'Change the roles of an officer: what is taken away ends at once, what is added another administrator confirms',
    },
    who: officers('administrator'),
    params: z.object({ id: z.uuid() }),
    body: ChangedRoles,
    answer: json(RolesChange),
  },
  'POST /officers/:id/restore': {
    summary: {
      zh: '提出恢复已停用的经办人：还是原来的人和账号，岗位重新写明，由另一位管理员确认',
      en: 'Propose to restore a dismissed officer: the same person and account, the roles named anew; another administrator confirms',
    },
    who: officers('administrator'),
    params: z.object({ id: z.uuid() }),
    body: ChangedRoles,
    answer: created(Appointment),
  },
  'POST /machine-clients/:id/restore': {
    summary: {
      zh: '提出恢复已停用的单位系统，由另一位管理员确认',
      en: 'Propose to restore a department’s system that was ended; another administrator confirms',
    },
    who: officers('administrator'),
    params: z.object({ id: z.string().min(1).max(200) }),
    answer: created(Appointment),
  },
  'POST /machine-clients': {
    summary: {
      zh: '提出登记单位系统，由另一位管理员确认',
      en: 'Propose a department’s system; another administrator confirms',
    },
    who: officers('administrator'),
    body: NewMachineClient,
    answer: created(Appointment),
  },
  'GET /appointments': {
    summary: { zh: '管辖内待确认的登记', en: 'Appointments in the own jurisdiction that wait to be confirmed' },
    who: officers('administrator', 'auditor'),
    query: AppointmentQuery,
    answer: json(AppointmentList),
  },
  'POST /appointments/:id/decision': {
    summary: {
      zh: '确认或不同意一项登记，由提出者以外的管理员办理；提出者可以撤回',
      en: 'Confirm or decline an appointment, as another administrator than who proposed it; or withdraw one’s own',
    },
    who: officers('administrator'),
    params: z.object({ id: z.uuid() }),
    body: z.strictObject({ decision: z.enum(APPOINTMENT_DECISIONS) }),
    answer: json(Appointment),
  },
});
