/** Requests about a record of the citizen of the table's last column, by themself and at the counter, with proof and the notices they bring. */
import { randomUUID } from 'node:crypto';
import { applicantOf } from '#platform/access/index.ts';
import { act, ask, attachProof } from '#platform/rights/index.ts';
import { appearing } from '../support/counter.ts';
import { openEvidence, photo, upload } from '../support/evidence.ts';
import type { TestPlatform } from '../support/platform.ts';
import { type DomainExamples, file, json } from './operation.ts';
import { OWN_PERSON, ownRecord } from './own-person.ts';

const APPEARING = appearing(OWN_PERSON);

export class RightsExamples implements DomainExamples {
  readonly #platform: TestPlatform;
  readonly #evidenceDirectory: string;
  /** the request the call is about, once its id is in the address */
  #requested = '';

  constructor(platform: TestPlatform, evidenceDirectory: string) {
    this.#platform = platform;
    this.#evidenceDirectory = evidenceDirectory;
  }

  readonly identifiers: DomainExamples['identifiers'] = {
    '/requests/{id}': () => this.#ask(),
    '/my/requests/{id}': () => this.#ask(),
    '/assisted/requests/{id}': () => this.#ask(),
    '/requests/{id}/evidence/{evidence}': () => this.#proof(),
    '/my/requests/{id}/evidence/{evidence}': () => this.#proof(),
    '/my/notices/{id}': () => this.#notice(),
    '/my/cases/{id}': () => ownRecord(this.#platform),
  };

  readonly bodies: DomainExamples['bodies'] = {
    'POST /proposals': async () => json(await this.#objection()),
    'POST /requests/{id}/actions': () => {
      const payload = { opinion: 'support', reasoning: '已核对原始材料' };
      return json({ action: 'assess', payload, idempotencyKey: randomUUID() });
    },
    'POST /requests/{id}/evidence/{evidence}/open': () => json({ purpose: '核对证明材料' }),
    'POST /my/requests': async () => json({ request: await this.#objection() }),
    'POST /my/requests/{id}/actions': () => json({ step: withdrawal() }),
    'POST /my/requests/{id}/evidence': async () => file(await photo()),
    'POST /my/cases/{id}/response': () => json({ response: response() }),
    'POST /assisted/data': () => json({ identity: APPEARING }),
    'POST /assisted/standing': () => json({ identity: APPEARING }),
    'POST /assisted/guidance': async () => json({ identity: APPEARING, caseId: await ownRecord(this.#platform) }),
    'POST /assisted/requests/{id}/actions': () => json({ identity: APPEARING, step: supplement() }),
    'POST /assisted/requests/{id}/evidence/paper': () =>
      json({ identity: APPEARING, paper: { kind: 'fact', note: '值班表原件' } }),
  };

  async #objection() {
    const caseId = await ownRecord(this.#platform);
    return { kind: 'objection' as const, caseId, statement: '所述事实与实际不符', idempotencyKey: randomUUID() };
  }

  /** An objection, as the health commission was asked to answer it. */
  async #ask(): Promise<string> {
    const { context, actors } = this.#platform;
    const who = applicantOf(context, OWN_PERSON, []);
    const { requestId } = await ask(context, who, undefined, await this.#objection());
    const payload = { question: '请核查原始材料' };
    await act(context, actors['creditOffice']!, requestId, {
      ...{ action: 'ask-provider', payload, idempotencyKey: randomUUID() },
    });
    this.#requested = requestId;
    return requestId;
  }

  /** Of the request just made, by the one who made it. */
  async #proof(): Promise<string> {
    const evidence = openEvidence(this.#platform, this.#evidenceDirectory);
    const who = applicantOf(this.#platform.context, OWN_PERSON, []);
    const content = upload(await photo(30));
    return (await attachProof(evidence.context, who, this.#requested, content, {})).evidenceId;
  }

  async #notice(): Promise<string> {
    await this.#ask();
    const { subjectKey } = applicantOf(this.#platform.context, OWN_PERSON, []);
    // others are told things at the same instant, and which row of a divided table comes first is chance
    const { rows } = await this.#platform.owner.query(
      'SELECT notice_id FROM subject_notice WHERE subject_key = $1 ORDER BY notice_id DESC LIMIT 1',
      [subjectKey],
    );
    return rows[0].notice_id;
  }
}

const supplement = () => ({
  ...{ action: 'supplement', payload: { statement: '补充说明实际情况' }, idempotencyKey: randomUUID() },
});
const withdrawal = () => ({
  ...{ action: 'withdraw', payload: { reason: '已经弄清楚' }, idempotencyKey: randomUUID() },
});
const response = () => ({ statement: '决定书所载与事实不符', idempotencyKey: randomUUID() });
