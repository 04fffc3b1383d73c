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
  Who,
} from '#contracts/endpoint.ts';
import { type BodyHandling, uploadOf } from './body-route.ts';

/** Who comes through each door of a system. */
export type Callers = Partial<Record<Door, unknown>>;
/** Recognises the caller or refuses them (`session.required`, `permission.denied`). */
export type Admit<By extends Callers> = {
  readonly [At in keyof By & Door]: (request: FastifyRequest, who: Extract<Who, { door: At }> & Who) => By[At];
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

/** A file to send. Shown in place unless it has a name to be saved under. */
export interface SentFile {
  readonly content: Buffer | string | Readable;
  /** one of those the endpoint names; the first where it is not said */
  readonly mediaType?: string;
  readonly fileName?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

type Returned<Given extends Answer> =
  Given extends JsonAnswer<infer Body>
    ? z.input<Body>
    : Given extends NoAnswer
      ? unknown
      : Given extends FileAnswer
        ? SentFile
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
  /** how large the files of its uploads may be, and where they are kept while they come in (body-route.ts) */
  takes?: TakesFile,
) => void;

export interface TakesFile {
  readonly bodyLimit: number;
  readonly config: { readonly body: BodyHandling };
}

/** Makes the `serve` of a system from its doors. Every endpoint of a domain has its handler, or the types refuse. */
export function endpointServer<By extends Callers>(admit: Admit<By>): Serve<By> {
  const doors = admit as unknown as Readonly<Record<Door, (request: FastifyRequest, who: Who) => unknown>>;
  return (app, { tag, all }, handlers, takes) => {
    for (const [address, endpoint] of Object.entries(all) as [Address, Endpoint][]) {
      const handle = handlers[address as keyof typeof handlers] as (call: Call<Endpoint, unknown>) => unknown;
      const [method, url] = address.split(' ') as [string, string];
      app.route({
        method,
        url,
        schema: schemaOf(tag, endpoint),
        ...boundsOf(address, endpoint, takes),
        ...(endpoint.answer.kind === 'file' ? { serializerCompiler: () => (content) => content as string } : {}),
        handler: async (request, reply) => {
          const { params, query, body } = request;
          const caller = doors[endpoint.who.door](request, endpoint.who);
          const upload = endpoint.upload ? uploadOf(request.body) : undefined;
          const returned = await handle({ caller, params, query, body, upload, request, reply } as Call<
            Endpoint,
            unknown
          >);
          return answer(reply, endpoint, returned);
        },
      });
    }
  };
}

/** A file is bounded before anybody reads it: an upload that does not say how large is a mistake, found at the start. */
function boundsOf(address: Address, { upload, perMinute }: Endpoint, takes: TakesFile | undefined) {
  if (upload && !takes) throw new RangeError(`${address} takes a file: say how large it may be`);
  return {
    ...(upload && takes ? { bodyLimit: takes.bodyLimit } : {}),
    config: {
      ...(upload && takes ? takes.config : {}),
      ...(perMinute === undefined ? {} : { rateLimit: { max: perMinute, timeWindow: 60_000 } }),
    },
  };
}

function schemaOf(tag: string, { summary, params, query, body, upload, answer }: Endpoint): FastifySchema {
  return {
    tags: [tag],
    summary: summary.zh,
    description: summary.en,
    ...(params ? { params } : {}),
    ...(query ? { querystring: query } : {}),
    ...(body ? { body } : {}),
    ...(upload ? { consumes: ['application/octet-stream'] } : {}),
    ...(answer.kind === 'file' && answer.produces ? { produces: [...answer.mediaTypes] } : {}),
    response: responseOf(answer),
  };
}

function responseOf(answer: Answer): Readonly<Record<number, z.ZodType>> {
  switch (answer.kind) {
    case 'json':
      return { [answer.status]: answer.body };
    case 'nothing':
      return { 204: z.null() };
    case 'file':
      return { 200: answer.schema };
  }
}

function answer(reply: FastifyReply, { who, answer }: Endpoint, returned: unknown): FastifyReply {
  if (who.door !== 'anybody') reply.header('cache-control', 'no-store'); // the door says so of refusals as well
  switch (answer.kind) {
    case 'json':
      return reply.code(answer.status).send(returned);
    case 'nothing':
      return reply.code(204).send(null);
    case 'file':
      return sendFile(reply, { mediaType: answer.mediaTypes[0]!, ...(returned as SentFile) });
  }
}

function sendFile(
  reply: FastifyReply,
  { content, mediaType, fileName, headers = {} }: SentFile & { readonly mediaType: string },
): FastifyReply {
  reply.type(mediaType.startsWith('text/') ? `${mediaType}; charset=utf-8` : mediaType).headers({ ...headers });
  if (fileName !== undefined) reply.header('content-disposition', attachment(fileName));
  return reply.send(content);
}

/** RFC 6266: a plain name as it is, a name in any other script encoded. */
export const attachment = (fileName: string): string =>
  /^[\w.-]+$/.test(fileName)
    ? `attachment; filename="${fileName}"`
    : `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`;
