/** The points system's door: citizens whose identity document the city's sign-in has checked. Machines have no business here. */
import { z } from 'zod';
import { DOCUMENT_TYPES } from '#kernel/identity/documents.ts';
import { Problem } from '#kernel/problems.ts';
import type { PointsContext } from '#points/context.ts';
import { type CitizenClaims, requireCitizen } from '#points/http.ts';
import type { Door } from './sign-in.ts';

/** Claims of the provider, named as in OpenID Connect where a name exists. */
const Identity = z.object({
  name: z.string().trim().min(1),
  document_type: z.enum(DOCUMENT_TYPES),
  document_number: z.string().trim().min(1),
  birthdate: z.iso.date(),
});

const Me = z.object({ name: z.string(), documentNumber: z.string().meta({ description: '遮掩后的证件号码' }) });

export function citizenDoor(context: Pick<PointsContext, 'database' | 'clock'>): Door<CitizenClaims> {
  return {
    async admit(claims) {
      const identity = Identity.safeParse(claims);
      if (!identity.success) throw new Problem('account.real_name_required');
      const { name, document_type, document_number, birthdate } = identity.data;
      return { name, documentType: document_type, documentNumber: document_number, birthDate: birthdate };
    },
    async recognise(request, citizen) {
      request.citizen = citizen;
      return true;
    },
    /** Names nobody: this system's log knows accounts only, and at the door there may be none yet. */
    async audit(event, request, { reason }) {
      await context.database
        .insertInto('audit_entry')
        .values({
          at: context.clock(),
          actor_kind: 'citizen',
          actor_id: 'unknown',
          action: event,
          purpose: null,
          account_id: null,
          detail: JSON.stringify(reason ? { reason } : {}),
          request_id: request.id,
        })
        .execute();
    },
    me: Me,
    describe(request): z.infer<typeof Me> {
      const { name, documentNumber } = requireCitizen(request);
      return {
        name,
        documentNumber: `${documentNumber.slice(0, 3)}${'*'.repeat(Math.max(0, documentNumber.length - 5))}${documentNumber.slice(-2)}`,
      };
    },
  };
}
