/** What keeps the office running: officers, who stands in for whom, departments' own systems, the directory, deliveries and declared events. */
import { randomUUID } from 'node:crypto';
import { localDateAt } from '#kernel/time/local-date.ts';
import { inventedUscc } from '../support/people.ts';
import type { TestPlatform } from '../support/platform.ts';
import { type DomainExamples, file, json, type Operation } from './operation.ts';

/** whose officers and systems they are */
const DEPARTMENT = 'health-commission';
const LATER = '2020-04-01';
const REPEALED = { scope: '2099-1', title: '某通知', version: null, digest: null, difference: [] };
const NO_DIGEST = '0'.repeat(64);

export class OfficeExamples implements DomainExamples {
  readonly #platform: TestPlatform;

  constructor(platform: TestPlatform) {
    this.#platform = platform;
  }

  readonly identifiers: DomainExamples['identifiers'] = {
    '/officers/{id}': (operation) => this.#officer(operation),
    '/appointments/{id}': () => this.#appointment(),
    '/delegations/{id}': () => this.#delegation(),
    '/machine-clients/{id}': (operation) => this.#machineClient(operation),
    '/directory/{uscc}': () => inventedUscc(1),
    '/organisations/{uscc}': () => inventedUscc(1),
    '/exchange/deliveries/{id}': () => this.#delivery(),
    '/enactments/{id}': () => this.#enactment(),
    '/enactments/{scope}': () => this.#platform.context.policy.id,
    '/enactments/{scope}/{version}': () => this.#firstEnactment(),
    '/reports/{code}': () => 'ABCDE12345FGHJK67890',
  };

  readonly bodies: DomainExamples['bodies'] = {
    'POST /officers': () =>
      json({ externalId: randomUUID(), name: '某', departmentId: DEPARTMENT, roles: ['reporter'] }),
    'POST /appointments/{id}/decision': () => json({ decision: 'confirmed' }),
    'POST /enactments/rehearsal': () => json({ fromDay: LATER }),
    'POST /enactments': () => json({ fromDay: LATER }),
    'POST /enactments/{id}/decision': () => json({ decision: 'declined', digest: NO_DIGEST }),
    'POST /delegations': async () => {
      const from = await this.#platform.officer(DEPARTMENT, 'determiner');
      const to = await this.#platform.officer(DEPARTMENT, 'reporter');
      const day = localDateAt(this.#platform.context.clock());
      return json({
        ...{ from: from.id, to: to.id, role: 'determiner' },
        ...{ startsOn: day, endsOn: day, reason: '外出培训' },
      });
    },
    'POST /machine-clients': () =>
      json({ clientId: randomUUID(), name: '某系统', departmentId: DEPARTMENT, scopes: ['reporter'] }),
    'POST /directory/imports': () => file(`名称,统一社会信用代码\r\n郑州测试企业有限公司,${inventedUscc(2)}\r\n`),
    'POST /events': () =>
      json({ event: 'epidemic-ended', effectiveOn: '2020-03-20', documentNumber: '郑防指〔2020〕99号' }),
  };

  async #enactment(): Promise<string> {
    const id = randomUUID();
    const proposer = await this.#platform.officer('credit-office', 'credit-office');
    await this.#platform.owner.query(
      `INSERT INTO enactment_proposal (proposal_id, kind, from_day, items, rehearsal, digest, proposed_by, proposed_at)
       VALUES ($1, 'repeal', $2, $3, '{"changes": [], "obstacles": [], "staying": {"cases": 0, "requests": 0, "entries": 0}}', $4, $5, $6)`,
      [id, LATER, JSON.stringify([REPEALED]), NO_DIGEST, proposer.id, this.#platform.context.clock()],
    );
    return id;
  }

  async #firstEnactment(): Promise<string> {
    const { id } = this.#platform.context.policy;
    await this.#platform.owner.query(
      `INSERT INTO enactment (scope, version, from_day, digest, compiled, source_digest)
       SELECT $1, 1, '2020-02-13', $2, jsonb_build_object('id', $1::text), $2 WHERE NOT EXISTS (SELECT FROM enactment)`,
      [id, NO_DIGEST],
    );
    return '1';
  }

  async #appointment(): Promise<string> {
    const id = randomUUID();
    const proposer = await this.#platform.officer('credit-office', 'administrator');
    const officer = await this.#platform.officer(DEPARTMENT);
    await this.#platform.owner.query(
      `INSERT INTO appointment_proposal (proposal_id, kind, officer_id, department_id, roles, proposed_by, proposed_at)
       VALUES ($1, 'roles', $2, $3, '{reporter}', $4, $5)`,
      [id, officer.id, DEPARTMENT, proposer.id, this.#platform.context.clock()],
    );
    return id;
  }

  async #delegation(): Promise<string> {
    const id = randomUUID();
    const from = await this.#platform.officer(DEPARTMENT, 'determiner');
    const to = await this.#platform.officer(DEPARTMENT, 'reporter');
    await this.#platform.owner.query(
      `INSERT INTO delegation (id, department_id, from_officer, to_officer, role, starts_on, ends_on, reason, given_by, given_at)
       VALUES ($1, $5, $2, $3, 'determiner', $4, $4, '外出培训', $2, now())`,
      [id, from.id, to.id, localDateAt(this.#platform.context.clock()), DEPARTMENT],
    );
    return id;
  }

  /** One in office; to restore, one who was dismissed. */
  async #officer({ path }: Operation): Promise<string> {
    const { id } = await this.#platform.officer(DEPARTMENT, 'reporter');
    if (path.endsWith('/restore')) await this.#dismissed(id);
    return id;
  }

  async #dismissed(officer: string): Promise<void> {
    await this.#platform.owner.query(
      `UPDATE officer SET active_until = active_from + interval '1 hour' WHERE id = $1`,
      [officer],
    );
  }

  async #machineClient({ path }: Operation): Promise<string> {
    const clientId = randomUUID();
    const officer = await this.#platform.officer(DEPARTMENT, 'reporter');
    await this.#platform.owner.query('INSERT INTO machine_client VALUES ($1, $2, $3, $4, $5, $6, NULL)', [
      ...[clientId, 'https://sign-in.test', '系统', DEPARTMENT, officer.id, ['reporter']],
    ]);
    if (path.endsWith('/restore')) await this.#dismissed(officer.id);
    return clientId;
  }

  /** One that was refused by whom it was for. */
  async #delivery(): Promise<string> {
    const id = randomUUID();
    await this.#platform.owner.query(
      "INSERT INTO outbox (id, recipient, type, notice, version, data, created_at) VALUES ($1, 'site', 'xinheng.entry.withdrawn', '2020-2', 1, '{}', now())",
      [id],
    );
    await this.#platform.owner.query("INSERT INTO delivery_attempt VALUES ($1, 1, now(), 'refused', 'test')", [id]);
    return id;
  }
}
