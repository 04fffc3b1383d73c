/** Batches and cases of the health commission, with evidence, from a row that was checked to one that was reviewed. */
import { randomUUID } from 'node:crypto';
import { attachToCase, performAction } from '#platform/determination/index.ts';
import { openEvidence, photo, upload } from '../support/evidence.ts';
import type { TestPlatform } from '../support/platform.ts';
import { type DomainExamples, file, json, type Operation } from './operation.ts';

export class CaseExamples implements DomainExamples {
  readonly #platform: TestPlatform;
  readonly #evidenceDirectory: string;
  /** the case the request is about, once its number is in the address */
  #case = '';

  constructor(platform: TestPlatform, evidenceDirectory: string) {
    this.#platform = platform;
    this.#evidenceDirectory = evidenceDirectory;
  }

  readonly identifiers: DomainExamples['identifiers'] = {
    '/batches/{id}': ({ name }: Operation) => this.#batch(name.endsWith('/determine')),
    '/cases/{id}': async () => {
      this.#case = await this.#report();
      return this.#case;
    },
    '/cases/{id}/evidence/{evidence}': () => this.#evidence(),
  };

  readonly bodies: DomainExamples['bodies'] = {
    'POST /batches': () => file('姓名,证件号码\r\n'),
    'POST /cases/{id}/evidence': async () => file(await photo()),
    'POST /cases/{id}/evidence/paper': () => json({ kind: 'assignment' }),
    'POST /cases/{id}/evidence/{evidence}/open': () => json({ purpose: '核对派出单位' }),
    'POST /cases/{id}/actions': () => json({ action: 'review', payload: {}, idempotencyKey: randomUUID() }),
  };

  async #batch(reviewed: boolean): Promise<string> {
    const caseId = reviewed ? await this.#reviewed() : await this.#report();
    return caseId.split('-')[0]!;
  }

  #report(): Promise<string> {
    this.#platform.clock.set('2020-03-16T01:00:00Z');
    return this.#platform.report();
  }

  async #reviewed(): Promise<string> {
    const caseId = await this.#report();
    const { context, actors } = this.#platform;
    await performAction(context, actors['healthReviewer']!, caseId, {
      ...{ action: 'review', payload: {}, idempotencyKey: randomUUID() },
    });
    return caseId;
  }

  async #evidence(): Promise<string> {
    const evidence = openEvidence(this.#platform, this.#evidenceDirectory);
    const reporter = this.#platform.actors['healthReporter']!;
    const content = upload(await photo());
    const label = { kind: 'assignment' };
    return (await attachToCase(evidence.context, reporter, this.#case, content, label)).evidenceId;
  }
}
