/**
 * Many records in one signed delivery: what is told, in order of position, under one signature. Each record is taken by itself, so
 * one that cannot be taken holds up none of the others. The envelope also says which record its sender believes to be the newest
 * the receiver has: where the receiver knows otherwise, one of the two was restored from a backup, and nothing is taken.
 */
import { z } from 'zod';
import { Problem } from '#kernel/refusal/problem.ts';
import { verbatim } from '#kernel/refusal/said.ts';
import { type CloudEvent, type DeliveryAnswer, type Message, readMessage } from './webhook.ts';

export const RECORDS_PER_DELIVERY = 500;
/** of records together; a single one that is larger (a whole edition) travels alone */
export const BYTES_PER_DELIVERY = 1024 * 1024;

/** An epoch's positions begin after this many of the epoch before: a position alone says what is newer, across epochs too. */
export const POSITIONS_PER_EPOCH = 10_000_000_000;
export const epochOf = (position: number): number => Math.floor((position - 1) / POSITIONS_PER_EPOCH) + 1;

const RECORDS_DELIVERED = 'xinheng.records.delivered';

/** A record as a mark on the way: after a restore another record may stand at the same position, never under the same id. */
export const NewestRecord = z.strictObject({
  epoch: z.number().int().positive(),
  position: z.number().int().min(0),
  id: z.guid(),
});
export type NewestRecord = z.infer<typeof NewestRecord>;

export const DeliveredRecord = z.strictObject({
  id: z.guid(),
  position: z.number().int().min(0),
  type: z.string().min(1).max(100),
  /** the notice it was told under, and that notice's version */
  notice: z.string().min(1).max(60),
  version: z.number().int().positive(),
  /** as agreed for its type (exchange.ts), without the position */
  data: z.record(z.string(), z.unknown()),
});
export type DeliveredRecord = z.infer<typeof DeliveredRecord>;

export const Envelope = z.strictObject({
  /** grows with every restore of the sender */
  epoch: z.number().int().positive(),
  /** the newest record the receiver has, as far as the sender knows; null: none yet */
  after: NewestRecord.nullable(),
  /** none: only asks whether the two are in step */
  records: z.array(DeliveredRecord).max(RECORDS_PER_DELIVERY),
});
export type Envelope = z.infer<typeof Envelope>;

const RefusedRecord = z.object({ id: z.string(), position: z.number().int(), code: z.string(), detail: z.string() });
export type RefusedRecord = z.infer<typeof RefusedRecord>;

/** What an inbox answers: how many it took, knew, or found older than what it holds (none of these is sent again), and which it will never take. */
export const InboxAnswer = z.object({
  accepted: z.number().int(),
  known: z.number().int(),
  outdated: z.number().int(),
  refused: z.array(RefusedRecord),
  /** the newest record there is now: the next delivery says it as `after` */
  newest: NewestRecord.nullable(),
});
export type InboxAnswer = z.infer<typeof InboxAnswer>;

export interface ReadableRecord {
  readonly id: string;
  readonly position: number;
  readonly message: Message;
}

/** A delivery as a receiver takes it: records that are as agreed, and where its sender believes the receiver to stand. */
export interface Delivery {
  readonly epoch: number;
  readonly after: NewestRecord | null;
  readonly records: readonly ReadableRecord[];
}

/** By the id of the record: what became of it. */
export type RecordOutcome = 'accepted' | 'known' | 'outdated' | Problem;
export type Outcomes = ReadonlyMap<string, RecordOutcome>;

/** What became of a delivery, and which record is the newest there is now. */
export interface Taken {
  readonly outcomes: Outcomes;
  readonly newest: NewestRecord | null;
}

/** Takes a delivery in one transaction. @throws Problem `delivery.out_of_step` (outOfStep) before anything is taken */
export type TakeDelivery = (delivery: Delivery) => Promise<Taken>;

export function envelopeEvent(source: string, id: string, at: Date, envelope: Envelope): CloudEvent {
  const time = at.toISOString();
  return {
    ...{ specversion: '1.0', id, source, type: RECORDS_DELIVERED, time, datacontenttype: 'application/json' },
    data: envelope,
  };
}

/** Answers one verified event: what is not as agreed is refused record by record, the rest is taken. */
export async function answerDelivery(
  event: CloudEvent,
  receiver: 'platform' | 'points' | 'site',
  take: TakeDelivery,
): Promise<InboxAnswer> {
  const { epoch, after, records } = openEnvelope(event);
  const readable: ReadableRecord[] = [];
  const outcomes = new Map<string, RecordOutcome>();
  for (const { id, position, type, data } of records) {
    try {
      readable.push({ id, position, message: readMessage({ type, data: { ...data, position } }, receiver) });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      outcomes.set(id, error);
    }
  }
  const taken = await take({ epoch, after, records: readable });
  for (const [id, outcome] of taken.outcomes) outcomes.set(id, outcome);
  return { ...counted(records, outcomes), newest: taken.newest };
}

function openEnvelope(event: CloudEvent): Envelope {
  if (event.type !== RECORDS_DELIVERED) throw new Problem('delivery.unknown_type', { said: verbatim(event.type) });
  const envelope = Envelope.safeParse(event.data);
  const issues = envelope.success ? [] : envelope.error.issues;
  const inOrder =
    envelope.success &&
    envelope.data.records.every(({ position }, at, all) => position > (all[at - 1]?.position ?? -1));
  if (!envelope.success || !inOrder)
    throw new Problem('request.invalid', {
      said: { zh: '推送的信封不符合约定', en: 'The envelope of the delivery is not as agreed.' },
      extra: { errors: issues },
    });
  return envelope.data;
}

function counted(records: readonly DeliveredRecord[], outcomes: Outcomes): Omit<InboxAnswer, 'newest'> {
  const answer = { accepted: 0, known: 0, outdated: 0, refused: [] as RefusedRecord[] };
  for (const { id, position } of records) {
    const outcome = outcomes.get(id);
    if (outcome === undefined) throw new RangeError(`record ${id} has no outcome`);
    if (typeof outcome === 'string') answer[outcome] += 1;
    else answer.refused.push({ id, position, code: outcome.code, detail: outcome.message });
  }
  return answer;
}

/** @throws Problem when the receiver's newest record is not the one the sender believes it to be */
export function requireInStep(known: NewestRecord | null, after: NewestRecord | null): void {
  if (known?.position === after?.position && known?.id === after?.id) return;
  throw new Problem('delivery.out_of_step', { extra: { newest: known } });
}

export const markOf = ({ id, position }: { readonly id: string; readonly position: number }): NewestRecord => ({
  epoch: epochOf(position),
  position,
  id,
});

/** The newer of two: a record that committed late has a lower position and moves nothing. */
export const newerOf = (known: NewestRecord | null, told: NewestRecord | null): NewestRecord | null =>
  told === null || (known !== null && known.position > told.position) ? known : told;

/** taken: look at the answer. out-of-step: one of the two was restored. refused: what was sent will never be taken. trouble: with what was sent. away: with the receiver or the way. */
export type Verdict =
  | { readonly is: 'taken'; readonly answer: InboxAnswer }
  | { readonly is: 'out-of-step'; readonly newest: NewestRecord | null }
  | { readonly is: 'refused' | 'trouble' | 'away' };

const OutOfStep = z.object({ code: z.literal('delivery.out_of_step'), newest: NewestRecord.nullable() });
/** Nothing about a record: secrets that do not match, an address that is another's, a receiver that is busy or gone. */
const AWAY: ReadonlySet<number> = new Set([401, 403, 404, 408, 429, 502, 503, 504]);

export function judgeDelivery({ status, answer }: DeliveryAnswer): Verdict {
  if (status >= 200 && status < 300) {
    const taken = InboxAnswer.safeParse(answer);
    return taken.success ? { is: 'taken', answer: taken.data } : { is: 'away' };
  }
  const out = status === 409 ? OutOfStep.safeParse(answer) : undefined;
  if (out?.success) return { is: 'out-of-step', newest: out.data.newest };
  if (status < 400 || AWAY.has(status)) return { is: 'away' };
  return { is: status < 500 ? 'refused' : 'trouble' };
}
