/** Endpoints as data become routes: schema, door, status, bounds and file headers in one place. */
import type { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest, FastifySchema } from 'fastify';
import { z } from 'zod';
import type {
  Address,
  Answer,
  Door,
  Endpoint,
  EndpointMap,
  Endpoints,
  FileAnswer,
  JsonAnswer,
  NoAnswer,
  PageAnswer,
  RedirectAnswer,
  Who,
} from '#contracts/endpoint.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { answer, type Elsewhere, type SentFile } from './answer.ts';
import { type BodyHandling, uploadOf } from './body-route.ts';
import { limitOf, type PerMinute } from './limits.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** what the route was made of */
    endpoint?: Endpoint;
  }
}

/** Who comes through each door of a system. */
export type Callers = Partial<Record<Door, unknown>>;
/** Recognises the caller or refuses them (`session.required`, `permission.denied`). */
export type Admit<By extends Callers> = {
  readonly [At in keyof By & Door]: (request: FastifyRequest, who: Who & { readonly door: At }) => By[At];
};

type Taken<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;

export interface Call<E extends Endpoint, Caller> {
  readonly caller: Caller;
  readonly params: Taken<E['params']>;
  readonly query: Taken<E['query']>;
  readonly body: Taken<E['body']>;
  readonly upload: E['upload'] extends true ? Readable : undefined;
  /** for what only the connection knows: its id, languages it accepts */
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

type Returned<Given extends Answer> =
  Given extends JsonAnswer<infer Body>
    ? z.input<Body>
    : Given extends NoAnswer
      ? unknown
      : Given extends FileAnswer
        ? SentFile
        : Given extends PageAnswer
          ? SentFile | Elsewhere
          : Given extends RedirectAnswer
            ? Elsewhere
            : never;

export type Handlers<Map extends EndpointMap, By extends Callers> = {
  readonly [At in keyof Map & Address]: (
    call: Call<Map[At], Map[At]['who']['door'] extends keyof By ? By[Map[At]['who']['door']] : never>,
  ) => Returned<Map[At]['answer']> | Promise<Returned<Map[At]['answer']>>;
};

export type Serve<By extends Callers> = <Map extends EndpointMap>(
  app: FastifyInstance,
  endpoints: Endpoints<Map>,
  handlers: Handlers<Map, By>,
  bounds?: Bounds,
) => void;

/** What endpoints leave to whoever serves them, because it follows from the configuration. */
export interface Bounds extends Partial<TakesFile> {
  readonly perMinute?: PerMinute;
}

/** how large the files of uploads may be, and where they are kept while they come in (body-route.ts) */
interface TakesFile {
  readonly bodyLimit: number;
  readonly config: { readonly body: BodyHandling };
}

/** Makes the `serve` of a system from its doors. Every endpoint of a domain has its handler, or the types refuse. */
export function endpointServer<By extends Callers>(admit: Admit<By>): Serve<By> {
  const doors = admit as unknown as Doors;
  return (app, { tag, all, pages }, handlers, bounds = {}) => {
    for (const [address, endpoint] of Object.entries(all) as [Address, Endpoint][]) {
      const handle = handlers[address as keyof typeof handlers] as Handle;
      const [method, url] = address.split(' ') as [string, string];
      app.route({
        ...{ method, url, prefixTrailingSlash: 'slash' },
        schema: schemaOf(tag, endpoint, pages === true),
        ...boundsOf(app, address, endpoint, bounds),
        ...serializerOf(endpoint),
        handler: handlerOf(endpoint, doors[endpoint.who.door], handle),
      });
    }
  };
}

type Doors = Readonly<Record<Door, (request: FastifyRequest, who: Who) => unknown>>;
type Handle = (call: Call<Endpoint, unknown>) => unknown;

function handlerOf(endpoint: Endpoint, door: Doors[Door], handle: Handle) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const { params, query, body } = request;
    const caller = door(request, endpoint.who);
    const upload = endpoint.upload ? uploadOf(request.body) : undefined;
    if (endpoint.frequent) reply.headers(DATA_HEADERS);
    const call = { caller, params, query, body, upload, request, reply } as Call<Endpoint, unknown>;
    return answer(reply, endpoint, await handle(call));
  };
}

/** A file is bounded before anybody reads it: an upload that does not say how large is a mistake, found at the start. */
function boundsOf(app: FastifyInstance, address: Address, endpoint: Endpoint, bounds: Bounds) {
  const { upload, bodyBytes, limit, who } = endpoint;
  const { bodyLimit, config, perMinute } = bounds;
  if (upload && (!config || bodyLimit === undefined))
    throw new RangeError(`${address} takes a file: say how large it may be`);
  const counted = limitOf(app, address, limit, perMinute);
  return {
    ...counted,
    ...(upload ? { bodyLimit: bodyLimit! } : bodyBytes === undefined ? {} : { bodyLimit: bodyBytes }),
    config: {
      endpoint,
      ...(upload ? config : who.door === 'systems' ? { body: DELIVERED } : {}),
      ...counted.config,
    },
  };
}

const DELIVERED: BodyHandling = { kind: 'delivery', tooLarge: () => new Problem('request.too_large') };

/** Of an answer that nobody opens as a page; `helmet` makes its own anew for each request. */
const DATA_HEADERS = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

function serializerOf({ answer, frequent }: Endpoint) {
  if (frequent) return { helmet: false as const, serializerCompiler: () => (data: unknown) => JSON.stringify(data) };
  return answer.kind === 'file' ? { serializerCompiler: () => (content: unknown) => content as string } : {};
}

function schemaOf(
  tag: string,
  { summary, params, query, body, upload, answer }: Endpoint,
  hide: boolean,
): FastifySchema {
  return {
    ...(hide ? { hide } : { tags: [tag], summary: summary.zh, description: summary.en }),
    ...(params ? { params } : {}),
    ...(query ? { querystring: query } : {}),
    ...(body ? { body } : {}),
    ...(upload ? { consumes: ['application/octet-stream'] } : {}),
    ...(answer.kind === 'file' && answer.produces ? { produces: [...answer.mediaTypes] } : {}),
    ...responseOf(answer),
  };
}

function responseOf(answer: Answer): { readonly response?: Readonly<Record<number, z.ZodType>> } {
  switch (answer.kind) {
    case 'json':
      return { response: { [answer.status]: answer.body } };
    case 'nothing':
      return { response: { 204: z.null() } };
    case 'file':
      return { response: { 200: answer.schema } };
    default:
      return {};
  }
}
