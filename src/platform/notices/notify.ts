/** Telling a subject, in the transaction of what it tells of. */
import type { SubjectNotice } from '#contracts/rights.ts';
import type { PlatformContext } from '../context.ts';
import type { PlatformTx } from '../database.ts';

export interface Notification {
  readonly subjectKey: string;
  /** e.g. `case.notice-served`, `objection.decided` */
  readonly kind: string;
  readonly title: string;
  /** Chinese a clerk would write; names neither the subject nor any officer */
  readonly text: string;
  readonly about: SubjectNotice['about'];
}

/** Call it in the transaction of what it tells of: both happen or neither. */
export async function notify(
  tx: PlatformTx,
  context: Pick<PlatformContext, 'clock' | 'newId'>,
  notification: Notification,
): Promise<void> {
  await tx
    .insertInto('subject_notice')
    .values({
      subject_key: notification.subjectKey,
      notice_id: context.newId(),
      at: context.clock(),
      kind: notification.kind,
      title: notification.title,
      text: notification.text,
      about_type: notification.about?.type ?? null,
      about_id: notification.about?.id ?? null,
      read_at: null,
    })
    .execute();
}
