/** One round of a list: its entries fixed and shown, conflicts and objections decided, signed by everybody it concerns. */

import { DecisionRequest, type Round } from '#contracts/lists.ts';
import { canonicalDigest } from '#kernel/exchange/canonical-json.ts';
import { endOfPublicNotice } from '#kernel/policy/duration.ts';
import type { ListId, Policy } from '#kernel/policy/policy.ts';
import { requireMay } from '#kernel/refusal/may.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { daysBetween, localDateAt, toLocalDate } from '#kernel/time/local-date.ts';
import { type Actor, hasRole } from '../access/actor.ts';
import { transact } from '../access/transaction.ts';
import { writeAudit } from '../audit.ts';
import type { PlatformContext } from '../context.ts';
import type { PlatformTx } from '../database.ts';
import { asProblems } from '../determination/index.ts';
import { deliverNotice } from '../exchange/index.ts';
import { objectionsAbout } from '../registry/index.ts';
import { screened, screenedText } from '../screened.ts';
import { mayDecide, mayDecideOn, mayRecord, whetherNominatedNone } from './duties.ts';
import { gatesOf, maySign, permissionsOf, permissionsOnEntry, signsFor } from './gates.ts';
import { knownList } from './known-lists.ts';
import { candidatesFor } from './nomination-store.ts';
import { getRound, missingSignatures, publicEntry, whetherCurrent } from './opened-round.ts';
import { conflictsOf, statusOf, whetherBasis } from './rules.ts';
import {
  addDecision,
  addEntries,
  addRound,
  addSignOff,
  findEditionOfRound,
  findRound,
  listNominators,
  lockList,
  newestRoundId,
} from './store.ts';

/**
 * Fixes the entries: every nomination whose record is in force today. Conflicts are put on record at once. A good list is
 * shown to the public for objections (河南省社会信用条例 28); an adverse one never is before it is published.
 * Asked again on the same day with nothing changed (a double click), it answers with the round that runs.
 * @throws Problem `list.basis_missing`, `list.not_found` when there is nothing to propose
 */
export async function openRound(context: PlatformContext, actor: Actor, list: ListId): Promise<Round> {
  if (!hasRole(actor, 'credit-office')) throw new Problem('permission.denied');
  const { policy, calendar } = context;
  const subjectList = knownList(policy, list);
  return transact(context.database, actor, async (tx) => {
    const at = context.clock();
    const noticeFrom = localDateAt(at);
    const noticeUntil = endOfPublicNotice(noticeFrom, policy.timerOn(subjectList.publicNotice, noticeFrom), calendar);
    await lockList(tx, list);
    const candidates = await candidatesFor(tx, policy, subjectList, noticeFrom);
    requireMay(whetherBasis(subjectList, candidates, noticeFrom));
    if (candidates.length === 0)
      throw new Problem('list.not_found', {
        said: { zh: '没有可列入的推荐，不能开始公示。', en: 'There is no nomination to list.' },
      });
    const entries = candidates.map((entry) => publicEntry(entry, subjectList, policy, entry.validUntil));
    const digest = canonicalDigest(entries);
    const running = await findRunning(tx, list, digest, noticeFrom);
    if (running !== undefined) return describeRound(tx, context, actor, running);
    const roundId = await addRound(tx, { list, openedBy: actor.id, at, noticeFrom, noticeUntil, digest });
    await addEntries(tx, roundId, candidates);
    requireMay(whetherNominatedNone(actor, { list: subjectList, nominators: await listNominators(tx, roundId, list) }));
    const open = candidates.flatMap((candidate) => {
      const reason = conflictsOf(candidate, subjectList, policy)
        .map(({ zh }) => zh)
        .join('');
      return reason === '' ? [] : [{ candidate, reason }];
    });
    for (const { candidate, reason } of open) {
      await addDecision(tx, roundId, candidate, {
        sequence: 1,
        decision: 'conflict-found',
        reason: screenedText(policy, reason),
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
    return describeRound(tx, context, actor, roundId);
  });
}

async function findRunning(
  tx: PlatformTx,
  list: ListId,
  digest: string,
  noticeFrom: string,
): Promise<string | undefined> {
  const id = await newestRoundId(tx, list);
  const newest = id === undefined ? undefined : await findRound(tx, id);
  const same = newest?.digest.toString('hex') === digest && newest.notice_from === noticeFrom;
  return same && !(await findEditionOfRound(tx, newest.id)) ? newest.id : undefined;
}

export async function round(context: PlatformContext, actor: Actor, roundId: string): Promise<Round> {
  return transact(context.database, actor, (tx) => describeRound(tx, context, actor, roundId));
}

/**
 * Doubts are put on record by whom they come to; the credit office decides on them, never whoever brought the doubt or the
 * entry itself. The same line again (a double click) changes nothing.
 */
export async function decide(
  context: PlatformContext,
  actor: Actor,
  roundId: string,
  request: DecisionRequest,
): Promise<Round> {
  const deciding = request.decision === 'kept' || request.decision === 'struck';
  const { reason } = screened(context.policy, DecisionRequest, request);
  return asProblems(() =>
    transact(context.database, actor, async (tx) => {
      const at = context.clock();
      const { row } = await getRound(tx, context.policy, roundId);
      await lockList(tx, row.list);
      const opened = await getRound(tx, context.policy, roundId);
      if (deciding) requireMay(mayDecide(actor, opened));
      const entry = opened.entries.find(({ recordId }) => recordId === request.recordId);
      if (!entry)
        throw new Problem('record.not_found', {
          said: { zh: '该条目不在本轮名单中。', en: 'The entry is not in this round.' },
        });
      if (!deciding) requireMay(mayRecord(actor, context.policy, opened, [entry.departmentId]));
      requireMay(await whetherCurrent(tx, opened));
      const before = opened.decisions.get(entry.recordId) ?? [];
      const last = before.at(-1);
      if (last?.decision === request.decision && last.actorId === actor.id && last.reason === request.reason)
        return describeRound(tx, context, actor, roundId);
      if (statusOf(before) === 'struck')
        throw new Problem('action.not_available', {
          said: { zh: '该条目已决定不列入。', en: 'It has been decided not to list this entry.' },
        });
      if (deciding) requireMay(mayDecideOn(actor, opened, entry));
      await addDecision(tx, roundId, entry, {
        sequence: before.length + 1,
        decision: request.decision,
        reason,
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
      return describeRound(tx, context, actor, roundId);
    }),
  );
}

/** Joint sign-off (3.1): names the digest, so that it covers these entries and no others; one officer signs once. */
export async function signOff(context: PlatformContext, actor: Actor, roundId: string, digest: string): Promise<Round> {
  if (actor.kind !== 'officer') throw new Problem('permission.denied');
  return asProblems(() =>
    transact(context.database, actor, async (tx) => {
      const at = context.clock();
      const opened = await getRound(tx, context.policy, roundId);
      await lockList(tx, opened.row.list);
      requireMay(await whetherCurrent(tx, opened));
      requireMay(maySign(actor, context.policy, opened, localDateAt(at)));
      if (opened.row.digest.toString('hex') !== digest) {
        throw new Problem('case.conflict', {
          said: {
            zh: '所会签的名单与公示的名单不一致，请刷新后核对。',
            en: 'What was signed is not what was in public notice. Reload and compare.',
          },
        });
      }
      const departmentId = signsFor(actor, context.policy, opened);
      if (departmentId === undefined) throw new Problem('jurisdiction.denied');
      const signedAs = departmentId === opened.list.signOff.office ? 'office' : 'department';
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
      return describeRound(tx, context, actor, roundId);
    }),
  );
}

async function describeRound(tx: PlatformTx, context: PlatformContext, actor: Actor, roundId: string): Promise<Round> {
  const { policy } = context;
  const opened = await getRound(tx, policy, roundId);
  const today = localDateAt(context.clock());
  const gates = await gatesOf(tx, context, opened, today);
  const { row, list, entries, decisions, signOffs } = opened;
  const edition = await findEditionOfRound(tx, roundId);
  const may = await permissionsOf(tx, context, actor, opened, gates, today);
  const described: Round['entries'] = [];
  const codes = entries.map(({ uscc }) => uscc);
  const objected = await objectionsAbout(tx, codes);
  for (const entry of entries) {
    const made = decisions.get(entry.recordId) ?? [];
    described.push({
      ...publicEntry(entry, list, policy, entry.validUntil),
      objectionOpen: objected.has(entry.recordId),
      status: statusOf(made),
      decisions: made.map(({ decision, reason, at }) => ({ decision, reason, at: at.toISOString() })),
      may: permissionsOnEntry(context, actor, opened, entry, may),
    });
  }
  return {
    roundId,
    list: row.list,
    title: list.title,
    clause: list.clause,
    noticeFrom: row.notice_from,
    noticeUntil: row.notice_until,
    today,
    daysLeft: Math.max(0, daysBetween(today, toLocalDate(row.notice_until)) + 1),
    digest: row.digest.toString('hex'),
    gates,
    may,
    entries: described,
    signOffs: signOffs.map((signed) => ({
      department: policy.department(signed.department_id).name,
      signedAs: signed.signed_as,
      on: localDateAt(signed.at),
    })),
    signsFor: nameOf(policy, signsFor(actor, policy, opened)),
    missing: missingSignatures(opened).map((id) => ({ id, name: policy.department(id).name })),
    edition: edition?.number ?? null,
  };
}

const nameOf = (policy: Policy, department: string | undefined): string | null =>
  department === undefined ? null : policy.department(department).name;
