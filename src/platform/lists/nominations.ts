/** Before a round: the event that opens the gate, departments' nominations, and the conflicts among them. */

import {
  type Conflict,
  type DeclaredEvent,
  EventDeclaration,
  type NominationOutcome,
  type NominationPage,
  type NominationQuery,
  type NominationRequest,
} from '#contracts/lists.ts';
import { opposedTo } from '#kernel/policy/list-conflicts.ts';
import type { ListId, Policy, PolicyEvent } from '#kernel/policy/policy.ts';
import { localId } from '#kernel/policy/refs.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { localDateAt } from '#kernel/time/local-date.ts';
import { type Actor, hasRole } from '../access/actor.ts';
import { ownDepartments, requireOwnDepartments } from '../access/jurisdiction.ts';
import { transact } from '../access/transaction.ts';
import { writeAudit } from '../audit.ts';
import type { PlatformContext } from '../context.ts';
import { parseCaseId } from '../determination/index.ts';
import { objectionsAbout } from '../registry/index.ts';
import { screened } from '../screened.ts';
import { knownList } from './known-lists.ts';
import { addEvent, candidatesFor, listEvents, listNominations, nominateRecords } from './nomination-store.ts';
import { type OtherSide, otherSides } from './overview-store.ts';
import { conflictsOf, idsOf, nominatingKinds } from './rules.ts';

export interface EventDeclarationRequest {
  readonly event: string;
  readonly effectiveOn: string;
  readonly documentNumber: string;
}

/** Declares an event of the policy with the document that declares it; once, for ever. */
export async function declareEvent(
  context: PlatformContext,
  actor: Actor,
  request: EventDeclarationRequest,
): Promise<DeclaredEvent> {
  if (!hasRole(actor, 'credit-office')) throw new Problem('permission.denied');
  const event = findPolicyEvent(context, request.event);
  if (!event)
    throw new Problem('request.invalid', {
      said: { zh: '政策中没有这一事件。', en: 'The policy knows no such event.' },
    });
  const { documentNumber } = screened(context.policy, EventDeclaration, request);
  return transact(context.database, actor, async (tx) => {
    const at = context.clock();
    if (!(await addEvent(tx, { ...request, documentNumber, event: event.id, declaredBy: actor.id, at }))) {
      throw new Problem('action.not_available', {
        said: { zh: '该事件已宣布，不能重复登记。', en: 'The event has been declared.' },
        clause: event.clause,
      });
    }
    await writeAudit(tx, actor, {
      at,
      action: 'event.declared',
      objectType: 'event',
      objectId: event.id,
      detail: { effectiveOn: request.effectiveOn, documentNumber },
    });
    return describeEvent(event, { ...request, at });
  });
}

export async function events(context: PlatformContext, actor: Actor): Promise<DeclaredEvent[]> {
  const rows = await transact(context.database, actor, listEvents);
  return rows.flatMap((row) => {
    const event = findPolicyEvent(context, row.event);
    return event
      ? [describeEvent(event, { effectiveOn: row.effective_on, documentNumber: row.document_number, at: row.at })]
      : [];
  });
}

function findPolicyEvent({ policy }: PlatformContext, id: string): PolicyEvent | undefined {
  // by its own number only where no other notice has an event of that number
  const named = policy.events.filter((event) => event.id === id || localId(event.id) === id);
  return named.find((event) => event.id === id) ?? (named.length === 1 ? named[0] : undefined);
}

function describeEvent(
  { id, title, clause }: PolicyEvent,
  declared: { readonly effectiveOn: string; readonly documentNumber: string; readonly at: Date },
): DeclaredEvent {
  const { effectiveOn, documentNumber, at } = declared;
  return { event: id, title, clause, effectiveOn, documentNumber, declaredAt: at.toISOString() };
}

/**
 * Nominates determined records for a list: the whole batch, or single cases. What does not fit is left out and counted;
 * doing it again changes nothing.
 */
export async function nominate(
  context: PlatformContext,
  actor: Actor,
  list: ListId,
  request: NominationRequest,
): Promise<NominationOutcome> {
  if (actor.kind !== 'officer' || !hasRole(actor, 'reviewer', 'determiner')) throw new Problem('permission.denied');
  const departments = requireOwnDepartments(actor, context.policy);
  knownList(context.policy, list);
  return transact(context.database, actor, async (tx) => {
    const at = context.clock();
    const outcome = { nominated: 0, already: 0, leftOut: 0 };
    for (const [batchId, rowNumbers] of scopes(request)) {
      const done = await nominateRecords(tx, {
        ...{ list, batchId, rowNumbers, departments, at },
        grounds: nominatingKinds(context.policy, list, localDateAt(at)),
        nominatedBy: actor.id,
        on: localDateAt(at),
      });
      outcome.nominated += done.nominated;
      outcome.already += done.fitting - done.nominated;
      outcome.leftOut += Math.max(done.total, rowNumbers?.length ?? 0) - done.fitting;
    }
    await writeAudit(tx, actor, {
      at,
      action: 'list.nominated',
      objectType: 'list',
      objectId: list,
      detail: { ...request, ...outcome },
    });
    return outcome;
  });
}

function scopes(request: NominationRequest): [string, number[] | null][] {
  if ('batchId' in request) return [[request.batchId, null]];
  const cases = [...new Set(request.caseIds)].map((id) => {
    const parsed = parseCaseId(id);
    if (!parsed)
      throw new Problem('request.invalid', { said: { zh: `事项编号 ${id} 不正确。`, en: `${id} is no case number.` } });
    return parsed;
  });
  return [...Map.groupBy(cases, ({ batchId }) => batchId)].map(([batchId, rows]) => [
    batchId,
    rows.map(({ rowNumber }) => rowNumber),
  ]);
}

/** The credit office sees all nominations, a department its own. */
export async function nominations(
  context: PlatformContext,
  actor: Actor,
  list: ListId,
  query: NominationQuery,
): Promise<NominationPage> {
  const { policy } = context;
  knownList(policy, list);
  const departments = hasRole(actor, 'credit-office', 'auditor') ? null : ownDepartments(actor, policy);
  const { rows, objected } = await transact(context.database, actor, async (tx) => {
    const found = await listNominations(tx, list, departments, localDateAt(context.clock()), query);
    const codes = found.map(({ uscc }) => uscc);
    return { rows: found, objected: await objectionsAbout(tx, codes) };
  });
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    items: shown.map((row) => ({
      caseId: row.case_id,
      recordId: row.record_id,
      uscc: row.uscc,
      name: row.name,
      ground: row.ground,
      department: policy.department(row.department_id).name,
      zone: row.zone,
      matter: row.matter,
      inForce: row.in_force,
      objectionOpen: objected.has(row.record_id),
    })),
    after: rows.length > query.limit && last ? `${last.uscc}:${last.record_id}` : null,
  };
}

/** What stands between the nominations of a list, as of today, each with the other side beside it. */
export async function conflicts(context: PlatformContext, actor: Actor, list: ListId): Promise<Conflict[]> {
  const { policy } = context;
  const subjectList = knownList(policy, list);
  const today = localDateAt(context.clock());
  return transact(context.database, actor, async (tx) => {
    const candidates = await candidatesFor(tx, policy, subjectList, today);
    const found = candidates.flatMap((candidate) =>
      conflictsOf(candidate, subjectList, policy).map((conflict) => ({ candidate, conflict })),
    );
    const sides = await otherSides(
      tx,
      [...new Set(found.map(({ candidate }) => candidate.uscc))],
      idsOf(opposedTo(policy, subjectList)),
      today,
    );
    return found.map(({ candidate, conflict }) => ({
      ...conflict,
      department: policy.department(candidate.departmentId).name,
      matter: candidate.matter,
      objectionOpen: candidate.objectionOpen,
      against:
        conflict.conflict === 'name-differs'
          ? [`登记名称：${candidate.directoryName}`]
          : (sides.get(`${candidate.uscc} ${conflict.conflict}`) ?? []).map((side) => describeSide(policy, side)),
    }));
  });
}

function describeSide(policy: Policy, { conflict, departmentId, matter, on, kind }: OtherSide): string {
  const department = policy.findDepartment(departmentId)?.name ?? departmentId;
  if (conflict === 'objection-open') return `${department} ${on} 登记的异议：${matter}`;
  const what = conflict === 'on-both-lists' ? '推荐' : '认定';
  return `${department} ${on} ${what}：${policy.findKind(kind)?.title ?? kind}。${matter}`;
}
