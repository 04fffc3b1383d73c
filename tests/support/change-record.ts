/** Changes a record directly, as a finished procedure of rights would: for tests of what follows from a change. */

import { Problem } from '#kernel/refusal/problem.ts';
import type { Actor } from '#platform/access/actor.ts';
import { transact } from '#platform/access/index.ts';
import type { PlatformContext } from '#platform/context.ts';
import { applyChange, type ChangeOutcome, type ChangeRequest, findRecordOfCase } from '#platform/registry/index.ts';

export function changeRecord(
  context: PlatformContext,
  actor: Actor,
  { batchId, rowNumber }: { readonly batchId: string; readonly rowNumber: number },
  request: ChangeRequest,
): Promise<ChangeOutcome> {
  return transact(context.database, actor, async (tx) => {
    const record = await findRecordOfCase(tx, batchId, rowNumber);
    if (!record) throw new Problem('record.not_found');
    return applyChange(tx, context, actor, record, request);
  });
}
