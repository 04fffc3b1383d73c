/** Asks a receiver what it holds, for the platform to reconcile with what was acknowledged. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type CloudEvent, signEvent } from '#contracts/webhook.ts';
import type { Holdings } from '#kernel/exchange/canonical-json.ts';
import type { Endpoint } from './signed-sender.ts';

const Answer = z.object({ count: z.number().int(), digest: z.string() });

/** @throws Error when the receiver does not answer or refuses */
export async function askHoldings(endpoint: Endpoint, clock: () => Date): Promise<Holdings> {
  const question: CloudEvent = {
    specversion: '1.0',
    id: randomUUID(),
    source: '/platform',
    type: 'xinheng.holdings.requested',
    time: clock().toISOString(),
    data: {},
  };
  const { headers, body } = signEvent(question, endpoint.secrets, clock());
  const response = await fetch(`${endpoint.url}/holdings`, {
    method: 'POST',
    headers,
    body,
    redirect: 'manual',
    signal: AbortSignal.timeout(60_000),
  });
  if (!response.ok) throw new Error(`对账请求未成功：对方答复 ${response.status}`);
  return Answer.parse(await response.json());
}
