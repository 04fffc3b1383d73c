/** A report of the public site about an organisation, as somebody who is shown one can check it. */
import { z } from 'zod';

/** As printed: twenty letters and digits of Crockford's base 32. */
export const SITE_REPORT_CODE = /^[0-9A-HJKMNP-TV-Z]{20}$/;

export const SiteReport = z.object({
  code: z.string(),
  uscc: z.string(),
  name: z
    .string()
    .nullable()
    .meta({ description: 'as shown today; null when nothing about the code is shown any more' }),
  issuedAt: z.iso.datetime(),
  holds: z.boolean().meta({ description: 'everything the report says is shown today just so, and nothing more' }),
  since: z
    .object({
      gone: z
        .number()
        .int()
        .meta({ description: 'entries and records no longer shown: expired, repaired or withdrawn' }),
      changed: z.number().int(),
      added: z.number().int(),
    })
    .meta({ description: 'what has changed since, in figures; what is gone is not named again' }),
});
export type SiteReport = z.infer<typeof SiteReport>;
