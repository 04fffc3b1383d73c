/** One round of a list: its entries fixed and shown, conflicts and objections decided, signed by everybody it concerns. */
import type { EditionEntry } from '#contracts/exchange.ts';
import type { DecisionRequest, Round } from '#contracts/lists.ts';
import { canonicalDigest } from '#kernel/exchange/canonical-json.ts';
import { endOfPeriod } from '#kernel/policy/duration.ts';
import type { Policy, SubjectList } from '#kernel/policy/policy.ts';
import { Problem } from '#kernel/problems.ts';
import { localDateAt } from '#kernel/time/local-date.ts';
import { type Actor, hasRole } from '../access/actor.ts';
import { transact } from '../access/transaction.ts';
import type { PlatformContext } from '../context.ts';
import type { ListName, PlatformTx } from '../database.ts';
import { asProblems } from '../determination/index.ts';
import { deliverNotice } from '../exchange/index.ts';
import { writeAudit } from '../oversight/audit.ts';
import { requireScreened } from '../screening.ts';
import { conflictsOf, groundTitle, otherList, requireBasis, requiredSignatures, statusOf } from './rules.ts';
import {
  addDecision,
  addEntries,
  addRound,
  addSignOff,
  findEditionOfRound,
  findRound,
  type ListEntry,
  listCandidates,
  listDecisions,
  listEntries,
  listSignOffs,
  lockList,
  newestRoundId,
  type StoredDecision,
} from './store.ts';

/** The line of an entry as the public sees it. */
export function publicEntry(
  entry: ListEntry,
  list: SubjectList,
  policy: Policy,
  validUntil: string | null,
): EditionEntry {
  return {
    uscc: entry.uscc,
    name: entry.name,
    recordId: entry.recordId,
    ground: entry.ground,
    groundTitle: groundTitle(list, entry.ground),
    matter: entry.matter,
    department: policy.department(entry.departmentId).name,
    zone: zoneName(entry.zone, policy),
    determinedOn: entry.determinedOn,
    validUntil,
  };
}

function zoneName(zone: string | null, policy: Policy): string | null {
  return zone === null ? null : (policy.zones.find(({ id }) => id === zone)?.name ?? zone);
}

/**
 * Fixes the entries: every nomination whose record is in force today. Conflicts are put on record at once. A good list is
 * shown to the public for objections (河南省社会信用条例 28); a black one never is before it is published.
 * @throws Problem `list.basis_missing`, `list.not_found` when there is nothing to propose
 */
export async function openRound(context: PlatformContext, actor: Actor, list: ListName): Promise<Round> {
  if (!hasRole(actor, 'credit-office')) throw new Problem('permission.denied');
  const { policy, calendar } = context;
  const subjectList = policy.list(list);
  const at = context.clock();
  const noticeFrom = localDateAt(at);
  const noticeUntil = endOfPeriod(noticeFrom, policy.timerOn(subjectList.publicNotice, noticeFrom), calendar);
  return transact(context.database, actor, async (tx) => {
    await lockList(tx, list);
    const candidates = await listCandidates(tx, list, otherList(list), noticeFrom, localDateAt);
    requireBasis(subjectList, candidates);
    if (candidates.length === 0) throw new Problem('list.not_found', { detail: '没有可列入的推荐，不能开始公示。' });
    const entries = candidates.map((entry) => publicEntry(entry, subjectList, policy, entry.validUntil));
    const digest = canonicalDigest(entries);
    const roundId = await addRound(tx, { list, openedBy: actor.id, at, noticeFrom, noticeUntil, digest });
    await addEntries(tx, roundId, candidates);
    const open = candidates.flatMap((candidate) => {
      const reason = conflictsOf(candidate, subjectList)
        .map(({ zh }) => zh)
        .join('');
      return reason === '' ? [] : [{ candidate, reason }];
    });
    for (const { candidate, reason } of open) {
      await addDecision(tx, roundId, candidate, {
        sequence: 1,
        decision: 'conflict-found',
        reason,
        actorId: actor.id,
        at,
      });
    }
    await writeAudit(tx, actor, {
      at,
      action: 'list.round_opened',
      objectType: 'list',
      objectId: list,
      detail: { roundId, entries: entries.length, conflicts: open.length, digest, noticeFrom, noticeUntil },
    });
    if (subjectList.polarity === 'good') {
      await deliverNotice(tx, context, { list, title: subjectList.title, roundId, noticeFrom, noticeUntil, entries });
    }
    return describeRound(tx, context, roundId);
  });
}

export async function round(context: PlatformContext, actor: Actor, roundId: string): Promise<Round> {
  return transact(context.database, actor, (tx) => describeRound(tx, context, roundId));
}

/** Everything about a round that a use case decides on. */
export interface OpenedRound {
  readonly row: NonNullable<Awaited<ReturnType<typeof findRound>>>;
  readonly list: SubjectList;
  readonly entries: readonly ListEntry[];
  readonly decisions: ReadonlyMap<string, readonly StoredDecision[]>;
  readonly signOffs: Awaited<ReturnType<typeof listSignOffs>>;
}

export async function getRound(tx: PlatformTx, policy: Policy, roundId: string): Promise<OpenedRound> {
  const row = await findRound(tx, roundId);
  if (!row) throw new Problem('list.not_found');
  const list = policy.list(row.list);
  const entries = await listEntries(tx, roundId);
  const decisions = await listDecisions(tx, roundId);
  return { row, list, entries, decisions, signOffs: await listSignOffs(tx, roundId) };
}

/** Entries that no decision has struck. */
export function standing({ entries, decisions }: OpenedRound): ListEntry[] {
  return entries.filter((entry) => statusOf(decisions.get(entry.recordId) ?? []) !== 'struck');
}

export function missingSignatures(opened: OpenedRound): string[] {
  const signed = new Set(opened.signOffs.map((signOff) => signOff.department_id));
  return requiredSignatures(
    opened.list,
    standing(opened).map((entry) => entry.departmentId),
  ).filter((id) => !signed.has(id));
}

export function requireNoticeOver(opened: OpenedRound, today: string): void {
  if (today > opened.row.notice_until) return;
  throw new Problem('list.notice_running', {
    clause: opened.list.clause,
    detail: `公示期至 ${opened.row.notice_until}，期满后方可办理。`,
  });
}

export function requireNoneOpen(opened: OpenedRound): void {
  const open = opened.entries.filter((entry) => statusOf(opened.decisions.get(entry.recordId) ?? []) === 'open');
  if (open.length === 0) return;
  throw new Problem('list.conflict_open', {
    clause: opened.list.clause,
    detail: `还有 ${open.length} 条冲突或异议未处理。`,
    extra: { uscc: open.map((entry) => entry.uscc) },
  });
}

/** Only the newest round of a list goes on; an older one was overtaken. */
export async function requireCurrent(tx: PlatformTx, opened: OpenedRound): Promise<void> {
  if (await findEditionOfRound(tx, opened.row.id))
    throw new Problem('action.not_available', { detail: '该期名单已发布。' });
  if ((await newestRoundId(tx, opened.row.list)) !== opened.row.id) {
    throw new Problem('action.not_available', { detail: '该名单已重新公示，请办理最新一轮。' });
  }
}

/** Conflicts and objections are put on record by any officer; the credit office decides on them. */
export async function decide(
  context: PlatformContext,
  actor: Actor,
  roundId: string,
  request: DecisionRequest,
): Promise<Round> {
  const deciding = request.decision === 'kept' || request.decision === 'struck';
  if (actor.kind !== 'officer' || (deciding && !hasRole(actor, 'credit-office')))
    throw new Problem('permission.denied');
  requireScreened(context.policy, [request.reason]);
  const at = context.clock();
  return asProblems(() =>
    transact(context.database, actor, async (tx) => {
      const opened = await getRound(tx, context.policy, roundId);
      await lockList(tx, opened.row.list);
      await requireCurrent(tx, opened);
      const entry = opened.entries.find(({ recordId }) => recordId === request.recordId);
      if (!entry) throw new Problem('record.not_found', { detail: '该条目不在本轮名单中。' });
      const before = (await listDecisions(tx, roundId)).get(entry.recordId) ?? [];
      if (statusOf(before) === 'struck') throw new Problem('action.not_available', { detail: '该条目已决定不列入。' });
      await addDecision(tx, roundId, entry, {
        sequence: before.length + 1,
        decision: request.decision,
        reason: request.reason,
        actorId: actor.id,
        at,
      });
      await writeAudit(tx, actor, {
        at,
        action: `list.entry_${request.decision}`,
        objectType: 'list',
        objectId: opened.row.list,
        subjectKey: entry.subjectKey,
        detail: { roundId, recordId: entry.recordId },
      });
      return describeRound(tx, context, roundId);
    }),
  );
}

/** Joint sign-off (3.1): names the digest, so that it covers these entries and no others; one officer signs once. */
export async function signOff(context: PlatformContext, actor: Actor, roundId: string, digest: string): Promise<Round> {
  if (actor.kind !== 'officer' || actor.departmentId === null) throw new Problem('permission.denied');
  const departmentId = actor.departmentId;
  const at = context.clock();
  return asProblems(() =>
    transact(context.database, actor, async (tx) => {
      const opened = await getRound(tx, context.policy, roundId);
      await lockList(tx, opened.row.list);
      await requireCurrent(tx, opened);
      const office = departmentId === opened.list.signOff.office;
      if (!hasRole(actor, office ? 'credit-office' : 'determiner')) throw new Problem('permission.denied');
      if (!office && !opened.entries.some((entry) => entry.departmentId === departmentId)) {
        throw new Problem('jurisdiction.denied', { detail: '本单位没有推荐列入该名单的条目，无需会签。' });
      }
      if (opened.row.digest.toString('hex') !== digest) {
        throw new Problem('case.conflict', { detail: '所会签的名单与公示的名单不一致，请刷新后核对。' });
      }
      requireNoticeOver(opened, localDateAt(at));
      requireNoneOpen(opened);
      const signedAs = office ? 'office' : 'department';
      if (
        await addSignOff(tx, { roundId, departmentId, officerId: actor.id, signedAs, digest: opened.row.digest, at })
      ) {
        await writeAudit(tx, actor, {
          at,
          action: 'list.signed_off',
          objectType: 'list',
          objectId: opened.row.list,
          detail: { roundId, signedAs, digest },
        });
      }
      return describeRound(tx, context, roundId);
    }),
  );
}

async function describeRound(tx: PlatformTx, { policy }: PlatformContext, roundId: string): Promise<Round> {
  const opened = await getRound(tx, policy, roundId);
  const { row, list, entries, decisions, signOffs } = opened;
  const edition = await findEditionOfRound(tx, roundId);
  return {
    roundId,
    list: row.list,
    title: list.title,
    noticeFrom: row.notice_from,
    noticeUntil: row.notice_until,
    digest: row.digest.toString('hex'),
    entries: entries.map((entry) => {
      const made = decisions.get(entry.recordId) ?? [];
      return {
        ...publicEntry(entry, list, policy, entry.validUntil),
        status: statusOf(made),
        decisions: made.map(({ decision, reason, at }) => ({ decision, reason, at: at.toISOString() })),
      };
    }),
    signOffs: signOffs.map((signed) => ({
      department: policy.department(signed.department_id).name,
      signedAs: signed.signed_as,
      on: localDateAt(signed.at),
    })),
    missing: missingSignatures(opened).map((id) => ({ id, name: policy.department(id).name })),
    edition: edition?.number ?? null,
  };
}
