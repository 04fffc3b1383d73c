/**
 * What the three systems tell each other: one schema per message type. A message travels as a CloudEvent (structured
 * mode, JSON) signed by Standard Webhooks; receivers are idempotent by message id and let no lower `position` overwrite a higher one.
 * Schemas are strict: a field that was not agreed here is refused, so no system can be told more than it should know.
 */
import { z } from 'zod';
import { canonicalDigest } from '#kernel/exchange/canonical-json.ts';
import { ListId } from './list-id.ts';
import { ClauseRef, EventRef, GroundRef, KindRef } from './refs.ts';
import { ACCOUNT_KINDS, POLARITIES, PUNCTUALITY_STEPS, SIGNED_AS, WITHDRAWAL_REASONS } from './vocabulary.ts';

const date = z.iso.date();
/** A million organisations travel as some hundreds of messages of a few hundred kilobytes each. */
export const ORGANISATIONS_PER_MESSAGE = 2_000;
/**
 * A person: the pseudonym that platform and points system agree on, which neither stores. Written as uuids, whose version bits are as they
 * fall, so the strict `z.uuid()` would refuse most of them.
 */
const subjectKey = z.guid();
/** says under which pairing a person is named (kernel/seal/pairing.ts); nothing about its keys */
const pairing = z.string().regex(/^[0-9a-f]{16}$/);
const recordId = z.guid();
/** of an entry: the same on every edition it stands on, whatever becomes of the record behind it */
const entryId = z.guid();

export const RecordPublished = z.strictObject({
  subjectKey,
  recordId,
  position: z.number().int(),
  kind: KindRef,
  clause: ClauseRef,
  title: z.string(),
  matter: z.string(),
  polarity: z.enum(POLARITIES),
  department: z.string(),
  occurredOn: date,
  determinedOn: date,
  validFrom: date,
  validUntil: date.nullable(),
  objectionOpen: z.boolean(),
});
export type RecordPublished = z.infer<typeof RecordPublished>;

export const RecordWithdrawn = z.strictObject({
  subjectKey,
  recordId,
  position: z.number().int(),
  reason: z.enum(['repaired', 'revoked', 'expired', 'corrected', 'held', 'account-closed']),
  effectiveOn: date,
});
export type RecordWithdrawn = z.infer<typeof RecordWithdrawn>;

/** One line of a published list: organisations only; there is no field for a natural person. */
export const EditionEntry = z.strictObject({
  entryId,
  uscc: z.string().length(18),
  name: z.string(),
  recordId,
  ground: GroundRef,
  groundTitle: z.string(),
  matter: z.string(),
  department: z.string(),
  zone: z.string().nullable(),
  determinedOn: date,
  /** fixed when first listed; of a proposal, as long as its record lasts */
  validUntil: date.nullable(),
  /** the decision an adverse entry rests on; entries of a good list have none */
  document: z.strictObject({ type: z.string(), number: z.string(), authority: z.string(), date }).optional(),
});
export type EditionEntry = z.infer<typeof EditionEntry>;

export const EditionManifest = z.strictObject({
  list: ListId,
  title: z.string(),
  number: z.number().int().positive(),
  clause: ClauseRef,
  publishedOn: date,
  noticeFrom: date,
  noticeUntil: date,
  signedBy: z.array(z.strictObject({ department: z.string(), signedAs: z.enum(SIGNED_AS), on: date })),
  event: z.strictObject({ id: EventRef, effectiveOn: date, documentNumber: z.string() }),
  entries: z.array(EditionEntry),
});
export type EditionManifest = z.infer<typeof EditionManifest>;

/** hex SHA-256 of the manifest's canonical JSON (keys sorted, no spaces): anybody can compute it from the open data. */
export const editionDigest = (manifest: EditionManifest): string => canonicalDigest(manifest);

export const EditionPublished = z.strictObject({
  position: z.number().int(),
  manifest: EditionManifest,
  /** `editionDigest` of the manifest */
  digest: z.string().regex(/^[0-9a-f]{64}$/),
});
export type EditionPublished = z.infer<typeof EditionPublished>;

/** Repair, revocation, expiry or relief of one entry: it leaves every page, search and download. */
export const EntryWithdrawn = z.strictObject({
  position: z.number().int(),
  uscc: z.string().length(18),
  entryId,
  reason: z.enum(WITHDRAWAL_REASONS),
  effectiveOn: date,
});
export type EntryWithdrawn = z.infer<typeof EntryWithdrawn>;

/** objection-marked: whether an objection is open about an entry; shown beside it wherever it is shown. */
export const EntryMarked = z.strictObject({
  position: z.number().int(),
  uscc: z.string().length(18),
  entryId,
  objectionOpen: z.boolean(),
});
export type EntryMarked = z.infer<typeof EntryMarked>;

export const NoticeOpened = z.strictObject({
  position: z.number().int(),
  list: ListId,
  title: z.string(),
  roundId: z.string(),
  noticeFrom: date,
  noticeUntil: date,
  entries: z.array(EditionEntry),
});
export type NoticeOpened = z.infer<typeof NoticeOpened>;

/**
 * One good record of an organisation whose kind the catalogue lets everybody see (条例 18: disclosed to the public). Adverse ones
 * reach the site only on a published list.
 */
export const OrganisationRecord = z.strictObject({
  uscc: z.string().length(18),
  name: z.string(),
  recordId,
  kind: KindRef,
  clause: ClauseRef,
  title: z.string(),
  matter: z.string(),
  department: z.string(),
  /** id of a functional zone or six-digit division code, both of the policy pack */
  area: z.string().nullable(),
  occurredOn: date,
  determinedOn: date,
  validFrom: date,
  validUntil: date.nullable(),
  objectionOpen: z.boolean(),
});
export type OrganisationRecord = z.infer<typeof OrganisationRecord>;

/** How these records stand now: new, corrected, or with an objection opened or closed. */
export const OrganisationRecordsPublished = z.strictObject({
  position: z.number().int(),
  records: z.array(OrganisationRecord).min(1).max(ORGANISATIONS_PER_MESSAGE),
});
export type OrganisationRecordsPublished = z.infer<typeof OrganisationRecordsPublished>;

export const OrganisationRecordWithdrawn = z.strictObject({
  position: z.number().int(),
  uscc: z.string().length(18),
  recordId,
  reason: z.enum(WITHDRAWAL_REASONS),
  effectiveOn: date,
});
export type OrganisationRecordWithdrawn = z.infer<typeof OrganisationRecordWithdrawn>;

/** A registered organisation: what a search for it needs, and nothing about anybody who owns or leads it. */
export const RegisteredOrganisation = z.strictObject({
  uscc: z.string().length(18),
  name: z.string(),
  /** id of a functional zone or six-digit division code, both of the policy pack */
  area: z.string().nullable(),
  registeredOn: date.nullable(),
});
export type RegisteredOrganisation = z.infer<typeof RegisteredOrganisation>;

/** A piece of the directory: organisations new or changed since the piece before. Sole traders are natural persons and never among them. */
export const DirectoryPublished = z.strictObject({
  position: z.number().int(),
  organisations: z.array(RegisteredOrganisation).min(1).max(ORGANISATIONS_PER_MESSAGE),
});
export type DirectoryPublished = z.infer<typeof DirectoryPublished>;

/** Kept and missed together: fewer deadlines than this are never told, so that no figure speaks of a single case (docs/decisions/029). */
export const FEWEST_TOLD = 10;

export const PunctualityCount = z
  .strictObject({
    /** check: of what was reported (条例 17). request: the steps of objections, repair and relief (条例 41–43) */
    step: z.enum(PUNCTUALITY_STEPS),
    /** null: the departments with too few to be told apart, together */
    department: z.string().min(1).nullable(),
    kept: z.number().int().min(0),
    missed: z.number().int().min(0),
  })
  .refine(({ kept, missed }) => kept + missed >= FEWEST_TOLD, { error: `fewer than ${FEWEST_TOLD} are not told` });
export type PunctualityCount = z.infer<typeof PunctualityCount>;

/** How the deadlines of one month that is over were kept. A newer message about a month takes the place of the older one, whole. */
export const PunctualityPublished = z.strictObject({
  position: z.number().int(),
  month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/),
  counts: z.array(PunctualityCount).max(2_000),
});
export type PunctualityPublished = z.infer<typeof PunctualityPublished>;

/** How a provider of benefits is registered now: who it is, which accounts speak for it, what it offers. Nothing about any person. */
export const ProviderPublished = z.strictObject({
  position: z.number().int(),
  providerId: z.uuid(),
  name: z.string(),
  uscc: z.string().length(18),
  /** digests only (src/kernel/identity/account-digest.ts): the receiver recognises an account, and knows none by name */
  accounts: z.array(z.strictObject({ kind: z.enum(ACCOUNT_KINDS), digest: z.string().regex(/^[0-9a-f]{64}$/) })),
  offers: z.array(
    z.strictObject({
      offerId: z.uuid(),
      benefit: z.string(),
      title: z.string(),
      titleEn: z.string().optional(),
      conditions: z.string(),
      conditionsEn: z.string().optional(),
      /** division codes and zone ids of the policy pack; none: the whole city */
      areas: z.array(z.string()),
      validFrom: date,
      validUntil: date.nullable(),
    }),
  ),
});
export type ProviderPublished = z.infer<typeof ProviderPublished>;

export const ProviderWithdrawn = z.strictObject({ position: z.number().int(), providerId: z.uuid() });
export type ProviderWithdrawn = z.infer<typeof ProviderWithdrawn>;

/** `position` orders the account messages of one person: a late "opened" never undoes a newer "closed". */
export const AccountOpened = z.strictObject({
  subjectKey,
  pairing,
  position: z.number().int(),
  receiptId: z.string(),
  openedAt: z.iso.datetime(),
});
export type AccountOpened = z.infer<typeof AccountOpened>;
export const AccountClosed = z.strictObject({
  subjectKey,
  pairing,
  position: z.number().int(),
  receiptId: z.string(),
  closedAt: z.iso.datetime(),
});
export type AccountClosed = z.infer<typeof AccountClosed>;

/** Every message type, who sends it and who takes it. */
export const MESSAGES = {
  'xinheng.record.published': { from: 'platform', to: 'points', schema: RecordPublished },
  'xinheng.record.withdrawn': { from: 'platform', to: 'points', schema: RecordWithdrawn },
  'xinheng.edition.published': { from: 'platform', to: 'site', schema: EditionPublished },
  'xinheng.entry.withdrawn': { from: 'platform', to: 'site', schema: EntryWithdrawn },
  'xinheng.entry.marked': { from: 'platform', to: 'site', schema: EntryMarked },
  'xinheng.notice.opened': { from: 'platform', to: 'site', schema: NoticeOpened },
  'xinheng.organisation-records.published': { from: 'platform', to: 'site', schema: OrganisationRecordsPublished },
  'xinheng.organisation-record.withdrawn': { from: 'platform', to: 'site', schema: OrganisationRecordWithdrawn },
  'xinheng.directory.published': { from: 'platform', to: 'site', schema: DirectoryPublished },
  'xinheng.punctuality.published': { from: 'platform', to: 'site', schema: PunctualityPublished },
  'xinheng.provider.published': { from: 'platform', to: 'points', schema: ProviderPublished },
  'xinheng.provider.withdrawn': { from: 'platform', to: 'points', schema: ProviderWithdrawn },
  'xinheng.account.opened': { from: 'points', to: 'platform', schema: AccountOpened },
  'xinheng.account.closed': { from: 'points', to: 'platform', schema: AccountClosed },
} as const;
export type MessageType = keyof typeof MESSAGES;
export type MessageData<Type extends MessageType> = z.infer<(typeof MESSAGES)[Type]['schema']>;
