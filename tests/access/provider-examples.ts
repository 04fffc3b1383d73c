/** Providers of benefits: a registration, its proposal, and the provider once another officer has confirmed it. */
import { randomUUID } from 'node:crypto';
import type { ProviderRegistration } from '#contracts/providers.ts';
import { decideProposal, proposeRegistration } from '#platform/providers/index.ts';
import { inventedUscc } from '../support/people.ts';
import type { TestPlatform } from '../support/platform.ts';
import { type DomainExamples, json } from './operation.ts';

export class ProviderExamples implements DomainExamples {
  readonly #platform: TestPlatform;
  #counted = 0;

  constructor(platform: TestPlatform) {
    this.#platform = platform;
  }

  readonly identifiers: DomainExamples['identifiers'] = {
    '/providers/{providerId}': () => this.#provider(),
    '/provider-proposals/{proposalId}': async () => (await this.#proposal()).proposalId,
  };

  readonly bodies: DomainExamples['bodies'] = {
    'POST /providers': () => json(this.#registration()),
    'POST /providers/{providerId}/proposals': () => json(this.#registration()),
    'POST /provider-proposals/{proposalId}/decision': () => json({ decision: 'confirmed' }),
  };

  #registration(): ProviderRegistration {
    this.#counted += 1;
    const offer = { benefit: 'library', title: '免押金借书', conditions: '出示核验码', areas: [] };
    return {
      name: '某图书馆',
      uscc: inventedUscc(8000 + this.#counted),
      accounts: [{ kind: 'staff', subject: randomUUID(), label: '服务台' }],
      offers: [{ ...offer, validFrom: '2020-03-16', validUntil: null }],
    };
  }

  #proposal() {
    const { context, actors } = this.#platform;
    return proposeRegistration(context, actors['creditOffice']!, 'https://sign-in.test', this.#registration());
  }

  async #provider(): Promise<string> {
    const { context, actors } = this.#platform;
    const { providerId, proposalId } = await this.#proposal();
    await decideProposal(context, actors['creditOfficeSecond']!, proposalId, { decision: 'confirmed' });
    return providerId;
  }
}
