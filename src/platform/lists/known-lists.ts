/** The table of lists: filled from the compiled pack by the installation, read wherever somebody asks which lists there are. */
import type { ListSummary } from '#contracts/lists.ts';
import { leastDays } from '#kernel/policy/duration.ts';
import type { ListId, Policy, SubjectList } from '#kernel/policy/policy.ts';
import { localId } from '#kernel/policy/refs.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import type { Actor } from '../access/actor.ts';
import { transact } from '../access/transaction.ts';
import type { PlatformContext } from '../context.ts';

interface OwnerConnection {
  query(text: string, values: unknown[]): Promise<unknown>;
}

/**
 * Adds the lists of the pack and puts their titles as the pack puts them now; those of an earlier pack stay. Repeating it changes nothing.
 * @param owner whoever owns the tables: the application's login may only read them
 * @throws Error where the id of a list was another notice's, or its polarity is not what it was
 */
export async function noteLists(owner: OwnerConnection, policy: Policy): Promise<void> {
  for (const list of policy.lists) {
    const { id, polarity, title, titleEn, plainTitle, plainTitleEn } = list;
    await owner.query(
      `INSERT INTO public.list AS known (id, notice, polarity, title, title_en, plain_title, plain_title_en, legal_basis, gate_event, notice_days, basis_from, basis_until)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
       ON CONFLICT (id) DO UPDATE SET notice = excluded.notice, polarity = excluded.polarity, title = excluded.title,
         title_en = excluded.title_en, plain_title = excluded.plain_title, plain_title_en = excluded.plain_title_en,
         legal_basis = excluded.legal_basis, gate_event = excluded.gate_event, notice_days = excluded.notice_days,
         basis_from = excluded.basis_from, basis_until = excluded.basis_until
       WHERE known IS DISTINCT FROM excluded`,
      [id, policy.id, polarity, title, titleEn, plainTitle, plainTitleEn, ...heldTo(policy, list)],
    );
  }
}

/** A row for each list of a version, by the table's columns. */
export const listRows = (policy: Policy) =>
  policy.lists.map((list) => {
    const [legal_basis, gate_event, notice_days, basis_from, basis_until] = heldTo(policy, list);
    const { id, polarity, title, titleEn: title_en, plainTitle: plain_title, plainTitleEn: plain_title_en } = list;
    return {
      ...{ id, notice: policy.id, polarity, title, title_en, plain_title, plain_title_en },
      ...{ legal_basis, gate_event, notice_days, basis_from, basis_until },
    };
  });

/** What the database holds an edition to: the law it rests on, the event that opens it, how long its public notice lasts at the least. */
function heldTo({ timers }: Policy, { requires, gateEvent, publicNotice }: SubjectList) {
  const notice = timers.find(({ id }) => id === publicNotice || localId(id) === publicNotice);
  const { legalBasis } = requires;
  const law = legalBasis?.recorded ? (legalBasis.citation ?? '') : null;
  return [law, gateEvent, notice ? leastDays(notice) : 0, legalBasis?.from ?? null, legalBasis?.until ?? null];
}

/** Every list there is or was. */
export async function lists(context: PlatformContext, actor: Actor): Promise<ListSummary[]> {
  const rows = await transact(context.database, actor, (tx) =>
    tx.selectFrom('list').selectAll().orderBy('polarity', 'desc').orderBy('id').execute(),
  );
  return rows.map((row) => ({
    list: row.id,
    polarity: row.polarity,
    title: row.title,
    titleEn: row.title_en,
    plainTitle: row.plain_title,
    plainTitleEn: row.plain_title_en,
  }));
}

/** @throws Problem `list.not_found` for a list the pack does not have */
export function knownList(policy: Policy, id: ListId): SubjectList {
  if (!policy.findList(id))
    throw new Problem('list.not_found', { said: { zh: `没有“${id}”这一名单。`, en: `There is no list “${id}”.` } });
  return policy.list(id);
}
