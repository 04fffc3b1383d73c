/**
 * What an entry of the log says beside who, what, about what and why: for each action its own fields, of kinds in which no name, no document
 * number and no sentence fits. A text that somebody typed stands here only screened. Whoever adds an action says here what it notes, or it does
 * not compile; what does not fit is not written, and then nothing is done.
 */
import { z } from 'zod';
import { CASE_ID } from '#contracts/case-terms.ts';
import { SUBJECT_TYPES } from '#contracts/vocabulary.ts';
import type { AuditAction } from './audit-actions.ts';
import type { ScreenedText } from './screened.ts';

const withoutUuids = (text: string) => text.replaceAll(/[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/g, '');
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;
const uuid = z.string().regex(UUID);
/** an id of ours or of the pack: letters, digits and marks of the keyboard; a document's number is longer than its digits may be */
const id = z
  .string()
  .regex(/^[A-Za-z\d*][\w.:@/+*|-]{0,160}$/)
  .refine(
    (text) => !/\d{11}/.test(withoutUuids(text).replaceAll(/[^\dA-Za-z]/g, '')),
    'as many digits as a number of somebody’s',
  );
/** Our own numbers, in whose digits a document's or a telephone's would not stand whole; a batch and its row may have more together. */
const batchNumber = z.string().regex(/^[1-9]\d{0,9}$/);
const caseNumber = z.string().regex(CASE_ID);
/** a version of a statement of the pack */
const statement = z.string().regex(/^[A-Za-z\d][\w.-]{0,80} \d{1,6}$/);
const digest = z.string().regex(/^[\da-f]{64}$/);
/** what a piece of evidence belongs to: its kind and id */
const owner = z
  .string()
  .refine((said) => said.split(' ').length === 2 && said.split(' ').every((part) => id.safeParse(part).success));
/** of an entry of the log */
const serial = z.string().regex(/^\d{1,14}$/);
const day = z.iso.date();
const count = z.int().nonnegative();
const flag = z.boolean();
const text = z.custom<ScreenedText>((said) => typeof said === 'string' && said.length <= 500);
const ids = z.array(id);
const holdings = z.strictObject({ count, digest: z.string().regex(/^[\da-f]{1,64}$/) });
const newest = z.strictObject({ epoch: count, position: count }).loose().nullable();

const of = <Shape extends z.ZodRawShape>(shape: Shape) => z.strictObject(shape);
const nothing = of({});
const appointment = of({ proposal: uuid, department: id, roles: ids, onHost: flag.optional() });
const onCase = of({ sequence: count, state: id.optional(), by: z.literal('subject').optional() });
const onRequest = of({ sequence: count });
const onRecord = of({ sequence: count.optional(), request: uuid.optional(), until: day.optional() });
const onEvidence = of({
  evidenceId: uuid,
  owner: owner.optional(),
  kind: id.nullable().optional(),
  form: id.optional(),
  sha256: digest.optional(),
  bytes: count.optional(),
  because: id.optional(),
});
const onEntry = of({ roundId: id, recordId: uuid });
const delivered = of({ type: id, position: z.union([count, id]) });
const proposed = of({ proposalId: uuid, change: id });
const ownData = of({ type: z.enum(SUBJECT_TYPES) });
const searched = of({
  by: z.array(z.enum(['officer', 'purpose'])),
  action: id.optional(),
  from: day.optional(),
  until: day.optional(),
});
const decidedBatch = of({ done: count, left: count.optional(), leftOut: z.record(id, count) });
const atDoor = of({ door: z.literal('my').optional(), reason: id.optional() });
const byOfficer = of({ delegation: uuid, to: uuid, role: id, startsOn: day.optional(), endsOn: day.optional() });
const told = of({ outdated: flag.optional(), records: count.optional(), withheld: count.optional() });
const enactment = of({ kind: id.optional(), scopes: ids, fromDay: day.nullable().optional() });
const word = of({ means: id, word: id.optional() });

/** Of who acts, added to every entry: on whose behalf, in which roles. */
const ACTING = {
  onBehalfOf: uuid.optional(),
  onBehalfOfOfficer: uuid.optional(),
  delegation: uuid.optional(),
  standsInFor: z.array(of({ officer: uuid, delegation: uuid })).optional(),
  roles: ids.optional(),
};

const DETAILS = {
  'appointment.confirmed': appointment,
  'appointment.declined': appointment,
  'appointment.proposed': appointment,
  'appointment.withdrawn': appointment,
  'audit.anomalies_viewed': of({ from: day, until: day }),
  'audit.exported': searched,
  'audit.person_searched': searched,
  'audit.searched': searched,
  'audit.verified': of({ fits: flag, entries: count, rows: count, first: serial.nullable() }),
  'batch.annotated_fetched': nothing,
  'batch.completed': of({ accepted: count, duplicate: count, suspect: count, rejected: count }),
  'batch.determined': decidedBatch,
  'batch.reviewed': decidedBatch,
  'batch.original_rows_viewed': of({ rows: z.array(count) }),
  'batch.previewed': of({ step: id, ready: count }),
  'batch.processing': nothing,
  'batch.reopened': nothing,
  'batch.resumed': nothing,
  'batch.received': of({ kind: id, bytes: count, sha256: digest }),
  'batch.received_again': of({ kind: id, bytes: count, sha256: digest }),
  'batch.refused': of({ code: id }),
  'batch.rows_merged': of({ rows: count, rowsDone: count }),
  'batch.rows_viewed': of({ after: count, limit: count, verdict: id.optional() }),
  'batch.waiting': of({ because: id.optional() }),
  'batch.withdrawn': of({ reason: text, rows: count }),
  'case.clear-suspicion': onCase,
  'case.consider-response': onCase,
  'case.correct': onCase,
  'case.determine': onCase,
  'case.receive-response': onCase,
  'case.refuse': onCase,
  'case.return': onCase,
  'case.review': onCase,
  'case.serve-notice': onCase,
  'case.withdraw': onCase,
  'case.notice-printed': nothing,
  'case.viewed': nothing,
  'counter.act_viewed': nothing,
  'counter.appeared': of({
    identityProof: id,
    window: count,
    authorityProof: id.nullable().optional(),
  }),
  'counter.code_offered': nothing,
  'counter.desk_offered': nothing,
  'counter.code_wrong': word,
  'counter.confirmed': word,
  'counter.refused': word,
  'counter.figures_viewed': of({ from: day, until: day }),
  'counter.prepared': of({ kind: id, about: id }),
  'delegation.given': byOfficer,
  'delegation.revoked': byOfficer,
  'delivery.acknowledged': delivered,
  'delivery.failed': delivered,
  'delivery.lost': delivered,
  'delivery.refused': delivered,
  'delivery.withheld': delivered,
  'delivery.resent': nothing,
  'directory.imported': of({
    ...{ rows: count, valid: count, suspect: count, invalid: count, invalidByReason: z.record(id, count) },
    ...{ repeated: count, added: count, changed: count, unchanged: count },
  }),
  'directory.sent': of({ organisations: count, keptBack: count }),
  'edition.published': of({ roundId: id, entries: count, leftOut: count, digest }),
  'enactment.acknowledged': of({ scope: id, version: count }),
  'enactment.confirmed': enactment,
  'enactment.declined': enactment,
  'enactment.proposed': enactment,
  'enactment.withdrawn': enactment,
  'event.declared': of({ effectiveOn: day, documentNumber: text }),
  'evidence.added': onEvidence,
  'evidence.deleted': onEvidence,
  'evidence.passed_on': onEvidence,
  'evidence.restored': onEvidence,
  'evidence.vouched': onEvidence,
  'evidence.withdrawn': onEvidence,
  'evidence.listed': nothing,
  'evidence.viewed': onEvidence,
  'exchange.differs': of({ expected: holdings, held: holdings }),
  'exchange.reconciled': of({ expected: holdings, held: holdings }),
  'exchange.epoch-begun': nothing,
  'exchange.halted': of({ newest }),
  'exchange.mended': of({ toldAgain: count, withdrawn: count, waiting: count, left: ids }),
  'exchange.told-again': of({ newest, records: count }),
  'file.expired': of({ sha256: z.array(digest) }),
  'list.entry_conflict-found': onEntry,
  'list.entry_kept': onEntry,
  'list.entry_objection': onEntry,
  'list.entry_struck': onEntry,
  'list.nominated': of({
    batchId: batchNumber.optional(),
    caseIds: z.array(caseNumber).optional(),
    nominated: count,
    already: count,
    leftOut: count,
  }),
  'list.round_opened': of({ roundId: id, entries: count, conflicts: count, digest, noticeFrom: day, noticeUntil: day }),
  'list.signed_off': of({ roundId: id, signedAs: id, digest }),
  'machine.dismissed': nothing,
  'machine.registered': nothing,
  'officer.appointed': of({ department: id, roles: ids }),
  'officer.dismissed': nothing,
  'officer.roles_changed': of({ from: ids, to: ids }),
  'officer.sessions_ended': of({ ended: count }),
  'organisation.viewed': nothing,
  'own-data.copied': ownData,
  'own-data.report_issued': ownData,
  'own-data.report_verified': ownData,
  'own-data.seen': ownData,
  'own-data.seen_at_counter': ownData,
  'own-report.begun': nothing,
  'own-report.deleted': nothing,
  'own-report.expired': nothing,
  'own-report.submitted': of({ channel: id, reportId: uuid.nullable(), kind: id, statements: z.array(statement) }),
  'provider.confirmed': proposed,
  'provider.declined': proposed,
  'provider.proposed': proposed,
  'punctuality.told': of({ month: id, rule: count, figures: count }),
  'record.corrected': onRecord,
  'record.held': onRecord,
  'record.objection-closed': onRecord,
  'record.objection-opened': onRecord,
  'record.released': onRecord,
  'record.repaired': onRecord,
  'record.revoked': onRecord,
  'record.disclosed': of({ count }),
  'record.expired': of({ count }),
  'request.ask-provider': onRequest,
  'request.ask-review': onRequest,
  'request.assess': onRequest,
  'request.decide': onRequest,
  'request.decide-review': onRequest,
  'request.release': onRequest,
  'request.return': onRequest,
  'request.supplement': onRequest,
  'request.withdraw': onRequest,
  'request.asked': of({ kind: id, channel: id }),
  'request.viewed': nothing,
  'session.ended': atDoor,
  'session.refused': atDoor,
  'session.started': atDoor,
  'subject.revealed': nothing,
  'subject.viewed': nothing,
  'subscription.closed': told,
  'subscription.opened': told,
} as const satisfies Readonly<Record<AuditAction, z.ZodType>>;

/** What an entry of this action may say; of several actions, what one of them may. */
export type DetailOf<Action extends AuditAction> = z.input<(typeof DETAILS)[Action]>;

const acting = of(ACTING);
const ACTING_FIELDS = Object.keys(ACTING);

/**
 * The detail as it is stored, undefined fields left out.
 * @throws RangeError naming action and field, never the value: it may be what must not be written
 */
export function writtenDetail(action: AuditAction, detail: object | undefined, who: object): string {
  if (detail === undefined) return writtenDetail('case.viewed', {}, who); // nothing said, whatever could be
  const said = Object.entries({ ...who, ...detail }).filter(([, value]) => value !== undefined);
  // the roles of an appointment are its own: what an action says itself is held against the action
  const own = said.filter(([name]) => name in detail && !(ACTING_FIELDS.includes(name) && !(name in shapeOf(action))));
  const checked = [
    DETAILS[action].safeParse(Object.fromEntries(own)),
    acting.safeParse(Object.fromEntries(said.filter((one) => !own.includes(one)))),
  ];
  const wrong = checked.flatMap(({ error }) => error?.issues ?? []);
  if (wrong.length > 0) {
    const where = new Set(
      wrong.flatMap(({ path }) => (typeof path[0] === 'string' ? path.slice(0, 1) : ['a field it does not have'])),
    );
    throw new RangeError(`log: ${action} does not note that: ${[...where].map(String).join(', ')}`);
  }
  return JSON.stringify(Object.fromEntries(said));
}

const shapeOf = (action: AuditAction): object => {
  const schema: z.ZodType = DETAILS[action];
  return schema instanceof z.ZodObject ? schema.shape : {};
};
