/** One message, taken as if it had come alone in a delivery by a sender that is in step. */
import type { NewestRecord, RecordOutcome, TakeDelivery, Taken } from '#contracts/envelope.ts';
import { type CloudEvent, readMessage } from '#contracts/webhook.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import type { PlatformContext } from '#platform/context.ts';
import { takeDelivery as takeAtPlatform } from '#platform/exchange/inbox.ts';
import type { PointsContext } from '#points/context.ts';
import { takeDelivery as takeAtPoints } from '#points/inbox/service.ts';
import type { SiteContext } from '#site/context.ts';
import { takeDelivery as takeAtSite } from '#site/inbox/service.ts';

type Outcome = Exclude<RecordOutcome, Problem>;

/** @throws Problem when it is refused */
async function takeOne(
  receiver: 'platform' | 'points' | 'site',
  take: TakeDelivery,
  event: CloudEvent,
): Promise<Outcome> {
  const message = readMessage(event, receiver);
  const { position } = message.data;
  const { id } = event;
  // several may send at once: each learns where the receiver stands until it is the one that stands right
  const told = (after: NewestRecord | null): Promise<Taken> =>
    take({ epoch: 1, after, records: [{ id, position, message }] }).catch((error: unknown) => {
      if (!(error instanceof Problem) || error.code !== 'delivery.out_of_step') throw error;
      return told(error.extra?.['newest'] as NewestRecord | null);
    });
  const outcome = (await told(null)).outcomes.get(id);
  if (outcome === undefined || outcome instanceof Problem) throw outcome;
  return outcome;
}

export const receiveAtPlatform = (context: PlatformContext, event: CloudEvent) =>
  takeOne('platform', (delivery) => takeAtPlatform(context, delivery), event);
export const receiveAtPoints = (context: PointsContext, event: CloudEvent) =>
  takeOne('points', (delivery) => takeAtPoints(context, delivery), event);
export const receiveAtSite = (context: SiteContext, event: CloudEvent) =>
  takeOne('site', (delivery) => takeAtSite(context, delivery), event);
