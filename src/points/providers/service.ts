/** Providers as the platform registered them, and the account that signs in as one. */
import type { ProviderMe } from '#contracts/benefits.ts';
import type { RecordOutcome } from '#contracts/envelope.ts';
import type { ProviderPublished, ProviderWithdrawn } from '#contracts/exchange.ts';
import type { AccountKind } from '#contracts/vocabulary.ts';
import { accountDigest } from '#kernel/identity/account-digest.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { localDateAt } from '#kernel/time/local-date.ts';
import { writeAudit } from '../audit.ts';
import { benefitsOffered } from '../benefits/store.ts';
import { type PointsContext, transact } from '../context.ts';
import type { PointsTx } from '../database.ts';
import type { SignedInProvider } from '../http.ts';
import { findProviderByAccount, findProviderPosition, lockProvider, putProvider } from './store.ts';

/** Idempotent: the same or an older position changes nothing, also after a withdrawal. */
export async function takeProvider(
  tx: PointsTx,
  context: Pick<PointsContext, 'clock'>,
  data: ProviderPublished | ProviderWithdrawn,
): Promise<RecordOutcome> {
  await lockProvider(tx, data.providerId);
  const held = await findProviderPosition(tx, data.providerId);
  if (held !== undefined && held >= data.position) return held === data.position ? 'known' : 'outdated';
  const at = context.clock();
  const registration = 'name' in data ? data : null;
  await putProvider(tx, data, registration, at);
  await writeAudit(tx, {
    at,
    action: registration ? 'provider.received' : 'provider.withdrawn',
    actor: { job: 'exchange.inbox' },
    about: null,
    detail: { providerId: data.providerId },
  });
  return 'accepted';
}

export interface ProviderAccountClaims {
  readonly kind: AccountKind;
  readonly issuer: string;
  readonly subject: string;
}

/** Null when no provider names the account, or none any more: asked anew at every request, so a withdrawal ends access at once. */
export async function findProvider(
  context: PointsContext,
  { kind, issuer, subject }: ProviderAccountClaims,
  requestId: string,
): Promise<SignedInProvider | null> {
  const found = await transact(context, (tx) => findProviderByAccount(tx, accountDigest(kind, issuer, subject)));
  return found ? { ...found, requestId } : null;
}

export async function admitProvider(context: PointsContext, claims: ProviderAccountClaims): Promise<void> {
  if (!(await findProvider(context, claims, ''))) throw new Problem('provider.unknown_account');
}

export async function providerSelf(context: PointsContext, provider: SignedInProvider): Promise<ProviderMe> {
  const today = localDateAt(context.clock());
  const offered = await transact(context, (tx) => benefitsOffered(tx, provider.providerId, today));
  return {
    name: provider.name,
    kind: provider.kind,
    benefits: context.policy.benefits
      .filter(({ id }) => offered.has(id))
      .map(({ id, title, titleEn }) => ({ id, title, titleEn })),
  };
}
