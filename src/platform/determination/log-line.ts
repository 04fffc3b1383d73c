/** The line of the log that an accepted action becomes: who, when, what, and the person sealed beside it where they were corrected. */

import type { Part } from '#contracts/vocabulary.ts';
import { localDateAt } from '#kernel/time/local-date.ts';
import { type Actor, onBehalfOf } from '../access/actor.ts';
import type { Applicant } from '../access/applicant.ts';
import { actingOn } from '../access/jurisdiction.ts';
import { systemUse } from '../audit-look.ts';
import type { PlatformContext } from '../context.ts';
import { correctedPlace, openPerson, sealPerson } from '../person-seal.ts';
import { actionOf } from './actions/index.ts';
import { type ActionName, ROLE_OF_PART } from './case.ts';
import type { Opened } from './looks.ts';
import { periodEndedOn } from './make-record.ts';
import { currentSeal } from './person-seal.ts';
import { type Asking, preparePayload } from './prepare.ts';
import { recordIdOf } from './record-id.ts';
import { departmentOf } from './rules.ts';
import type { StoredAction } from './store.ts';

/** At the counter the officer who works the keys acts, and keeps the part. */
export const actorOf = (who: Actor | Applicant): { id: string; departmentId: string | null } =>
  who.kind === 'applicant' ? (who.assistedBy ?? { id: who.subjectKey, departmentId: null }) : who;

/** Who acts, in the role their part needs and for the body it is held in: by an own one, or by one taken over for an absence. */
export const actingAs = (
  who: Actor | Applicant,
  part: Part,
  { submission }: Opened['view'],
  policy: PlatformContext['policy'],
): Actor | Applicant =>
  who.kind === 'applicant' ? who : actingOn(who, departmentOf(part, submission), policy, ROLE_OF_PART[part]);

/** @throws Problem `request.invalid` */
export function logLine(
  context: PlatformContext,
  who: Actor | Applicant,
  opened: Opened,
  request: Asking & { readonly idempotencyKey: string },
  part: Part,
  at: Date,
): StoredAction {
  const { log, view } = opened;
  const { policy, calendar } = context;
  const acting = actingAs(who, part, view, policy);
  const actor = actorOf(acting);
  return {
    ...preparePayload(request, view, {
      ...{ policy, calendar, today: localDateAt(at) },
      reviewedOn: localDateAt(log.findLast((one) => one.action === 'review')?.at ?? at),
      recordId: recordIdOf(view, policy),
      periodEndedOn: periodEndedOn(view, localDateAt(at), context),
    }),
    sequence: view.sequence + 1,
    part,
    actorId: actor.id,
    departmentId: actor.departmentId,
    at,
    idempotencyKey: request.idempotencyKey,
    sealed: sealedBy(context, opened, request, view.sequence + 1),
    onBehalfOf: acting.kind === 'applicant' ? null : (onBehalfOf(acting)?.officerId ?? null),
  } as StoredAction;
}

/** Sealed with the document the person belongs to. */
function sealedBy<Name extends ActionName>(
  context: PlatformContext,
  { head, log }: Opened,
  { action, payload }: Asking<Name>,
  sequence: number,
): Buffer | null {
  const known = () => {
    const seal = currentSeal(head, log);
    return seal && openPerson(context, seal, systemUse('number-kept'));
  };
  const person = actionOf<Name>(action).person?.(payload, known, context.policy);
  return person ? sealPerson(context, person, correctedPlace(head.subjectKey, head.factKey, sequence)) : null;
}
