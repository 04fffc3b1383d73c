/** Looking at, and taking away, what is held about oneself: every look is logged, none is counted or limited. */
import type { OwnData, OwnExport, OwnLookPage, OwnLookQuery } from '#contracts/own-data.ts';
import { maskNumber } from '#kernel/identity/masking.ts';
import { valueOn } from '#kernel/policy/dated.ts';
import { localDateAt } from '#kernel/time/local-date.ts';
import { type ActedFor, type Applicant, actingFor } from '../access/applicant.ts';
import { officerNames } from '../access/index.ts';
import { transact } from '../access/transaction.ts';
import { writeAudit } from '../audit.ts';
import { type LoggedLook, type OwnLook, ownLook, requireLook, writeLook } from '../audit-look.ts';
import type { PlatformContext } from '../context.ts';
import { hiddenFrom } from '../counter/index.ts';
import type { PlatformTx } from '../database.ts';
import { caseIdOf, getCase } from '../determination/index.ts';
import { actionTitle } from '../oversight/index.ts';
import { recordsInForce, toRecord } from '../registry/index.ts';
import { BY_ONESELF, ownCase, ownListings, ownRecord } from './rules.ts';
import {
  casesOf,
  changesOf,
  countFullReports,
  deliveriesOf,
  type LookRow,
  listingsOf,
  looksAt,
  ownReportsOf,
  recordsOf,
  subscriptionsOf,
} from './store.ts';

/** Everything the platform holds about the person, or about the organisation of `uscc` they represent. */
export async function ownData(
  context: PlatformContext,
  applicant: Applicant,
  uscc: string | undefined,
): Promise<OwnData> {
  const subject = actingFor(applicant, uscc);
  return transact(context.database, applicant, async (tx) => {
    const look = await logOwn(tx, context, applicant, subject, 'own-data.seen');
    return collect(tx, context, applicant, subject, look);
  });
}

/** The same with every look, as one file to take away (个人信息保护法 45). */
export async function ownExport(
  context: PlatformContext,
  applicant: Applicant,
  uscc: string | undefined,
): Promise<OwnExport> {
  const subject = actingFor(applicant, uscc);
  return transact(context.database, applicant, async (tx) => {
    const look = await logOwn(tx, context, applicant, subject, 'own-data.copied');
    const data = await collect(tx, context, applicant, subject, look);
    return { data, looks: await allLooks(tx, context, subject) };
  });
}

export async function ownLooks(
  context: PlatformContext,
  applicant: Applicant,
  { uscc, before, limit }: OwnLookQuery,
): Promise<OwnLookPage> {
  const subject = actingFor(applicant, uscc);
  return transact(context.database, applicant, async (tx) => {
    const rows = await looksAt(tx, subject.subjectKey, { before, limit: limit + 1 });
    const page = await describe(tx, rows.slice(0, limit), context);
    return { items: page, before: rows.length > limit ? (page.at(-1)?.id ?? null) : null };
  });
}

/** Never cut short: page by page to the end. */
export async function allLooks(
  tx: PlatformTx,
  context: PlatformContext,
  { subjectKey }: ActedFor,
): Promise<OwnLookPage['items']> {
  const items: OwnLookPage['items'] = [];
  const limit = 1_000;
  for (;;) {
    const rows = await looksAt(tx, subjectKey, { before: items.at(-1)?.id, limit });
    items.push(...(await describe(tx, rows, context)));
    if (rows.length < limit) return items;
  }
}

/** With department and role, and with the officer's name where the city says so. */
async function describe(
  tx: PlatformTx,
  rows: readonly LookRow[],
  { policy }: PlatformContext,
): Promise<OwnLookPage['items']> {
  const officers = rows.filter(({ actor_kind }) => actor_kind === 'officer').map(({ actor_id }) => actor_id);
  const names = policy.looks?.showOfficerName ? await officerNames(tx, [...new Set(officers)]) : new Map();
  return rows.map((row) => ({
    id: row.id,
    at: row.at.toISOString(),
    department: row.department_id === null ? '' : (policy.findDepartment(row.department_id)?.name ?? row.department_id),
    by: row.actor_kind === 'system' ? 'report-holder' : row.actor_kind,
    roles: [...(row.roles ?? [])],
    officer: names.get(row.actor_id) ?? null,
    action: row.action,
    title: actionTitle(row.action),
    purpose: row.purpose,
    about: row.object_type === 'batch' ? `批次 ${row.object_id}` : row.object_id,
    visit: row.visit,
  }));
}

/** Reads everything in the caller's transaction, with the look the caller has logged. */
export async function collect(
  tx: PlatformTx,
  context: PlatformContext,
  applicant: Applicant,
  subject: ActedFor,
  look: LoggedLook | OwnLook,
): Promise<OwnData> {
  requireLook(look, subject.subjectKey);
  const { policy } = context;
  const now = context.clock();
  const today = localDateAt(now);
  const year = Number(today.slice(0, 4));
  const { subjectKey } = subject;
  const hidden = await hiddenFrom(tx, context, applicant, subjectKey);
  const standing = withoutHeld(await standingOn(tx, context, subjectKey), hidden);
  const objected = objectedIn(standing.records);
  const cases: OwnData['cases'] = [];
  for (const { batchId, rowNumber } of await casesOf(tx, subjectKey)) {
    if (hidden.has(caseIdOf(batchId, rowNumber))) continue;
    const { head, log, view } = await getCase(tx, caseIdOf(batchId, rowNumber));
    cases.push(ownCase(view, log, context.policies.at(head), actionTitle, objected));
  }
  return {
    asOf: now.toISOString(),
    subject: {
      type: subject.type,
      name: subject.name,
      number: subject.type === 'organisation' ? subject.uscc : maskNumber(applicant.person.documentNumber),
    },
    cases,
    ...standing,
    deliveries: (await deliveriesOf(tx, subjectKey)).map(({ recipient, type, at, outcome }) => ({
      recipient: recipient === 'points' ? policy.names.pointsSystem : policy.names.site,
      what: DELIVERED[type] ?? type,
      at: at.toISOString(),
      outcome: outcome === null || outcome === 'failed' || outcome === 'lost' ? ('waiting' as const) : outcome,
    })),
    consents: (await subscriptionsOf(tx, subjectKey)).map(({ change, at, receipt_id }) => ({
      change,
      at: at.toISOString(),
      receiptId: receipt_id,
    })),
    fullReports: {
      year,
      used: await countFullReports(tx, subjectKey, year),
      allowed: valueOn(policy.fullReportsPerYear, today) ?? 0,
    },
  };
}

/** relief-hidden at the counter: neither the record nor where it stood. */
function withoutHeld(
  { records, lists }: Pick<OwnData, 'records' | 'lists'>,
  hidden: ReadonlySet<string>,
): Pick<OwnData, 'records' | 'lists'> {
  if (hidden.size === 0) return { records, lists };
  const left = records.filter(({ caseId }) => !hidden.has(caseId));
  const known = new Set(left.map(({ recordId }) => recordId));
  return { records: left, lists: lists.filter(({ recordId }) => known.has(recordId)) };
}

/** How records and listings stand today; also what a full report's digest is computed from, later and without the applicant. */
export async function standingOn(
  tx: PlatformTx,
  context: PlatformContext,
  subjectKey: string,
): Promise<Pick<OwnData, 'records' | 'lists'>> {
  const { policy } = context;
  const today = localDateAt(context.clock());
  const shown = new Set((await recordsInForce(tx, { subjectKey }, today)).map(({ recordId }) => recordId));
  const changes = (await changesOf(tx, subjectKey)).map((row) => ({
    recordId: row.record_id,
    change: row.change,
    effectiveOn: row.effective_on,
    departmentId: row.department_id,
    reason: row.reason,
    basis: row.basis,
    payload: row.payload,
    until: 'until' in row.payload ? String(row.payload.until) : null,
  }));
  const byOneself = await ownReportsOf(tx, subjectKey);
  const records = (await recordsOf(tx, subjectKey)).map((row) => {
    const record = ownRecord(
      toRecord(row),
      changes.filter(({ recordId }) => recordId === row.record_id),
      shown.has(row.record_id),
      today,
      context.policies.at(row),
      actionTitle,
    );
    return byOneself.has(record.caseId) ? { ...record, reportingDepartment: BY_ONESELF } : record;
  });
  return { records, lists: ownListings(await listingsOf(tx, subjectKey), shown, today, policy, objectedIn(records)) };
}

const objectedIn = (records: OwnData['records']) =>
  new Set(records.filter(({ objectionOpen }) => objectionOpen).map(({ recordId }) => recordId));

const DELIVERED: Readonly<Record<string, string>> = {
  'xinheng.record.published': '提供一条记录',
  'xinheng.record.withdrawn': '通知撤下一条记录',
};

type OwnAct = 'own-data.seen' | 'own-data.copied' | 'own-data.report_issued';

/** That somebody opened their own data, and what opens it. At a counter the officer looks as well: it stands under whose data it is. */
export async function logOwn(
  tx: PlatformTx,
  context: PlatformContext,
  who: Applicant,
  { subjectKey, type }: ActedFor,
  action: OwnAct,
): Promise<LoggedLook | OwnLook> {
  const entry = { at: context.clock(), objectType: 'own-data' as const, objectId: subjectKey, detail: { type } };
  await writeAudit(tx, who, { ...entry, action, subjectKey });
  if (!who.assistedBy) return ownLook(who, subjectKey);
  return writeLook(tx, who, {
    ...entry,
    action: 'own-data.seen_at_counter',
    of: { subjects: [subjectKey] },
    purpose: '窗口代为查看',
  });
}
