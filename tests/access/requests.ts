/** For every endpoint an example request that the right officer would make, each on fresh matter of the health commission. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { ProviderRegistration } from '#contracts/providers.ts';
import { localDateAt } from '#kernel/time/local-date.ts';
import { applicantOf } from '#platform/access/index.ts';
import { attachToCase, performAction } from '#platform/determination/index.ts';
import { nominate, openRound } from '#platform/lists/index.ts';
import { decideProposal, proposeRegistration } from '#platform/providers/index.ts';
import { act, ask, attachProof } from '#platform/rights/index.ts';
import { determinedCase } from '../support/determined-case.ts';
import { openEvidence, photo, upload } from '../support/evidence.ts';
import { inventedCitizen, inventedUscc } from '../support/people.ts';
import type { TestPlatform } from '../support/platform.ts';
import { OwnReportExamples } from './own-report-examples.ts';

/** The citizen of the table's last column: what the examples below /my are about. */
export const OWN_SUBJECT = 901;
export const OWN_PERSON = inventedCitizen('卫思源', '1985-06-15', OWN_SUBJECT);

/** Query parameters whose schema gives no example that is true. */
const QUERIES: Readonly<Record<string, string>> = { fileName: '报送.csv', rows: '2' };

export interface ExampleRequest {
  readonly url: string;
  readonly body?: object | string;
  readonly type?: string;
}

export interface Operation {
  /** `GET /api/platform/…`, as the OpenAPI document names it */
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly body: { readonly type: string; readonly schema: Schema } | null;
}

export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: Schema;
}

/** As much of JSON Schema as the API documents use. */
export interface Schema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly minItems?: number;
  readonly minLength?: number;
  readonly minimum?: number;
  readonly format?: string;
  readonly pattern?: string;
}

/** Makes what each example is about, anew for each call that changes something. */
export class Examples {
  readonly #platform: TestPlatform;
  #providers = 0;
  #round: Promise<{ roundId: string; digest: string }> | null = null;

  /** the case the request is about, once its number is in the address */
  #case = '';
  #requested = '';
  readonly #dataDirectory: string;
  readonly #ownReports: OwnReportExamples;

  /** `dataDirectory`: where the server called keeps its files */
  constructor(platform: TestPlatform, dataDirectory: string) {
    this.#platform = platform;
    this.#dataDirectory = dataDirectory;
    this.#ownReports = new OwnReportExamples(platform, OWN_PERSON, join(dataDirectory, 'evidence'));
  }

  async of(operation: Operation): Promise<ExampleRequest> {
    const path = await this.#path(operation);
    const special = await this.#body(operation, path);
    if (special) return special;
    if (!operation.body) return { url: path };
    return { url: path, body: example(operation.body.schema) as object, type: 'application/json' };
  }

  /** Path parameters by the folder they stand in; required query parameters by their schema. */
  async #path({ path, parameters, name }: Operation): Promise<string> {
    let url = path;
    for (const parameter of parameters.filter((one) => one.in === 'path')) {
      const folder = path.split('/').at(path.split('/').indexOf(`{${parameter.name}}`) - 1) ?? '';
      url = url.replace(`{${parameter.name}}`, encodeURIComponent(await this.#identifier(folder, parameter, name)));
    }
    const query = new URLSearchParams();
    for (const { name: key, schema } of parameters.filter((one) => one.in === 'query' && one.required))
      query.set(key, QUERIES[key] ?? String(example(schema)));
    return query.size > 0 ? `${url}?${query}` : url;
  }

  async #identifier(folder: string, parameter: Parameter, name: string): Promise<string> {
    const { owner } = this.#platform;
    switch (folder) {
      case 'cases':
        if (name.includes('/my/')) return this.#ownRecord();
        this.#case = await this.#report();
        return this.#case;
      case 'evidence':
        if (name.includes('/requests/')) return this.#proof();
        if (name.includes('/my/reports/')) return this.#ownReports.proof('case', await this.#ownReports.returned());
        if (name.includes('/my/')) return this.#ownReports.proof('own-report', await this.#ownReports.draft());
        return this.#evidence();
      case 'report-drafts':
        return name.startsWith('PUT') ? randomUUID() : this.#ownReports.draft();
      case 'requests':
        this.#requested = await this.#request();
        return this.#requested;
      case 'notices':
        return this.#notice();
      case 'own-reports':
        return this.#ownReports.returned();
      case 'reports':
        return name.includes('/my/') ? this.#ownReports.returned() : 'ABCDE12345FGHJK67890';
      case 'batches':
        return String((name.endsWith('/determine') ? await this.#reviewed() : await this.#report()).split('-')[0]);
      case 'rounds':
        return (await this.#openRound()).roundId;
      case 'officers':
        return (await this.#platform.officer('health-commission', 'reporter')).id;
      case 'delegations':
        return this.#delegation();
      case 'machine-clients': {
        const clientId = randomUUID();
        const officer = await this.#platform.officer('health-commission', 'reporter');
        await owner.query('INSERT INTO machine_client VALUES ($1, $2, $3, $4, $5, $6, NULL)', [
          ...[clientId, 'https://sign-in.test', '系统', 'health-commission', officer.id, ['reporter']],
        ]);
        return clientId;
      }
      case 'lists':
        return 'red';
      case 'providers':
        return this.#provider();
      case 'provider-proposals':
        return (await this.#proposal()).proposalId;
      case 'directory':
      case 'organisations':
        return inventedUscc(1);
      case 'deliveries': {
        const id = randomUUID();
        await owner.query(
          "INSERT INTO outbox (id, recipient, type, data, created_at) VALUES ($1, 'site', 'xinheng.test', '{}', now())",
          [id],
        );
        await owner.query("INSERT INTO delivery_attempt VALUES ($1, 1, now(), 'refused', 'test')", [id]);
        return id;
      }
      default:
        return String(example(parameter.schema));
    }
  }

  async #body({ name }: Operation, url: string): Promise<ExampleRequest | null> {
    const json = (body: object) => ({ url, body, type: 'application/json' });
    const file = (body: string | Buffer) => ({ url, body, type: 'application/octet-stream' });
    switch (name.replace('/api/platform', '')) {
      case 'POST /batches':
        return file('姓名,证件号码\r\n');
      case 'POST /directory/imports':
        return file(`名称,统一社会信用代码\r\n郑州测试企业有限公司,${inventedUscc(2)}\r\n`);
      case 'POST /cases/{id}/evidence':
        return { url, body: await photo(), type: 'application/octet-stream' };
      case 'POST /cases/{id}/evidence/paper':
        return json({ kind: 'assignment' });
      case 'POST /cases/{id}/evidence/{evidence}/open':
        return json({ purpose: '核对派出单位' });
      case 'PUT /my/report-drafts/{id}':
        await this.#platform.owner.query('DELETE FROM own_report_draft');
        return json({ expectedVersion: 0, idempotencyKey: randomUUID(), content: {} });
      case 'POST /my/report-drafts/{id}/submission':
        return json({ version: 1, statements: this.#ownReports.statements });
      case 'POST /requests/{id}/evidence/{evidence}/open':
        return json({ purpose: '核对证明材料' });
      case 'POST /assisted/requests/{id}/evidence/paper':
        return json({ identity: OWN_PERSON, paper: { kind: 'fact', note: '值班表原件' } });
      case 'POST /my/requests/{id}/evidence':
      case 'POST /my/report-drafts/{id}/evidence':
      case 'POST /my/reports/{id}/evidence':
        return file(await photo());
      case 'POST /my/reports/{id}/mending':
      case 'POST /my/reports/{id}/withdrawal':
        return json({ expectedSequence: 1, idempotencyKey: randomUUID() });
      case 'POST /assisted/own-reports/standing':
        return json({ identity: OWN_PERSON });
      case 'POST /assisted/own-reports/{id}/mending':
      case 'POST /assisted/own-reports/{id}/withdrawal': {
        const step = { expectedSequence: 1, idempotencyKey: randomUUID() };
        return json(
          name.endsWith('/mending')
            ? { identity: OWN_PERSON, mending: step, paperKinds: [] }
            : { identity: OWN_PERSON, withdrawal: step },
        );
      }
      case 'POST /assisted/own-reports':
        return json(this.#ownReports.counter());
      case 'POST /cases/{id}/actions':
        return json({ action: 'review', payload: {}, idempotencyKey: randomUUID() });
      case 'POST /officers':
        return json({ externalId: randomUUID(), name: '某', departmentId: 'health-commission', roles: ['reporter'] });
      case 'POST /delegations': {
        const { departmentId, id } = await this.#platform.officer('health-commission', 'determiner');
        const to = await this.#platform.officer(departmentId!, 'reporter');
        const day = localDateAt(this.#platform.context.clock());
        return json({ from: id, to: to.id, role: 'determiner', startsOn: day, endsOn: day, reason: '外出培训' });
      }
      case 'POST /machine-clients':
        return json({
          clientId: randomUUID(),
          name: '某系统',
          departmentId: 'health-commission',
          scopes: ['reporter'],
        });
      case 'POST /my/requests':
        return json({ request: this.#objection(await this.#ownRecord()) });
      case 'POST /my/requests/{id}/actions':
        return json({ step: { action: 'withdraw', payload: { reason: '已经弄清楚' }, idempotencyKey: randomUUID() } });
      case 'POST /my/cases/{id}/response':
        return json({ response: { statement: '决定书所载与事实不符', idempotencyKey: randomUUID() } });
      case 'POST /requests/{id}/actions': {
        const payload = { opinion: 'support', reasoning: '已核对原始材料' };
        return json({ action: 'assess', payload, idempotencyKey: randomUUID() });
      }
      case 'POST /proposals':
        return json(this.#objection(await this.#ownRecord()));
      case 'POST /assisted/data':
      case 'POST /assisted/standing':
        return json({ identity: OWN_PERSON });
      case 'POST /assisted/requests/{id}/actions': {
        const step = { action: 'withdraw', payload: { reason: '已经弄清楚' }, idempotencyKey: randomUUID() };
        return json({ identity: OWN_PERSON, step });
      }
      case 'POST /assisted/guidance':
        return json({ identity: OWN_PERSON, caseId: await this.#ownRecord() });
      case 'POST /assisted/requests':
        return json({ identity: OWN_PERSON, request: this.#objection(await this.#ownRecord()) });
      case 'POST /assisted/responses':
        return json({
          ...{ identity: OWN_PERSON, caseId: await this.#ownRecord() },
          response: { statement: '决定书所载与事实不符', idempotencyKey: randomUUID() },
        });
      case 'POST /providers':
      case 'POST /providers/{providerId}/proposals':
        return json(this.#registration());
      case 'POST /provider-proposals/{proposalId}/decision':
        return json({ decision: 'confirmed' });
      case 'POST /events':
        return json({ event: 'epidemic-ended', effectiveOn: '2020-03-20', documentNumber: '郑防指〔2020〕99号' });
      case 'POST /lists/{list}/nominations': {
        const caseId = await determinedCase(this.#platform, { kind: '3.2.1' });
        return json({ caseIds: [caseId] });
      }
      case 'POST /lists/{list}/rounds': {
        await this.#nominated();
        this.#round = null;
        return { url };
      }
      case 'POST /rounds/{id}/decisions': {
        const { rows } = await this.#platform.owner.query(
          'SELECT record_id FROM list_entry WHERE round_id = $1 LIMIT 1',
          [(await this.#openRound()).roundId],
        );
        return json({ recordId: rows[0].record_id, decision: 'objection', reason: '有单位提出异议' });
      }
      case 'POST /rounds/{id}/sign-offs':
        return json({ digest: (await this.#openRound()).digest });
      default:
        return null;
    }
  }

  /** A record of the citizen of the table's last column, a new one each time. */
  #ownRecord(): Promise<string> {
    return determinedCase(this.#platform, {
      kind: '1.1',
      subject: OWN_SUBJECT,
      matter: `支援湖北医疗队${randomUUID()}`,
    });
  }

  #objection(caseId: string) {
    return { kind: 'objection' as const, caseId, statement: '所述事实与实际不符', idempotencyKey: randomUUID() };
  }

  /** An objection about it, as the health commission was asked to answer it. */
  async #request(): Promise<string> {
    const { context, actors } = this.#platform;
    const who = applicantOf(context, OWN_PERSON, []);
    const { requestId } = await ask(context, who, undefined, this.#objection(await this.#ownRecord()));
    const payload = { question: '请核查原始材料' };
    await act(context, actors['creditOffice']!, requestId, {
      action: 'ask-provider',
      payload,
      idempotencyKey: randomUUID(),
    });
    return requestId;
  }

  async #notice(): Promise<string> {
    await this.#request();
    const { rows } = await this.#platform.owner.query('SELECT notice_id FROM subject_notice ORDER BY at DESC LIMIT 1');
    return rows[0].notice_id;
  }

  #registration(): ProviderRegistration {
    this.#providers += 1;
    const offer = { benefit: 'library', title: '免押金借书', conditions: '出示核验码', areas: [] };
    return {
      name: '某图书馆',
      uscc: inventedUscc(8000 + this.#providers),
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

  #report(): Promise<string> {
    this.#platform.clock.set('2020-03-16T01:00:00Z');
    return this.#platform.report();
  }

  /** Of the request just made, by the one who made it. */
  async #proof(): Promise<string> {
    const evidence = openEvidence(this.#platform, join(this.#dataDirectory, 'evidence'));
    const who = applicantOf(this.#platform.context, OWN_PERSON, []);
    const content = upload(await photo(30));
    return (await attachProof(evidence.context, who, this.#requested, content, {})).evidenceId;
  }

  async #evidence(): Promise<string> {
    const evidence = openEvidence(this.#platform, join(this.#dataDirectory, 'evidence'));
    const reporter = this.#platform.actors['healthReporter']!;
    const content = upload(await photo());
    const label = { kind: 'assignment' };
    return (await attachToCase(evidence.context, reporter, this.#case, content, label)).evidenceId;
  }

  async #reviewed(): Promise<string> {
    const caseId = await this.#report();
    const { context, actors } = this.#platform;
    await performAction(context, actors['healthReviewer']!, caseId, {
      ...{ action: 'review', payload: {}, idempotencyKey: randomUUID() },
    });
    return caseId;
  }

  async #nominated(): Promise<void> {
    const { context, actors } = this.#platform;
    const caseId = await determinedCase(this.#platform, { kind: '3.2.1' });
    await nominate(context, actors['healthDeterminer']!, 'red', { caseIds: [caseId] });
  }

  async #delegation(): Promise<string> {
    const id = randomUUID();
    const from = await this.#platform.officer('health-commission', 'determiner');
    const to = await this.#platform.officer('health-commission', 'reporter');
    await this.#platform.owner.query(
      `INSERT INTO delegation (id, department_id, from_officer, to_officer, role, starts_on, ends_on, reason, given_by, given_at)
       VALUES ($1, 'health-commission', $2, $3, 'determiner', $4, $4, '外出培训', $2, now())`,
      [id, from.id, to.id, localDateAt(this.#platform.context.clock())],
    );
    return id;
  }

  #openRound(): Promise<{ roundId: string; digest: string }> {
    this.#round ??= this.#nominated().then(() =>
      openRound(this.#platform.context, this.#platform.actors['creditOffice']!, 'red'),
    );
    return this.#round;
  }
}

/** The smallest value that fits: enough for a request to get past the door it is not about. */
export function example(schema: Schema): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const choice = schema.anyOf?.[0] ?? schema.oneOf?.[0];
  if (choice) return example(choice);
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        (schema.required ?? []).map((key) => [key, example(schema.properties?.[key] ?? { type: 'string' })]),
      );
    case 'array':
      return Array.from({ length: schema.minItems ?? 0 }, () => example(schema.items ?? {}));
    case 'integer':
    case 'number':
      return Math.max(schema.minimum ?? 1, 1);
    case 'boolean':
      return true;
    default:
      return exampleText(schema);
  }
}

function exampleText({ format, pattern, minLength = 1 }: Schema): string {
  if (format === 'uuid' || format === 'guid') return '00000000-0000-7000-8000-000000000000';
  if (format === 'date') return '2020-03-16';
  if (format === 'date-time') return '2020-03-16T01:00:00Z';
  if (pattern?.includes('[0-9a-f]{64}')) return '0'.repeat(64);
  if (pattern?.includes('-')) return '1-2';
  if (pattern?.includes('\\d')) return '1';
  return '测试用的文字'.padEnd(minLength, '字');
}
