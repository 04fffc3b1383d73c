/** Looking at benefits, showing a code, taking it back, and a provider's one question about it. */
import type {
  BenefitCatalogue,
  BenefitCode,
  BenefitCodeState,
  OwnVerification,
  ProviderCounts,
  ShowCode,
  VerificationAnswer,
  VerifyCode,
} from '#contracts/benefits.ts';
import type { Benefit, Policy } from '#kernel/policy/policy.ts';
import { requireMay } from '#kernel/refusal/may.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { localDateAt } from '#kernel/time/local-date.ts';
import { findAccount, listContributions, lockSubject } from '../accounts/store.ts';
import { writeAudit } from '../audit.ts';
import { enterByCode, type PointsContext, transact, transactAs } from '../context.ts';
import type { PointsTx } from '../database.ts';
import { type Caller, holderOf, type SignedInProvider } from '../http.ts';
import {
  CODE_SECONDS,
  coarse,
  hashOfCode,
  MISSES,
  newCode,
  qualifies,
  readCode,
  SMALLEST_COUNT,
  whetherOffered,
  wordsOfCode,
} from './rules.ts';
import {
  addMiss,
  addVerification,
  benefitsOffered,
  countConfirmed,
  countMisses,
  findCode,
  findHolder,
  listDays,
  listOffers,
  listVerifications,
  putCode,
  removeCode,
  removeExpiredCodes,
  takeCode,
} from './store.ts';
import { describeVerifications, titlesOf } from './verifications.ts';

/** What the notice and the providers offer; the same for everybody, so nobody needs an account or a name to read it. */
export async function benefitCatalogue(context: PointsContext): Promise<BenefitCatalogue> {
  const { policy } = context;
  const today = localDateAt(context.clock());
  const offers = await transact(context, (tx) => listOffers(tx, today));
  return {
    asOf: today,
    benefits: policy.benefits.map(({ id, clause, title, titleEn, threshold, basicService, basicServiceEn }) => {
      const level = policy.levelById(threshold, today);
      return {
        ...{ id, clause, title, titleEn, basicService, basicServiceEn },
        level: { title: level.title, titleEn: level.titleEn },
        offers: offers.filter(({ benefit }) => benefit === id).map(({ benefit: _benefit, ...offer }) => offer),
      };
    }),
    areas: [
      ...policy.divisions.map(({ code, name }) => ({ id: code, name })),
      ...policy.zones.map(({ id, name }) => ({ id, name })),
    ],
  };
}

/**
 * The person's consent to tell about one benefit once. Whoever does not reach the level gets no code to be refused with in front
 * of others: their own screen names the basic service.
 */
export async function showCode(context: PointsContext, caller: Caller, request: ShowCode): Promise<BenefitCode> {
  const { policy } = context;
  const holder = holderOf(context, caller);
  const { subjectKey } = holder;
  if (request.consent !== true) throw new Problem('consent.required');
  const benefit = findBenefit(policy, request.benefit);
  return transactAs(context, holder, async (tx) => {
    await lockSubject(tx, subjectKey);
    const account = await findAccount(tx, subjectKey);
    if (!account) throw new Problem('account.not_found');
    const at = context.clock();
    const today = localDateAt(at);
    const { providerId } = request;
    if (providerId !== undefined) requireMay(whetherOffered(benefit, await benefitsOffered(tx, providerId, today)));
    if (!qualifies(policy, benefit, await listContributions(tx, subjectKey), today))
      throw new Problem('benefit.not_unlocked', {
        clause: benefit.clause,
        said: { zh: benefit.basicService, en: benefit.basicServiceEn },
      });
    await removeExpiredCodes(tx, at);
    const code = newCode(context.randomBytes);
    const expiresAt = new Date(at.getTime() + CODE_SECONDS * 1000);
    await putCode(tx, {
      subjectKey,
      codeHash: hashOfCode(code),
      benefit: benefit.id,
      providerId: providerId ?? null,
      givenAt: at,
      expiresAt,
    });
    await writeAudit(tx, {
      at,
      action: 'benefit.code_shown',
      actor: 'owner',
      about: account.subjectKey,
      purpose: '本人同意核验一次',
      detail: { benefit: benefit.id, ...(providerId ? { providerId } : {}) },
      requestId: caller.requestId,
    });
    return { code, benefit: benefit.id, givenAt: at.toISOString(), expiresAt: expiresAt.toISOString() };
  });
}

/** Takes the consent back as long as nobody used it. */
export async function takeBackCode(context: PointsContext, caller: Caller): Promise<void> {
  const holder = holderOf(context, caller);
  const { subjectKey } = holder;
  await transactAs(context, holder, async (tx) => {
    await lockSubject(tx, subjectKey);
    const account = await findAccount(tx, subjectKey);
    if (!account) throw new Problem('account.not_found');
    if (!(await removeCode(tx, subjectKey))) return;
    await writeAudit(tx, {
      at: context.clock(),
      action: 'benefit.code_taken_back',
      actor: 'owner',
      about: account.subjectKey,
      requestId: caller.requestId,
    });
  });
}

/** For the screen that shows the code: whether it is still waiting. Asked every few seconds, so it is no look of its own. */
export async function codeState(context: PointsContext, caller: Caller): Promise<BenefitCodeState> {
  const holder = holderOf(context, caller);
  const { subjectKey } = holder;
  const code = await transactAs(context, holder, (tx) => findCode(tx, subjectKey, context.clock()));
  return { state: code ? 'waiting' : 'none', expiresAt: code?.expiresAt.toISOString() ?? null };
}

export async function ownVerifications(context: PointsContext, caller: Caller): Promise<OwnVerification[]> {
  const holder = holderOf(context, caller);
  const { subjectKey } = holder;
  return transactAs(context, holder, async (tx) => {
    if (!(await findAccount(tx, subjectKey))) throw new Problem('account.not_found');
    return describeVerifications(context.policy, await listVerifications(tx, subjectKey));
  });
}

/**
 * The provider's question, answered once. looked-is-logged: what it is told stands in the person's list, in the same transaction.
 * Every way of not being confirmed is the same answer; a live code in the wrong hands stays good for the right ones, and the
 * person sees that somebody tried.
 */
export async function verifyCode(
  context: PointsContext,
  provider: SignedInProvider,
  request: VerifyCode,
): Promise<VerificationAnswer> {
  const { policy } = context;
  const benefit = findBenefit(policy, request.benefit);
  return transact(context, async (tx) => {
    const at = context.clock();
    const today = localDateAt(at);
    requireMay(whetherOffered(benefit, await benefitsOffered(tx, provider.providerId, today)));
    if ((await countMisses(tx, provider.providerId, new Date(at.getTime() - MISSES.minutes * 60_000))) >= MISSES.most)
      throw new Problem('request.too_many', {
        said: {
          zh: `未能核验的次数过多，请${MISSES.minutes}分钟后再试。`,
          en: `Too many codes could not be verified; try again in ${MISSES.minutes} minutes.`,
        },
      });
    const yes = await ask(tx, context, provider, benefit, request.code, at);
    if (yes) await countConfirmed(tx, provider.providerId, today, benefit.id);
    else await addMiss(tx, provider.providerId, at);
    return {
      answer: yes ? 'yes' : 'no',
      benefit: benefit.id,
      title: benefit.title,
      titleEn: benefit.titleEn,
      basicService: benefit.basicService,
      basicServiceEn: benefit.basicServiceEn,
      at: at.toISOString(),
    };
  });
}

async function ask(
  tx: PointsTx,
  context: PointsContext,
  provider: SignedInProvider,
  benefit: Benefit,
  typed: string,
  at: Date,
): Promise<boolean> {
  const code = readCode(typed);
  if (code === null) return false;
  await enterByCode(tx, wordsOfCode(code));
  const question = { codeHash: hashOfCode(code), benefit: benefit.id, providerId: provider.providerId, now: at };
  const subjectKey = await findHolder(tx, question);
  if (subjectKey === undefined) return false;
  await lockSubject(tx, subjectKey); // the account may be closing at this very moment
  const account = await findAccount(tx, subjectKey);
  if (!account) return false;
  const taken = await takeCode(tx, question);
  const yes = taken && qualifies(context.policy, benefit, await listContributions(tx, subjectKey), localDateAt(at));
  await addVerification(tx, {
    subjectKey,
    id: context.newId(),
    at,
    providerName: provider.name,
    benefit: benefit.id,
    qualifies: yes,
  });
  await writeAudit(tx, {
    at,
    action: 'benefit.verified',
    actor: { provider: provider.providerId },
    about: account.subjectKey,
    purpose: '核验优惠资格',
    detail: { benefit: benefit.id, answer: yes ? 'yes' : 'no' },
    requestId: provider.requestId,
  });
  return yes;
}

export async function providerCounts(context: PointsContext, provider: SignedInProvider): Promise<ProviderCounts> {
  const days = await transact(context, (tx) => listDays(tx, provider.providerId));
  return {
    items: days.map(({ day, benefit, confirmed }) => ({
      day: day ?? '',
      benefit,
      ...titlesOf(context.policy, benefit),
      confirmed: coarse(confirmed),
    })),
    smallest: SMALLEST_COUNT,
  };
}

/** Hourly: a code nobody showed leaves no row behind. */
export async function sweepCodes(context: PointsContext): Promise<void> {
  await transact(context, (tx) => removeExpiredCodes(tx, context.clock()));
}

function findBenefit(policy: Policy, id: string): Benefit {
  const benefit = policy.benefits.find((one) => one.id === id);
  if (!benefit) throw new Problem('benefit.unknown');
  return benefit;
}
