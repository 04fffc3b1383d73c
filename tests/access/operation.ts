/** An operation as the OpenAPI documents name it, and what it is called with. */

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

/** A body as it is sent, and as what; neither where there is none. */
export interface ExampleBody {
  readonly body?: object | string;
  readonly type?: string;
}

/** What the endpoints of a domain are called with, on fresh matter for each call that changes something. */
export interface DomainExamples {
  /** by the address up to the parameter: `/cases/{id}` */
  readonly identifiers: Readonly<Record<string, (operation: Operation) => string | Promise<string>>>;
  /** by method and address: `POST /cases/{id}/actions` */
  readonly bodies: Readonly<Record<string, () => ExampleBody | Promise<ExampleBody>>>;
}

export const json = (body: object): ExampleBody => ({ body, type: 'application/json' });
export const file = (body: string | Buffer): ExampleBody => ({ body, type: 'application/octet-stream' });
