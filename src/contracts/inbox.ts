/** What one system says to another: signed deliveries (webhook.ts), and the question what of them is held. */
import { z } from 'zod';
import { endpoints, json, SYSTEMS } from './endpoint.ts';
import { InboxAnswer } from './envelope.ts';
import { CloudEvent, DELIVERY_BODY_LIMIT } from './webhook.ts';

/** Deliveries as they come in. @param summary whose, and what about */
export const inboxEndpoints = (summary: { readonly zh: string; readonly en: string }) =>
  endpoints('exchange', {
    'POST /inbox': {
      summary,
      who: SYSTEMS,
      body: CloudEvent,
      bodyBytes: DELIVERY_BODY_LIMIT,
      answer: json(InboxAnswer),
    },
  });

/** Asked by the sender, to reconcile. */
export const holdingsEndpoints = endpoints('exchange', {
  'POST /inbox/holdings': {
    summary: { zh: '核对所持有的内容（签名请求）', en: 'What is held, to reconcile (signed request)' },
    who: SYSTEMS,
    body: CloudEvent,
    bodyBytes: 16 * 1024, // a question has next to nothing in it
    answer: json(z.object({ count: z.number().int(), digest: z.string() })),
  },
});

/** What can be listed of a receiver's holdings, each in the order of its key. */
export const HELD_KINDS = ['record', 'provider', 'punctuality', 'edition'] as const;
export type HeldKind = (typeof HELD_KINDS)[number];

/** The question's data: of what, and from where on; a page ends where `next` says. */
export const HeldQuestion = z.strictObject({ of: z.enum(HELD_KINDS), above: z.string().max(200).nullable() });
export type HeldQuestion = z.infer<typeof HeldQuestion>;
export const HeldPage = z.object({
  items: z.array(z.object({ id: z.string(), position: z.number().int() })),
  /** the last of the page, to ask on from; null: this was the last page */
  next: z.string().nullable(),
});
export type HeldPage = z.infer<typeof HeldPage>;
export const HELD_PER_PAGE = 5_000;

/** Asked by the sender after a restore, to make what is held equal to what it knows. */
export const heldEndpoints = endpoints('exchange', {
  'POST /inbox/held': {
    summary: { zh: '逐项列出所持有的内容（签名请求）', en: 'What is held, item by item (signed request)' },
    who: SYSTEMS,
    body: CloudEvent,
    bodyBytes: 16 * 1024,
    answer: json(HeldPage),
  },
});

export const platformInbox = inboxEndpoints({
  zh: '接收个人信用积分系统的通知（签名推送）',
  en: 'Takes the points system’s notices (signed deliveries)',
});

export const pointsInbox = inboxEndpoints({
  zh: '接收信用平台的推送（签名推送）',
  en: 'Takes the platform’s deliveries (signed)',
});

export const siteInbox = inboxEndpoints({
  zh: '接收信用平台的名单与撤下通知（签名推送）',
  en: 'Takes the platform’s lists and withdrawals (signed deliveries)',
});
