/** What a change of a record says besides its reason: the last day of a hold, or the facts as they are from then on, whole. */
import { z } from 'zod';
import { CorrectedFacts } from '#contracts/rights.ts';

export const ChangePayload = CorrectedFacts.extend({
  until: z.iso.date().optional(),
  organisationName: CorrectedFacts.shape.organisationName.nullable(),
});
