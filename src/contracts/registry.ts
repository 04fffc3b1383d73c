/** The API of the registry (归集): what is in force about an organisation. */
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
