/**
 * Sends everything that is due to one recipient, many records in a delivery and one delivery at a time. A receiver that is away is
 * tried again later, from where it stands; a record that makes trouble is tried by itself and holds up none of the others.
 */
import {
  type DeliveredRecord,
  envelopeEvent,
  judgeDelivery,
  type NewestRecord,
  RECORDS_PER_DELIVERY,
} from '#contracts/envelope.ts';
import type { AttemptOutcome } from '#contracts/vocabulary.ts';
import type { CloudEvent, DeliveryAnswer } from '#contracts/webhook.ts';

/** Thrown so that the job queue tries again later, with its own growing pauses. */
export class DeliveryFailed extends Error {
  override readonly name = 'DeliveryFailed';
}

export interface Attempt {
  readonly record: DeliveredRecord;
  readonly outcome: AttemptOutcome;
  readonly detail: string | null;
}

export interface Due {
  readonly epoch: number;
  readonly after: NewestRecord | null;
  /** in order of position, together within the bounds of a delivery */
  readonly records: readonly DeliveredRecord[];
  /** the first of them was tried before, in vain */
  readonly tried: boolean;
}

/** The outbox of one recipient, as a system keeps it. */
export interface Outgoing {
  readonly source: string;
  readonly clock: () => Date;
  readonly newId: () => string;
  /** Where the two stand, for a delivery without records; undefined while deliveries are halted. */
  standing(): Promise<Pick<Due, 'epoch' | 'after'> | undefined>;
  /** The next records, at most `limit`; undefined: nothing is due, or deliveries are halted. What must no longer be told is withheld on the way. */
  next(limit: number): Promise<Due | undefined>;
  /** Writes down how it went. @param newest where the receiver stands now, if it has moved. @param later tried again only after a pause */
  note(attempts: readonly Attempt[], also: { newest?: NewestRecord | null; later?: boolean }): Promise<void>;
  /** The receiver's newest record is another than was believed. False: a person must look, nothing more is sent. */
  align(newest: NewestRecord | null): Promise<boolean>;
}

export interface Drained {
  readonly acknowledged: number;
  readonly refused: number;
  /** nothing more is sent until a person has looked */
  readonly halted: boolean;
}

const MOST_ALIGNMENTS = 3;

/**
 * @param greeting where nothing is due, a delivery without records asks whether the two are still in step
 * @throws DeliveryFailed when the receiver is away; what it has taken until then is noted
 */
export async function drain(
  outgoing: Outgoing,
  send: (event: CloudEvent) => Promise<DeliveryAnswer>,
  greeting = false,
): Promise<Drained> {
  const drained = { acknowledged: 0, refused: 0 };
  let [size, alignments] = [RECORDS_PER_DELIVERY, 0];
  for (let first = true; ; first = false) {
    const due = (await outgoing.next(size)) ?? (first && greeting ? await greetingOf(outgoing) : undefined);
    if (!due) return { ...drained, halted: false };
    // after a failure one record asks whether it is over, so that a long outage does not note every record at every try
    if (first && due.tried) size = 1;
    const { epoch, after } = due;
    const records = due.records.slice(0, size);
    const event = envelopeEvent(outgoing.source, outgoing.newId(), outgoing.clock(), {
      epoch,
      after,
      records: [...records],
    });
    const answer = await sendSafely(send, event);
    const verdict = judgeDelivery(answer);
    const all = (outcome: AttemptOutcome) => records.map((record) => ({ record, outcome, detail: described(answer) }));
    if (verdict.is === 'taken') {
      const refused = new Map(
        verdict.answer.refused.map((one) => [one.id, `对方不接收（${one.code}）：${one.detail}`]),
      );
      const attempts = records.map((record): Attempt => {
        const detail = refused.get(record.id)?.slice(0, 500) ?? null;
        return { record, outcome: detail === null ? 'acknowledged' : 'refused', detail };
      });
      if (records.length === 0) return { ...drained, halted: false };
      await outgoing.note(attempts, { newest: verdict.answer.newest });
      drained.acknowledged += attempts.filter(({ outcome }) => outcome === 'acknowledged').length;
      drained.refused += attempts.filter(({ outcome }) => outcome === 'refused').length;
      [size, alignments] = [Math.min(size * 2, RECORDS_PER_DELIVERY), 0];
    } else if (verdict.is === 'out-of-step') {
      alignments += 1;
      if (alignments > MOST_ALIGNMENTS) throw new DeliveryFailed('推送双方的进度反复不一致，稍后再试');
      if (!(await outgoing.align(verdict.newest))) return { ...drained, halted: true };
    } else if (verdict.is === 'away') {
      if (records.length > 0) await outgoing.note(all('failed'), {});
      throw new DeliveryFailed(`推送未成功：${described(answer)}`);
    } else if (records.length !== 1) {
      if (records.length === 0) return { ...drained, halted: false };
      await outgoing.note(all('failed'), {});
      size = 1;
    } else {
      const outcome = verdict.is === 'refused' ? 'refused' : 'failed';
      await outgoing.note(all(outcome), { later: outcome === 'failed' });
      if (outcome === 'refused') drained.refused += 1;
    }
  }
}

async function greetingOf(outgoing: Outgoing): Promise<Due | undefined> {
  const standing = await outgoing.standing();
  return standing && { ...standing, records: [], tried: false };
}

async function sendSafely(
  send: (event: CloudEvent) => Promise<DeliveryAnswer>,
  event: CloudEvent,
): Promise<DeliveryAnswer> {
  try {
    return await send(event);
  } catch (error) {
    return { status: 0, detail: error instanceof Error ? error.message : String(error) };
  }
}

function described({ status, detail }: DeliveryAnswer): string {
  const who = status === 0 ? '对方没有应答' : `对方答复 ${status}`;
  return `${who}${detail ? `：${detail}` : ''}`.slice(0, 500);
}
