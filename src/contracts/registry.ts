/** The API of the registry (归集): what is in force about an organisation. */
import { z } from 'zod';
import { endpoints, json, officers } from './endpoint.ts';
import { ClauseRef, KindRef } from './refs.ts';
import { POLARITIES } from './vocabulary.ts';

const date = z.iso.date();

export const OrganisationRecord = z.object({
  recordId: z.guid(),
  caseId: z.string(),
  polarity: z.enum(POLARITIES),
  kind: KindRef,
  kindTitle: z.string(),
  clause: ClauseRef,
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

export const registryEndpoints = endpoints('registry', {
  'GET /organisations/:uscc/records': {
    summary: {
      zh: '某单位在有效期内的信用记录（按统一社会信用代码查询，查询留痕）',
      en: 'Records in force about an organisation, by its unified social credit code (the question is logged)',
    },
    who: officers(),
    params: z.object({ uscc: z.string().min(1).max(40) }),
    answer: json(z.array(OrganisationRecord)),
  },
});
