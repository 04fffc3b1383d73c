/** Asks a receiver what it holds, for the platform to reconcile with what was acknowledged. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { HeldPage, type HeldQuestion } from '#contracts/inbox.ts';
import { type CloudEvent, signEvent } from '#contracts/webhook.ts';
import type { Holdings } from '#kernel/exchange/canonical-json.ts';
import type { Endpoint } from './signed-sender.ts';

const Answer = z.object({ count: z.number().int(), digest: z.string() });

/** @throws Error when the receiver does not answer or refuses */
export async function askHoldings(endpoint: Endpoint, clock: () => Date): Promise<Holdings> {
  return Answer.parse(await ask(endpoint, clock, 'holdings', {}));
}

/** Item by item. @throws Error like `askHoldings` */
export async function askHeld(endpoint: Endpoint, clock: () => Date, question: HeldQuestion): Promise<HeldPage> {
  return HeldPage.parse(await ask(endpoint, clock, 'held', question));
}

async function ask(endpoint: Endpoint, clock: () => Date, what: 'holdings' | 'held', data: object): Promise<unknown> {
  const question: CloudEvent = {
    specversion: '1.0',
    id: randomUUID(),
    source: '/platform',
    type: `xinheng.${what}.requested`,
    time: clock().toISOString(),
    data: { ...data },
  };
  const { headers, body } = signEvent(question, endpoint.secrets, clock());
  const response = await fetch(`${endpoint.url}/${what}`, {
    method: 'POST',
    headers,
    body,
    redirect: 'manual',
    signal: AbortSignal.timeout(60_000),
  });
  if (!response.ok) throw new Error(`对账请求未成功：对方答复 ${response.status}`);
  return response.json();
}
