/** Use cases of the registry (归集): later changes add to a record and reach every recipient; looking at records. */

import type { z } from 'zod';
import { CorrectedFacts } from '#contracts/rights.ts';
import type { RecordChange } from '#contracts/vocabulary.ts';
import { checkOrganisationName } from '#kernel/identity/organisation-name.ts';
import type { Policy } from '#kernel/policy/policy.ts';
import { requireMay } from '#kernel/refusal/may.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { addDays, isLocalDate, localDateAt, toLocalDate } from '#kernel/time/local-date.ts';
import { type Actor, systemActor } from '../access/actor.ts';
import { type Applicant, organisationSubject } from '../access/applicant.ts';
import { transact } from '../access/transaction.ts';
import { writeAudit } from '../audit.ts';
import { systemUse, writeLook } from '../audit-look.ts';
import type { PlatformContext } from '../context.ts';
import type { PlatformTx } from '../database.ts';
import { deliverRecord, withdrawRecord } from '../exchange/index.ts';
import { openPerson, requireAdultOn } from '../person-seal.ts';
import { DAY_FAULT_TEXTS, dayFault, requireWithinDeeds } from '../possible-day.ts';
import { ownReference, type ScreenedText, screened, screenedJson, screenedText } from '../screened.ts';
import { ChangePayload } from './change-payload.ts';
import { deliverable } from './record-determination.ts';
import { mayChange, standingOf, tellingOf } from './rules.ts';
import {
  addChange,
  type CreditRecord,
  findEndedHolds,
  findPersonOf,
  listChanges,
  markExpired,
  type RecordInForce,
  recordsInForce,
} from './store.ts';

export interface ChangeRequest {
  readonly change: RecordChange;
  readonly reason: string;
  /** document or provision the change rests on, or the request that was decided */
  readonly basis: string | { readonly words: ScreenedText; readonly requestId: string };
  /** of a hold: its last day */
  readonly until?: string;
  readonly corrected?:
    | {
        readonly matter?: string | undefined;
        readonly occurredOn?: string | undefined;
        readonly organisationName?: string | undefined;
      }
    | undefined;
}

export interface ChangeOutcome {
  readonly recordId: string;
  readonly sequence: number;
  readonly change: RecordChange;
  readonly effectiveOn: string;
}

/**
 * Adds a change to a record, in the transaction of the procedure that decided it (rights): that one has settled who may. Nobody
 * changes a record by a single officer's word. Recipients learn of it from the same transaction.
 * @throws Problem `action.not_available` when the record's standing does not allow it
 */
export async function applyChange(
  tx: PlatformTx,
  context: PlatformContext,
  who: Actor | Applicant,
  record: CreditRecord,
  request: ChangeRequest,
): Promise<ChangeOutcome> {
  const { policy } = context;
  const reason = screenedText(policy, request.reason);
  const basis = screenedBasis(policy, request.basis);
  screened(policy, CorrectedFacts, request.corrected ?? {});
  const at = context.clock();
  const effectiveOn = localDateAt(at);
  const changes = await listChanges(tx, record);
  requireMay(mayChange(request.change, standingOf(record.polarity, changes, effectiveOn)));
  const sequence = (changes.at(-1)?.sequence ?? 0) + 1;
  const by = who.kind === 'applicant' ? { id: who.subjectKey, departmentId: null } : who;
  await addChange(tx, record, {
    sequence,
    change: request.change,
    effectiveOn,
    reason,
    basis,
    actorId: by.id,
    departmentId: by.departmentId ?? record.determiningDepartment,
    at,
    payload: screenedJson(policy, ChangePayload, await changedTo(tx, context, record, request, effectiveOn)),
  });
  await writeAudit(tx, who, {
    at,
    action: `record.${request.change}`,
    objectType: 'record',
    objectId: record.recordId,
    subjectKey: record.subjectKey,
    // the words stand in the change, which the entry covers
    detail: { sequence, ...(typeof request.basis === 'string' ? {} : { request: request.basis.requestId }) },
  });
  await tellRecipients(tx, context, record, request.change, effectiveOn);
  return { recordId: record.recordId, sequence, change: request.change, effectiveOn };
}

/** Written by a job: not an officer, not a subject. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

/**
 * Hourly job: a hold whose last day is over is closed on the record and everybody is told what is shown again, each exactly once.
 * Being hidden does not wait for it: dates alone decide that.
 */
export async function endHolds(context: PlatformContext): Promise<number> {
  const actor = systemActor('registry.end-holds');
  return transact(context.database, actor, async (tx) => {
    const at = context.clock();
    const today = localDateAt(at);
    const over = await findEndedHolds(tx, today);
    for (const { record, sequence, until } of over) {
      await addChange(tx, record, {
        sequence: sequence + 1,
        change: 'released',
        effectiveOn: today,
        reason: screenedText(context.policy, `暂不纳入期限至 ${until}，已届满`),
        basis: '期限届满',
        actorId: NOBODY,
        departmentId: record.determiningDepartment,
        at,
        payload: screenedJson(context.policy, ChangePayload, {}),
      });
      await writeAudit(tx, actor, {
        at,
        action: 'record.released',
        objectType: 'record',
        objectId: record.recordId,
        subjectKey: record.subjectKey,
        detail: { until },
      });
      await tellRecipients(tx, context, record, 'released', today);
    }
    return over.length;
  });
}

/** What the record says from now on, whole: the newest correction alone counts. */
async function changedTo(
  tx: PlatformTx,
  context: PlatformContext,
  record: CreditRecord,
  request: ChangeRequest,
  on: string,
): Promise<z.infer<typeof ChangePayload>> {
  if (request.change === 'held') return { until: request.until };
  if (request.change !== 'corrected') return {};
  const { matter, occurredOn } = request.corrected ?? {};
  const organisationName = correctedName(record, request.corrected?.organisationName);
  if (matter === undefined && occurredOn === undefined && organisationName === undefined) {
    throw new Problem('request.invalid', { said: { zh: '请写明更正后的内容。', en: 'Say what it is corrected to.' } });
  }
  if (occurredOn !== undefined) await requirePossibleDay(tx, context, record, occurredOn, on);
  const now = (await inForce(tx, record, on)) ?? record;
  return {
    matter: matter ?? now.matter,
    occurredOn: occurredOn ?? now.occurredOn,
    ...(record.subjectType === 'organisation' ? { organisationName: organisationName ?? now.organisationName } : {}),
  };
}

function screenedBasis(policy: Policy, basis: ChangeRequest['basis']): ScreenedText {
  return typeof basis === 'string' ? screenedText(policy, basis) : ownReference(basis.words, basis.requestId);
}

/** A fact lies in the past, and its subject was grown up then (adults-only): the same as when it was reported. */
async function requirePossibleDay(
  tx: PlatformTx,
  context: PlatformContext,
  record: CreditRecord,
  day: string,
  today: string,
): Promise<void> {
  if (!isLocalDate(day) || day > today) {
    throw new Problem('request.invalid', {
      said: {
        zh: `发生日期须是不晚于今天（${today}）的有效日期。`,
        en: `The date must be a day no later than today (${today}).`,
      },
    });
  }
  const impossible = dayFault(day);
  if (impossible) {
    const { zh, en } = DAY_FAULT_TEXTS[impossible];
    throw new Problem('request.invalid', { said: { zh, en } });
  }
  const policy = context.policies.at(record);
  const person = await findPersonOf(tx, record);
  if (person) requireAdultOn(openPerson(context, person, systemUse('age-checked')), policy, day);
  requireWithinDeeds(policy, day);
}

function correctedName(record: CreditRecord, name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  if (record.subjectType === 'person') {
    throw new Problem('request.invalid', {
      said: { zh: '该记录的主体是自然人，没有单位名称。', en: 'The record is about a person, not an organisation.' },
    });
  }
  const checked = checkOrganisationName(name);
  if (!checked.ok || checked.doubt) {
    throw new Problem('request.invalid', {
      said: {
        zh: '单位名称不规范，请按营业执照或登记证书填写。',
        en: 'Write the organisation’s name as on its licence or certificate.',
      },
    });
  }
  return checked.name;
}

async function inForce(tx: PlatformTx, record: CreditRecord, on: string): Promise<RecordInForce | undefined> {
  return (await recordsInForce(tx, { subjectKey: record.subjectKey }, on)).find(
    ({ recordId }) => recordId === record.recordId,
  );
}

/**
 * withdrawal-everywhere, objection-marked. A published list is immutable, so a corrected entry leaves it and comes back,
 * corrected, with the next edition; the organisation's record itself is shown corrected at once.
 */
async function tellRecipients(
  tx: PlatformTx,
  context: PlatformContext,
  record: CreditRecord,
  change: RecordChange,
  effectiveOn: string,
): Promise<void> {
  const { subjectKey, recordId } = record;
  if (change === 'repaired' || change === 'revoked' || change === 'held') {
    await withdrawRecord(tx, context, { subjectKey, recordId, reason: change, effectiveOn });
    return;
  }
  if (change === 'corrected' && record.subjectType === 'organisation') {
    await withdrawRecord(tx, context, { subjectKey, recordId, reason: 'corrected', effectiveOn });
  }
  const current = tellingOf(change) === 'deliver' ? await inForce(tx, record, effectiveOn) : undefined;
  if (current) await deliverRecord(tx, context, deliverable(current, current.objectionOpen));
}

/** Organisations are looked up by code only, never by name (河南省社会信用条例 16). */
export async function organisationRecords(
  context: PlatformContext,
  actor: Actor,
  uscc: string,
): Promise<RecordInForce[]> {
  return transact(context.database, actor, async (tx) => {
    await writeLook(tx, actor, {
      at: context.clock(),
      action: 'organisation.viewed',
      objectType: 'record',
      objectId: uscc,
      of: { subjects: [organisationSubject(context.keyring, uscc)] },
      purpose: '查询单位信用记录',
    });
    return recordsInForce(tx, { uscc }, localDateAt(context.clock()));
  });
}

/** looked-is-logged: a person's records, for a stated purpose; the entry is written before anything is read. */
export async function personRecords(
  context: PlatformContext,
  actor: Actor,
  subjectKey: string,
  purpose: string,
): Promise<RecordInForce[]> {
  return transact(context.database, actor, async (tx) => {
    await writeLook(tx, actor, {
      at: context.clock(),
      action: 'subject.viewed',
      objectType: 'record',
      objectId: subjectKey,
      of: { subjects: [subjectKey] },
      purpose,
    });
    return recordsInForce(tx, { subjectKey }, localDateAt(context.clock()));
  });
}

const EXPIRY_CHUNK = 1_000;

/**
 * Daily job: tells every recipient of records whose time is over, each exactly once however often it runs. Being in force
 * does not wait for it: dates alone decide that.
 */
export async function withdrawExpired(context: PlatformContext): Promise<number> {
  const actor = systemActor('registry.expire');
  let total = 0;
  for (;;) {
    const done = await transact(context.database, actor, async (tx) => {
      const at = context.clock();
      const expired = await markExpired(tx, localDateAt(at), at, EXPIRY_CHUNK);
      for (const { subjectKey, recordId, endedOn, withdrawn } of expired) {
        const effectiveOn = addDays(toLocalDate(endedOn), 1);
        if (!withdrawn) await withdrawRecord(tx, context, { subjectKey, recordId, reason: 'expired', effectiveOn });
      }
      if (expired.length > 0) {
        await writeAudit(tx, actor, {
          at,
          action: 'record.expired',
          objectType: 'record',
          objectId: '*',
          detail: { count: expired.length },
        });
      }
      return expired.length;
    });
    total += done;
    if (done < EXPIRY_CHUNK) return total;
  }
}
