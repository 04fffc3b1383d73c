/** The subject's own reading of what it was told. */
import { sql } from 'kysely';
import type { NoticePage, NoticeQuery } from '#contracts/rights.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { type Applicant, actingFor } from '../access/applicant.ts';
import { transact } from '../access/transaction.ts';
import type { PlatformContext } from '../context.ts';

export async function ownNotices(
  context: PlatformContext,
  applicant: Applicant,
  { uscc, before, limit }: NoticeQuery,
): Promise<NoticePage> {
  const { subjectKey } = actingFor(applicant, uscc);
  return transact(context.database, applicant, async (tx) => {
    const rows = await tx
      .selectFrom('subject_notice')
      .selectAll()
      .where('subject_key', '=', subjectKey)
      .$if(before !== undefined, (query) => query.where('notice_id', '<', before as string))
      .orderBy('notice_id', 'desc')
      .limit(limit + 1)
      .execute();
    const unread = await tx
      .selectFrom('subject_notice')
      .select(sql<number>`count(*)::int`.as('unread'))
      .where('subject_key', '=', subjectKey)
      .where('read_at', 'is', null)
      .executeTakeFirst();
    const items = rows.slice(0, limit).map((row) => ({
      noticeId: row.notice_id,
      at: row.at.toISOString(),
      kind: row.kind,
      title: row.title,
      text: row.text,
      about: row.about_type === null || row.about_id === null ? null : { type: row.about_type, id: row.about_id },
      read: row.read_at !== null,
    }));
    return {
      items,
      unread: unread?.unread ?? 0,
      before: rows.length > limit ? (items.at(-1)?.noticeId ?? null) : null,
    };
  });
}

/** Read once is read: the first time stays. */
export async function markRead(
  context: PlatformContext,
  applicant: Applicant,
  uscc: string | undefined,
  noticeId: string,
): Promise<void> {
  const { subjectKey } = actingFor(applicant, uscc);
  await transact(context.database, applicant, async (tx) => {
    const { numUpdatedRows } = await tx
      .updateTable('subject_notice')
      .set({ read_at: sql<Date>`coalesce(read_at, ${context.clock()})` })
      .where('subject_key', '=', subjectKey)
      .where('notice_id', '=', noticeId)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) throw new Problem('not_found');
  });
}
