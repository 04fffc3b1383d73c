/**
 * A person at a browser, without the browser: signs in through the real redirects, keeps cookies, calls the API as the
 * console will. The demo's story and the journey tests are told through it.
 */
import type { ProblemDocument } from '#kernel/refusal/problem.ts';
import { IDENTITY_PROVIDER_PATH } from './identity-provider.ts';

export class Refused extends Error {
  override readonly name = 'Refused';
  readonly problem: ProblemDocument;

  constructor(request: string, problem: ProblemDocument) {
    super(
      `${request}：${problem.status} ${problem.code} ${problem.title}${problem.detail ? `（${problem.detail}）` : ''}`,
    );
    this.problem = problem;
  }
}

export class Visitor {
  readonly #origin: string;
  readonly #cookies = new Map<string, string>();

  constructor(origin: string) {
    this.#origin = origin;
  }

  /** The code flow, as a browser walks it: each redirect is followed by hand so that cookies land where they belong. */
  async signIn(system: 'platform' | 'platform/my' | 'points' | 'points/provider', account: string): Promise<this> {
    const chooser = await this.#follow(`/api/${system}/auth/sign-in`, (address) =>
      address.pathname.startsWith(`${IDENTITY_PROVIDER_PATH}/choose/`),
    );
    const chosen = await this.#request('POST', `${chooser.pathname}/${encodeURIComponent(account)}`);
    await this.#follow(
      locationOf(chosen, this.#origin),
      (address) => !address.pathname.startsWith(IDENTITY_PROVIDER_PATH) && !address.pathname.endsWith('/auth/callback'),
    );
    return this;
  }

  /** Opens a further system with the account chosen before: the provider knows who it is and does not ask again. */
  async signInToo(system: 'points'): Promise<this> {
    await this.#follow(
      `/api/${system}/auth/sign-in`,
      (address) => !address.pathname.startsWith(IDENTITY_PROVIDER_PATH) && !address.pathname.endsWith('/auth/callback'),
    );
    return this;
  }

  async get<Answer>(path: string): Promise<Answer> {
    return this.#call('GET', path);
  }

  async post<Answer>(path: string, body?: unknown): Promise<Answer> {
    return this.#call('POST', path, body === undefined ? {} : { body: JSON.stringify(body), type: 'application/json' });
  }

  async put<Answer>(path: string, body: object): Promise<Answer> {
    return this.#call('PUT', path, { body: JSON.stringify(body), type: 'application/json' });
  }

  async delete<Answer>(path: string): Promise<Answer> {
    return this.#call('DELETE', path);
  }

  /** Sends a file as it is. */
  async upload<Answer>(path: string, content: string | Uint8Array<ArrayBuffer>): Promise<Answer> {
    return this.#call('POST', path, { body: content, type: 'application/octet-stream' });
  }

  /** A page as text, whatever its status. */
  async page(path: string): Promise<{ status: number; text: string }> {
    const response = await this.#request('GET', path, { accept: 'text/html' });
    return { status: response.status, text: await response.text() };
  }

  async #call<Answer>(method: string, path: string, content: { body?: BodyInit; type?: string } = {}): Promise<Answer> {
    const response = await this.#request(method, path, {
      ...(content.body === undefined ? {} : { body: content.body }),
      ...(content.type ? { type: content.type } : {}),
    });
    const text = await response.text();
    if (!response.ok) throw new Refused(`${method} ${path}`, problemOf(response.status, text));
    return (text === '' ? undefined : JSON.parse(text)) as Answer;
  }

  async #follow(path: string, arrived: (address: URL) => boolean): Promise<URL> {
    let address = new URL(path, this.#origin);
    for (let step = 0; step < 10; step++) {
      const response = await this.#request('GET', address.pathname + address.search);
      if (response.status < 300 || response.status >= 400)
        throw new Refused(`登录 ${address.pathname}`, problemOf(response.status, await response.text()));
      address = new URL(locationOf(response, this.#origin), this.#origin);
      if (arrived(address)) return address;
    }
    throw new Error('sign-in went round in circles');
  }

  async #request(
    method: string,
    path: string,
    content: { body?: BodyInit; type?: string; accept?: string } = {},
  ): Promise<Response> {
    const response = await fetch(new URL(path, this.#origin), {
      method,
      redirect: 'manual',
      headers: {
        accept: content.accept ?? 'application/json',
        'x-xinheng-csrf': '1',
        ...(content.type ? { 'content-type': content.type } : {}),
        ...(this.#cookies.size > 0
          ? { cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ') }
          : {}),
      },
      ...(content.body === undefined ? {} : { body: content.body }),
    });
    for (const cookie of response.headers.getSetCookie()) this.#keep(cookie);
    return response;
  }

  #keep(cookie: string): void {
    const [pair = '', ...attributes] = cookie.split(';');
    const name = pair.slice(0, pair.indexOf('=')).trim();
    const value = pair.slice(pair.indexOf('=') + 1).trim();
    const ended =
      value === '' ||
      attributes.some((attribute) => /max-age=0\b/i.test(attribute) || /expires=Thu, 01 Jan 1970/i.test(attribute));
    if (ended) this.#cookies.delete(name);
    else this.#cookies.set(name, value);
  }
}

function locationOf(response: Response, origin: string): string {
  const location = response.headers.get('location');
  if (!location) throw new Error(`expected a redirect, got ${response.status}`);
  const { pathname, search } = new URL(location, origin);
  return pathname + search;
}

function problemOf(status: number, text: string): ProblemDocument {
  try {
    return JSON.parse(text) as ProblemDocument;
  } catch {
    return {
      type: 'about:blank',
      title: text.slice(0, 200),
      titleEn: '',
      status,
      code: 'internal',
      remedy: '',
      remedyEn: '',
    };
  }
}
