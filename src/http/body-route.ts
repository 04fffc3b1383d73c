/**
 * What a route says about the body it takes, so that the server can bound it before anybody reads it: how large, where it is kept while
 * it comes in, and what to say when it is too large. A route that says nothing takes a small form.
 */
import type { Readable } from 'node:stream';
import { Problem } from '#kernel/refusal/problem.ts';

/**
 * form: JSON and the like, from anybody. delivery: a signed message of another system, held whole to check its signature.
 * memory: a file held whole (evidence). disk: a file that goes to the disk as it comes (tables, the directory).
 */
export const BODY_KINDS = ['form', 'delivery', 'memory', 'disk'] as const;
export type BodyKind = (typeof BODY_KINDS)[number];

export interface BodyHandling {
  readonly kind: BodyKind;
  readonly tooLarge: () => Problem;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** absent: a form */
    body?: BodyHandling;
  }
}

/** For the options of a route that takes a file as its body. @param bytes most it may have */
export function takesFile(
  kind: 'memory' | 'disk',
  bytes: number,
  tooLarge: () => Problem,
): { bodyLimit: number; config: { body: BodyHandling } } {
  return { bodyLimit: bytes, config: { body: { kind, tooLarge } } };
}

/** The body of an upload, which the server hands on as it comes. @throws Problem `request.invalid` when something else was sent */
export function uploadOf(body: unknown): Readable {
  if (body !== null && typeof body === 'object' && Symbol.asyncIterator in body) return body as Readable;
  throw new Problem('request.invalid', {
    said: {
      zh: '请把文件内容作为请求体发送，类型为 application/octet-stream。',
      en: 'Send the file as the request body, as application/octet-stream.',
    },
  });
}
