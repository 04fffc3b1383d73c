/**
 * What an endpoint is, as data: address, who may call it, what it takes and what it answers. From this come the route
 * (src/http/serve.ts), the OpenAPI document, the access table and the web's typed caller (web/shared/call.ts).
 */
import { z } from 'zod';
import type { OfficerRole } from './officers.ts';
import { EVIDENCE_MEDIA_TYPES } from './vocabulary.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
/** Method and path below the system's prefix; `:name` is a parameter. It is the endpoint's name everywhere. */
export type Address = `${Method} /${string}`;

/**
 * Through which door a caller comes: officers and departments' systems, people for themselves at the platform, account
 * holders at the points system, benefit providers, another of the three systems by its signature, or anybody without signing in.
 */
export type Door = Who['door'];
/** Whoever must show who they are. */
export type Known =
  | {
      readonly door: 'officers';
      /** one of these is enough; none named: whoever is signed in */
      readonly roles: readonly z.infer<typeof OfficerRole>[];
    }
  | { readonly door: 'applicants' | 'citizens' | 'providers' | 'systems' };
export type Who = Known | { readonly door: 'anybody' };

/**
 * How long an answer may be kept on its way. never: nowhere. shared: by caches in front, for the few seconds that what was
 * withdrawn may still be seen (docs/decisions/013). own: by the reader's browser, which asks each time; it differs by cookie.
 * day, year: a file of the pages themselves; a year where its address changes with it.
 */
export type Caching = 'never' | 'shared' | 'own' | 'day' | 'year';

/**
 * How requests are counted, where not with everything else the caller asks. perMinute: apart, so many. group: apart, as many
 * as whoever serves it says for all of the group together. address: apart, by address even of those who are known. uncounted: a file of the pages.
 */
export type Limit = { readonly perMinute: number } | { readonly group: string } | 'address' | 'uncounted';

export interface JsonAnswer<Body extends z.ZodType = z.ZodType> {
  readonly kind: 'json';
  readonly status: 200 | 201 | 202;
  readonly body: Body;
}
export interface NoAnswer {
  readonly kind: 'nothing';
}
export interface FileAnswer {
  readonly kind: 'file';
  /** what it may be; where the handler does not say, the first */
  readonly mediaTypes: readonly string[];
  readonly schema: z.ZodType;
  /** name the media types in the OpenAPI document */
  readonly produces: boolean;
}
/** A page to read in a browser; an address that means another page leads there. */
export interface PageAnswer {
  readonly kind: 'page';
}
/** Leads on to another address. */
export interface RedirectAnswer {
  readonly kind: 'redirect';
}
export type Answer = JsonAnswer | NoAnswer | FileAnswer | PageAnswer | RedirectAnswer;

/** What is told behind a door is kept nowhere; what anybody is told says how long it may be. */
export type Endpoint = Described &
  (
    | { readonly who: Known; readonly caching?: undefined }
    | { readonly who: { readonly door: 'anybody' }; readonly caching: Caching }
  );

interface Described {
  readonly summary: { readonly zh: string; readonly en: string };
  readonly params?: z.ZodObject;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  /** the request's body is a file, read as a stream */
  readonly upload?: true;
  /** most bytes of the body, where it is no small form */
  readonly bodyBytes?: number;
  readonly limit?: Limit;
  /** asked so often that its answer is held to its schema by the compiler alone, and its security headers are made once */
  readonly frequent?: true;
  readonly answer: Answer;
}
export type EndpointMap = Readonly<Record<Address, Endpoint>>;

/** A domain's endpoints, under the heading they stand below in the OpenAPI document. */
export interface Endpoints<Map extends EndpointMap> {
  readonly tag: string;
  readonly all: Map;
  /** for people's browsers: not part of the OpenAPI document */
  readonly pages?: true;
}

export function endpoints<const Map extends EndpointMap>(tag: string, all: Map): Endpoints<Map> {
  return { tag, all };
}

/** Addresses that browsers and feed readers open; they stand in no OpenAPI document. */
export function pages<const Map extends EndpointMap>(all: Map): Endpoints<Map> {
  return { tag: 'pages', all, pages: true };
}

/** Officers and departments' systems who hold one of these roles; none named: whoever is signed in. */
export const officers = <const Roles extends readonly z.infer<typeof OfficerRole>[]>(...roles: Roles) =>
  ({ door: 'officers', roles }) as const;
export const APPLICANTS = { door: 'applicants' } as const;
export const CITIZENS = { door: 'citizens' } as const;
export const PROVIDERS = { door: 'providers' } as const;
export const SYSTEMS = { door: 'systems' } as const;
export const ANYBODY = { door: 'anybody' } as const;

export const json = <Body extends z.ZodType>(body: Body): JsonAnswer<Body> => ({ kind: 'json', status: 200, body });
export const created = <Body extends z.ZodType>(body: Body): JsonAnswer<Body> => ({ kind: 'json', status: 201, body });
/** stored, and worked on afterwards */
export const accepted = <Body extends z.ZodType>(body: Body): JsonAnswer<Body> => ({ kind: 'json', status: 202, body });
export const NOTHING: NoAnswer = { kind: 'nothing' };
export const file = (mediaType: string, schema: z.ZodType = z.any()): FileAnswer => ({
  ...{ kind: 'file', mediaTypes: [mediaType], schema, produces: false },
});
/** A file whose media type the OpenAPI document names. */
export const document = (mediaType: string, schema: z.ZodType = z.any()): FileAnswer => ({
  ...{ kind: 'file', mediaTypes: [mediaType], schema, produces: true },
});
export const PAGE: PageAnswer = { kind: 'page' };
export const REDIRECT: RedirectAnswer = { kind: 'redirect' };
/** A piece of evidence as it was made anew: a picture or a PDF. */
export const EVIDENCE_FILE: FileAnswer = {
  ...{ kind: 'file', mediaTypes: EVIDENCE_MEDIA_TYPES, schema: z.any(), produces: true },
};

/** A value as it arrives over the wire: what JSON makes of it. */
export type Wire<Value> = Value extends Date
  ? string
  : Value extends readonly (infer Item)[]
    ? Wire<Item>[]
    : Value extends string | number | boolean | null | undefined
      ? Value
      : Value extends object
        ? { [Key in keyof Value]: Wire<Value[Key]> }
        : Value;

type Given<Key extends string, Schema> = Schema extends z.ZodType
  ? Record<never, never> extends z.input<Schema>
    ? { readonly [K in Key]?: z.input<Schema> }
    : { readonly [K in Key]: z.input<Schema> }
  : unknown;

/** What a caller gives: parameters of the address, query and body, as the endpoint's schemas take them. */
export type InputOf<E extends Endpoint> = Given<'params', E['params']> &
  Given<'query', E['query']> &
  Given<'body', E['body']>;

/** What a caller gets. */
export type AnswerOf<E extends Endpoint> =
  E['answer'] extends JsonAnswer<infer Body> ? Wire<z.output<Body>> : E['answer'] extends NoAnswer ? undefined : never;
