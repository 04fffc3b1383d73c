/** Providers that offer a benefit, people who hold the level for it, and the codes they show. */

import { randomUUID } from 'node:crypto';
import type { ProviderPublished } from '#contracts/exchange.ts';
import { accountDigest } from '#kernel/identity/account-digest.ts';
import { ownVerifications, showCode } from '#points/benefits/service.ts';
import type { CitizenClaims, SignedInProvider } from '#points/http.ts';
import { findProvider } from '#points/providers/service.ts';
import { receiveAtPoints as receive } from './inbox.ts';
import { inventedUscc } from './people.ts';
import { pointsAccounts, type TestPoints } from './points-accounts.ts';
import { ref } from './refs.ts';
import type { Clock } from './systems.ts';

export const ISSUER = 'https://sign-in.test';

/** twenty points: excellent from the first one on */
export const EXCELLENT = {
  ...{ kind: ref('1.1'), clause: ref('1.1'), title: '援鄂医疗队员', matter: '随队支援四十天' },
  ...{ department: '市卫生健康委员会', occurredOn: '2020-02-15' },
};

export function offer(benefit: string, changes: Partial<ProviderPublished['offers'][number]> = {}) {
  return {
    ...{ offerId: randomUUID(), benefit, title: '优惠一项', conditions: '凭核验结果享受', areas: [] },
    ...{ validFrom: '2020-05-01', validUntil: null, ...changes },
  };
}

/** Points are asked for at each call: they are there only once a file's set-up has run. */
export function benefitCodes(points: () => TestPoints, clock: Clock) {
  const accounts = pointsAccounts(points, clock);
  const { stream, someone, open, event, published } = accounts;
  async function publish(changes: Partial<ProviderPublished> & { account: string }): Promise<string> {
    const { account, ...rest } = changes;
    stream.position += 1;
    const data = {
      position: stream.position,
      providerId: randomUUID(),
      name: `单位${stream.position}`,
      uscc: inventedUscc(stream.position),
      accounts: [{ kind: 'staff' as const, digest: accountDigest('staff', ISSUER, account) }],
      offers: [offer('library')],
      ...rest,
    };
    await receive(points().context, event('xinheng.provider.published', data));
    return data.providerId;
  }
  async function provider(benefit: string): Promise<SignedInProvider> {
    const account = randomUUID();
    await publish({ account, offers: [offer(benefit)] });
    return (await findProvider(points().context, { kind: 'staff', issuer: ISSUER, subject: account }, 'test'))!;
  }
  async function holder({ records = 1 }: { records?: number } = {}): Promise<CitizenClaims> {
    const citizen = someone();
    await open(citizen);
    for (let record = 0; record < records; record++) await receive(points().context, published(citizen, EXCELLENT));
    return citizen;
  }
  const show = (citizen: CitizenClaims, changes: { benefit?: string; providerId?: string } = {}) =>
    showCode(points().context, { citizen }, { consent: true, benefit: 'library', ...changes });
  const told = (citizen: CitizenClaims) => ownVerifications(points().context, { citizen });
  return { ...accounts, publish, provider, holder, show, told };
}
