/** What asking and every step leave behind beside their own row: the projection for queues, the entry in the log, the answer to who asked. */
import type { RightsActionName, RightsOutcome } from '#contracts/rights.ts';
import { localDateAt } from '#kernel/time/local-date.ts';
import { type Actor, onBehalfOf } from '../access/actor.ts';
import type { Applicant } from '../access/applicant.ts';
import { writeAudit } from '../audit.ts';
import type { DetailOf } from '../audit-details.ts';
import type { PlatformContext } from '../context.ts';
import type { PlatformTx } from '../database.ts';
import { dueOn, handledBy } from './clocks.ts';
import { type Asked, type RequestView, WAITING } from './request.ts';
import { project } from './store.ts';

export async function putState(
  tx: PlatformTx,
  context: PlatformContext,
  view: RequestView,
  late: boolean,
): Promise<void> {
  await project(tx, view.asked, localDateAt(view.asked.openedAt), {
    handledBy: handledBy(view, context.policy),
    state: view.state,
    sequence: view.sequence,
    dueOn: dueOn(view, context),
    endedOn: WAITING.has(view.state) ? null : localDateAt(context.clock()),
    late,
  });
}

export async function logStep(
  tx: PlatformTx,
  context: PlatformContext,
  who: Actor | Applicant,
  asked: Asked,
  what: 'asked' | RightsActionName,
  detail: DetailOf<`request.${typeof what}`>,
): Promise<void> {
  await writeAudit(tx, who, {
    at: context.clock(),
    action: `request.${what}`,
    objectType: 'request',
    objectId: asked.requestId,
    subjectKey: asked.subjectKey,
    detail,
  });
}

export function outcomeOf(view: RequestView, context: PlatformContext): RightsOutcome {
  return {
    requestId: view.asked.requestId,
    sequence: view.sequence,
    state: view.state,
    dueOn: dueOn(view, context),
  };
}

export const standingIn = (officer: Actor | null): string | null => (officer && onBehalfOf(officer)?.officerId) ?? null;
