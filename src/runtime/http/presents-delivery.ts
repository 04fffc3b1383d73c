/** Which requests the rate limit leaves uncounted: deliveries of the other systems, as far as their headers show. */
import type { FastifyRequest } from 'fastify';
import { presentedSignature } from '#contracts/webhook.ts';

const INBOX = /^\/api\/(platform|points|site)\/inbox(\/|\?|$)/;

/**
 * A signed delivery proves its sender; ten thousand records may become due in one minute. Who brings no signature, a malformed or an
 * outdated one, is counted like everybody else. What is forged in good form is uncounted, but bounded in bytes and time (body-limits.ts).
 */
export function presentsDelivery({ url, method, headers }: FastifyRequest): boolean {
  if (method !== 'POST' || !INBOX.test(url)) return false;
  try {
    presentedSignature(headers, new Date());
    return true;
  } catch {
    return false;
  }
}
