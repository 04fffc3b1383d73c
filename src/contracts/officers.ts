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
