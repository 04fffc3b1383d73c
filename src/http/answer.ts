/** Sends what a handler returned as its endpoint declares: status, media type, headers of files, what caches are told. */
import type { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { Endpoint } from '#contracts/endpoint.ts';
import { keepAsDeclared } from './caching.ts';

/** A file to send, or a page. Shown in place unless it has a name to be saved under. */
export interface SentFile {
  readonly content: Buffer | string | Readable;
  /** one of those the endpoint names; the first where it is not said */
  readonly mediaType?: string;
  readonly fileName?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Where the browser is to go instead. */
export interface Elsewhere {
  readonly location: string;
  /** 301, 308: for good; 302: for now; 303: to look at, after what was asked is done */
  readonly status: 301 | 302 | 303 | 308;
}

export function answer(reply: FastifyReply, endpoint: Endpoint, returned: unknown): FastifyReply {
  const elsewhere = leadsOn(endpoint, returned) ? returned : undefined;
  keepAsDeclared(reply, endpoint, elsewhere !== undefined);
  if (elsewhere) return reply.redirect(elsewhere.location, elsewhere.status);
  const { answer } = endpoint;
  switch (answer.kind) {
    case 'json':
      return reply.code(answer.status).send(returned);
    case 'file':
      return sendFile(reply, { mediaType: answer.mediaTypes[0]!, ...(returned as SentFile) });
    case 'page':
      return sendFile(reply, { mediaType: 'text/html', ...(returned as SentFile) });
    default:
      return reply.code(204).send(null);
  }
}

function leadsOn({ answer: { kind } }: Endpoint, returned: unknown): returned is Elsewhere {
  return kind === 'redirect' || (kind === 'page' && 'location' in (returned as SentFile | Elsewhere));
}

function sendFile(
  reply: FastifyReply,
  { content, mediaType, fileName, headers = {} }: SentFile & { readonly mediaType: string },
): FastifyReply {
  reply.type(contentType(mediaType)).headers({ ...headers });
  if (fileName !== undefined) reply.header('content-disposition', attachment(fileName));
  return reply.send(content);
}

const TEXT = /^text\/|[/+](json|xml)$/;

/** What is text says in which letters. */
export const contentType = (mediaType: string): string =>
  TEXT.test(mediaType) ? `${mediaType}; charset=utf-8` : mediaType;

/** RFC 6266: a plain name as it is, a name in any other script encoded. */
export const attachment = (fileName: string): string =>
  /^[\w.-]+$/.test(fileName)
    ? `attachment; filename="${fileName}"`
    : `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`;
