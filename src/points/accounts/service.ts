/** Opening, reading, taking away and closing a points account: one use case = one transaction with its audit entry. */
import type {
  AccountBenefits,
  AccountExport,
  ClosingReceipt,
  ConsentReceipt,
  OpenAccount,
  PointsAccount,
} from '#contracts/points.ts';
import { vouchedSubject } from '#kernel/identity/vouched-person.ts';
import { Problem } from '#kernel/problems.ts';
import { localDateAt } from '#kernel/time/local-date.ts';
import { type PointsAction, writeAudit } from '../audit.ts';
import { listVerifications } from '../benefits/store.ts';
import { describeVerifications } from '../benefits/verifications.ts';
import { consentText } from '../consent/text.ts';
import { type PointsContext, transact } from '../context.ts';
import type { PointsTx } from '../database.ts';
import { addToOutbox } from '../exchange/outbox.ts';
import type { CitizenClaims } from '../http.ts';
import { accountOn, requireAdult } from './rules.ts';
import {
  type Account,
  addAccount,
  addClosingReceipt,
  findAccount,
  findConsentText,
  keepConsentText,
  listContributions,
  listLooks,
  lockSubject,
  purgeAccount,
} from './store.ts';

export interface Caller {
  readonly citizen: CitizenClaims;
  readonly requestId?: string;
}

/**
 * points-opt-in: the only way to an account. The person is an adult, verified by sign-in, and agreed to the words as they stand
 * now; the platform learns of it by the outbox row of the same transaction.
 */
export async function openAccount(
  context: PointsContext,
  caller: Caller,
  request: OpenAccount,
): Promise<ConsentReceipt> {
  const subjectKey = vouchedSubject(context.keyring, caller.citizen);
  const text = consentText(context.policy);
  if (request.consent !== true) throw new Problem('consent.required');
  requireAdult(caller.citizen, context.policy, localDateAt(context.clock()));
  if (request.textVersion !== text.version) throw new Problem('consent.text_outdated');

  return transact(context, async (tx) => {
    await lockSubject(tx, subjectKey);
    if (await findAccount(tx, subjectKey)) throw new Problem('consent.already');
    await keepConsentText(tx, text);
    const at = context.clock();
    const [accountId, receiptId] = [context.newId(), context.newId()];
    await addAccount(tx, { subjectKey, accountId, receiptId, textVersion: text.version, at });
    await addToOutbox(tx, context, 'xinheng.account.opened', receiptId);
    await writeAudit(tx, {
      at,
      action: 'account.opened',
      actor: 'owner',
      accountId,
      detail: { receiptId, textVersion: text.version },
      requestId: caller.requestId,
    });
    return { receiptId, textVersion: text.version, givenAt: at.toISOString() };
  });
}

/** The account computed for today, with every record behind it. */
export async function viewAccount(context: PointsContext, caller: Caller): Promise<PointsAccount> {
  return look(context, caller, 'account.viewed', (tx, account) => describe(tx, context, account));
}

export async function exportAccount(context: PointsContext, caller: Caller): Promise<AccountExport> {
  return look(context, caller, 'account.exported', async (tx, account) => {
    const text = await findConsentText(tx, account.textVersion);
    const log = await listLooks(tx, account.accountId);
    return {
      exportedAt: context.clock().toISOString(),
      account: await describe(tx, context, account),
      consentText: { version: account.textVersion, text: text?.text ?? '', digest: text?.digest ?? '' },
      log: log.map((entry) => ({
        at: entry.at.toISOString(),
        by: entry.actorKind === 'citizen' ? ('owner' as const) : entry.actorKind,
        action: entry.action,
        purpose: entry.purpose,
      })),
      verifications: describeVerifications(context.policy, await listVerifications(tx, account.subjectKey)),
      rules: { ...context.policy.points },
    };
  });
}

/** points-only-unlock: each benefit yes or no (4.1). Asking for it needs an account; without one everybody keeps the basic service. */
export async function viewBenefits(context: PointsContext, caller: Caller): Promise<AccountBenefits> {
  return look(context, caller, 'benefits.viewed', async (tx, account) => {
    const today = localDateAt(context.clock());
    const { level } = accountOn(context.policy, await listContributions(tx, account.subjectKey), today);
    const unlocked = new Set(context.policy.benefitsFor(level.id, today).map((benefit) => benefit.id));
    return {
      benefits: context.policy.benefits.map(({ id, clause, title, titleEn, basicService }) => ({
        id,
        clause,
        title,
        titleEn,
        qualifies: unlocked.has(id),
        basicService,
      })),
    };
  });
}

/**
 * Withdraws the consent: everything about the person is deleted in one transaction, one receipt remains, and the platform is
 * told to stop. As easy as opening (个人信息保护法 15).
 */
export async function closeAccount(context: PointsContext, caller: Caller): Promise<ClosingReceipt> {
  const subjectKey = vouchedSubject(context.keyring, caller.citizen);
  return transact(context, async (tx) => {
    await lockSubject(tx, subjectKey);
    const account = await findAccount(tx, subjectKey);
    if (!account) throw new Problem('account.not_found');
    const at = context.clock();
    const receiptId = context.newId();
    const receipt = {
      receiptId,
      consentReceiptId: account.receiptId,
      textVersion: account.textVersion,
      consentedAt: account.givenAt,
      closedAt: at,
    };
    await purgeAccount(tx, subjectKey);
    await addClosingReceipt(tx, { ...receipt, subjectKey });
    await addToOutbox(tx, context, 'xinheng.account.closed', receiptId);
    await writeAudit(tx, {
      at,
      action: 'account.closed',
      actor: 'owner',
      accountId: account.accountId,
      requestId: caller.requestId,
    });
    return { ...receipt, consentedAt: receipt.consentedAt.toISOString(), closedAt: at.toISOString() };
  });
}

/** looked-is-logged: the entry is written before the data leaves the transaction. */
async function look<T>(
  context: PointsContext,
  caller: Caller,
  action: PointsAction,
  read: (tx: PointsTx, account: Account) => Promise<T>,
): Promise<T> {
  const subjectKey = vouchedSubject(context.keyring, caller.citizen);
  return transact(context, async (tx) => {
    const account = await findAccount(tx, subjectKey);
    if (!account) throw new Problem('account.not_found');
    await writeAudit(tx, {
      at: context.clock(),
      action,
      actor: 'owner',
      accountId: account.accountId,
      purpose: '本人查看',
      requestId: caller.requestId,
    });
    return read(tx, account);
  });
}

async function describe(tx: PointsTx, context: PointsContext, account: Account): Promise<PointsAccount> {
  const records = await listContributions(tx, account.subjectKey);
  const { total, level, explanation } = accountOn(context.policy, records, localDateAt(context.clock()));
  return {
    pointsName: context.policy.names.points,
    openedAt: account.openedAt.toISOString(),
    consent: { receiptId: account.receiptId, textVersion: account.textVersion, givenAt: account.givenAt.toISOString() },
    total,
    level: { id: level.id, title: level.title, titleEn: level.titleEn, rank: level.rank },
    explanation: {
      ...explanation,
      kinds: explanation.kinds.map((kind) => ({ ...kind, records: kind.records.map((record) => ({ ...record })) })),
    },
    records,
  };
}
