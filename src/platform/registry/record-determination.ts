/** A determined case becomes a record (归集), and whoever is to know of it is told in the same transaction. */
import { localDateAt } from '#kernel/time/local-date.ts';
import type { PlatformContext } from '../context.ts';
import type { PlatformTx } from '../database.ts';
import { type DeliverableRecord, deliverRecord } from '../exchange/index.ts';
import { alreadyHeld } from './change-payload.ts';
import { addChange, addRecord, type CreditRecord, findRelief } from './store.ts';

export function deliverable(record: CreditRecord, objectionOpen: boolean): DeliverableRecord {
  const { subjectKey, recordId, subjectType, polarity, kind, clause, matter, determiningDepartment } = record;
  const { occurredOn, validFrom, validUntil, disclosedUntil, uscc, organisationName } = record;
  return {
    ...{ subjectKey, recordId, subjectType, polarity, kind, clause, matter, determiningDepartment },
    ...{ occurredOn, validFrom, validUntil, disclosedUntil, objectionOpen, uscc, organisationName },
    determinedOn: localDateAt(record.determinedAt),
  };
}

/** Called by determination in the transaction of the determining action; nothing else makes records. */
export async function recordDetermination(
  tx: PlatformTx,
  context: PlatformContext,
  record: CreditRecord,
): Promise<void> {
  await addRecord(tx, record);
  const at = context.clock();
  const hold = await findRelief(tx, record, localDateAt(at));
  if (!hold) {
    await deliverRecord(tx, context, deliverable(record, false));
    return;
  }
  // relief granted before anything was recorded (4.4): hidden from the first instant, so there is nothing to withdraw
  await addChange(tx, record, {
    sequence: 1,
    change: 'held',
    effectiveOn: localDateAt(at),
    basis: `暂不纳入申请 ${hold.requestId}`,
    actorId: record.determinedBy,
    departmentId: record.determiningDepartment,
    at,
    ...alreadyHeld(context.policy, hold.until),
  });
}
