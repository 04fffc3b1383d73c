/** What the pages need to ask for a report: kinds in plain words, places, statements, limits, and whether this person may at all. */
import type { OwnReportForm } from '#contracts/own-reports.ts';
import type { RequiredTimer } from '#kernel/policy/policy.ts';
import { localDateAt } from '#kernel/time/local-date.ts';
import type { Applicant } from '../access/applicant.ts';
import type { PlatformContext } from '../context.ts';
import { periodOf } from '../determination/index.ts';
import { EVIDENCE_LIMITS, MOST_ITEMS } from '../evidence/index.ts';
import { statementsInUse } from '../own-statements.ts';
import { asksFor, CHANNEL, isAdultOn, LIMITS, placesOf, reportableKinds } from './rules.ts';

/** Without an applicant for a counter, where the person's document is entered together with the report. */
export function reportForm(context: PlatformContext, applicant: Applicant | null): OwnReportForm {
  const person = applicant?.person ?? null;
  const { policy } = context;
  const today = localDateAt(context.clock());
  const { years, clause } = policy.minimumAge;
  const channel = policy.channels.find(({ id }) => id === CHANNEL);
  const channelClause = policy.clause(channel?.clause ?? clause);
  const timer = (id: RequiredTimer) => {
    const value = policy.timerOn(id, today);
    return { period: periodOf(value), citation: value.citation };
  };
  return {
    eligible:
      person === null || isAdultOn(person, policy, today)
        ? { yes: true }
        : {
            yes: false,
            zh: `本人上报须年满${years}周岁。年满${years}周岁之后可以再来；在此之前平台不收集您的信用信息。`,
            en: `You have to be ${years} to report; until then nothing about you is collected.`,
          },
    clause: channelClause.id,
    clauseText: channelClause.text,
    kinds: reportableKinds(policy).map((kind) => {
      const { title, text, en } = policy.clause(kind.clause);
      return {
        id: kind.id,
        title: kind.plainTitle,
        titleEn: kind.titleEn,
        official: kind.title,
        explanation: text || title,
        explanationEn: en ?? kind.titleEn,
        clause: kind.clause,
        asks: asksFor(kind, policy, person),
        evidence: kind.evidence.map(({ id, title, titleEn, required }) => ({ id, title, titleEn, required })),
      };
    }),
    places: placesOf(policy).map((place) => ({ ...place })),
    statements: statementsInUse(policy).map((statement) => ({ ...statement })),
    limits: {
      matter: LIMITS.matter,
      drafts: LIMITS.drafts,
      evidenceBytes: EVIDENCE_LIMITS.bytes,
      evidencePages: EVIDENCE_LIMITS.pages,
      evidenceItems: MOST_ITEMS,
    },
    draftDays: timer('own-report-draft'),
    retention: timer('evidence-retention'),
    check: timer('data-check'),
    today,
  };
}
