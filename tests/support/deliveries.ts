/** Deliveries between systems without a network, and networks that do what networks do. */
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import {
  answerDelivery,
  type DeliveredRecord,
  type Envelope,
  envelopeEvent,
  judgeDelivery,
  markOf,
  type TakeDelivery,
} from '#contracts/envelope.ts';
import type { CloudEvent, DeliveryAnswer, Send } from '#contracts/webhook.ts';
import { Problem } from '#kernel/refusal/problem.ts';

export const recordsOf = (event: CloudEvent): readonly DeliveredRecord[] => (event.data as Envelope).records;

/** What a receiver says that has taken everything. */
export const tookAll = (event: CloudEvent): DeliveryAnswer => ({
  status: 200,
  answer: {
    accepted: recordsOf(event).length,
    known: 0,
    outdated: 0,
    refused: [],
    newest: markOf(recordsOf(event).at(-1)!),
  },
});

/** A message as it travels alone, from a sender that is in step with the receiver whose database this is. */
export async function enveloped(
  receiver: pg.Client,
  { id, source, type, time, data }: CloudEvent,
): Promise<CloudEvent> {
  const { rows } = await receiver.query('SELECT * FROM inbox_epoch ORDER BY epoch DESC LIMIT 1');
  const known = rows[0] ? { id: rows[0].record_id, position: Number(rows[0].position) } : undefined;
  const { position, ...told } = data;
  const record = { id, type, position: Number(position), notice: '2020-2', version: 1, data: told };
  const after = known ? markOf(known) : null;
  return envelopeEvent(source, randomUUID(), new Date(time), { epoch: 1, after, records: [record] });
}

/** Straight to a receiver in this process. */
export const straightTo =
  (receiver: 'platform' | 'points' | 'site', take: TakeDelivery): Send<'platform' | 'points' | 'site'> =>
  async (_to, event) => {
    try {
      return { status: 200, answer: await answerDelivery(event, receiver, take) };
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return { status: error.status, detail: error.message, answer: { code: error.code, ...error.extra } };
    }
  };

/** Brings the records of a delivery singly, in an order of its own, and what of them was not refused is taken. */
export const inOrder =
  <Recipient extends string>(
    send: Send<Recipient>,
    order: (records: DeliveredRecord[]) => readonly DeliveredRecord[],
  ): Send<Recipient> =>
  async (to, event) => {
    const { epoch, records, ...envelope } = event.data as Envelope;
    let { after } = envelope;
    const refused = [];
    for (const record of order([...records])) {
      const bring = () => send(to, { ...event, id: randomUUID(), data: { epoch, after, records: [record] } });
      let answer = await bring();
      let verdict = judgeDelivery(answer);
      if (verdict.is === 'out-of-step') {
        after = verdict.newest;
        answer = await bring();
        verdict = judgeDelivery(answer);
      }
      if (verdict.is !== 'taken') return answer;
      refused.push(...verdict.answer.refused);
      after = verdict.answer.newest;
    }
    return {
      status: 200,
      answer: { accepted: records.length - refused.length, known: 0, outdated: 0, refused, newest: after },
    };
  };
