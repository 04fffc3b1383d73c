/** Acts that wait at a counter for the word of the citizen of the table's last column, a new one each time. */
import { randomUUID } from 'node:crypto';
import type { Actor } from '#platform/access/index.ts';
import { prepareAct } from '#platform/counter-desk/index.ts';
import { appearing } from '../support/counter.ts';
import { photo } from '../support/evidence.ts';
import type { TestPlatform } from '../support/platform.ts';
import { type DomainExamples, file, json } from './operation.ts';
import { OWN_PERSON } from './own-person.ts';

const APPEARING = appearing(OWN_PERSON);

export class CounterExamples implements DomainExamples {
  readonly #platform: TestPlatform;
  #assistant: Promise<Actor> | undefined;

  constructor(platform: TestPlatform) {
    this.#platform = platform;
  }

  readonly identifiers: DomainExamples['identifiers'] = {
    '/assisted/acts/{id}': () => this.#prepared(),
    '/my/counter-acts/{id}': () => this.#prepared(),
  };

  readonly bodies: DomainExamples['bodies'] = {
    'POST /assisted/acts': () => json({ identity: APPEARING, act: fullReport() }),
    'POST /assisted/acts/standing': () => json({ identity: APPEARING }),
    'POST /assisted/acts/{id}/code': () => json({ identity: APPEARING, code: '12345678' }),
    'POST /assisted/acts/{id}/desk': () => json({ identity: APPEARING }),
    'POST /assisted/acts/{id}/form': async () => file(await photo()),
    'POST /assisted/acts/{id}/completion': () => json({ identity: APPEARING }),
    'POST /assisted/acts/{id}/full-report': () => json({ identity: APPEARING }),
    'POST /counter-acts/at-desk': () => json({ number: '12345678' }),
    'POST /counter-acts/at-desk/answer': () => json({ number: '12345678', answer: 'refused' }),
    'POST /my/counter-acts/{id}/code': () => json({}),
    'POST /my/counter-acts/{id}/answer': () => json({ answer: 'refused' }),
  };

  async #prepared(): Promise<string> {
    this.#assistant ??= this.#platform.officer('health-commission', 'assistant');
    const { context } = this.#platform;
    const act = await prepareAct(context, await this.#assistant, { identity: APPEARING, act: fullReport() });
    return act.actId;
  }
}

const fullReport = () => ({ kind: 'full-report', idempotencyKey: randomUUID() }) as const;
