/** The API of access: who acts for which department, and the departments' own systems. */
import { z } from 'zod';
import { givenDate } from './given-values.ts';

/** As the sign-in names an account: without blanks around it and characters nobody sees, so that none looks like another's. */
const AccountName = z
  .string()
  .min(1)
  .regex(/^[^\s\p{C}]+(?: [^\s\p{C}]+)*$/u, '首尾不能有空格，也不能含连续空格、换行或看不见的字符');

export const OfficerRole = z.enum([
  'reporter',
  'reviewer',
  'determiner',
  'credit-office',
  'auditor',
  'administrator',
  'assistant',
]);

export const Officer = z.object({
  id: z.uuid(),
  issuer: z.string(),
  externalId: z.string(),
  name: z.string(),
  departmentId: z.string(),
  departmentName: z.string(),
  roles: z.array(OfficerRole),
  activeFrom: z.iso.datetime(),
  activeUntil: z.iso.datetime().nullable(),
});
export type Officer = z.infer<typeof Officer>;

export const NewOfficer = z.object({
  issuer: z.string().min(1).max(300).optional().meta({ description: '身份认证的 iss；不填则为本系统所用的身份认证' }),
  externalId: AccountName.max(300).meta({ description: '身份认证的 sub' }),
  name: z.string().trim().min(1).max(50),
  departmentId: z.string().min(1).max(100),
  roles: z.array(OfficerRole).min(1).max(7),
});
export type NewOfficer = z.infer<typeof NewOfficer>;

export const OfficerQuery = z.object({
  department: z.string().min(1).max(100).optional().meta({ description: '该单位及其下属单位' }),
  name: z.string().trim().min(1).max(50).optional().meta({ description: '姓名中的文字' }),
  standing: z.enum(['active', 'dismissed', 'all']).default('all'),
  after: z.uuid().optional().meta({ description: '上一页最后一人的编号' }),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export type OfficerQuery = z.infer<typeof OfficerQuery>;

export const OfficerPage = z.object({ items: z.array(Officer), after: z.uuid().nullable() });
export type OfficerPage = z.infer<typeof OfficerPage>;

export const ChangedRoles = z.strictObject({ roles: z.array(OfficerRole).min(1).max(7) });
export type ChangedRoles = z.infer<typeof ChangedRoles>;

export const DepartmentNode = z.object({
  id: z.string(),
  name: z.string(),
  parent: z.string().nullable(),
  level: z.enum(['city', 'department', 'district', 'zone', 'office']),
  functions: z.array(z.string()),
  officers: z.number().int().meta({ description: '本单位在岗经办人，不含下属单位' }),
  inJurisdiction: z.boolean().meta({ description: '当前登录者可否登记其经办人' }),
});
export type DepartmentNode = z.infer<typeof DepartmentNode>;

/** Sessions are kept sealed: whose and when is all that can be listed. */
export const OfficerSession = z.object({
  id: z.string(),
  startedAt: z.iso.datetime(),
  seenAt: z.iso.datetime(),
});
export type OfficerSession = z.infer<typeof OfficerSession>;

export const EndSessions = z.strictObject({
  session: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional()
    .meta({ description: '只结束这一个；不填则结束该经办人的全部登录' }),
});
export type EndSessions = z.infer<typeof EndSessions>;

export const MachineClient = z.object({
  clientId: z.string(),
  name: z.string(),
  departmentId: z.string(),
  officerId: z.uuid(),
  scopes: z.array(OfficerRole),
  activeUntil: z.iso.datetime().nullable(),
});
export type MachineClient = z.infer<typeof MachineClient>;

/** A machine reports; it never reviews or determines: a decision is a person's. */
export const NewMachineClient = z.object({
  issuer: z.string().min(1).max(300).optional(),
  clientId: AccountName.max(200),
  name: z.string().trim().min(1).max(100),
  departmentId: z.string().min(1).max(100),
  scopes: z.array(z.literal('reporter')).min(1),
});
export type NewMachineClient = z.infer<typeof NewMachineClient>;

/** The signed-in officer or machine, as the console needs it. */
export const Me = z.object({
  kind: z.enum(['officer', 'machine']),
  id: z.string(),
  name: z.string(),
  roles: z.array(OfficerRole).meta({ description: '含代理来的岗位' }),
  standsIn: z
    .array(z.object({ role: OfficerRole, officer: z.string(), until: z.iso.date() }))
    .meta({ description: '现在代理谁的岗位，到哪一日' }),
  department: z.object({ id: z.string(), name: z.string() }).nullable(),
  departments: z.union([z.literal('*'), z.array(z.string())]).meta({ description: '可办理其事项的单位；* 为全市' }),
});
export type Me = z.infer<typeof Me>;

/** What may be handed on for an absence; auditing and administration may not. */
export const DelegableRole = z.enum(['reporter', 'reviewer', 'determiner', 'credit-office', 'assistant']);
export type DelegableRole = z.infer<typeof DelegableRole>;

const person = z.object({ id: z.uuid(), name: z.string() });
export const Delegation = z.object({
  id: z.uuid(),
  departmentId: z.string(),
  departmentName: z.string(),
  from: person.meta({ description: '因故不在岗的人' }),
  to: person.meta({ description: '代为办理的人' }),
  role: DelegableRole,
  startsOn: z.iso.date(),
  endsOn: z.iso.date().meta({ description: '最后一日，含当日' }),
  reason: z.string(),
  givenBy: z.string(),
  givenAt: z.iso.datetime(),
  revokedAt: z.iso.datetime().nullable(),
  standing: z.enum(['coming', 'running', 'ended', 'revoked', 'lapsed']).meta({
    description: 'lapsed：其中一人已停用、调离或不再有这一岗位，代理随之失效',
  }),
  mayRevoke: z.boolean(),
});
export type Delegation = z.infer<typeof Delegation>;

export const NewDelegation = z.strictObject({
  from: z.uuid().optional().meta({ description: '由管理员代为登记时填写；不填为本人' }),
  to: z.uuid(),
  role: DelegableRole,
  startsOn: givenDate,
  endsOn: givenDate,
  reason: z.string().trim().min(2).max(200).meta({ description: '如出差、休假；不要写病情' }),
});
export type NewDelegation = z.infer<typeof NewDelegation>;

export const DelegationQuery = z.object({
  department: z.string().min(1).max(100).optional().meta({ description: '该单位及其下属单位' }),
  standing: z.enum(['open', 'all']).default('open').meta({ description: 'open：未结束、未撤销的' }),
  before: z.uuid().optional().meta({ description: '上一页最后一条的编号' }),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type DelegationQuery = z.infer<typeof DelegationQuery>;
export const DelegationPage = z.object({ items: z.array(Delegation), before: z.uuid().nullable() });
export type DelegationPage = z.infer<typeof DelegationPage>;

/** An officer's own delegations, and with whom new ones could be made. */
export const OwnDelegations = z.object({
  today: z.iso.date(),
  given: z.array(Delegation),
  received: z.array(Delegation),
  roles: z.array(DelegableRole).meta({ description: '可以请人代理的本人岗位' }),
  colleagues: z.array(person.extend({ roles: z.array(OfficerRole) })).meta({ description: '同一单位在岗的人' }),
});
export type OwnDelegations = z.infer<typeof OwnDelegations>;
