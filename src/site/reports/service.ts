/** Issues reports about organisations and tells whether one still holds. A report is what the site shows, signed; nothing more is known here. */
import { createHash, createHmac } from 'node:crypto';
import { SITE_REPORT_CODE, type SiteReport } from '#contracts/site-report.ts';
import { checkUscc } from '#kernel/identity/uscc.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { localDateAt } from '#kernel/time/local-date.ts';
import { type SiteContext, transact } from '../context.ts';
import type { PublicationKey } from '../publication/key.ts';
import type { Finder } from '../search/finder.ts';
import type { Standing } from '../search/standing.ts';
import { reportPaper } from './paper.ts';
import { compare, vouchedFor } from './rules.ts';
import { signPdf } from './signed-pdf.ts';

export interface Reporter {
  readonly context: SiteContext;
  readonly finder: Finder;
  readonly publicUrl: string;
  readonly key: PublicationKey;
}

export interface IssuedReport {
  readonly code: string;
  readonly pdf: Buffer;
}

/** The same content on the same day is the same report, byte by byte. @throws Problem organisation.not_found */
export async function issueReport(reporter: Reporter, code: string): Promise<IssuedReport> {
  const { context, key, publicUrl } = reporter;
  const checked = checkUscc(code);
  const standing = checked.verdict === 'invalid' ? undefined : await reporter.finder.standing(checked.uscc);
  if (!standing) throw new Problem('organisation.not_found');
  const { digest, items } = vouchedFor(standing);
  const now = context.clock();
  const printed = codeOf(key, `${standing.uscc} ${localDateAt(now)} ${digest}`);
  const codeHash = hashOf(printed);
  const issuedAt = await transact(context, async (tx) => {
    const row = { uscc: standing.uscc, code_hash: codeHash, issued_at: now, content_digest: digest, items: [...items] };
    await tx
      .insertInto('organisation_report')
      .values(row)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const kept = await tx
      .selectFrom('organisation_report')
      .select('issued_at')
      .where('uscc', '=', standing.uscc)
      .where('code_hash', '=', codeHash)
      .executeTakeFirstOrThrow();
    return kept.issued_at;
  });
  const paper = await reportPaper(context, standing, {
    code: printed,
    address: `${publicUrl}/verify/${printed}`,
    issuedAt,
  });
  return { code: printed, pdf: signPdf(paper, key) };
}

/** @throws Problem report.unknown */
export async function verifyReport(
  { context, finder }: Pick<Reporter, 'context' | 'finder'>,
  typed: string,
): Promise<SiteReport & { readonly standing: Standing | undefined }> {
  const code = typed.normalize('NFKC').toUpperCase().replaceAll(/[\s-]/g, '');
  if (!SITE_REPORT_CODE.test(code)) throw new Problem('report.unknown');
  const report = await context.database
    .selectFrom('organisation_report')
    .selectAll()
    .where('code_hash', '=', hashOf(code))
    .executeTakeFirst();
  if (!report) throw new Problem('report.unknown');
  const standing = await finder.standing(report.uscc);
  const now = standing && vouchedFor(standing);
  return {
    ...{ code, uscc: report.uscc, name: standing?.name ?? null, issuedAt: report.issued_at.toISOString(), standing },
    holds: now?.digest === report.content_digest,
    since: compare({ digest: report.content_digest, items: report.items }, now),
  };
}

const hashOf = (code: string): string => createHash('sha256').update(`organisation-report ${code}`).digest('hex');

/** Twenty characters that nobody confuses (Crockford's base 32): a hundred bits that only the key can make. */
function codeOf(key: PublicationKey, content: string): string {
  const bytes = createHmac('sha256', key.derive('report code')).update(content).digest();
  return [...bytes.subarray(0, 20)].map((byte) => '0123456789ABCDEFGHJKMNPQRSTVWXYZ'[byte & 31]).join('');
}
