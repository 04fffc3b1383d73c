/** HTTP of the registry: organisations by code. Persons are reached through their case only (no-bulk-people); changes come from procedures (rights). */
import { z } from 'zod';
import { OrganisationRecord } from '#contracts/registry.ts';
import { checkUscc } from '#kernel/identity/uscc.ts';
import type { Policy } from '#kernel/policy/policy.ts';
import { Problem } from '#kernel/problems.ts';
import { localDateAt } from '#kernel/time/local-date.ts';
import { type PlatformRoutes, requireActor } from '../http.ts';
import { organisationRecords } from './service.ts';
import type { RecordInForce } from './store.ts';

const tags = ['registry'];

export const registryRoutes: PlatformRoutes = async (app, { context }) => {
  app.get(
    '/organisations/:uscc/records',
    {
      schema: {
        tags,
        summary: '某单位在有效期内的信用记录（按统一社会信用代码查询，查询留痕）',
        params: z.object({ uscc: z.string().min(1).max(40) }),
        response: { 200: z.array(OrganisationRecord) },
      },
    },
    async (request) => {
      const actor = requireActor(request);
      const code = checkUscc(request.params.uscc);
      if (code.verdict === 'invalid')
        throw new Problem('request.invalid', {
          detail: '统一社会信用代码不正确，请核对。',
          detailEn: 'The unified social credit code is wrong.',
        });
      const records = await organisationRecords(context, actor, code.uscc);
      return records.map((record) => describe(record, context.policy));
    },
  );
};

function describe(record: RecordInForce, policy: Policy): OrganisationRecord {
  return {
    recordId: record.recordId,
    caseId: `${record.batchId}-${record.rowNumber}`,
    polarity: record.polarity,
    kind: record.kind,
    kindTitle: policy.kind(record.kind).title,
    clause: record.clause,
    name: record.organisationName ?? '',
    matter: record.matter,
    department: policy.department(record.determiningDepartment).name,
    occurredOn: record.occurredOn,
    determinedOn: localDateAt(record.determinedAt),
    validFrom: record.validFrom,
    validUntil: record.validUntil,
    disclosedUntil: record.disclosedUntil,
    objectionOpen: record.objectionOpen,
  };
}
