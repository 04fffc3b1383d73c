/** HTTP of the registry: organisations by code. Persons are reached through their case only (no-bulk-people); changes come from procedures (rights). */
import { type OrganisationRecord, registryEndpoints } from '#contracts/registry.ts';
import { checkUscc } from '#kernel/identity/uscc.ts';
import type { Policy } from '#kernel/policy/policy.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { localDateAt } from '#kernel/time/local-date.ts';
import type { Actor } from '../access/actor.ts';
import type { PlatformContext } from '../context.ts';
import { type PlatformRoutes, serve } from '../http/serve.ts';
import { organisationRecords } from './service.ts';
import type { RecordInForce } from './store.ts';

export const registryRoutes: PlatformRoutes = async (app, { context }) => {
  serve(app, registryEndpoints, {
    'GET /organisations/:uscc/records': ({ caller, params }) => recordsOf(context, caller, params.uscc),
  });
};

async function recordsOf(context: PlatformContext, actor: Actor, given: string): Promise<OrganisationRecord[]> {
  const code = checkUscc(given);
  if (code.verdict === 'invalid')
    throw new Problem('request.invalid', {
      said: { zh: '统一社会信用代码不正确，请核对。', en: 'The unified social credit code is wrong.' },
    });
  const records = await organisationRecords(context, actor, code.uscc);
  return records.map((record) => describe(record, context.policies.at(record)));
}

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
