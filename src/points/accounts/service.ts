/** Opening, reading, taking away and closing a points account: one use case = one transaction with its audit entry. */
import type {
  AccountBenefits,
  AccountExport,
  ClosingReceipt,
  ConsentReceipt,
  OpenAccount,
  PointsAccount,
  PointsHistory,
  RuleNotices,
} from '#contracts/points.ts';
import { computeAccount } from '#kernel/policy/points-engine.ts';
import { historyOf } from '#kernel/policy/points-history.ts';
import type { PointsRules } from '#kernel/policy/points-rules.ts';
import { requireMay } from '#kernel/refusal/may.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { addDays, type LocalDate, localDateAt } from '#kernel/time/local-date.ts';
import { listTrail, type PointsAction, writeAudit } from '../audit.ts';
import { listVerifications } from '../benefits/store.ts';
import { describeVerifications } from '../benefits/verifications.ts';
import { consentText } from '../consent/text.ts';
import { type PointsContext, transactAs } from '../context.ts';
import type { PointsTx } from '../database.ts';
import { addToOutbox } from '../exchange/outbox.ts';
import { type Caller, holderOf } from '../http.ts';
import { differencesBetween, findEnactment } from '../rules/index.ts';
import { accountOn, contributionsOf, mayOpenAccount } from './rules.ts';
import {
  type Account,
  addAccount,
  addClosingReceipt,
  findAccount,
  findConsentText,
  keepConsentText,
  listContributions,
  listNotices,
  lockSubject,
  markNoticeRead,
  purgeAccount,
} from './store.ts';

/**
 * points-opt-in: the only way to an account. The person is an adult, verified by sign-in, and agreed to the words as they stand
 * now; the platform learns of it by the outbox row of the same transaction.
 */
export async function openAccount(
  context: PointsContext,
  caller: Caller,
  request: OpenAccount,
): Promise<ConsentReceipt> {
  const holder = holderOf(context, caller);
  const { subjectKey } = holder;
  const text = consentText(context.policy);
  if (request.consent !== true) throw new Problem('consent.required');
  requireMay(mayOpenAccount(caller.citizen, context.policy, localDateAt(context.clock())));
  if (request.textVersion !== text.version) throw new Problem('consent.text_outdated');

  return transactAs(context, holder, async (tx) => {
    await lockSubject(tx, subjectKey);
    if (await findAccount(tx, subjectKey)) throw new Problem('consent.already');
    await keepConsentText(tx, text);
    const at = context.clock();
    const receiptId = context.newId();
    await addAccount(tx, { subjectKey, receiptId, textVersion: text.version, at });
    await addToOutbox(tx, context, 'xinheng.account.opened', receiptId);
    await writeAudit(tx, {
      at,
      action: 'account.opened',
      actor: 'owner',
      about: subjectKey,
      detail: { textVersion: text.version },
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
    const log = await listTrail(tx, account.subjectKey);
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
      benefits: context.policy.benefits.map(({ id, clause, title, titleEn, basicService, basicServiceEn }) => ({
        id,
        clause,
        title,
        titleEn,
        qualifies: unlocked.has(id),
        basicService,
        basicServiceEn,
      })),
    };
  });
}

/** The account through time; computed, like the account itself. */
export async function viewHistory(context: PointsContext, caller: Caller): Promise<PointsHistory> {
  return look(context, caller, 'history.viewed', async (tx, account) => {
    const { policy } = context;
    const today = localDateAt(context.clock());
    const records = await listContributions(tx, account.subjectKey);
    const titled = (on: LocalDate, { total, level }: { total: number; level: string }) => {
      const { title, titleEn } = policy.levelById(level, on);
      return { total, level, levelTitle: title, levelTitleEn: titleEn };
    };
    return {
      steps: historyOf(policy.points, contributionsOf(records), today).map(({ on, before, after, causes }) => ({
        on,
        before: titled(addDays(on, -1), before),
        after: titled(on, after),
        causes: causes.map((cause) =>
          cause.cause === 'rule'
            ? {
                cause: cause.cause,
                text: ruleTitle(policy, cause.rule),
                citation: cause.citation,
                objectionOpen: false,
              }
            : {
                cause: cause.cause,
                text: records.find(({ recordId }) => recordId === cause.recordId)?.matter ?? '',
                citation: null,
                objectionOpen: records.find(({ recordId }) => recordId === cause.recordId)?.objectionOpen ?? false,
              },
        ),
      })),
    };
  });
}

/** A notice that is not in force any more is called by its number. */
function noticeTitles(policy: PointsContext['policy'], id: string): { title: string; titleEn: string } {
  const { title = id, titleEn = id } = policy.notices().find((one) => one.id === id) ?? {};
  return { title, titleEn };
}

function ruleTitle(policy: PointsContext['policy'], rule: string): string {
  if (rule === 'scale') return '总分范围和封顶';
  if (rule === 'levels') return '等级';
  const kind = policy.findKind(rule);
  return kind ? kind.plainTitle : `《${noticeTitles(policy, rule).title}》良好信息合计封顶`;
}

/** Changes of the rules that concern the holder; what each changes is computed now, from the records as they are. */
export async function viewRuleNotices(context: PointsContext, caller: Caller): Promise<RuleNotices> {
  return look(context, caller, 'notices.viewed', async (tx, account) => {
    const contributions = contributionsOf(await listContributions(tx, account.subjectKey));
    const items: RuleNotices['items'] = [];
    for (const notice of await listNotices(tx, account.subjectKey)) {
      const enactment = await findEnactment(tx, notice.enactment);
      if (!enactment) continue;
      const on = localDateAt(enactment.at);
      const under = (rules: PointsRules) => {
        const { total, level } = computeAccount(rules, contributions, on);
        return { total, level: level.id, levelTitle: level.title, levelTitleEn: level.titleEn };
      };
      items.push({
        noticeId: notice.notice_id,
        at: notice.at.toISOString(),
        before: under(enactment.before),
        after: under(enactment.after),
        causes: differencesBetween(enactment.before, enactment.after).map(({ zh, citation }) => ({
          text: zh,
          citation,
        })),
        read: notice.read_at !== null,
      });
    }
    return { items };
  });
}

export async function readRuleNotice(context: PointsContext, caller: Caller, noticeId: string): Promise<void> {
  await look(context, caller, 'notices.viewed', async (tx, account) => {
    if (!(await markNoticeRead(tx, account.subjectKey, noticeId, context.clock()))) throw new Problem('not_found');
  });
}

/**
 * Withdraws the consent: everything about the person is deleted in one transaction, one receipt remains, and the platform is
 * told to stop. As easy as opening (个人信息保护法 15).
 */
export async function closeAccount(context: PointsContext, caller: Caller): Promise<ClosingReceipt> {
  const holder = holderOf(context, caller);
  const { subjectKey } = holder;
  return transactAs(context, holder, async (tx) => {
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
      about: null,
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
  const holder = holderOf(context, caller);
  const { subjectKey } = holder;
  return transactAs(context, holder, async (tx) => {
    await lockSubject(tx, subjectKey); // the account may be closing at this very moment
    const account = await findAccount(tx, subjectKey);
    if (!account) throw new Problem('account.not_found');
    await writeAudit(tx, {
      at: context.clock(),
      action,
      actor: 'owner',
      about: subjectKey,
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
      notices: explanation.notices.map((notice) => ({
        ...notice,
        ...noticeTitles(context.policy, notice.notice),
        kinds: notice.kinds.map((kind) => ({
          ...kind,
          titleEn: context.policy.findKind(kind.kind)?.titleEn ?? null,
          records: kind.records.map((record) => ({ ...record })),
        })),
      })),
    },
    records,
  };
}
