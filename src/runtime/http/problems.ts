/**
 * The one place where something thrown becomes an HTTP answer: RFC 9457 problem documents, or a plain page for a
 * person who opened an address in the browser. What nobody foresaw is logged whole and told as `internal`.
 */

import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { problemOfConstraint } from '#kernel/refusal/constraints.ts';
import { Problem, type ProblemCode, type ProblemDocument } from '#kernel/refusal/problem.ts';
import { type Said, verbatim } from '#kernel/refusal/said.ts';
import { CalendarUnknown } from '#kernel/time/working-days.ts';
import { isDatabaseAway } from '../postgres/away.ts';
import { problemPage } from './problem-page.ts';
import { faultInEnglish } from './validation-messages.ts';

/** What is away for a moment comes back within it: a failover takes some tens of seconds. */
export const RETRY_AFTER_SECONDS = 5;

export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

export function answerProblems(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const problem = toProblem(error, request);
    if (problem.status >= 500) request.log.error({ err: error, url: path(request) }, problem.message);
    return sendProblem(request, reply, problem);
  });
  app.setNotFoundHandler((request, reply) => sendProblem(request, reply, new Problem('not_found')));
}

export function sendProblem(request: FastifyRequest, reply: FastifyReply, problem: Problem): FastifyReply {
  const document: ProblemDocument = { ...problem.toAnswer(), instance: `urn:xinheng:request:${request.id}` };
  reply.code(problem.status).header('cache-control', 'no-store');
  if (problem.code === 'unavailable' && !(problem.cause instanceof CalendarUnknown))
    reply.header('retry-after', String(RETRY_AFTER_SECONDS));
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer');
  if (OF_THE_STORE.has(problem.code)) reply.header('retry-after', '5'); // seconds
  if (wantsPage(request)) return reply.type('text/html; charset=utf-8').send(problemPage(document));
  return reply.type(PROBLEM_TYPE).serializer(JSON.stringify).send(document);
}

/** Our disk, which is back in a moment or never without somebody's help. */
const OF_THE_STORE: ReadonlySet<ProblemCode> = new Set(['file.unavailable', 'evidence.unavailable']);

/** Browsers that navigate say so; programs and scripts get JSON. */
function wantsPage(request: FastifyRequest): boolean {
  return request.method === 'GET' && (request.headers.accept ?? '').includes('text/html');
}

const path = (request: FastifyRequest) => request.url.split('?', 1)[0];

export function toProblem(error: unknown, request?: FastifyRequest): Problem {
  if (error instanceof Problem) return error;
  // docs/limits.md: a year without a calendar is refused with a message that names the missing file
  if (error instanceof CalendarUnknown) return new Problem('unavailable', { said: error.said, cause: error });
  if (hasZodFastifySchemaValidationErrors(error)) return invalidRequest(error as ValidationError);
  return (
    fromFastify(error as FastifyError, request) ?? fromPostgres(error) ?? new Problem('internal', { cause: error })
  );
}

interface ValidationError {
  readonly validationContext?: string;
  readonly validation: readonly {
    readonly instancePath: string;
    readonly keyword: string;
    readonly message?: string;
  }[];
}

const PLACES: Readonly<Record<string, Said>> = {
  body: { zh: '提交内容', en: 'body' },
  querystring: { zh: '查询参数', en: 'query' },
  params: { zh: '地址', en: 'address' },
  headers: { zh: '请求头', en: 'headers' },
};

function invalidRequest(error: ValidationError): Problem {
  const place = PLACES[error.validationContext ?? ''] ?? { zh: '提交内容', en: 'body' };
  const errors = error.validation.map((issue) => ({
    field: issue.instancePath.replace(/^\//, '').replaceAll('/', '.'),
    code: issue.keyword,
    message: issue.message ?? '',
  }));
  const zh = errors
    .map(({ field, message }) => `${field === '' ? place.zh : `${place.zh}的 ${field}`}：${message}`)
    .join('；');
  const en = errors
    .map(
      ({ field, code }) =>
        `${field === '' ? `The ${place.en}` : `${field} in the ${place.en}`} ${faultInEnglish(code)}`,
    )
    .join('; ');
  return new Problem('request.invalid', { said: { zh, en }, extra: { errors } });
}

function fromFastify(error: FastifyError, request: FastifyRequest | undefined): Problem | undefined {
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new Problem('request.too_large');
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
    case 'FST_ERR_CTP_INVALID_CONTENT_TYPE':
      return new Problem('request.invalid', {
        said: {
          zh: `此接口不接受内容类型“${request?.headers['content-type'] ?? '（空）'}”，请按接口文档发送。`,
          en: `This address does not take the content type “${request?.headers['content-type'] ?? '(none)'}”; see the API documentation.`,
        },
      });
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return new Problem('request.invalid', {
        said: { zh: '提交内容不是完整的 JSON，请检查后重新发送。', en: 'The body is not complete JSON.' },
      });
    case 'FST_ERR_BAD_URL':
    case 'FST_ERR_MAX_PARAM_LENGTH':
    case 'FST_ERR_ASYNC_CONSTRAINT':
      return new Problem('not_found');
    default:
      // whatever else the frame blames on the caller is the caller's to mend
      return error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500
        ? new Problem('request.invalid', { said: verbatim(error.message) })
        : undefined;
  }
}

function fromPostgres(error: unknown): Problem | undefined {
  return isDatabaseAway(error) ? new Problem('unavailable', { cause: error }) : problemOfConstraint(error);
}
