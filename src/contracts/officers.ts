/** The API of access: who acts for which department, and the departments' own systems. */
import { z } from 'zod';
import { OFFICER_ROLES } from '#kernel/policy/officer-roles.ts';
import { AccountName, Issuer } from './account-name.ts';
import { created, endpoints, json, NOTHING, officers } from './endpoint.ts';
import { freeText } from './free-text.ts';
import { givenDate } from './given-values.ts';
import { DEPARTMENT_LEVELS, OFFICER_STANDINGS } from './vocabulary.ts';

export const OfficerRole = z.enum(OFFICER_ROLES);

/** Why a role that is held is not acted in, and who can change that. */
const Resting = z.object({
  zh: z.string(),
  en: z.string(),
  endedBy: z.array(z.string()).meta({ description: '能去掉其中一岗的管理员，最多五位；空的，由其他管理员办理' }),
});

export const Officer = z.object({
  id: z.uuid(),
  issuer: z.string(),
  externalId: z.string(),
  name: z.string(),
  departmentId: z.string(),
  departmentName: z.string(),
  roles: z.array(OfficerRole).meta({ description: '在登记单位承担的岗位' }),
  posts: z
    .array(
      z.object({
        ...{ role: OfficerRole, departmentId: z.string(), departmentName: z.string() },
        rests: Resting.nullable().meta({ description: '这一岗位暂停的原因；null 为可以办理' }),
      }),
    )
    .meta({ description: '承担的全部岗位，以及各在哪个单位' }),
  activeFrom: z.iso.datetime(),
  activeUntil: z.iso.datetime().nullable(),
});
export type Officer = z.infer<typeof Officer>;

export const NewOfficer = z.object({
  issuer: Issuer.optional().meta({ description: '身份认证的 iss；不填则为本系统所用的身份认证' }),
  externalId: AccountName.max(300).meta({ description: '身份认证的 sub' }),
  name: freeText(z.string().trim().min(1).max(50)),
  departmentId: z.string().min(1).max(100),
  roles: z.array(OfficerRole).min(1).max(7),
});
export type NewOfficer = z.infer<typeof NewOfficer>;

export const OfficerQuery = z.object({
  department: z.string().min(1).max(100).optional().meta({ description: '该单位及其下属单位' }),
  name: z.string().trim().min(1).max(50).optional().meta({ description: '姓名中的文字' }),
  standing: z.enum(OFFICER_STANDINGS).default('all'),
  after: z.uuid().optional().meta({ description: '上一页最后一人的编号' }),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export type OfficerQuery = z.infer<typeof OfficerQuery>;

export const OfficerPage = z.object({ items: z.array(Officer), after: z.uuid().nullable() });
export type OfficerPage = z.infer<typeof OfficerPage>;

export const DepartmentNode = z.object({
  id: z.string(),
  name: z.string(),
  parent: z.string().nullable(),
  level: z.enum(DEPARTMENT_LEVELS),
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
  issuer: Issuer.optional(),
  clientId: AccountName.max(200),
  name: freeText(z.string().trim().min(1).max(100)),
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
  resting: z
    .array(Resting.extend({ role: OfficerRole, department: z.string(), takenOver: z.boolean() }))
    .meta({ description: '本人的、代理来的岗位中，现在暂停的' }),
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
  reason: freeText(z.string().trim().min(2).max(200)).meta({ description: '如出差、休假；不要写病情' }),
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

const byOfficer = z.object({ id: z.uuid() });

export const accessEndpoints = endpoints('access', {
  'GET /officers': {
    summary: { zh: '经办人名册，按单位和姓名排列', en: 'The register of officers, by department and name' },
    who: officers('administrator', 'auditor'),
    query: OfficerQuery,
    answer: json(OfficerPage),
  },
  'POST /officers/:id/dismiss': {
    summary: { zh: '停用经办人', en: 'Dismiss an officer' },
    who: officers('administrator'),
    params: byOfficer,
    answer: NOTHING,
  },
  'GET /officers/:id/sessions': {
    summary: {
      zh: '某经办人现有的登录：只知何时登录、何时最近使用',
      en: 'Where an officer is signed in: since when and last used when, nothing else',
    },
    who: officers('administrator'),
    params: byOfficer,
    answer: json(z.object({ items: z.array(OfficerSession) })),
  },
  'POST /officers/:id/sessions/end': {
    summary: { zh: '结束某经办人的登录', en: 'End sessions of an officer' },
    who: officers('administrator'),
    params: byOfficer,
    body: EndSessions,
    answer: json(z.object({ ended: z.number().int() })),
  },
  'GET /my-delegations': {
    summary: { zh: '本人的代理：请谁代理，代理谁', en: 'Own delegations: who stands in, and for whom' },
    who: officers(),
    answer: json(OwnDelegations),
  },
  'GET /delegations': {
    summary: { zh: '管辖内的代理，新登记的在前', en: 'Delegations in the own jurisdiction, newest first' },
    who: officers('administrator', 'auditor'),
    query: DelegationQuery,
    answer: json(DelegationPage),
  },
  'POST /delegations': {
    summary: {
      zh: '登记代理：本人不在岗时由同一单位的同事代为办理',
      en: 'Register a delegation: a colleague of the department stands in for an absence',
    },
    who: officers(),
    body: NewDelegation,
    answer: created(Delegation),
  },
  'POST /delegations/:id/revoke': {
    summary: { zh: '提前结束代理', en: 'End a delegation early' },
    who: officers(),
    params: z.object({ id: z.uuid() }),
    answer: json(Delegation),
  },
  'GET /departments': {
    summary: {
      zh: '单位：市、部门、区县、功能区和办公室',
      en: 'Departments: the city’s, districts, zones and offices',
    },
    who: officers('administrator', 'auditor', 'credit-office'),
    answer: json(z.object({ items: z.array(DepartmentNode) })),
  },
  'GET /machine-clients': {
    summary: { zh: '已登记的单位系统', en: 'Departments’ systems that are registered' },
    who: officers('administrator', 'auditor'),
    answer: json(z.object({ items: z.array(MachineClient) })),
  },
  'POST /machine-clients/:id/dismiss': {
    summary: { zh: '停用单位系统', en: 'Dismiss a department’s system' },
    who: officers('administrator'),
    params: z.object({ id: z.string().min(1).max(200) }),
    answer: NOTHING,
  },
});
