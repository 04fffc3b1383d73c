/** The queue: the cases of an officer's own departments in one state, by deadline, and what lies beside a case in it. */

import type { CaseNeighbours, CasePage, CaseQuery } from '#contracts/case-queue.ts';
import type { Policy } from '#kernel/policy/policy.ts';
import { refOf } from '#kernel/policy/refs.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { type LocalDate, localDateAt } from '#kernel/time/local-date.ts';
import type { Actor } from '../../access/actor.ts';
import { requireOwnDepartments } from '../../access/jurisdiction.ts';
import { transact } from '../../access/transaction.ts';
import type { PlatformContext } from '../../context.ts';
import type { PlatformTx } from '../../database.ts';
import { caseIdOf } from '../case.ts';
import { applyAction, openCase } from '../fold.ts';
import { findCase, findDueOn, listActions } from '../store.ts';
import { checkDueOn, dueDateOf, leftOf } from './deadline.ts';
import { listQueue, type QueuePosition, type QueueRow } from './store.ts';

/** The cases of the officer's own jurisdiction in one state, a page at a time, forwards or backwards. */
export async function queue(context: PlatformContext, actor: Actor, query: CaseQuery): Promise<CasePage> {
  const { policy, calendar } = context;
  if (query.after !== undefined && query.before !== undefined)
    throw new Problem('request.invalid', {
      said: { zh: '“上一页”和“下一页”只能选一个。', en: 'Choose either the page before or the page after.' },
    });
  const departments = requireOwnDepartments(actor, context.policy);
  const backwards = query.before !== undefined;
  const beyond = backwards ? 'before' : 'after';
  const rows = await transact(context.database, actor, async (tx) => {
    const from = await positionOf(tx, context, query.before ?? query.after, query.state);
    return listQueue(tx, departments, { ...query, ...kindAsked(query, policy), beyond, from });
  });
  const today = localDateAt(context.clock());
  const more = rows.length > query.limit;
  const page = backwards ? rows.slice(0, query.limit).reverse() : rows.slice(0, query.limit);
  const items = page.map((row) => {
    return {
      caseId: caseIdOf(row.batch_id, row.row_number),
      kind: row.kind,
      kindTitle: policy.kind(row.kind).title,
      kindTitleEn: policy.kind(row.kind).titleEn,
      verdict: row.verdict,
      state: query.state,
      reportingDepartment: policy.department(row.reporting_department).name,
      competentDepartment: policy.department(row.competent_department).name,
      occurredOn: row.occurred_on,
      ...leftOf(dueOnOf(row, query.state, context), today, calendar),
    };
  });
  return {
    items,
    after: backwards || more ? (items.at(-1)?.caseId ?? null) : null,
    before: (backwards ? more : query.after !== undefined) ? (items[0]?.caseId ?? null) : null,
    kinds: policy.catalogue
      .filter(({ id }) =>
        departments.some((department) =>
          query.side === 'reporting' ? policy.mayReport(id, department) : policy.mayDetermine(id, department),
        ),
      )
      .map(({ id, title, titleEn, polarity }) => ({ id, title, titleEn, polarity })),
  };
}

/** What nobody has acted on is due by its receipt; so is what was reviewed before deadlines were projected. */
function dueOnOf(row: QueueRow, state: CaseQuery['state'], context: PlatformContext): LocalDate | null {
  if (row.due_on !== null) return row.due_on as LocalDate;
  return state === 'reported' || state === 'reviewed' ? checkDueOn(localDateAt(row.received_at), context) : null;
}

/** The cases before and after one in a queue; that one itself may have left the queue meanwhile. */
export async function neighbours(
  context: PlatformContext,
  actor: Actor,
  caseId: string,
  filter: Pick<CaseQuery, 'state' | 'kind' | 'side'>,
): Promise<CaseNeighbours> {
  const departments = requireOwnDepartments(actor, context.policy);
  return transact(context.database, actor, async (tx) => {
    const from = await positionOf(tx, context, caseId, filter.state);
    const asked = { ...filter, ...kindAsked(filter, context.policy), from, limit: 1 };
    const [before] = await listQueue(tx, departments, { ...asked, beyond: 'before' });
    const [after] = await listQueue(tx, departments, { ...asked, beyond: 'after' });
    const idOf = (row: QueueRow | undefined) => (row ? caseIdOf(row.batch_id, row.row_number) : null);
    return { previous: idOf(before), next: idOf(after) };
  });
}

/** A program may name the kind as the notice does. */
const kindAsked = ({ kind }: Pick<CaseQuery, 'kind'>, { id }: Policy) =>
  kind === undefined ? {} : { kind: refOf(id, kind) };

/** Where a case stands in a queue, or stood when it was last in that state: its log says on which day it was due then. */
async function positionOf(
  tx: PlatformTx,
  context: PlatformContext,
  caseId: string | undefined,
  state: CaseQuery['state'],
): Promise<QueuePosition | null> {
  if (caseId === undefined) return null;
  if (state === 'reported') return { caseId, dueOn: null };
  const head = await findCase(tx, caseId);
  if (!head) return { caseId, dueOn: null };
  const projected = await findDueOn(tx, head, state);
  if (projected !== undefined) return { caseId, dueOn: projected };
  let view = openCase(head);
  let dueOn: LocalDate | null = null;
  for (const action of await listActions(tx, head)) {
    view = applyAction(view, action);
    if (view.state === state) dueOn = dueDateOf(view, head.receivedAt, context);
  }
  return { caseId, dueOn };
}
