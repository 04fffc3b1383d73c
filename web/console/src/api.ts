/** The one way to the platform's API: same origin, session cookie, problems as errors a page can show. */

/** RFC 9457 as the platform answers it. */
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

const BASE = '/api/platform';
/** a cookie session changes nothing without it: another site's page cannot set a header */
const CHANGE_HEADER = { 'x-xinheng-csrf': '1' };

type Query = Readonly<Record<string, string | number | boolean | undefined>>;

export function addressOf(path: string, query: Query = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== '') parameters.set(name, String(value));
  const text = parameters.toString();
  return `${BASE}${path}${text ? `?${text}` : ''}`;
}

export async function get<Answer>(path: string, query?: Query, signal?: AbortSignal): Promise<Answer> {
  return answerOf<Answer>(await request(addressOf(path, query), { ...(signal ? { signal } : {}) }));
}

export async function post<Answer>(path: string, body: object = {}): Promise<Answer> {
  return answerOf<Answer>(
    await request(addressOf(path), {
      method: 'POST',
      headers: { ...CHANGE_HEADER, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  );
}

/** Sends a file as it is; the platform stores it before it answers. */
export async function postFile<Answer>(path: string, query: Query, file: Blob): Promise<Answer> {
  return answerOf<Answer>(
    await request(addressOf(path, query), {
      method: 'POST',
      headers: { ...CHANGE_HEADER, 'content-type': 'application/octet-stream' },
      body: file,
    }),
  );
}

async function request(address: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(address, { credentials: 'same-origin', ...init });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiProblem({
      code: 'network',
      status: 0,
      title: '连接不上服务器',
      titleEn: 'The server cannot be reached',
      remedy: '请检查网络后重试；尚未保存的内容仍在本页。',
    });
  }
}

async function answerOf<Answer>(response: Response): Promise<Answer> {
  const text = await response.text();
  const body: unknown = text === '' ? undefined : JSON.parse(text);
  if (response.ok) return body as Answer;
  throw new ApiProblem(body as ProblemDocument);
}

/** A key for one intended act: pressing twice sends it twice, and the second changes nothing. */
export function newIdempotencyKey(): string {
  return crypto.randomUUID();
}
