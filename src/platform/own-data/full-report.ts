/**
 * The full report (完整信用报告): a paper the subject takes to show to others, with a code by which anyone it is given to can tell
 * that it is genuine and whether it still holds. The paper is not kept; what it vouches for is kept as a digest.
 */
import { createHash } from 'node:crypto';
import { type OwnData, type OwnLookPage, REPORT_CODE, type ReportVerification } from '#contracts/own-data.ts';
import { maskName } from '#kernel/identity/masking.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { systemActor } from '../access/actor.ts';
import { type Applicant, actingFor } from '../access/applicant.ts';
import { transact } from '../access/transaction.ts';
import { writeLook } from '../audit-look.ts';
import type { PlatformContext } from '../context.ts';
import { contentDigest } from './rules.ts';
import { allLooks, collect, logOwn, standingOn } from './service.ts';
import { addFullReport, countFullReports, findFullReport } from './store.ts';

export interface ReportContent {
  readonly data: OwnData;
  readonly looks: OwnLookPage['items'];
  readonly code: string;
  readonly issuedAt: Date;
  /** which one of the year */
  readonly ordinal: number;
}

export interface IssuedPaper {
  readonly code: string;
  readonly paper: Buffer;
}

/**
 * Issues one of the year's full reports. The paper is made inside the transaction: a report that is counted exists.
 * @throws Problem `report.used_up`, `permission.denied`; `case.conflict` for the second of two requests at the same instant
 */
export async function issueFullReport(
  context: PlatformContext,
  applicant: Applicant,
  uscc: string | undefined,
  put: (content: ReportContent) => Promise<Buffer>,
): Promise<IssuedPaper> {
  const subject = actingFor(applicant, uscc);
  return transact(context.database, applicant, async (tx) => {
    const look = await logOwn(tx, context, applicant, subject, 'own-data.report_issued');
    const data = await collect(tx, context, applicant, subject, look);
    const { year, used, allowed } = data.fullReports;
    if (used >= allowed) throw new Problem('report.used_up');
    const code = newCode(context.randomBytes(20));
    const issuedAt = context.clock();
    const ordinal = (await countFullReports(tx, subject.subjectKey, year)) + 1;
    const paper = await put({ data, looks: await allLooks(tx, context, subject), code, issuedAt, ordinal });
    await addFullReport(tx, {
      subjectKey: subject.subjectKey,
      ...{ year, ordinal, issuedAt },
      reportId: context.newId(),
      codeHash: hashOf(code),
      subjectType: subject.type,
      maskedName: subject.type === 'person' ? maskName(subject.name) : subject.name,
      uscc: subject.type === 'organisation' ? subject.uscc : null,
      fileSha256: createHash('sha256').update(paper).digest(),
      contentSha256: Buffer.from(contentDigest(data.records, data.lists), 'hex'),
      counterAct: applicant.counter?.actId ?? null,
    });
    return { code, paper };
  });
}

/** Whether a report with this code was issued and still says what is true. The subject sees in the log that somebody asked. */
export async function verifyFullReport(context: PlatformContext, typed: string): Promise<ReportVerification> {
  const code = typed.toUpperCase().replaceAll(/[\s-]/g, '');
  if (!REPORT_CODE.test(code)) throw new Problem('report.unknown');
  const actor = systemActor('own-data.verification');
  return transact(context.database, actor, async (tx) => {
    const report = await findFullReport(tx, hashOf(code));
    if (!report) throw new Problem('report.unknown');
    const { subjectKey, subjectType: type } = report;
    await writeLook(tx, actor, {
      at: context.clock(),
      action: 'own-data.report_verified',
      objectType: 'own-data',
      objectId: subjectKey,
      of: { subjects: [subjectKey] },
      purpose: '持报告编码核验',
      detail: { type },
    });
    const { records, lists } = await standingOn(tx, context, subjectKey);
    return {
      code,
      issuedAt: report.issuedAt.toISOString(),
      subjectType: type,
      name: report.maskedName,
      sha256: report.fileSha256.toString('hex'),
      unchanged: contentDigest(records, lists) === report.contentSha256.toString('hex'),
    };
  });
}

const hashOf = (code: string): Buffer => createHash('sha256').update(`full-report ${code}`).digest();

/** Twenty characters that nobody confuses (Crockford's base 32): a hundred bits from twenty random bytes. */
function newCode(random: Buffer): string {
  return [...random.subarray(0, 20)].map((byte) => '0123456789ABCDEFGHJKMNPQRSTVWXYZ'[byte & 31]).join('');
}
