/** Signs an event and posts it to the system it is for; the one place where a delivery meets the network. */
import { type DeliveryAnswer, type Send, signEvent } from '#contracts/webhook.ts';

export interface Endpoint {
  /** address of the inbox, e.g. `http://127.0.0.1:3000/api/points/inbox` */
  readonly url: string;
  /** every one of them signs; one is enough for the receiver */
  readonly secrets: readonly string[];
}

export interface SenderOptions<Recipient extends string> {
  readonly endpoints: Readonly<Record<Recipient, Endpoint>>;
  readonly clock: () => Date;
  /** a receiver that has not answered by then counts as failed and is tried again */
  readonly timeoutMilliseconds?: number;
}

const DETAIL_LIMIT = 300;

export function signedSender<Recipient extends string>(options: SenderOptions<Recipient>): Send<Recipient> {
  return async (recipient, event): Promise<DeliveryAnswer> => {
    const { url, secrets } = options.endpoints[recipient];
    const { headers, body } = signEvent(event, secrets, options.clock());
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers,
        body,
        redirect: 'manual',
        signal: AbortSignal.timeout(options.timeoutMilliseconds ?? 30_000),
      });
      const text = await response.text();
      const detail = response.ok ? undefined : text.slice(0, DETAIL_LIMIT);
      return { status: response.status, detail, answer: parsed(text) };
    } catch (error) {
      return { status: 0, detail: reasonOf(error) };
    }
  };
}

/** Undefined for what is not JSON: a proxy's page is no answer of a receiver. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `fetch failed` says nothing; its cause does (ECONNREFUSED, a time-out). */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}（${error.cause.message}）` : error.message;
}
