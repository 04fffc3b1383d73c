/**
 * Two notices in force at once, with equal clause numbers: what is reported under each is determined, listed, published and shown as its
 * own, and every page that is led to is there. The second is the demo's invented one (084).
 */
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { localId } from '#kernel/policy/refs.ts';
import type { ReportForm } from '../src/contracts/intake.ts';
import { DEFAULT_POLICY_FOLDER } from '../src/runtime/default-policy.ts';
import { DEMO_ORGANISATIONS } from '../src/runtime/demo/accounts.ts';
import { DEMO_NOTICE_FOLDER } from '../src/runtime/demo/demo-notices.ts';
import { Visitor } from '../src/runtime/demo/visitor.ts';
import { loadPolicies } from '../src/runtime/policy.ts';
import type { System } from '../src/runtime/postgres/systems.ts';
import { type City, toldCity } from './support/city.ts';
import { type Answer, type Walk, walkSite } from './support/site-walk.ts';

const [first, second] = await loadPolicies(DEFAULT_POLICY_FOLDER, [DEMO_NOTICE_FOLDER]);
if (!second) throw new Error('the demo has a second notice');
const [honour] = second.lists;
const [red] = first.lists;
if (!honour || !red) throw new Error('each notice has a list');

let city: City;
beforeAll(async () => {
  city = await toldCity('two notices');
}, 600_000);
afterAll(() => city?.end());

const officer = (account: string) => new Visitor(city.demo.publicUrl).signIn('platform', account);

test('their clauses have the same numbers and other words', () => {
  const wordsOf = new Map(first.clauses.map(({ id, text }) => [localId(id), text]));
  const shared = second.clauses.filter(({ id }) => wordsOf.has(localId(id)));
  expect(shared.length).toBeGreaterThan(5);
  for (const { id, text } of shared) expect(text).not.toBe(wordsOf.get(localId(id)));
  const kinds = second.catalogue.filter(({ id }) => first.catalogue.some((one) => localId(one.id) === localId(id)));
  expect(kinds).toEqual(second.catalogue);
});

describe('the site', () => {
  let walk: Walk;
  beforeAll(async () => {
    walk = await walkSite({
      origins: [city.demo.publicUrl],
      ask,
      also: [
        ...[DEMO_ORGANISATIONS.honoured].flatMap(({ uscc }) => [`/organisations/${uscc}`, `/en/organisations/${uscc}`]),
        ...[first, second].flatMap(({ id }) => [`/policy/${id}`, `/en/policy/${id}`, `/policy/${id}/1`]),
      ],
      parameters: {
        list: [red.id, honour.id],
        number: ['1'],
        uscc: [DEMO_ORGANISATIONS.honoured.uscc],
        code: ['00000000000000000000'],
        id: ['00000000-0000-4000-8000-000000000000'],
        name: ['entries.json', 'records.json'],
        notice: [first.id, second.id],
        version: ['1'],
        other: ['1'],
      },
    });
  }, 600_000);

  test('answers everything it leads to', () => {
    const steps = [...walk.answers];
    expect(steps.length).toBeGreaterThan(100);
    expect(steps.filter(([, { status }]) => status >= 500).map(([step]) => step)).toEqual([]);
    const missing = steps.filter(([step, { status }]) => status === 404 && !/0{20}|0{8}-|\{/.test(step));
    expect(missing.map(([step]) => step)).toEqual([]);
  });

  test.each([
    [first.id, first, second],
    [second.id, second, first],
  ])('explains notice %s in its own words alone', (id, own, other) => {
    const page = walk.read.get(`GET /policy/${id}`) ?? '';
    for (const kind of own.catalogue) expect(page).toContain(kind.title);
    for (const clause of own.clauses) expect(page).toContain(clause.title);
    for (const kind of other.catalogue) expect(page).not.toContain(kind.title);
    for (const { title } of other.measures) expect(page).not.toContain(title);
  });

  test('names each notice where there are several, and leads to it', () => {
    const page = walk.read.get('GET /policy') ?? '';
    for (const { id, document } of [first, second]) {
      expect(page).toContain(document.number);
      expect(page).toContain(`href="/policy/${id}"`);
      expect(walk.read.get('GET /')).toContain(document.number);
    }
  });

  test.each([
    [red.id, red, first, second],
    [honour.id, honour, second, first],
  ])('shows the list %s with the grounds and measures of its own notice', (id, list, own, other) => {
    const page = walk.read.get(`GET /lists/${id}`) ?? '';
    expect(page).toContain(list.title);
    for (const ground of list.grounds) expect(page).toContain(ground.title);
    expect(page).toContain(`${own.document.number} `);
    expect(page).toContain(`/policy/${own.id}#clause-`);
    expect(page).not.toContain(`/policy/${other.id}#clause-`);
    for (const { title } of own.measures.filter(({ appliesTo }) => 'list' in appliesTo && appliesTo.list === id))
      expect(page).toContain(title);
  });

  test('says of one organisation on both lists which ground is whose', () => {
    const page = walk.read.get(`GET /organisations/${DEMO_ORGANISATIONS.honoured.uscc}`) ?? '';
    for (const [list, notice] of [
      [red, first],
      [honour, second],
    ] as const) {
      expect(page).toContain(list.plainTitle);
      expect(page).toContain(`/policy/${notice.id}#clause-`);
    }
  });
});

describe('the platform', () => {
  test('offers the lists and tables of both', async () => {
    const office = await officer('credit-office');
    const lists = await office.get<{ list: string }[]>('/api/platform/lists');
    expect(lists.map(({ list }) => list)).toEqual(expect.arrayContaining([red.id, honour.id]));
    const { items } = await office.get<{ items: { fileName: string; noticeTitle: string }[] }>(
      '/api/platform/batches?limit=50',
    );
    const notices = new Map(items.map(({ fileName, noticeTitle }) => [fileName, noticeTitle]));
    expect(notices.get('航空港区志愿者.csv')).toBe(second.title);
    expect(notices.get('航空港区个人良好信息.csv')).toBe(first.title);
  });

  test('takes no table, gives no template and no form until it is said whose', async () => {
    const reporter = await officer('reporter');
    for (const path of ['/forms/individuals', '/templates/individuals'])
      await expect(reporter.get(`/api/platform${path}`)).rejects.toMatchObject({
        problem: { code: 'request.invalid', detail: expect.stringContaining(second.title) },
      });
    const form = await reporter.get<ReportForm>(`/api/platform/forms/individuals?notice=${second.id}`);
    expect(form.kinds.map(({ title }) => title)).toEqual(second.kindsFor('person').map(({ title }) => title));
  });
});

describe('nothing is mixed', () => {
  const noticeOf = (column: string) => `split_part(${column}, '/', 1)`;
  test.each<[System, string, string]>([
    [
      'platform',
      'rows and their tables',
      `SELECT b.notice AS one, ${noticeOf('s.kind')} AS other FROM submission s JOIN batch b ON b.id = s.batch_id`,
    ],
    [
      'platform',
      'records and their clauses',
      `SELECT ${noticeOf('kind')} AS one, ${noticeOf('clause')} AS other FROM record`,
    ],
    [
      'platform',
      'nominations and lists',
      `SELECT l.notice AS one, ${noticeOf('n.ground')} AS other FROM nomination n JOIN list l ON l.id = n.list`,
    ],
    [
      'platform',
      'nominations and records',
      `SELECT ${noticeOf('r.kind')} AS one, ${noticeOf('n.ground')} AS other FROM nomination n JOIN record r USING (subject_key, record_id)`,
    ],
    [
      'site',
      'published entries and lists',
      `SELECT l.notice AS one, ${noticeOf('e.ground')} AS other FROM edition_entry e JOIN list l ON l.id = e.list`,
    ],
    [
      'site',
      'good records and clauses',
      `SELECT ${noticeOf('kind')} AS one, ${noticeOf('clause')} AS other FROM good_record`,
    ],
    [
      'points',
      'contributions and clauses',
      `SELECT ${noticeOf('kind')} AS one, ${noticeOf('clause')} AS other FROM contribution WHERE kind IS NOT NULL`,
    ],
  ])('%s: %s', async (system, _, query) => {
    const client = new pg.Client({ connectionString: city.databases[system].ownerUrl });
    await client.connect();
    const { rows } = await client.query<{ one: string; other: string }>(query).finally(() => client.end());
    expect(new Set(rows.map(({ one }) => one))).toEqual(new Set([first.id, second.id]));
    expect(rows.filter(({ one, other }) => one !== other)).toEqual([]);
  });
});

async function ask(method: 'GET' | 'POST', path: string): Promise<Answer> {
  const accept = path.startsWith('/api/') ? '*/*' : 'text/html';
  const answer = await fetch(city.demo.publicUrl + path, { method, headers: { accept }, redirect: 'manual' });
  return {
    status: answer.status,
    type: answer.headers.get('content-type') ?? '',
    headers: Object.fromEntries(answer.headers),
    content: Buffer.from(await answer.arrayBuffer()),
  };
}
