/** All attempts on one operation: each parameter and each field of the body in turn takes hostile values, the rest stays true. */
import type { Operation, Schema } from '../access/operation.ts';
import type { ExampleRequest } from '../access/requests.ts';
import { example } from '../access/schema-example.ts';
import {
  EDGE_DATES,
  EDGE_NUMBERS,
  EDGE_PAIRS,
  EDGE_UUIDS,
  HOSTILE_JSON,
  HOSTILE_TEXTS,
  RAW_BODIES,
  RAW_FILES,
} from './hostile-values.ts';

export interface Attempt {
  readonly method: Operation['method'];
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload?: string | Buffer;
}

/** The same numbers for the same seed, on every machine. */
export function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Values that fit the schema's type are all tried, since they get furthest; of the others `some`, by the dice.
 * @param request one that is let in
 */
export function attemptsOn(
  operation: Operation,
  request: ExampleRequest,
  some: number,
  random: () => number,
): Attempt[] {
  const pick = <Value>(all: readonly Value[]): Value[] =>
    Array.from({ length: Math.min(some, all.length) }, () => all[Math.floor(random() * all.length)] as Value);
  const asItWas = request.body;
  const payload =
    asItWas === undefined || typeof asItWas === 'string' || Buffer.isBuffer(asItWas)
      ? asItWas
      : JSON.stringify(asItWas);
  const attempt = (url: string, body = payload, type = request.type): Attempt => ({
    ...{ method: operation.method, url },
    headers: { 'x-xinheng-csrf': '1', ...(type === undefined ? {} : { 'content-type': type }) },
    ...(body === undefined ? {} : { payload: body }),
  });
  const addresses = addressesOf(operation, request.url, pick).map((url) => attempt(url));
  if (!operation.body) return addresses;
  if (request.type === 'application/octet-stream')
    return [
      ...addresses,
      ...RAW_FILES.map((file) => attempt(request.url, file)),
      attempt(request.url, '{}', 'application/json'),
    ];
  const bodies = bodiesOf(operation.body.schema, asItWas, pick).map((body) => attempt(request.url, body));
  const types = [
    'text/plain',
    'application/xml',
    'application/json; charset=utf-7',
    'multipart/form-data',
    'application/octet-stream',
    ';',
  ];
  return [
    ...[...addresses, ...bodies],
    ...pick(RAW_BODIES).map((body) => attempt(request.url, body)),
    ...pick(types).map((type) => attempt(request.url, payload, type)),
  ];
}

/** Values that fit their type and still are at the edge: they get furthest, so they are not left out. */
const AT_THE_EDGE = /0001-01-01|9999-12-31|\b2147483648\b|\b9007199254740992\b|\b9223372036854775808\b|%00|%ED%A0%80/;

/** At most `most` of them: half at the edge, the rest by the dice. */
export function bounded(attempts: readonly Attempt[], most: number, random: () => number): Attempt[] {
  const shuffled = attempts
    .map((attempt) => ({ attempt, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ attempt }) => attempt);
  const atEdge = (attempt: Attempt) => AT_THE_EDGE.test(attempt.url) || AT_THE_EDGE.test(String(attempt.payload ?? ''));
  const edges = shuffled.filter(atEdge).slice(0, most / 2);
  return [...edges, ...shuffled.filter((attempt) => !edges.includes(attempt)).slice(0, most - edges.length)];
}

type Pick = <Value>(all: readonly Value[]) => Value[];

function addressesOf({ path, parameters }: Operation, url: string, pick: Pick): string[] {
  const [place = '', query = ''] = url.split('?');
  const addresses: string[] = [];
  for (const { name, in: where, schema } of parameters) {
    const values = textsFor(schema, pick).map(inAddress);
    if (where === 'path') {
      const position = path.split('/').indexOf(`{${name}}`);
      const changed = (value: string) => place.split('/').with(position, value).join('/');
      addresses.push(...values.map((value) => changed(value) + (query && `?${query}`)));
    } else if (where === 'query') {
      const rest = query.split('&').filter((part) => part !== '' && !part.startsWith(`${name}=`));
      const asked = [
        ...values.map((value) => `${name}=${value}`),
        `${name}=1&${name}=2`,
        `${name}[a]=1`,
        `${name}[]=1`,
        name,
      ];
      addresses.push(...asked.map((one) => `${place}?${[...rest, one].join('&')}`));
    }
  }
  addresses.push(
    `${place}?${[query, '__proto__=1&constructor[prototype][a]=1&%00=%00&=&&&%ED%A0%80'].filter(Boolean).join('&')}`,
  );
  return addresses;
}

/** All values of the schema's own kind, some of the others. */
function textsFor(schema: Schema, pick: Pick): string[] {
  const { type, format, pattern = '' } = schema;
  const edges =
    format === 'date' || format === 'date-time'
      ? EDGE_DATES
      : format === 'uuid'
        ? EDGE_UUIDS
        : type === 'integer' || type === 'number'
          ? EDGE_NUMBERS
          : pattern.includes('\\d')
            ? [...EDGE_PAIRS, ...EDGE_NUMBERS]
            : [];
  return [
    ...new Set([
      ...edges,
      ...pick(HOSTILE_TEXTS),
      ...pick([...EDGE_DATES, ...EDGE_NUMBERS, ...EDGE_UUIDS, ...EDGE_PAIRS]),
    ]),
  ];
}

function inAddress(text: string): string {
  return text.isWellFormed() ? encodeURIComponent(text) : '%ED%A0%80';
}

/** JSON texts: each field of each alternative of the schema, and of the request that is let in, with each value. */
function bodiesOf(schema: Schema, request: unknown, pick: Pick): string[] {
  const alternatives = [request, ...alternativesOf(schema)];
  return alternatives.flatMap((body) => [
    JSON.stringify(body),
    ...fieldsOf(body).flatMap((field) => {
      const own = schemaAt(schema, field) ?? {};
      const values: unknown[] = [...textsFor(own, pick), ...pick(HOSTILE_JSON)];
      if (own.type === 'integer' || own.type === 'number') values.push(...EDGE_NUMBERS.map(Number));
      return values.map((value) => JSON.stringify(withField(body, field, value)) ?? 'null');
    }),
    ...pick(['__proto__', 'constructor', 'toString', 'ὀ', 'x'.repeat(5_000), '\u0000']).map((name) =>
      JSON.stringify(body).replace(
        /^\{/,
        () => `{${JSON.stringify(name)}:{"x":1}${Object.keys(body ?? {}).length > 0 ? ',' : ''}`,
      ),
    ),
  ]);
}

/** One example of each alternative, with every field the schema knows. */
function alternativesOf(schema: Schema): unknown[] {
  const choices = schema.oneOf ?? schema.anyOf;
  if (choices) return choices.flatMap(alternativesOf);
  if (schema.type !== 'object') return [example(schema)];
  const entries = Object.entries(schema.properties ?? {});
  // a field with alternatives of its own makes as many bodies
  const widest = Math.max(1, ...entries.map(([, one]) => (one.oneOf ?? one.anyOf ?? [one]).length));
  return Array.from({ length: Math.min(widest, 12) }, (_, index) =>
    Object.fromEntries(
      entries.map(([key, one]) => {
        const all = alternativesOf(one);
        return [key, all[index % all.length]];
      }),
    ),
  );
}

type Field = readonly (string | number)[];

function fieldsOf(value: unknown, before: Field = []): Field[] {
  if (typeof value !== 'object' || value === null) return [before];
  const inner = Array.isArray(value)
    ? value.slice(0, 2).map((one, index) => [index, one] as const)
    : Object.entries(value);
  return [before, ...inner.flatMap(([key, one]) => fieldsOf(one, [...before, key]))];
}

function withField(body: unknown, [key, ...rest]: Field, value: unknown): unknown {
  if (key === undefined) return value;
  if (Array.isArray(body)) return body.with(Number(key), withField(body[Number(key)], rest, value));
  return { ...(body as object), [key]: withField((body as Record<string, unknown>)[key], rest, value) };
}

/** The field's own schema; of alternatives the first that has such a field. */
function schemaAt(schema: Schema, [key, ...rest]: Field): Schema | undefined {
  const choices = schema.oneOf ?? schema.anyOf;
  if (choices)
    return choices
      .map((one) => schemaAt(one, key === undefined ? [] : [key, ...rest]))
      .find((found) => found !== undefined);
  if (key === undefined) return schema;
  const inner = typeof key === 'number' ? schema.items : schema.properties?.[key];
  return inner && schemaAt(inner, rest);
}
