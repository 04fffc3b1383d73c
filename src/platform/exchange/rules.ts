/** The pure part of the exchange: what a message says about a record, and what a receiver should be holding. */
import type { DeliveredRecord } from '#contracts/envelope.ts';
import type {
  EntryWithdrawn,
  MessageType,
  OrganisationRecord,
  RecordPublished,
  RecordWithdrawn,
} from '#contracts/exchange.ts';
import type { Polarity, SubjectType } from '#contracts/vocabulary.ts';
import { type HeldItem, type Holdings, holdingsOf } from '#kernel/exchange/canonical-json.ts';
import { isSoleTrader } from '#kernel/identity/uscc.ts';
import type { DeliveryRoute, Policy } from '#kernel/policy/policy.ts';
import type { ClauseRef, KindRef } from '#kernel/policy/refs.ts';
import { holdsDocumentNumber } from '#kernel/screening/document-number.ts';
import type { Pseudonyms } from '#kernel/seal/pairing.ts';

/** A determined record as the exchange needs it; `determiningDepartment` is the department's id. */
export interface DeliverableRecord {
  readonly subjectKey: string;
  readonly recordId: string;
  readonly subjectType: SubjectType;
  readonly polarity: Polarity;
  readonly kind: KindRef;
  readonly clause: ClauseRef;
  readonly matter: string;
  readonly determiningDepartment: string;
  /** `YYYY-MM-DD`, like all dates here */
  readonly occurredOn: string;
  readonly determinedOn: string;
  readonly validFrom: string;
  readonly validUntil: string | null;
  /** last day it may be shown at all; the earlier of the two ends it at the receiver */
  readonly disclosedUntil: string | null;
  readonly objectionOpen: boolean;
  /** organisations only */
  readonly uscc: string | null;
  readonly organisationName: string | null;
}

export interface Withdrawal {
  readonly subjectKey: string;
  readonly recordId: string;
  readonly reason: RecordWithdrawn['reason'] & EntryWithdrawn['reason'];
  readonly effectiveOn: string;
}

/** The message without its position, which the outbox row gives it. */
export type Unplaced<Data> = Omit<Data, 'position'>;

export function recordMessage(record: DeliverableRecord, policy: Policy): Unplaced<RecordPublished> {
  return {
    subjectKey: record.subjectKey,
    recordId: record.recordId,
    kind: record.kind,
    clause: record.clause,
    title: policy.kind(record.kind).plainTitle,
    matter: record.matter,
    polarity: record.polarity,
    department: policy.department(record.determiningDepartment).name,
    occurredOn: record.occurredOn,
    determinedOn: record.determinedOn,
    validFrom: record.validFrom,
    validUntil: earlier(record.validUntil, record.disclosedUntil),
    objectionOpen: record.objectionOpen,
  };
}

/** Whether the notice passes such information on to that system at all (`deliveries`, 6.2). */
export const isPassedOn = (
  { deliveries }: Pick<Policy, 'deliveries'>,
  subject: SubjectType,
  to: DeliveryRoute['to'],
): boolean => deliveries.some((route) => route.subject === subject && route.to === to);

/**
 * What everybody may see of an organisation outside a published list: good records of a kind that the catalogue discloses to the
 * public. Sole traders are natural persons (no-person-in-public).
 */
export function isPublicRecord(record: DeliverableRecord, policy: Policy): boolean {
  return (
    isPassedOn(policy, 'organisation', 'site') &&
    record.subjectType === 'organisation' &&
    record.polarity === 'good' &&
    record.uscc !== null &&
    !isSoleTrader(record.uscc) &&
    policy.kind(record.kind).lifecycle.disclosureMode === 'public'
  );
}

/**
 * A matter taken in before numbers were looked for as they are now: the record stays, with its marks and its end; what names a person is not
 * shown, and the site's door, which refuses such a text, holds nothing up.
 */
const withoutNumbers = (matter: string): string =>
  holdsDocumentNumber(matter) ? '（内容涉及个人信息，不予公开）' : matter;

export function organisationRecord(record: DeliverableRecord, area: string | null, policy: Policy): OrganisationRecord {
  return {
    uscc: record.uscc ?? '',
    name: record.organisationName ?? '',
    recordId: record.recordId,
    kind: record.kind,
    clause: record.clause,
    title: policy.kind(record.kind).plainTitle,
    matter: withoutNumbers(record.matter),
    department: policy.department(record.determiningDepartment).name,
    area,
    occurredOn: record.occurredOn,
    determinedOn: record.determinedOn,
    validFrom: record.validFrom,
    validUntil: earlier(record.validUntil, record.disclosedUntil),
    objectionOpen: record.objectionOpen,
  };
}

/**
 * Where an organisation is, as the pack names places: its functional zone, which no code shows; else the division its registry copy
 * or its code names. Null for elsewhere.
 */
export function areaOf(
  policy: Policy,
  organisation: { readonly uscc: string; readonly zone: string | null; readonly area?: string | null },
): string | null {
  const { uscc, zone, area } = organisation;
  if (zone !== null) return policy.zones.find(({ id, name }) => id === zone || name === zone)?.id ?? null;
  const named = area ? (policy.findZoneByName(area)?.id ?? divisionNamed(policy, area)) : undefined;
  return named ?? policy.divisions.find(({ code }) => code === uscc.slice(2, 8))?.code ?? null;
}

const divisionNamed = (policy: Policy, area: string) => policy.divisions.find(({ name }) => area.includes(name))?.code;

/** Dates as text sort like dates; null is "never". */
export function earlier(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}

export interface OutboxRow {
  readonly id: string;
  readonly position: number;
  readonly type: string;
  readonly subjectKey: string | null;
  readonly notice: string;
  readonly version: number;
  readonly data: object;
}

/** The record as it travels: of a person it says the pseudonym, never the key under which they are known here. */
export const recordOf = (row: OutboxRow, people: Pick<Pseudonyms, 'of'>): DeliveredRecord => {
  const { id, position, type, notice, version, subjectKey, data } = row;
  const named = subjectKey !== null && 'subjectKey' in data ? { ...data, subjectKey: people.of(subjectKey) } : data;
  return { id, position, type, notice, version, data: named as Record<string, unknown> };
};

/** `subjectKey/recordId`, of a person's record; other items are about organisations */
export const PERSONS_RECORD = /^[0-9a-f]{8}-[0-9a-f-]{27}\//;

/** An item of a person's record under another name of the person; other items as they are. */
export const renamed = (about: string, name: (subject: string) => string): string =>
  PERSONS_RECORD.test(about) ? `${name(about.slice(0, 36))}${about.slice(36)}` : about;

export interface AcknowledgedMessage {
  readonly type: string;
  readonly position: number;
  /** of its row in the outbox; null where it stands for several */
  readonly id: string | null;
  /**
   * what the message is about at the receiver: `subjectKey/recordId`, `red/1` for an edition, `record/uscc/recordId` for an organisation's
   * record, `provider/providerId`, `punctuality/2020-03`, `directory/7/2000` for the 2,000 organisations whose newest word came at position 7
   */
  readonly about: string;
}

/** Messages after which the receiver holds something; the others of their subject take it away. */
const HELD: ReadonlySet<string> = new Set<MessageType>([
  'xinheng.record.published',
  'xinheng.edition.published',
  'xinheng.organisation-records.published',
  'xinheng.directory.published',
  'xinheng.punctuality.published',
  'xinheng.provider.published',
]);

/** What the receiver must be holding if it has taken every acknowledged message; compared with what it says it holds. */
export function expectedHoldings(messages: readonly AcknowledgedMessage[], people: Pick<Pseudonyms, 'of'>): Holdings {
  const items = expectedItems(messages);
  return holdingsOf(items.map(({ about, position }): HeldItem => ({ id: renamed(about, people.of), position })));
}

export function expectedItems(messages: readonly AcknowledgedMessage[]): AcknowledgedMessage[] {
  const latest = new Map<string, AcknowledgedMessage>();
  for (const message of messages) {
    const known = latest.get(message.about);
    if (!known || known.position < message.position) latest.set(message.about, message);
  }
  return [...latest.values()].filter((message) => HELD.has(message.type));
}
