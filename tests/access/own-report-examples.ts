/** Drafts and reports of the citizen of the table's last column, made anew when an earlier call has used one up. */
import { randomUUID } from 'node:crypto';
import { performAction } from '#platform/determination/index.ts';
import { appearing } from '../support/counter.ts';
import { openEvidence, photo } from '../support/evidence.ts';
import { CONTENT, Reporting } from '../support/own-reports.ts';
import { inventedCitizen } from '../support/people.ts';
import type { TestPlatform } from '../support/platform.ts';
import { type DomainExamples, file, json, type Operation } from './operation.ts';
import { OWN_PERSON } from './own-person.ts';

export class OwnReportExamples implements DomainExamples {
  readonly #platform: TestPlatform;
  readonly #context: ReturnType<typeof openEvidence>['context'];
  #draft: Reporting | undefined;
  #returned: string | undefined;
  #counted = 0;

  constructor(platform: TestPlatform, evidenceDirectory: string) {
    this.#platform = platform;
    this.#context = openEvidence(platform, evidenceDirectory).context;
  }

  readonly identifiers: DomainExamples['identifiers'] = {
    '/my/report-drafts/{id}': ({ method }: Operation) => (method === 'PUT' ? randomUUID() : this.#begun()),
    '/my/report-drafts/{id}/evidence/{evidence}': async () => this.#proof('own-report', await this.#begun()),
    '/my/reports/{id}': () => this.#sentBack(),
    '/my/reports/{id}/evidence/{evidence}': async () => this.#proof('case', await this.#sentBack()),
    '/assisted/own-reports/{id}': () => this.#sentBack(),
  };

  readonly bodies: DomainExamples['bodies'] = {
    'PUT /my/report-drafts/{id}': async () => {
      await this.#platform.owner.query('DELETE FROM own_report_draft');
      return json({ expectedVersion: 0, idempotencyKey: randomUUID(), content: {} });
    },
    'POST /my/report-drafts/{id}/submission': () => json({ version: 1, statements: this.#statements }),
    'POST /my/report-drafts/{id}/evidence': async () => file(await photo()),
    'POST /my/reports/{id}/evidence': async () => file(await photo()),
    'POST /my/reports/{id}/mending': () => json(step()),
    'POST /my/reports/{id}/withdrawal': () => json(step()),
    'POST /assisted/own-reports': () => json(this.#counter()),
    'POST /assisted/own-reports/standing': () => json({ identity: appearing(OWN_PERSON) }),
    'POST /assisted/own-reports/{id}/mending': () =>
      json({ identity: appearing(OWN_PERSON), mending: step(), paperKinds: [] }),
    'POST /assisted/own-reports/{id}/withdrawal': () => json({ identity: appearing(OWN_PERSON), withdrawal: step() }),
  };

  /** A draft with its proof, as it was begun. */
  async #begun(): Promise<string> {
    const { owner } = this.#platform;
    const { rows } = await owner.query('SELECT 1 FROM own_report_draft WHERE report_id = $1 AND version = 1', [
      this.#draft?.reportId ?? randomUUID(),
    ]);
    if (this.#draft && rows.length > 0 && (await this.#proofs('own-report', this.#draft.reportId)) > 0)
      return this.#draft.reportId;
    await owner.query('DELETE FROM own_report_draft');
    this.#draft = new Reporting(this.#context, OWN_PERSON);
    await this.#draft.save({ ...CONTENT, matter: `支援武汉第${++this.#counted}天` });
    await this.#draft.attach('assignment');
    return this.#draft.reportId;
  }

  /** A report that was sent back and not yet mended, with its proof. */
  async #sentBack(): Promise<string> {
    const { rows } = await this.#platform.owner.query(
      "SELECT 1 FROM case_state WHERE batch_id || '-' || row_number = $1 AND state = 'returned'",
      [this.#returned ?? ''],
    );
    if (this.#returned && rows.length > 0 && (await this.#proofs('case', this.#returned)) > 0) return this.#returned;
    const one = new Reporting(this.#context, OWN_PERSON);
    const caseId = await one.complete({ ...CONTENT, matter: `支援武汉第${++this.#counted}天` });
    await performAction(this.#platform.context, this.#platform.actors['healthReviewer']!, caseId, {
      ...{ action: 'return', payload: { reason: '证明看不清' }, idempotencyKey: randomUUID() },
    });
    this.#returned = caseId;
    return caseId;
  }

  async #proof(of: 'own-report' | 'case', id: string): Promise<string> {
    const { rows } = await this.#platform.owner.query(
      `SELECT o.evidence_id FROM evidence_owner o WHERE o.owner_kind = $1 AND o.owner_id = $2
       AND NOT EXISTS (SELECT FROM evidence_withdrawal w WHERE w.evidence_id = o.evidence_id) LIMIT 1`,
      [of, id],
    );
    return rows[0].evidence_id;
  }

  get #statements() {
    return new Reporting(this.#context, OWN_PERSON).statements;
  }

  #counter(): object {
    const order = 300 + ++this.#counted;
    return {
      identity: appearing(inventedCitizen('到场人', '1970-01-01', order)),
      ...{ reportId: randomUUID(), content: CONTENT, statements: this.#statements, paperKinds: ['assignment'] },
    };
  }

  async #proofs(kind: 'own-report' | 'case', id: string): Promise<number> {
    const { rows } = await this.#platform.owner.query(
      `SELECT count(*)::int AS live FROM evidence_owner o WHERE o.owner_kind = $1 AND o.owner_id = $2
       AND NOT EXISTS (SELECT FROM evidence_withdrawal w WHERE w.evidence_id = o.evidence_id)`,
      [kind, id],
    );
    return rows[0].live;
  }
}

const step = () => ({ expectedSequence: 1, idempotencyKey: randomUUID() });
