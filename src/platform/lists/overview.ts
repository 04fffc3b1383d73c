/** The lists' screens: where a list stands, its rounds, and what a department may still nominate. */
import type { ListOverview, NominablePage, NominableQuery, RoundPage, RoundQuery } from '#contracts/lists.ts';
import { endOfPublicNotice } from '#kernel/policy/duration.ts';
import type { ListId, SubjectList } from '#kernel/policy/policy.ts';
import { firstRefusal, type May, no, YES } from '#kernel/refusal/may.ts';
import { type LocalDate, localDateAt } from '#kernel/time/local-date.ts';
import { type Actor, hasRole } from '../access/actor.ts';
import { ownDepartments, requireOwnDepartments } from '../access/jurisdiction.ts';
import { transact } from '../access/transaction.ts';
import type { PlatformContext } from '../context.ts';
import { objectionsAbout } from '../registry/index.ts';
import { permitted } from './gates.ts';
import { knownList } from './known-lists.ts';
import { candidatesFor, findEvent } from './nomination-store.ts';
import { zoneName } from './opened-round.ts';
import { countNominable, countNominations, listNominable, listRounds, nominableBatches } from './overview-store.ts';
import { type Candidate, conflictsOf, groundTitle, nominatingKinds, whetherBasis } from './rules.ts';

/** The credit office sees all nominations, a department its own. */
function departmentsShown(context: PlatformContext, actor: Actor): readonly string[] | null {
  return hasRole(actor, 'credit-office', 'auditor') ? null : ownDepartments(actor, context.policy);
}

export async function overview(context: PlatformContext, actor: Actor, list: ListId): Promise<ListOverview> {
  const { policy, calendar } = context;
  const subjectList = knownList(policy, list);
  const gate = policy.event(subjectList.gateEvent);
  const today = localDateAt(context.clock());
  const notice = policy.timerOn(subjectList.publicNotice, today);
  return transact(context.database, actor, async (tx) => {
    const declared = await findEvent(tx, gate.id);
    const candidates = await candidatesFor(tx, policy, subjectList, today);
    const departments = departmentsShown(context, actor);
    const counts = await countNominations(tx, list, departments, today);
    const expected = await countNominable(tx, {
      list,
      departments,
      on: today,
      grounds: nominatingKinds(policy, list, today),
    });
    return {
      list,
      title: subjectList.title,
      clause: subjectList.clause,
      event: {
        id: gate.id,
        title: gate.title,
        clause: gate.clause,
        declared: declared ? { effectiveOn: declared.effective_on, documentNumber: declared.document_number } : null,
        inEffect: declared !== undefined && declared.effective_on <= today,
      },
      counts: counts.map((count) => ({
        departmentId: count.department_id,
        department: policy.department(count.department_id).name,
        zone: count.zone,
        zoneName: zoneName(count.zone, policy),
        nominated: count.nominated,
        inForce: count.in_force,
      })),
      expected: expected.map(({ department_id, waiting }) => ({
        ...{ departmentId: department_id, waiting },
        department: policy.department(department_id).name,
      })),
      basis: permitted(whetherBasis(subjectList, candidates, today), subjectList.clause),
      opening: {
        permitted: permitted(mayOpen(actor, subjectList, candidates, today), subjectList.clause),
        entries: candidates.length,
        conflicts: candidates.filter((candidate) => conflictsOf(candidate, subjectList, policy).length > 0).length,
        noticeFrom: today,
        noticeUntil: endOfPublicNotice(today, notice, calendar.provisional()),
        citation: notice.citation,
        shownPublicly: subjectList.polarity === 'good',
      },
      may: {
        declare: permitted(mayDeclare(actor, declared !== undefined), gate.clause),
        nominate: permitted(mayNominate(actor), subjectList.clause),
      },
    };
  });
}

function mayOpen(actor: Actor, list: SubjectList, candidates: readonly Candidate[], today: LocalDate): May {
  if (!hasRole(actor, 'credit-office'))
    return no('role', {
      problem: 'permission.denied',
      said: { zh: '由信用主管部门开始公示。', en: 'The credit office opens the public notice.' },
      clause: list.signOff.clause,
    });
  const some: May =
    candidates.length > 0
      ? YES
      : no('nothing-nominated', {
          problem: 'list.not_found',
          said: { zh: '没有可列入的推荐，不能开始公示。', en: 'Nothing nominated may be listed.' },
        });
  return firstRefusal(whetherBasis(list, candidates, today), some);
}

function mayDeclare(actor: Actor, declared: boolean): May {
  if (declared)
    return no('declared', {
      problem: 'action.not_available',
      said: { zh: '该事件已宣布，不能重复登记。', en: 'The event is declared already.' },
    });
  if (hasRole(actor, 'credit-office')) return YES;
  return no('role', {
    problem: 'permission.denied',
    said: { zh: '由信用主管部门登记。', en: 'The credit office records it.' },
  });
}

function mayNominate(actor: Actor): May {
  if (actor.kind === 'officer' && hasRole(actor, 'reviewer', 'determiner')) return YES;
  return no('role', {
    problem: 'permission.denied',
    said: { zh: '由认定该信息的单位推荐。', en: 'Nominated by the department that determined it.' },
  });
}

export async function rounds(
  context: PlatformContext,
  actor: Actor,
  list: ListId,
  query: RoundQuery,
): Promise<RoundPage> {
  knownList(context.policy, list);
  const today = localDateAt(context.clock());
  const rows = await transact(context.database, actor, (tx) => listRounds(tx, list, query));
  const shown = rows.slice(0, query.limit);
  return {
    items: shown.map((row) => ({
      roundId: row.id,
      openedAt: row.opened_at.toISOString(),
      noticeFrom: row.notice_from,
      noticeUntil: row.notice_until,
      entries: row.entries,
      undecided: row.undecided,
      signed: row.signed,
      edition: row.edition,
      state: stateOf(row, today),
    })),
    before: rows.length > query.limit ? (shown.at(-1)?.id ?? null) : null,
  };
}

function stateOf(
  row: { edition: number | null; newest: boolean; notice_until: string },
  today: string,
): RoundPage['items'][number]['state'] {
  if (row.edition !== null) return 'published';
  if (!row.newest) return 'overtaken';
  return today > row.notice_until ? 'signing' : 'notice';
}

/** What the officer's own departments determined and have not nominated yet. */
export async function nominable(
  context: PlatformContext,
  actor: Actor,
  list: ListId,
  query: NominableQuery,
): Promise<NominablePage> {
  const { policy } = context;
  const departments = requireOwnDepartments(actor, policy);
  const subjectList = knownList(policy, list);
  const on = localDateAt(context.clock());
  const scope = { list, departments, on, grounds: nominatingKinds(policy, list, on) };
  return transact(context.database, actor, async (tx) => {
    const rows = await listNominable(tx, scope, query);
    const shown = rows.slice(0, query.limit);
    const last = shown.at(-1);
    const codes = shown.map(({ uscc }) => uscc);
    const objected = await objectionsAbout(tx, codes);
    return {
      items: shown.map((row) => ({
        caseId: `${row.batch_id}-${row.row_number}`,
        uscc: row.uscc,
        name: row.name,
        ground: row.ground,
        groundTitle: groundTitle(subjectList, row.ground),
        matter: row.matter,
        determinedOn: localDateAt(row.determined_at),
        objectionOpen: objected.has(row.record_id),
      })),
      after: rows.length > query.limit && last ? `${last.batch_id}-${last.row_number}` : null,
      batches: (await nominableBatches(tx, scope)).map(({ batch_id, waiting }) => ({ batchId: batch_id, waiting })),
    };
  });
}
