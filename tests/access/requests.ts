/** For every endpoint an example request that the right officer would make, each on fresh matter of the health commission. */
import { join } from 'node:path';
import type { TestPlatform } from '../support/platform.ts';
import { CaseExamples } from './case-examples.ts';
import { CounterExamples } from './counter-examples.ts';
import { ListExamples } from './list-examples.ts';
import { OfficeExamples } from './office-examples.ts';
import type { DomainExamples, ExampleBody, Operation, Parameter } from './operation.ts';
import { OwnReportExamples } from './own-report-examples.ts';
import { ProviderExamples } from './provider-examples.ts';
import { RightsExamples } from './rights-examples.ts';
import { example } from './schema-example.ts';

/** Query parameters whose schema gives no example that is true. */
const QUERIES: Readonly<Record<string, string>> = { fileName: '报送.csv', rows: '2' };

export interface ExampleRequest extends ExampleBody {
  readonly url: string;
}

/** Makes what each example is about, anew for each call that changes something. */
export class Examples {
  readonly #domains: readonly DomainExamples[];

  /** `dataDirectory`: where the server called keeps its files */
  constructor(platform: TestPlatform, dataDirectory: string) {
    const evidence = join(dataDirectory, 'evidence');
    this.#domains = [
      new CaseExamples(platform, evidence),
      new OwnReportExamples(platform, evidence),
      new RightsExamples(platform, evidence),
      new CounterExamples(platform),
      new ListExamples(platform),
      new ProviderExamples(platform),
      new OfficeExamples(platform),
    ];
  }

  /** What examples are given for: addresses up to a parameter, and methods with addresses. */
  get given(): readonly string[] {
    return this.#domains.flatMap(({ identifiers, bodies }) => [...Object.keys(identifiers), ...Object.keys(bodies)]);
  }

  async of(operation: Operation): Promise<ExampleRequest> {
    const url = await this.#address(operation);
    const name = operation.name.replace('/api/platform', '');
    const special = this.#domains.find(({ bodies }) => Object.hasOwn(bodies, name))?.bodies[name];
    if (special) return { url, ...(await special()) };
    if (!operation.body) return { url };
    return { url, body: example(operation.body.schema) as object, type: 'application/json' };
  }

  /** Path parameters in their order; required query parameters by their schema. */
  async #address(operation: Operation): Promise<string> {
    const { path, parameters } = operation;
    let url = path;
    for (const parameter of parameters.filter((one) => one.in === 'path'))
      url = url.replace(`{${parameter.name}}`, encodeURIComponent(await this.#identifier(operation, parameter)));
    const query = new URLSearchParams();
    for (const { name, schema } of parameters.filter((one) => one.in === 'query' && one.required))
      query.set(name, QUERIES[name] ?? String(example(schema)));
    return query.size > 0 ? `${url}?${query}` : url;
  }

  async #identifier(operation: Operation, { name, schema }: Parameter): Promise<string> {
    const place = upTo(operation.path, name);
    const own = this.#domains.find(({ identifiers }) => Object.hasOwn(identifiers, place))?.identifiers[place];
    return own ? await own(operation) : String(example(schema));
  }
}

/** `/api/platform/cases/{id}/actions` up to `id`: `/cases/{id}` */
const upTo = (path: string, parameter: string): string =>
  `${path.slice(0, path.indexOf(`{${parameter}}`))}{${parameter}}`.replace('/api/platform', '');
