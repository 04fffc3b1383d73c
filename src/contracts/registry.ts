/** The API of the registry (归集): what is in force about an organisation, and changes to a record. */
import { z } from 'zod';

const date = z.iso.date();

export const OrganisationRecord = z.object({
  recordId: z.guid(),
  caseId: z.string(),
  polarity: z.enum(['good', 'adverse']),
  kind: z.string(),
  kindTitle: z.string(),
  clause: z.string(),
  name: z.string(),
  matter: z.string(),
  department: z.string(),
  occurredOn: date,
  determinedOn: date,
  validFrom: date,
  validUntil: date.nullable(),
  disclosedUntil: date.nullable(),
  objectionOpen: z.boolean(),
});
export type OrganisationRecord = z.infer<typeof OrganisationRecord>;

const text = z.string().trim().min(2).max(500);
const base = { reason: text, basis: text.meta({ description: '变更所依据的文书或规定' }) };

export const RecordChangeRequest = z.discriminatedUnion('change', [
  z.strictObject({
    change: z.literal('corrected'),
    ...base,
    corrected: z.strictObject({
      matter: z.string().trim().min(1).max(500).optional(),
      occurredOn: date.optional(),
      organisationName: z.string().trim().min(2).max(200).optional(),
    }),
  }),
  ...(['repaired', 'revoked', 'objection-opened', 'objection-closed', 'held', 'released'] as const).map((change) =>
    z.strictObject({ change: z.literal(change), ...base }),
  ),
] as const);
export const RecordChangeOutcome = z.object({
  recordId: z.guid(),
  sequence: z.number().int(),
  change: z.enum(['corrected', 'repaired', 'revoked', 'objection-opened', 'objection-closed', 'held', 'released']),
  effectiveOn: date,
});
