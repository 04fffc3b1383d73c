/** A round as its use cases decide on it: what was read of it, and the rules that hold it back. */
import type { EditionEntry } from '#contracts/exchange.ts';
import type { Policy, SubjectList } from '#kernel/policy/policy.ts';
import { type May, no, type Refusal, YES } from '#kernel/refusal/may.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import type { LocalDate } from '#kernel/time/local-date.ts';
import type { PlatformTx } from '../database.ts';
import { candidatesFor, findEvent } from './nomination-store.ts';
import {
  type Candidate,
  conflictsOf,
  type FoundConflict,
  groundTitle,
  isRecorded,
  requiredSignatures,
  statusOf,
} from './rules.ts';
import {
  findEditionOfRound,
  findRound,
  type ListEntry,
  listDecisions,
  listEntries,
  listNominators,
  listSignOffs,
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
    entryId: entry.entryId,
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

/** The same line in the edition itself: an adverse one names the decision it rests on. */
export function editionEntry(
  entry: Candidate,
  list: SubjectList,
  policy: Policy,
  validUntil: string | null,
): EditionEntry {
  const line = publicEntry(entry, list, policy, validUntil);
  return list.requires.decision && entry.document ? { ...line, document: entry.document } : line;
}

export function zoneName(zone: string | null, policy: Policy): string | null {
  return zone === null ? null : (policy.zones.find(({ id }) => id === zone)?.name ?? zone);
}

/** Everything about a round that a use case decides on. */
export interface OpenedRound {
  readonly row: NonNullable<Awaited<ReturnType<typeof findRound>>>;
  readonly list: SubjectList;
  readonly entries: readonly ListEntry[];
  readonly decisions: ReadonlyMap<string, readonly StoredDecision[]>;
  /** officer who nominated and who counts as one with them today, by record */
  readonly nominators: ReadonlyMap<string, readonly string[]>;
  readonly signOffs: Awaited<ReturnType<typeof listSignOffs>>;
}

export async function getRound(tx: PlatformTx, policy: Policy, roundId: string): Promise<OpenedRound> {
  const row = await findRound(tx, roundId);
  if (!row) throw new Problem('list.not_found');
  const list = policy.list(row.list);
  const entries = await listEntries(tx, roundId);
  const decisions = await listDecisions(tx, roundId);
  const nominators = await listNominators(tx, roundId, row.list);
  return { row, list, entries, decisions, nominators, signOffs: await listSignOffs(tx, roundId) };
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

export function whetherNoticeOver(opened: OpenedRound, today: string): May {
  if (today > opened.row.notice_until) return YES;
  return no('notice-running', {
    problem: 'list.notice_running',
    clause: opened.list.clause,
    said: {
      zh: `公示期至 ${opened.row.notice_until}，期满后方可办理。`,
      en: `The public notice runs until ${opened.row.notice_until}.`,
    },
  });
}

export function whetherNoneOpen(opened: OpenedRound): May {
  const open = opened.entries.filter((entry) => statusOf(opened.decisions.get(entry.recordId) ?? []) === 'open');
  if (open.length === 0) return YES;
  return no('conflict-open', {
    problem: 'list.conflict_open',
    clause: opened.list.clause,
    said: {
      zh: `还有 ${open.length} 条冲突或异议未处理。`,
      en: `${open.length} conflicts or objections are not settled.`,
    },
    extra: { uscc: open.map((entry) => entry.uscc) },
  });
}

/** Only the newest round of a list goes on; an older one was overtaken. */
export async function whetherCurrent(tx: PlatformTx, opened: OpenedRound): Promise<May> {
  if (await findEditionOfRound(tx, opened.row.id))
    return no('published', {
      problem: 'action.not_available',
      said: { zh: '该期名单已发布。', en: 'This edition is published.' },
    });
  if ((await newestRoundId(tx, opened.row.list)) !== opened.row.id) {
    return no('overtaken', {
      problem: 'action.not_available',
      said: {
        zh: '该名单已重新公示，请办理最新一轮。',
        en: 'The list was put on notice anew; go on with the newest round.',
      },
    });
  }
  return YES;
}

type DeclaredEvent = NonNullable<Awaited<ReturnType<typeof findEvent>>>;

/** 3.1: the list comes after the event, declared by whoever has the authority, and in effect today. */
export async function whetherEventInEffect(
  tx: PlatformTx,
  policy: Policy,
  list: SubjectList,
  today: LocalDate,
): Promise<{ readonly ok: true; readonly event: DeclaredEvent } | Refusal> {
  const { title, clause } = policy.event(list.gateEvent);
  const event = await findEvent(tx, list.gateEvent);
  if (!event)
    return no('not-declared', {
      problem: 'list.event_not_declared',
      clause,
      said: { zh: `尚未登记“${title}”的宣布文件。`, en: 'The declaration the list depends on is not on record.' },
    });
  if (event.effective_on > today) {
    return no('not-in-effect', {
      problem: 'list.event_not_declared',
      clause,
      said: {
        zh: `“${title}”自 ${event.effective_on} 起生效。`,
        en: `The declared event takes effect on ${event.effective_on}.`,
      },
    });
  }
  return { ok: true, event };
}

export function whetherAllSigned(policy: Policy, opened: OpenedRound): May {
  const missing = missingSignatures(opened).map((id) => ({ id, name: policy.department(id).name }));
  if (missing.length === 0) return YES;
  return no('signatures-missing', {
    problem: 'list.signoff_missing',
    clause: opened.list.signOff.clause,
    said: {
      zh: `尚待会签：${missing.map(({ name }) => name).join('、')}。`,
      en: `Still to sign: ${missing.map(({ name }) => name).join(', ')}.`,
    },
    extra: { missing },
  });
}

export interface LiveEntries {
  /** may be shown today */
  readonly live: readonly Candidate[];
  /** not struck, and still not to be shown: no longer in force, held, or no longer what the notice said */
  readonly gone: readonly { readonly entry: ListEntry; readonly corrected: boolean }[];
  /** conflicts that arose since the notice and are not on the record of the round */
  readonly fresh: readonly FoundConflict[];
}

/**
 * Entries of the round that may be shown today: not struck, in force, not held, and still saying what the public notice said
 * (relief-hidden, withdrawal-everywhere).
 */
export async function liveEntries(
  tx: PlatformTx,
  policy: Policy,
  opened: OpenedRound,
  today: LocalDate,
): Promise<LiveEntries> {
  const { list, decisions } = opened;
  const candidates = new Map((await candidatesFor(tx, policy, list, today)).map((entry) => [entry.recordId, entry]));
  const live: Candidate[] = [];
  const gone: { entry: ListEntry; corrected: boolean }[] = [];
  for (const entry of standing(opened)) {
    const now = candidates.get(entry.recordId);
    if (now && now.matter === entry.matter && now.name === entry.name) live.push(now);
    else gone.push({ entry, corrected: now !== undefined });
  }
  const fresh = live
    .flatMap((entry) => conflictsOf(entry, list, policy))
    .filter((conflict) => !isRecorded(conflict, decisions.get(conflict.recordId) ?? []));
  return { live, gone, fresh };
}

/** A conflict that arose since the notice stops the edition. */
export function whetherNoneFresh({ list }: OpenedRound, fresh: readonly FoundConflict[]): May {
  if (fresh.length === 0) return YES;
  return no('conflict-new', {
    problem: 'list.conflict_open',
    clause: list.clause,
    said: {
      zh: `公示期间出现新的冲突或异议，请先登记并处理：${fresh.map(({ name, zh }) => `${name}：${zh}`).join('')}`,
      en: `New conflicts or objections arose during the notice; put them on record and settle them: ${fresh.map(({ name, en }) => `${name}: ${en}`).join(' ')}`,
    },
    extra: { conflicts: fresh },
  });
}

export function whetherSomeLive({ list }: OpenedRound, live: readonly Candidate[]): May {
  if (live.length > 0) return YES;
  return no('nothing-live', {
    problem: 'list.not_found',
    clause: list.clause,
    said: { zh: '公示后没有仍可列入的条目，不能发布。', en: 'Nothing of the notice may still be listed.' },
  });
}
