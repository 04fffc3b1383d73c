/** The one way to an API of the same origin: session cookie, problems as errors a page can show. */

import { tellSessionOver } from './session-told.ts';

/** RFC 9457 as the systems answer it. */
export interface ProblemDocument {
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly titleEn?: string;
  readonly detail?: string;
  readonly detailEn?: string;
  readonly remedy?: string;
  readonly remedyEn?: string;
  readonly clause?: string;
  readonly [extra: string]: unknown;
}

export class ApiProblem extends Error {
  readonly document: ProblemDocument;
  constructor(document: ProblemDocument) {
    super(document.detail ?? document.title);
    this.document = document;
  }
}

/** a cookie session changes nothing without it: another site's page cannot set a header */
const CHANGE_HEADER = { 'x-xinheng-csrf': '1' };

export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

export interface Watched {
  /** told how much of the file has left, 0 to 1 */
  readonly onProgress?: ((part: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What an answer holds is known to whoever knows the endpoint (call.ts); here nothing is claimed of it. */
export interface Api {
  addressOf(path: string, query?: Query): string;
  get(path: string, query?: Query, signal?: AbortSignal): Promise<unknown>;
  post(path: string, body?: object, query?: Query): Promise<unknown>;
  put(path: string, body: object): Promise<unknown>;
  /** Sends a file as it is; the system stores it before it answers. */
  postFile(path: string, query: Query, file: Blob, watched?: Watched): Promise<unknown>;
  remove(path: string): Promise<unknown>;
  /** Asks for a file to be made: its bytes, and the headers that say what it is. */
  postForFile(path: string, body: object): Promise<{ readonly file: Blob; readonly headers: Headers }>;
}

/** `base`: where the system's API lies, e.g. `/api/platform`. */
export function apiAt(base: string): Api {
  const addressOf = (path: string, query: Query = {}) => {
    const parameters = new URLSearchParams();
    for (const [name, value] of Object.entries(query))
      if (value !== undefined && value !== '') parameters.set(name, String(value));
    const text = parameters.toString();
    return `${base}${path}${text ? `?${text}` : ''}`;
  };
  const change = (method: string, address: string, body?: Blob | string) =>
    request(address, {
      method,
      headers: {
        ...CHANGE_HEADER,
        ...(body === undefined ? {} : { 'content-type': contentTypeOf(body) }),
      },
      ...(body === undefined ? {} : { body }),
    });
  return {
    addressOf,
    get: async (path, query, signal) => answerOf(await request(addressOf(path, query), signal ? { signal } : {})),
    post: async (path, body = {}, query = {}) =>
      answerOf(await change('POST', addressOf(path, query), JSON.stringify(body))),
    put: async (path, body) => answerOf(await change('PUT', addressOf(path), JSON.stringify(body))),
    postFile: async (path, query, file, watched = {}) =>
      answerOf(
        watched.onProgress || watched.signal
          ? await watchedUpload(addressOf(path, query), file, watched)
          : await change('POST', addressOf(path, query), file),
      ),
    remove: async (path) => answerOf(await change('DELETE', addressOf(path))),
    async postForFile(path, body) {
      const response = await change('POST', addressOf(path), JSON.stringify(body));
      if (!response.ok) throw refusalOf(readJson(await response.text()), response.status);
      return { file: await response.blob(), headers: response.headers };
    },
  };
}

const contentTypeOf = (body: Blob | string) =>
  typeof body === 'string' ? 'application/json' : 'application/octet-stream';

async function request(address: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(address, { credentials: 'same-origin', ...init });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw unreachable();
  }
}

const unreachable = () =>
  new ApiProblem({
    code: 'network',
    status: 0,
    title: '连接不上服务器',
    titleEn: 'The server cannot be reached',
    remedy: '请检查网络后重试；尚未保存的内容仍在本页。',
  });

/** `fetch` does not tell how much of a body has left. */
function watchedUpload(address: string, file: Blob, { onProgress, signal }: Watched): Promise<Response> {
  return new Promise((resolve, reject) => {
    const upload = new XMLHttpRequest();
    upload.open('POST', address);
    for (const [name, value] of Object.entries(CHANGE_HEADER)) upload.setRequestHeader(name, value);
    upload.setRequestHeader('content-type', contentTypeOf(file));
    upload.upload.onprogress = ({ loaded, total, lengthComputable }) => {
      if (lengthComputable) onProgress?.(loaded / total);
    };
    upload.onload = () => resolve(new Response(upload.responseText || null, { status: upload.status }));
    upload.onerror = () => reject(unreachable());
    upload.onabort = () => reject(new DOMException('aborted', 'AbortError'));
    signal?.addEventListener('abort', () => upload.abort(), { once: true });
    upload.send(file);
  });
}

async function answerOf(response: Response): Promise<unknown> {
  const body = readJson(await response.text());
  if (response.ok) return body;
  throw refusalOf(body, response.status);
}

/** Every call of every page comes by here: that a session is over is told where somebody may be writing. */
function refusalOf(body: unknown, status: number): ApiProblem {
  const problem = problemOf(body, status);
  if (status === 401 && problem.code === 'session.required') tellSessionOver();
  return new ApiProblem(problem);
}

/** A problem as a system tells it, or that something else came. */
export const problemOf = (body: unknown, status: number): ProblemDocument =>
  isProblem(body) ? body : { code: 'unexpected', status, title: '服务器没有正常答复' };

function readJson(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined; // a proxy's page, not our answer
  }
}

const isProblem = (body: unknown): body is ProblemDocument =>
  typeof body === 'object' && body !== null && 'code' in body && 'title' in body;

/** A key for one intended act: pressing twice sends it twice, and the second changes nothing. */
export function newIdempotencyKey(): string {
  return crypto.randomUUID();
}
