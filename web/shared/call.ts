/**
 * The typed caller of an API of the same origin. An endpoint is named by method and path, as in src/contracts; what it takes
 * and answers follows from there, so nothing is asserted. Only types are taken from the contracts: a call brings no schema into the page.
 */
import type { Address, AnswerOf, EndpointMap, FileAnswer, InputOf } from '#contracts/endpoint.ts';
import { type Api, apiAt, type Query } from './api.ts';

interface Beside {
  readonly signal?: AbortSignal;
}
interface Sending {
  readonly file: Blob;
  /** told how much of the file has left, 0 to 1 */
  readonly onProgress?: (part: number) => void;
}

type Input<Map extends EndpointMap, At extends keyof Map & Address> = InputOf<Map[At]> &
  Beside &
  (Map[At]['upload'] extends true ? Sending : unknown);
type Arguments<Given> = Record<never, never> extends Given ? [given?: Given] : [given: Given];
type Files<Map extends EndpointMap> = {
  [At in keyof Map & Address]: Map[At]['answer'] extends FileAnswer ? At : never;
}[keyof Map & Address];

export interface Caller<Map extends EndpointMap> {
  /** Asks and gets the answer; a refusal is thrown as `ApiProblem`. */
  <At extends Exclude<keyof Map & Address, Files<Map>>>(
    address: At,
    ...given: Arguments<Input<Map, At>>
  ): Promise<AnswerOf<Map[At]>>;
  /** Where a link leads. */
  href<At extends keyof Map & `GET /${string}`>(address: At, ...given: Arguments<InputOf<Map[At]>>): string;
  /** Asks for a file to be made: its bytes, and the headers that say what it is. */
  file<At extends Files<Map> & `POST /${string}`>(
    address: At,
    ...given: Arguments<Input<Map, At>>
  ): Promise<{ readonly file: Blob; readonly headers: Headers }>;
}

interface Given extends Beside, Partial<Sending> {
  readonly params?: Readonly<Record<string, unknown>>;
  readonly query?: Query;
  readonly body?: object;
}

/** `base`: where the system's API lies, e.g. `/api/platform`. */
export function callerAt<Map extends EndpointMap>(base: string): Caller<Map> {
  const api = apiAt(base);
  const call = (address: string, given: Given = {}) => send(api, address, given);
  return Object.assign(call, {
    href: (address: string, { params, query }: Given = {}) => api.addressOf(pathOf(address, params), query),
    file: (address: string, { params, body = {} }: Given = {}) => api.postForFile(pathOf(address, params), body),
  }) as unknown as Caller<Map>;
}

function send(api: Api, address: string, given: Given): Promise<unknown> {
  const path = pathOf(address, given.params);
  const { query = {}, body, file, onProgress, signal } = given;
  switch (address.slice(0, address.indexOf(' '))) {
    case 'GET':
      return api.get(path, query, signal);
    case 'DELETE':
      return api.remove(path);
    case 'PUT':
      return api.put(path, body ?? {});
    default:
      return file ? api.postFile(path, query, file, { onProgress, signal }) : api.post(path, body, query);
  }
}

/** `GET /cases/:id` with `{ id: '14-3' }` is `/cases/14-3`; whatever a parameter holds, it stays one step of the path. */
export function pathOf(address: string, params: Given['params'] = {}): string {
  return address
    .slice(address.indexOf(' ') + 1)
    .replaceAll(/:([A-Za-z]+)/g, (_, name: string) => encodeURIComponent(String(params[name])));
}
