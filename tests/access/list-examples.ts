/** The red list: an organisation determined for it, nominated, and the round of public notice that proposes it. */
import { nominate, openRound } from '#platform/lists/index.ts';
import { determinedCase } from '../support/determined-case.ts';
import type { TestPlatform } from '../support/platform.ts';
import { type DomainExamples, json } from './operation.ts';

export class ListExamples implements DomainExamples {
  readonly #platform: TestPlatform;
  #round: Promise<{ roundId: string; digest: string }> | null = null;

  constructor(platform: TestPlatform) {
    this.#platform = platform;
  }

  readonly identifiers: DomainExamples['identifiers'] = {
    '/lists/{list}': () => 'red',
    '/rounds/{id}': async () => (await this.#openRound()).roundId,
  };

  readonly bodies: DomainExamples['bodies'] = {
    'POST /lists/{list}/nominations': async () => json({ caseIds: [await this.#determined()] }),
    'POST /lists/{list}/rounds': async () => {
      await this.#nominated();
      this.#round = null;
      return {};
    },
    'POST /rounds/{id}/decisions': async () => {
      const { roundId } = await this.#openRound();
      const { rows } = await this.#platform.owner.query(
        'SELECT record_id FROM list_entry WHERE round_id = $1 LIMIT 1',
        [roundId],
      );
      return json({ recordId: rows[0].record_id, decision: 'objection', reason: '有单位提出异议' });
    },
    'POST /rounds/{id}/sign-offs': async () => json({ digest: (await this.#openRound()).digest }),
  };

  #determined(): Promise<string> {
    return determinedCase(this.#platform, { kind: '3.2.1' });
  }

  async #nominated(): Promise<void> {
    const { context, actors } = this.#platform;
    await nominate(context, actors['healthReviewer']!, 'red', { caseIds: [await this.#determined()] });
  }

  #openRound(): Promise<{ roundId: string; digest: string }> {
    this.#round ??= this.#nominated().then(() =>
      openRound(this.#platform.context, this.#platform.actors['creditOffice']!, 'red'),
    );
    return this.#round;
  }
}
