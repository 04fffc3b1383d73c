/** A case held for one change at a time: whoever comes second sees what the first did. */
import { Problem } from '#kernel/refusal/problem.ts';
import type { PlatformTx } from '../database.ts';
import { parseCaseId } from './case.ts';
import { foldCase } from './fold.ts';
import type { Opened } from './looks.ts';
import { findCase, listActions, lockCase, shareBatch } from './store.ts';

/** @throws Problem `case.not_found`, `batch.not_ready` */
export async function getLockedCase(tx: PlatformTx, caseId: string): Promise<Opened> {
  const batchId = parseCaseId(caseId)?.batchId;
  if (batchId === undefined) throw new Problem('case.not_found');
  await shareBatch(tx, batchId); // before looking: the batch may just be being taken back or approved
  const head = await findCase(tx, caseId);
  if (!head) throw new Problem('case.not_found');
  if (!head.batchComplete) throw new Problem('batch.not_ready');
  await lockCase(tx, head);
  const log = await listActions(tx, head);
  return { head, log, view: foldCase(head, log) };
}
