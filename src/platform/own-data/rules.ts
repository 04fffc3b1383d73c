/** The pure part of own data: how cases, records and listings read to the one they are about, and what a report's digest covers. */
import type { OwnCase, OwnListEntry, OwnRecord } from '#contracts/own-data.ts';
import type { RecordChange } from '#contracts/vocabulary.ts';
import { canonicalDigest } from '#kernel/exchange/canonical-json.ts';
import type { Policy } from '#kernel/policy/policy.ts';
import { type LocalDate, localDateAt } from '#kernel/time/local-date.ts';
import { type CaseAction, type CaseView, noticeOf } from '../determination/index.ts';
import { type CreditRecord, standingOf } from '../registry/index.ts';
import type { ListedRow } from './store.ts';

const departmentName = (policy: Policy, id: string): string => policy.findDepartment(id)?.name ?? id;

/** The source of what the person told (5.2). */
export const BY_ONESELF = '本人上报';

/** A case as its subject reads it: departments and their reasons, never who the officers are. */
export function ownCase(
  view: CaseView,
  log: readonly (CaseAction & {
    readonly departmentId: string | null;
    readonly counterDepartment?: string | null;
  })[],
  policy: Policy,
  titleOf: (action: string) => string,
  objected: ReadonlySet<string>,
): OwnCase {
  const { submission, facts } = view;
  const kind = policy.kind(submission.kind);
  const notice = noticeOf(view);
  return {
    caseId: submission.caseId,
    state: view.state,
    polarity: kind.polarity,
    kind: kind.id,
    kindTitle: kind.plainTitle,
    kindTitleEn: kind.titleEn,
    clause: kind.clause,
    clauseTitle: policy.clause(kind.clause).title,
    matter: facts.matter,
    objectionOpen: view.state === 'determined' && objected.has(view.recordId),
    occurredOn: facts.occurredOn,
    reportingDepartment: submission.ownReport ? BY_ONESELF : departmentName(policy, submission.reportingDepartment),
    competentDepartment: departmentName(policy, submission.competentDepartment),
    decision: facts.decision && { ...facts.decision },
    notice: notice && {
      number: notice.number,
      servedOn: notice.servedOn,
      serviceMethod: notice.serviceMethod,
      windowEndsOn: notice.windowEndsOn,
    },
    steps: log.map(({ action, departmentId, counterDepartment, at, payload }) => ({
      action,
      title: titleOf(`case.${action}`),
      department: counterDepartment
        ? `窗口代办（${departmentName(policy, counterDepartment)}）`
        : departmentId === null
          ? null
          : departmentName(policy, departmentId),
      at: at.toISOString(),
      reason: reasonIn(payload),
    })),
  };
}

function reasonIn(payload: object): string | null {
  if ('reason' in payload && typeof payload.reason === 'string') return payload.reason;
  return 'reasoning' in payload && typeof payload.reasoning === 'string' ? payload.reasoning : null;
}

export interface ChangeOfRecord {
  readonly change: RecordChange;
  readonly effectiveOn: string;
  readonly departmentId: string;
  readonly reason: string;
  readonly basis: string;
  readonly payload: object;
  /** of a hold: its last day */
  readonly until: string | null;
}

/** `shown`: whether the registry counts it as in force today (dates, holds and ends; computed there, not here). */
export function ownRecord(
  record: CreditRecord,
  changes: readonly ChangeOfRecord[],
  shown: boolean,
  today: LocalDate,
  policy: Policy,
  titleOf: (action: string) => string,
): OwnRecord {
  const kind = policy.kind(record.kind);
  const standing = standingOf(record.polarity, changes, today);
  const corrected = changes.findLast(({ change }) => change === 'corrected')?.payload as
    | { matter?: string; occurredOn?: string }
    | undefined;
  return {
    recordId: record.recordId,
    caseId: `${record.batchId}-${record.rowNumber}`,
    polarity: record.polarity,
    kind: record.kind,
    kindTitle: kind.plainTitle,
    kindTitleEn: kind.titleEn,
    clause: record.clause,
    matter: corrected?.matter ?? record.matter,
    occurredOn: corrected?.occurredOn ?? record.occurredOn,
    determiningDepartment: departmentName(policy, record.determiningDepartment),
    reportingDepartment: departmentName(policy, record.reportingDepartment),
    determinedOn: localDateAt(record.determinedAt),
    validFrom: record.validFrom,
    validUntil: record.validUntil,
    disclosedUntil: record.disclosedUntil,
    disclosureMode: kind.lifecycle.disclosureMode,
    standing: shown ? 'in-force' : endOf(changes, standing.ended, standing.held),
    objectionOpen: standing.objectionOpen,
    changes: changes.map(({ change, effectiveOn, departmentId, reason, basis }) => ({
      change,
      title: titleOf(`record.${change}`),
      effectiveOn,
      department: departmentName(policy, departmentId),
      reason,
      basis,
    })),
  };
}

function endOf(changes: readonly ChangeOfRecord[], ended: boolean, held: boolean): OwnRecord['standing'] {
  if (ended) return changes.some(({ change }) => change === 'revoked') ? 'revoked' : 'repaired';
  return held ? 'held' : 'expired';
}

/** Where an organisation stands on lists: struck entries never came onto one and are left out. */
export function ownListings(
  rows: readonly ListedRow[],
  shownRecords: ReadonlySet<string>,
  today: LocalDate,
  policy: Policy,
  objected: ReadonlySet<string>,
): OwnListEntry[] {
  return rows.flatMap((row) => {
    const list = policy.findList(row.list);
    if (!list || row.struck) return [];
    const standing = listStanding(row, shownRecords, today);
    if (standing === undefined) return [];
    return [
      {
        list: row.list,
        title: list.title,
        standing,
        number: row.number,
        from: row.from,
        until: row.number === null ? row.noticeUntil : row.until,
        ground: row.ground,
        groundTitle: list.grounds.find(({ id }) => id === row.ground)?.title ?? row.ground,
        recordId: row.recordId,
        objectionOpen: objected.has(row.recordId),
        measures:
          standing === 'listed'
            ? policy
                .measuresFor({ list: row.list }, today)
                .map(({ id, clause, title, titleEn, matters, legalBasis }) => ({
                  ...{ id, clause, title, titleEn, legalBasis },
                  matters: [...matters],
                }))
            : [],
      },
    ];
  });
}

function listStanding(
  row: ListedRow,
  shownRecords: ReadonlySet<string>,
  today: LocalDate,
): OwnListEntry['standing'] | undefined {
  if (row.number === null) return row.noticeUntil >= today ? 'notice' : undefined;
  const live = row.newest && shownRecords.has(row.recordId) && (row.until === null || row.until >= today);
  return live ? 'listed' : 'former';
}

/** What a full report vouches for: the records and listings as they stand, nothing about when or by whom it was taken. */
export function contentDigest(records: readonly OwnRecord[], lists: readonly OwnListEntry[]): string {
  return canonicalDigest({
    records: records.toSorted((a, b) => (a.recordId < b.recordId ? -1 : 1)),
    // the mark stands with the record above; a report issued before it was repeated here still holds
    lists: lists.filter(({ standing }) => standing !== 'former').map(({ objectionOpen: _mark, ...entry }) => entry),
  });
}
