/** Use cases of the auditor: search the log, see what stands out, take it away as a file. Every one is itself in the log. */
import type { Anomalies, AnomalyQuery, AuditFilter, AuditItem, AuditPage, AuditQuery } from '#contracts/audit.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { addDays, localDateAt, startOfDay, toLocalDate } from '#kernel/time/local-date.ts';
import type { Actor } from '../access/actor.ts';
import { transact } from '../access/transaction.ts';
import { writeAudit } from '../audit.ts';
import { requireLookAtLog, writeLook } from '../audit-look.ts';
import type { PlatformContext } from '../context.ts';
import type { PlatformTx } from '../database.ts';
import { ACTION_TITLES, actionTitle } from './action-titles.ts';
import { DEFAULT_DAYS, findAnomalies, MOST_DAYS, THRESHOLDS } from './rules.ts';
import {
  actionsKnown,
  type EntryRow,
  listEntries,
  looksByCase,
  looksByDay,
  officerIdsLike,
  officersById,
  type Search,
  subjectOfCase,
} from './store.ts';

const PURPOSE = '审计检索';

export async function searchAudit(context: PlatformContext, actor: Actor, query: AuditQuery): Promise<AuditPage> {
  return transact(context.database, actor, async (tx) => {
    const search = await resolve(tx, query);
    await logSearch(tx, context, actor, query, search.subjectKey);
    const rows = await listEntries(tx, search, query.before, query.limit + 1);
    const items = await describe(tx, context, rows.slice(0, query.limit));
    const actions = new Set([...Object.keys(ACTION_TITLES), ...(await actionsKnown(tx))]);
    return {
      items,
      before: rows.length > query.limit ? (items.at(-1)?.id ?? null) : null,
      actions: [...actions].sort().map((action) => ({ action, title: actionTitle(action) })),
    };
  });
}

/** All entries that fit, newest first, in pages of their own short transactions: a long export holds nothing open. */
export async function* exportAudit(
  context: PlatformContext,
  actor: Actor,
  filter: AuditFilter,
): AsyncGenerator<readonly AuditItem[]> {
  const { search, first, look } = await transact(context.database, actor, async (tx) => {
    const search = await resolve(tx, filter);
    // what is written from here on is not part of the file, so it has an end
    const newest = await listEntries(tx, search, undefined, 1);
    const look = await writeLook(tx, actor, {
      ...searched(context, filter),
      action: 'audit.exported',
      of: { log: true, subject: search.subjectKey },
      purpose: PURPOSE,
    });
    return { search, first: newest[0]?.id, look };
  });
  let before = first === undefined ? undefined : String(BigInt(first) + 1n);
  while (before !== undefined) {
    const at: string = before;
    requireLookAtLog(look);
    const page = await transact(context.database, actor, async (tx) =>
      describe(tx, context, await listEntries(tx, search, at, EXPORT_PAGE)),
    );
    if (page.length > 0) yield page;
    before = page.length === EXPORT_PAGE ? page.at(-1)?.id : undefined;
  }
}

const EXPORT_PAGE = 1000;

/** The person by subject key or by the number of any case of theirs; the officer by id or by a part of the name. */
async function resolve(
  tx: PlatformTx,
  { person, officer, action, purpose, from, until }: AuditFilter,
): Promise<Search> {
  if (from !== undefined && until !== undefined && from > until)
    throw new Problem('request.invalid', {
      said: { zh: '起始日期晚于截止日期，请核对。', en: 'The first day is after the last.' },
    });
  return {
    ...{ action, purpose, from, until },
    ...(person === undefined ? {} : { subjectKey: await subjectKeyOf(tx, person) }),
    ...(officer === undefined ? {} : { officerIds: await officerIdsLike(tx, officer) }),
  };
}

async function subjectKeyOf(tx: PlatformTx, person: string): Promise<string> {
  const [batchId = '', row = '', ...more] = person.split('-');
  if (more.length > 0) return person.toLowerCase();
  const subjectKey = await subjectOfCase(tx, batchId, Number(row));
  if (subjectKey === undefined)
    throw new Problem('case.not_found', {
      said: { zh: `没有编号为 ${person} 的事项。`, en: `There is no case ${person}.` },
    });
  return subjectKey;
}

/** Who looked at a person is about that person: asked by person, it is a look like any other. */
async function logSearch(
  tx: PlatformTx,
  context: PlatformContext,
  actor: Actor,
  filter: AuditFilter,
  subjectKey: string | undefined,
): Promise<void> {
  const about = searched(context, filter);
  if (subjectKey === undefined) await writeAudit(tx, actor, { ...about, action: 'audit.searched', purpose: PURPOSE });
  else
    await writeLook(tx, actor, {
      ...about,
      action: 'audit.person_searched',
      of: { subjects: [subjectKey] },
      purpose: PURPOSE,
    });
}

/** The words searched for are not kept: they may be a name. */
function searched(context: PlatformContext, { officer, purpose, action, from, until }: AuditFilter) {
  return {
    at: context.clock(),
    objectType: 'audit' as const,
    objectId: 'log',
    detail: {
      by: [
        ...(officer === undefined ? [] : ['officer' as const]),
        ...(purpose === undefined ? [] : ['purpose' as const]),
      ],
      ...{ action, from, until },
    },
  };
}

async function describe(tx: PlatformTx, { policy }: PlatformContext, rows: readonly EntryRow[]): Promise<AuditItem[]> {
  const officers = await officersById(tx, [...new Set(rows.map(({ actor_id }) => actor_id))]);
  return rows.map((row) => ({
    id: row.id,
    at: row.at.toISOString(),
    actorKind: row.actor_kind,
    actorId: row.actor_id,
    actorName: officers.get(row.actor_id)?.name ?? row.actor_id,
    department:
      row.department_id === null ? null : (policy.findDepartment(row.department_id)?.name ?? row.department_id),
    action: row.action,
    actionTitle: actionTitle(row.action),
    purpose: row.purpose,
    subjectKey: row.subject_key,
    objectType: row.object_type,
    objectId: row.object_id,
    detail: { ...row.detail },
    requestId: row.request_id,
  }));
}

export async function anomalies(context: PlatformContext, actor: Actor, query: AnomalyQuery): Promise<Anomalies> {
  const { policy, calendar, clock } = context;
  const until = query.until === undefined ? localDateAt(clock()) : toLocalDate(query.until);
  const from = query.from === undefined ? addDays(until, -DEFAULT_DAYS) : toLocalDate(query.from);
  if (from > until)
    throw new Problem('request.invalid', {
      said: { zh: '起始日期晚于截止日期，请核对。', en: 'The first day is after the last.' },
    });
  if (startOfDay(until).getTime() - startOfDay(from).getTime() > MOST_DAYS * 86_400_000)
    throw new Problem('request.invalid', {
      said: { zh: `一次最多查看 ${MOST_DAYS} 日，请缩短时段。`, en: `At most ${MOST_DAYS} days at a time.` },
    });
  return transact(context.database, actor, async (tx) => {
    const days = await looksByDay(tx, from, until);
    const found = findAnomalies(days, await looksByCase(tx, from, until), calendar, (id) =>
      policy.findDepartment(id) ? policy.departmentsUnder(id) : [id],
    );
    const officers = await officersById(tx, [...new Set(found.map(({ officerId }) => officerId))]);
    await writeAudit(tx, actor, {
      at: clock(),
      action: 'audit.anomalies_viewed',
      objectType: 'audit',
      objectId: 'anomalies',
      detail: { from, until },
    });
    return {
      ...{ from, until, thresholds: { ...THRESHOLDS } },
      looks: days.reduce((total, { looks }) => total + looks, 0),
      items: found.map((anomaly) => {
        const officer = officers.get(anomaly.officerId);
        return {
          ...anomaly,
          officerName: officer?.name ?? anomaly.officerId,
          department: officer ? (policy.findDepartment(officer.departmentId)?.name ?? officer.departmentId) : null,
        };
      }),
    };
  });
}
