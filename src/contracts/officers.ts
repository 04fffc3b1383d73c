/** The API of access: who acts for which department, and the departments' own systems. */
import { z } from 'zod';

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
  externalId: z.string().min(1).max(300).meta({ description: '身份认证的 sub' }),
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
  clientId: z.string().min(1).max(200),
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
  roles: z.array(OfficerRole),
  department: z.object({ id: z.string(), name: z.string() }).nullable(),
  departments: z.union([z.literal('*'), z.array(z.string())]).meta({ description: '可办理其事项的单位；* 为全市' }),
});
export type Me = z.infer<typeof Me>;
