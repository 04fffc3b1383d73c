/** A report of the public site about an organisation, as somebody who is shown one can check it. */
import { z } from 'zod';
import { ANYBODY, document, endpoints, json, pages } from './endpoint.ts';

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

const issued = {
  summary: {
    zh: '出具一家企业或社会组织的公共信用信息报告（PDF，带签名和核验编码）',
    en: 'Issue a report about an organisation (PDF, signed, with a code to check it by)',
  },
  who: ANYBODY,
  caching: 'never',
  limit: { group: 'reports' },
  params: z.object({ uscc: z.string().max(40) }),
  answer: document('application/pdf'),
} as const;

export const siteReportEndpoints = endpoints('reports', {
  'POST /v1/organisations/:uscc/reports': issued,
  'GET /v1/reports/:code': {
    summary: {
      zh: '核验报告：何时出具，是否仍然有效，之后有什么变化',
      en: 'Check a report: when it was issued, whether it still holds, what has changed since',
    },
    who: ANYBODY,
    caching: 'never',
    params: z.object({ code: z.string().max(60) }),
    answer: json(SiteReport),
  },
});

/** The form on an organisation's page, in both languages. */
export const reportFormEndpoints = pages({ 'POST /organisations/:uscc/report': issued });
