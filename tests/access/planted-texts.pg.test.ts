/**
 * never-collect at every door: in each text that a request of the platform can hold stands, in turn, an identity number and a sentence that
 * nobody may keep. What is marked as typed (`freeText`) is refused before anything is stored; and whatever is planted in any other string,
 * in no column of the database it stands afterwards in clear.
 */
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { z } from 'zod';
import type { Endpoint, EndpointMap } from '#contracts/endpoint.ts';
import { isFreeText } from '#contracts/free-text.ts';
import { MY, PLATFORM } from '#contracts/platform.ts';
import type { Actor, Applicant } from '#platform/access/index.ts';
import { apiDocuments } from '#runtime/http/api-documents.ts';
import { inventedResidentId } from '../support/people.ts';
import { createPlatform, type TestPlatform } from '../support/platform.ts';
import { platformForCalls } from '../support/platform-server.ts';
import { textsOfDatabase } from '../support/texts-of-database.ts';
import { everyCaller } from './every-caller.ts';
import type { Operation } from './operation.ts';
import { operationsOf } from './operations.ts';
import { plantings } from './plantings.ts';
import { type ExampleRequest, Examples } from './requests.ts';

const number = inventedResidentId('1988-03-16', 24);
const WORDS = '信仰佛教';
const PLANTED = [`经办时记下${number}`, `当事人${WORDS}多年`];

const endpoints = new Map<string, Endpoint>(
  [['/api/platform', PLATFORM as EndpointMap] as const, ['/api/platform/my', MY as EndpointMap] as const].flatMap(
    ([prefix, map]) =>
      Object.entries(map).map(([address, endpoint]) => [
        address.replace(' ', ` ${prefix}`).replaceAll(/:(\w+)/g, '{$1}'),
        endpoint,
      ]),
  ),
);

const isString = (schema: z.core.$ZodType) =>
  ['string', 'template_literal'].includes((schema as z.core.$ZodTypes)._zod.def.type);
const marked = isFreeText;
/** Whatever else takes prose: looked up, compared, sealed, or kept nowhere (tests/request-texts.test.ts). */
const unmarked = (schema: z.core.$ZodType) =>
  isString(schema) && !isFreeText(schema) && PLANTED.some((text) => z.safeParse(schema, text).success);

let platform: TestPlatform;
let server: FastifyInstance;
let close: () => Promise<void>;
let examples: Examples;
let caller: Actor | Applicant | null = null;
const callers: (Actor | Applicant)[] = [];

beforeAll(async () => {
  platform = await createPlatform();
  const calls = await platformForCalls(platform, inject('applicationPassword'), () => caller);
  ({ server, close } = calls);
  examples = new Examples(platform, calls.dataDirectory);
  callers.push(...(await everyCaller(platform, 'planted')));
});

afterAll(async () => {
  await close?.();
  await platform?.close();
});

interface PlantedCall extends ExampleRequest {
  readonly at: string;
}

/** The example's request with the text in each place of query and body that `takes` it. */
function planted(
  { query, body }: Endpoint,
  request: ExampleRequest,
  text: string,
  takes: (schema: z.core.$ZodType) => boolean,
): PlantedCall[] {
  const [path = '', asked = ''] = request.url.split('?');
  const inQuery = query ? plantings(query, Object.fromEntries(new URLSearchParams(asked)), text, takes) : [];
  const inBody = body ? plantings(body, request.body, text, takes) : [];
  return [
    ...inQuery.map(({ at, value }) => ({
      ...request,
      at: `query.${at}`,
      url: `${path}?${new URLSearchParams(value as Record<string, string>)}`,
    })),
    ...inBody.map(({ at, value }) => ({
      ...request,
      at: `body.${at}`,
      body: value as object,
      type: 'application/json',
    })),
  ];
}

/** As whoever gets furthest: a refusal at the door says nothing of the text. */
async function answersTo({ method }: Operation, { url, body, type }: ExampleRequest) {
  let furthest = { status: 0, code: '', reason: '' };
  for (const who of callers) {
    caller = who;
    const answer = await server.inject({
      ...{ method, url, headers: { 'x-xinheng-csrf': '1', ...(type ? { 'content-type': type } : {}) } },
      ...(body === undefined ? {} : { payload: body }),
    });
    caller = null;
    const told = answer.headers['content-type']?.includes('json') ? answer.json() : {};
    const found = { status: answer.statusCode, code: told.code ?? '', reason: told.reason ?? '' };
    if (![401, 403, 404].includes(found.status)) return found;
    furthest = found;
  }
  return furthest;
}

const operations = operationsOf(JSON.parse((await apiDocuments()).platform)).flatMap((operation) => {
  const endpoint = endpoints.get(operation.name);
  return endpoint && (endpoint.query || endpoint.body) ? [{ ...operation, endpoint }] : [];
});
const typed = operations.filter(
  ({ endpoint }) => planted(endpoint, { url: '/', body: undefined! }, '文字', marked).length > 0,
);

test('texts are typed at many doors', () => expect(typed.length).toBeGreaterThan(35));

describe.each(typed)('$name', (operation) => {
  test('refuses what must not be kept, in every text', async () => {
    const request = await examples.of(operation);
    const passed: object[] = [];
    for (const text of PLANTED) {
      for (const call of planted(operation.endpoint, request, text, marked)) {
        const told = await answersTo(operation, call);
        const reason = text.includes(number) ? 'matter.document_number' : 'matter.never_collect';
        if (told.status !== 400 || told.code !== 'request.invalid' || told.reason !== reason)
          passed.push({ at: call.at, ...told });
      }
    }
    expect(passed).toEqual([]);
  });
});

describe.each(operations.filter(({ name }) => !/\/auth\/|\/reconcile$/.test(name)))('$name', (operation) => {
  test('keeps nothing that is planted beside the texts', async () => {
    const request = await examples.of(operation);
    for (const text of [...PLANTED, number])
      for (const call of planted(operation.endpoint, request, text, unmarked))
        expect((await answersTo(operation, call)).status, call.at).toBeLessThan(500);
  });
});

test('nothing that was planted stands anywhere in the database', async () => {
  const texts = await textsOfDatabase(platform.owner);
  expect(texts.length).toBeGreaterThan(500);
  expect(texts.filter(({ text }) => text.includes(number) || text.includes(WORDS))).toEqual([]);
});
