/** A person who reports for themself, step by step, as tests need it. */

import { randomUUID } from 'node:crypto';
import type { OwnReportContent, OwnReportOutcome } from '#contracts/own-reports.ts';
import type { VouchedPerson } from '#kernel/identity/vouched-person.ts';
import { type Applicant, applicantOf } from '#platform/access/index.ts';
import type { EvidenceContext } from '#platform/evidence/index.ts';
import { attachToDraft, saveDraft, statementsInUse, submitDraft } from '#platform/own-reports/index.ts';
import { photo, upload } from './evidence.ts';
import { ref } from './refs.ts';

export const CONTENT: OwnReportContent = {
  kind: ref('1.1'),
  place: 'jinshui',
  occurredOn: '2020-02-20',
  matter: '随医疗队支援武汉方舱医院护理工作',
};

export class Reporting {
  readonly #context: EvidenceContext;
  readonly who: Applicant;
  readonly reportId: string;
  version = 0;

  constructor(context: EvidenceContext, person: VouchedPerson, reportId: string = randomUUID()) {
    this.#context = context;
    this.who = applicantOf(context, person, [], { requestId: 'own-report' });
    this.reportId = reportId;
  }

  get statements() {
    return statementsInUse(this.#context.policy).map(({ id, version }) => ({ id, version }));
  }

  async save(content: OwnReportContent = CONTENT, key: string = randomUUID()) {
    const saved = await saveDraft(this.#context, this.who, this.reportId, {
      ...{ expectedVersion: this.version, idempotencyKey: key, content },
    });
    this.version = saved.version;
    return saved;
  }

  async attach(kind: string, shade = 200) {
    return attachToDraft(this.#context, this.who, this.reportId, upload(await photo(shade)), { kind });
  }

  submit(statements = this.statements): Promise<OwnReportOutcome> {
    return submitDraft(this.#context, this.who, this.reportId, { version: this.version, statements });
  }

  /** Saved, proven, handed in; answers the case number. */
  async complete(content: OwnReportContent = CONTENT, proof = 'assignment', shade = 200): Promise<string> {
    await this.save(content);
    await this.attach(proof, shade);
    return (await this.submit()).caseId;
  }
}
