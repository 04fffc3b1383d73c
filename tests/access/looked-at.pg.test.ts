/**
 * Every operation an officer can call is said to show somebody or nobody. One that shows somebody is called: a look at that very person is
 * in the log, with a purpose, and when the log refuses it nothing is shown. One that is not named here fails, whatever it answers.
 */
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { VouchedPerson } from '#kernel/identity/vouched-person.ts';
import { type Actor, applicantOf, officerActor, organisationSubject, type Role } from '#platform/access/index.ts';
import { apiDocuments } from '#runtime/http/api-documents.ts';
import { createPlatform, type TestPlatform } from '../support/platform.ts';
import { platformForCalls } from '../support/platform-server.ts';
import type { Operation } from './operation.ts';
import { operationsOf } from './operations.ts';
import { Examples } from './requests.ts';

const document = JSON.parse((await apiDocuments()).platform);
/** Below /my nobody looks but the person; docs/access.md holds that no officer is let in there. */
const operations = operationsOf(document).filter(({ path }) => !path.startsWith('/api/platform/my/'));
const nameOf = ({ name }: Operation) => name.replace('/api/platform', '');

/** Who looks here. At the counter the person of the examples appears. */
const SHOWS: Readonly<Record<string, Role>> = {
  'GET /batches/{id}/rows': 'reporter',
  'GET /batches/{id}/preview': 'reviewer',
  'GET /cases/{id}': 'reviewer',
  'POST /cases/{id}/reveal': 'reviewer',
  'GET /cases/{id}/evidence': 'reviewer',
  'POST /cases/{id}/evidence/{evidence}/open': 'reviewer',
  'GET /organisations/{uscc}/records': 'credit-office',
  'GET /requests/{id}': 'credit-office',
  'GET /requests/{id}/evidence': 'reviewer',
  'POST /requests/{id}/evidence/{evidence}/open': 'reviewer',
  'POST /assisted/data': 'assistant',
  'POST /assisted/guidance': 'assistant',
  'POST /assisted/standing': 'assistant',
  'POST /assisted/requests/{id}/actions': 'assistant',
  'POST /assisted/requests/{id}/evidence/paper': 'assistant',
  'POST /assisted/acts': 'assistant',
  'POST /assisted/acts/standing': 'assistant',
  'POST /assisted/own-reports': 'assistant',
  'POST /assisted/own-reports/standing': 'assistant',
  'POST /assisted/own-reports/{id}/mending': 'assistant',
  'POST /assisted/own-reports/{id}/withdrawal': 'assistant',
  'GET /audit/export': 'auditor',
};

/** Shown too, called where there is something to show: the test that calls it. */
const SHOWS_ELSEWHERE: Readonly<Record<string, string>> = {
  'GET /audit': 'src/platform/own-data/who-looked.pg.test.ts, by person',
  'GET /batches/{id}/originals': 'src/platform/own-data/who-looked.pg.test.ts',
  'GET /batches/{id}/annotated': 'src/platform/own-data/who-looked.pg.test.ts',
  'GET /cases/{id}/notice': 'src/platform/determination/notice/letter.pg.test.ts',
  'GET /cases/{id}/notice.pdf': 'src/platform/determination/notice/letter.pg.test.ts',
  'GET /reports/{code}': 'src/platform/own-data/own-data.pg.test.ts',
  'POST /assisted/acts/{id}/code': 'src/platform/counter-desk/counter-desk.pg.test.ts',
  'POST /assisted/acts/{id}/desk': 'src/platform/counter-desk/counter-desk.pg.test.ts',
  'POST /assisted/acts/{id}/completion': 'src/platform/counter-desk/counter-desk.pg.test.ts',
  'POST /assisted/acts/{id}/full-report': 'src/platform/counter-desk/counter-desk.pg.test.ts',
  'POST /counter-acts/at-desk': 'src/platform/counter-desk/counter-desk.pg.test.ts',
};

/** Nobody is shown: why. */
const SHOWS_NOBODY: Readonly<Record<string, readonly string[]>> = {
  'signing in and out, and who one is': [
    ...['GET /auth/sign-in', 'GET /auth/callback', 'POST /auth/sign-out', 'GET /me'],
    ...['GET /auth/sessions', 'POST /auth/sessions/end'],
  ],
  'officers, departments and their systems': [
    ...['GET /officers', 'POST /officers', 'POST /officers/{id}/roles', 'POST /officers/{id}/dismiss'],
    ...['GET /officers/{id}/sessions', 'POST /officers/{id}/sessions/end', 'GET /departments'],
    ...['GET /my-delegations', 'GET /delegations', 'POST /delegations', 'POST /delegations/{id}/revoke'],
    ...['GET /appointments', 'POST /appointments/{id}/decision'],
    ...['POST /officers/{id}/restore', 'POST /machine-clients/{id}/restore'],
    ...['GET /machine-clients', 'POST /machine-clients', 'POST /machine-clients/{id}/dismiss'],
  ],
  'counts, digests and numbers': [
    ...['GET /audit/anomalies', 'GET /audit/verify', 'GET /cases/counts', 'GET /supervision', 'GET /supervision/own'],
    ...['GET /supervision/counter'],
    ...['GET /batches', 'GET /batches/{id}', 'GET /waiting-batches'],
  ],
  'case numbers, kinds and dates (no-bulk-people)': [
    ...['GET /cases', 'GET /cases/{id}/neighbours', 'GET /requests', 'GET /relief-holds'],
  ],
  'what was done, by its number and its new state': [
    ...['POST /batches', 'POST /batches/{id}/withdraw', 'POST /batches/{id}/review', 'POST /batches/{id}/determine'],
    ...['POST /cases/{id}/actions', 'POST /cases/{id}/evidence', 'POST /cases/{id}/evidence/paper'],
    ...['POST /assisted/acts/{id}/form', 'POST /counter-acts/at-desk/answer'],
    ...['POST /cases/{id}/evidence/{evidence}/withdraw', 'POST /requests/{id}/actions', 'POST /proposals'],
  ],
  'rules, forms and blank tables': [
    ...[
      'GET /policy',
      'GET /policy/notices',
      'GET /templates/{kind}',
      'GET /forms/{kind}',
      'GET /assisted/own-reports/form',
      'GET /assisted/proofs',
    ],
    ...['GET /events', 'POST /events'],
  ],
  'organisations of the register, and lists, on which no person is': [
    ...['POST /directory/imports', 'GET /directory/{uscc}', 'GET /lists', 'GET /lists/{list}'],
    ...['GET /lists/{list}/nominable', 'GET /lists/{list}/nominations', 'POST /lists/{list}/nominations'],
    ...['GET /lists/{list}/conflicts', 'GET /lists/{list}/rounds', 'POST /lists/{list}/rounds'],
    ...['GET /rounds/{id}', 'GET /rounds/{id}/preview', 'POST /rounds/{id}/decisions', 'POST /rounds/{id}/sign-offs'],
    ...['POST /rounds/{id}/publish', 'GET /lists/{list}/editions'],
    ...['GET /providers', 'POST /providers', 'POST /providers/{providerId}/proposals'],
    ...['POST /providers/{providerId}/withdrawal', 'POST /provider-proposals/{proposalId}/decision'],
  ],
  'what the rules are and shall be; a rehearsal names cases by number and organisations': [
    ...['GET /enactments', 'POST /enactments', 'POST /enactments/rehearsal', 'POST /enactments/repeals'],
    ...['POST /enactments/{id}/decision', 'POST /enactments/{scope}/{version}/acknowledgement'],
  ],
  'what was sent to other systems, by number': [
    ...['GET /exchange/deliveries', 'POST /exchange/deliveries/{id}/resend', 'POST /exchange/reconcile', 'POST /inbox'],
  ],
};

/** Names of fields that say something about somebody. */
const PERSONAL = new Set([
  'person',
  'documentNumber',
  'matter',
  'statement',
  'cells',
  'subjectKey',
  'reasoning',
  'sample',
]);
/** Where such a name means something else. */
const NOT_PERSONAL: Readonly<Record<string, string>> = {
  documentNumber: 'of the paper that declares an event',
  matter: 'what an organisation did, on a list or nominated for one; what a form asks for',
};

const nobody = new Set(Object.values(SHOWS_NOBODY).flat());

test('every operation is said to show somebody or nobody, and none that is gone', () => {
  const said = [...Object.keys(SHOWS), ...Object.keys(SHOWS_ELSEWHERE), ...nobody];
  expect(new Set(said).size).toBe(said.length);
  expect(said.toSorted()).toEqual(operations.map(nameOf).toSorted());
});

const ORGANISATIONS_AND_FORMS = new Set([
  ...SHOWS_NOBODY['organisations of the register, and lists, on which no person is']!,
  ...SHOWS_NOBODY['rules, forms and blank tables']!,
]);

test('what shows nobody has no field that says something about somebody', () => {
  const found = operations
    .filter((operation) => nobody.has(nameOf(operation)))
    .flatMap((operation) => fieldsOf(operation).map((field) => [nameOf(operation), field] as const))
    .filter(([name, field]) => !(Object.hasOwn(NOT_PERSONAL, field) && ORGANISATIONS_AND_FORMS.has(name)));
  expect(found).toEqual([]);
});

function fieldsOf({ path, method }: Operation): string[] {
  const found = new Set<string>();
  const walk = (value: unknown): void => {
    if (value === null || typeof value !== 'object') return;
    const { properties } = value as { properties?: object };
    for (const field of Object.keys(properties ?? {})) if (PERSONAL.has(field)) found.add(field);
    for (const child of Object.values(value)) walk(child);
  };
  walk(document.paths[path][method.toLowerCase()].responses);
  return [...found];
}

let platform: TestPlatform;
let server: FastifyInstance;
let close: () => Promise<void>;
let examples: Examples;
let caller: Actor | null = null;
const officers = new Map<Role, Actor>();
const CITY = new Set<Role>(['credit-office', 'auditor']);

beforeAll(async () => {
  platform = await createPlatform();
  const calls = await platformForCalls(platform, inject('applicationPassword'), () => caller);
  ({ server, close } = calls);
  examples = new Examples(platform, calls.dataDirectory);
  for (const role of new Set(Object.values(SHOWS))) {
    const { id } = await platform.officer(CITY.has(role) ? 'credit-office' : 'health-commission', role);
    officers.set(role, (await officerActor(platform.context, id, 'looked-at'))!);
  }
  await platform.owner.query(`CREATE FUNCTION no_look() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'the log takes no look'; END $$`);
});
afterAll(async () => {
  await close?.();
  await platform?.close();
});

async function answerTo(operation: Operation, role: Role) {
  const { url, body, type } = await examples.of(operation);
  const last = await platform.owner.query('SELECT coalesce(max(id), 0) AS id FROM audit_entry');
  caller = officers.get(role)!;
  const headers = { 'x-xinheng-csrf': '1', ...(type ? { 'content-type': type } : {}) };
  const payload = body === undefined ? {} : { payload: body };
  const answer = await server.inject({ method: operation.method, url, headers, ...payload });
  caller = null;
  return { answer, url, body, after: last.rows[0].id };
}

/** Whom the example is about: by their key, or by the batch they are in; at the counter whoever appears. */
async function shownIn(url: string, body: object | string | undefined): Promise<{ subject?: string; batch?: string }> {
  const [, , , what, id = ''] = url.split(/[/?]/);
  const one = async (text: string) => (await platform.owner.query(text, [id])).rows[0].subject_key;
  if (what === 'batches') return { batch: id };
  if (what === 'cases')
    return { subject: await one("SELECT subject_key FROM submission WHERE batch_id || '-' || row_number = $1") };
  if (what === 'requests')
    return { subject: await one('SELECT subject_key FROM rights_request WHERE request_id = $1') };
  if (what === 'organisations') return { subject: organisationSubject(platform.context.keyring, id) };
  if (what === 'assisted') {
    const { identity } = body as { identity: VouchedPerson };
    return { subject: applicantOf(platform.context, identity, []).subjectKey };
  }
  return {};
}

describe.each(operations.filter((operation) => Object.hasOwn(SHOWS, nameOf(operation))))('$name', (operation) => {
  const role = SHOWS[nameOf(operation)]!;

  test('is in the log as a look at who is shown, for a purpose', async () => {
    const { answer, url, body, after } = await answerTo(operation, role);
    expect(answer.statusCode, answer.body.slice(0, 300)).toBeLessThan(300);
    const { rows } = await platform.owner.query(
      'SELECT subject_key, object_type, object_id, purpose FROM audit_entry WHERE id > $1 AND look AND actor_id = $2',
      [after, officers.get(role)!.id],
    );
    const { subject, batch } = await shownIn(url, body);
    const about = rows.filter(
      ({ subject_key, object_type, object_id }) =>
        (subject === undefined || subject_key === subject) &&
        (batch === undefined || (object_type === 'batch' && object_id === batch)),
    );
    expect(about.length).toBeGreaterThan(0);
    for (const { purpose } of about) expect(purpose.length).toBeGreaterThan(1);
  });

  test('shows nothing when the log refuses the look', async () => {
    await platform.owner.query(
      'CREATE TRIGGER no_look BEFORE INSERT ON audit_entry FOR EACH ROW WHEN (NEW.look) EXECUTE FUNCTION no_look()',
    );
    try {
      const { answer } = await answerTo(operation, role);
      expect(answer.statusCode, answer.body.slice(0, 300)).toBeGreaterThanOrEqual(500);
    } finally {
      await platform.owner.query('DROP TRIGGER no_look ON audit_entry');
    }
  });
});
