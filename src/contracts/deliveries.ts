/** The API of the platform's exchange: what was sent to the other systems, how it went, and sending again. */
import { z } from 'zod';
import { accepted, endpoints, json, officers } from './endpoint.ts';
import { RECIPIENTS } from './vocabulary.ts';

export const DeliveryState = z.enum(['waiting', 'failing', 'acknowledged', 'refused', 'withheld']).meta({
  description:
    'waiting: not tried yet; failing: tried, will be tried again; acknowledged: the receiver has it; refused: the receiver says no for good; withheld: deliberately not sent',
});
export type DeliveryState = z.infer<typeof DeliveryState>;

export const Delivery = z.object({
  id: z.uuid(),
  position: z.number().int(),
  recipient: z.enum(RECIPIENTS),
  type: z.string(),
  createdAt: z.iso.datetime(),
  state: DeliveryState,
  attempts: z.number().int(),
  lastAttemptAt: z.iso.datetime().nullable(),
  detail: z.string().nullable(),
});
export type Delivery = z.infer<typeof Delivery>;

export const DeliveryQuery = z.object({
  state: DeliveryState.optional(),
  recipient: z.enum(RECIPIENTS).optional(),
  /** the `position` of the last item of the previous page */
  before: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type DeliveryQuery = z.infer<typeof DeliveryQuery>;

export const DeliveryPage = z.object({
  items: z.array(Delivery),
  /** null: there is no further page */
  before: z.number().int().nullable(),
  open: z.object({ points: z.number().int(), site: z.number().int() }).meta({
    description: 'messages the receiver has not acknowledged yet, refused ones included',
  }),
});
export type DeliveryPage = z.infer<typeof DeliveryPage>;

export const ReconcileRequest = z.strictObject({ recipient: z.enum(RECIPIENTS) });

export const Reconciliation = z.object({
  recipient: z.enum(RECIPIENTS),
  matches: z.boolean(),
  expected: z.object({ count: z.number().int(), digest: z.string() }),
  held: z.object({ count: z.number().int(), digest: z.string() }),
});
export type Reconciliation = z.infer<typeof Reconciliation>;

export const exchangeEndpoints = endpoints('exchange', {
  'GET /exchange/deliveries': {
    summary: { zh: '推送情况', en: 'How deliveries stand' },
    who: officers('credit-office', 'auditor'),
    query: DeliveryQuery,
    answer: json(DeliveryPage),
  },
  'POST /exchange/deliveries/:id/resend': {
    summary: { zh: '重新推送', en: 'Send a delivery again' },
    who: officers('credit-office'),
    params: z.object({ id: z.uuid() }),
    answer: accepted(Delivery),
  },
  'POST /exchange/reconcile': {
    summary: {
      zh: '对账：对方现有的与已签收的是否一致',
      en: 'Reconcile: does the receiver hold what it has acknowledged',
    },
    who: officers('credit-office'),
    body: ReconcileRequest,
    answer: json(Reconciliation),
  },
});
