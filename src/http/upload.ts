/** A file that comes as the request's body: handed on as a stream, read where it is stored. */
import type { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { Problem } from '#kernel/problems.ts';

export function uploadOf({ body }: FastifyRequest): Readable {
  if (body !== null && typeof body === 'object' && Symbol.asyncIterator in body) return body as Readable;
  throw new Problem('request.invalid', {
    detail: '请把文件内容作为请求体发送，类型为 application/octet-stream。',
    detailEn: 'Send the file as the request body, as application/octet-stream.',
  });
}
