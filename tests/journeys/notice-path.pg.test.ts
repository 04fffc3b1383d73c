/**
 * The notice's whole path over HTTP, with the real servers, sign-in and deliveries: departments' files go in, two officers
 * each decide, and out come an edition on the public site and points for the person who asked for them, for nobody else.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEMO_CITIZENS, DEMO_OFFICERS, DEMO_ORGANISATIONS } from '../../src/runtime/demo/accounts.ts';
import { earlierFiles } from '../../src/runtime/demo/earlier.ts';
import { ADVERSE_FILE, demoFiles, supplementFile } from '../../src/runtime/demo/files.ts';
import { type Demo, startDemo } from '../../src/runtime/demo/start-demo.ts';
import { tellStory } from '../../src/runtime/demo/story.ts';
import { Refused, Visitor } from '../../src/runtime/demo/visitor.ts';
import { freePort } from '../../src/runtime/postgres/embedded.ts';
import { SYSTEMS } from '../../src/runtime/postgres/migrate.ts';
import { enactPack } from '../support/city.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { walkSite } from '../support/site-walk.ts';

let databases: TestDatabase[];
let environment: Record<string, string>;
let demo: Demo;
let directory: string;
const told: string[] = [];

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'xinheng-journey-'));
  databases = await Promise.all(SYSTEMS.map(createTestDatabase));
  const urls = Object.fromEntries(
    SYSTEMS.map((system, index) => [`${system.toUpperCase()}_DATABASE_URL`, databases[index]!.url]),
  );
  environment = {
    ...{ ...urls, PORT: String(await freePort()), DATA_DIR: directory },
    RATE_LIMIT_PER_MINUTE: '1000000', // a walk through the whole site takes a second
  };
  await enactPack(databases[0]!.ownerUrl);
  demo = await startDemo(environment, { ownerUrl: databases[0]!.ownerUrl });
  await tellStory(demo, { log: (line) => told.push(line) });
}, 300_000);

afterAll(async () => {
  await demo?.stop();
  await Promise.all((databases ?? []).map((database) => database.drop()));
  rmSync(directory, { recursive: true, force: true });
});

const visitor = () => new Visitor(demo.publicUrl);
const officer = (account: string) => visitor().signIn('platform', account);
const citizen = (account: string) => visitor().signIn('points', account);

async function asOwner<Row extends object>(system: number, query: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: databases[system]!.ownerUrl });
  await client.connect();
  try {
    return (await client.query<Row>(query)).rows;
  } finally {
    await client.end();
  }
}

async function refusal(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Refused)) throw error ?? new Error('was not refused');
  return error.problem.code;
}

/** data rows of a file, without header and last line break */
const rowsOf = (content: string) => content.trimEnd().split('\r\n').length - 1;

describe('from the file to the record', () => {
  test('every row of every file ended with a verdict; the mistakes were found', async () => {
    const counts = await asOwner<{
      accepted: number;
      duplicate: number;
      suspect: number;
      rejected: number;
      rows_done: number;
    }>(
      0,
      'SELECT sum(accepted)::int AS accepted, sum(duplicate)::int AS duplicate, sum(suspect)::int AS suspect, sum(rejected)::int AS rejected, sum(rows_done)::int AS rows_done FROM batch',
    );
    const rows = [...earlierFiles(), ...demoFiles(), supplementFile()].reduce(
      (total, { content }) => total + rowsOf(content),
      0,
    );
    expect(counts[0]).toEqual({ rows_done: rows, accepted: rows - 2 - 1 - 9, duplicate: 2, suspect: 1, rejected: 9 });
  });

  test('every determined case has three different officers, and every record is a determined case', async () => {
    const wrong = await asOwner(
      0,
      `SELECT r.record_id FROM record r WHERE NOT EXISTS (
         SELECT FROM submission s
         JOIN case_participant p ON p.subject_key = s.subject_key AND p.fact_key = s.fact_key
         WHERE s.batch_id = r.batch_id AND s.row_number = r.row_number AND p.officer_id <> s.reporter_id
         GROUP BY s.subject_key, s.fact_key HAVING count(DISTINCT p.officer_id) FILTER (WHERE p.part IN ('reviewer', 'determiner')) = 2)`,
    );
    expect(wrong).toEqual([]);
    const [records] = await asOwner<{ n: number }>(0, 'SELECT count(*)::int AS n FROM record');
    expect(records?.n).toBeGreaterThan(330);
  });

  test('the suspect row waits for somebody to look at it', async () => {
    const suspect = await asOwner<{ n: number }>(
      0,
      `SELECT count(*)::int AS n FROM submission s WHERE verdict = 'suspect' AND NOT EXISTS (SELECT FROM record r WHERE r.batch_id = s.batch_id AND r.row_number = s.row_number)`,
    );
    expect(suspect[0]?.n).toBe(1);
  });
});

describe('on the public site', () => {
  test('edition No. 1 is there, with each entry’s ground, department and dates', async () => {
    const home = await visitor().page('/');
    expect(home.status).toBe(200);
    const { status, text } = await visitor().page('/lists/red/1');
    expect(status).toBe(200);
    expect(text).toContain('市工业和信息化局');
    expect(text).toContain('圆满完成临时性紧急生产任务');
    expect(text).toContain('2020年5月19日');
  });

  test('an organisation can be found by name and by code, and shows where it stands', async () => {
    const { manifest } = await visitor().get<{ manifest: { entries: { uscc: string; name: string }[] } }>(
      '/api/site/v1/editions/red/1',
    );
    expect(manifest.entries.length).toBeGreaterThan(35);
    const entry = manifest.entries[0]!;
    const found = await visitor().page(`/search?q=${encodeURIComponent(entry.name.slice(0, 4))}`);
    expect(found.text).toContain(entry.name);
    const page = await visitor().page(`/organisations/${entry.uscc}`);
    expect(page.text).toContain(entry.name);
  });

  test('everything it answers, page by page, file by file: no person, no officer, nothing adverse, nothing that was only reported', async () => {
    const walk = await walkSite({
      origins: [demo.publicUrl],
      ask: async (method, path) => {
        const response = await fetch(demo.publicUrl + path, {
          ...{ method, redirect: 'manual', headers: { accept: path.startsWith('/api/') ? '*/*' : 'text/html' } },
        });
        return {
          status: response.status,
          type: response.headers.get('content-type') ?? '',
          headers: Object.fromEntries(response.headers),
          content: Buffer.from(await response.arrayBuffer()),
        };
      },
      also: [DEMO_ORGANISATIONS.adverse, DEMO_ORGANISATIONS.honoured].flatMap(({ uscc, name }) => [
        ...[`/organisations/${uscc}`, `/organisations/${uscc}/changes.atom`, `/search?q=${encodeURIComponent(name)}`],
      ]),
      parameters: {
        ...{ list: ['red'], number: ['1'], uscc: [DEMO_ORGANISATIONS.adverse.uscc, DEMO_ORGANISATIONS.honoured.uscc] },
        ...{ code: ['00000000000000000000'], id: ['00000000-0000-4000-8000-000000000000'] },
        name: ['entries', 'changes', 'records', 'record-changes', 'withdrawals'].map((name) => `${name}.json`),
      },
    });
    expect(walk.read.size).toBeGreaterThan(150);
    const files = demoFiles();
    const people = files
      .filter(({ kind }) => kind === 'individuals')
      .flatMap(({ content }) => content.trimEnd().split('\r\n').slice(1))
      .flatMap((row) => [row.split(',')[0] ?? '', row.split(',')[3] ?? ''])
      .filter((word) => word.length > 2);
    expect(people.length).toBeGreaterThan(400);
    const adverse = (files.find(({ name }) => name === ADVERSE_FILE)?.content ?? '').trimEnd().split('\r\n').slice(1);
    const unpublished = adverse.flatMap((row) => [row.split(',')[3] ?? '', row.split(',')[6] ?? '']);
    expect(unpublished.filter((text) => text.length > 5)).toHaveLength(6);
    const hidden = [
      ...people,
      ...DEMO_CITIZENS.flatMap(({ name, documentNumber }) => [name, documentNumber]),
      ...DEMO_OFFICERS.map(({ name }) => name),
      ...unpublished,
    ];
    const found = [...walk.read].flatMap(([step, text]) =>
      hidden.filter((word) => text.includes(word)).map((word) => `${step}: ${word}`),
    );
    expect(found).toEqual([]);
    expect([...walk.answers.values()].filter(({ status }) => status >= 429)).toEqual([]);
  }, 120_000);

  test('no natural person is there: not on a page, not in the database', async () => {
    const dump = await asOwner<{ line: string }>(
      2,
      `SELECT string_agg(query_to_xml('SELECT * FROM ' || quote_ident(tablename), true, false, '')::text, '') AS line FROM pg_tables WHERE schemaname = 'public'`,
    );
    const pages = await Promise.all(
      ['/', '/lists/red', '/lists/red/1', '/open-data'].map((path) => visitor().page(path)),
    );
    const shown = (dump[0]?.line ?? '') + pages.map(({ text }) => text).join('');
    expect(shown.length).toBeGreaterThan(10_000);
    for (const { name, documentNumber } of DEMO_CITIZENS) {
      expect(shown).not.toContain(name);
      expect(shown).not.toContain(documentNumber);
    }
    const individuals = demoFiles().filter(({ kind }) => kind === 'individuals');
    const numbers = individuals.flatMap(({ content }) => content.match(/410199\d{11}[\dX]/g) ?? []);
    expect(numbers.length).toBeGreaterThan(300);
    expect(numbers.filter((number) => shown.includes(number))).toEqual([]);
  });
});

describe('points', () => {
  interface Account {
    total: number;
    level: { title: string };
  }

  test('the one who consented has an account that explains itself, above the base', async () => {
    const account = await (await citizen('citizen-joined')).get<Account>('/api/points/accounts/me');
    expect(account.total).toBeGreaterThan(100);
    expect(JSON.stringify(account)).toContain('"2020-2/1.2"');
  });

  test('the other has none, and the points system knows nothing of them or of anybody else', async () => {
    expect(await refusal((await citizen('citizen-not-joined')).get('/api/points/accounts/me'))).toBe(
      'account.not_found',
    );
    const [held] = await asOwner<{ accounts: number; subjects: number }>(
      1,
      'SELECT (SELECT count(*)::int FROM account) AS accounts, (SELECT count(DISTINCT subject_key)::int FROM contribution) AS subjects',
    );
    expect(held).toEqual({ accounts: 1, subjects: 1 });
  });

  test('no message about anybody else was even written down', async () => {
    const recipients = await asOwner<{ n: number }>(
      0,
      `SELECT count(DISTINCT subject_key)::int AS n FROM outbox WHERE recipient = 'points'`,
    );
    expect(recipients[0]?.n).toBe(1);
  });

  test('whoever leaves is forgotten: account and contributions go, deliveries stop', async () => {
    const leaving = await citizen('citizen-joined');
    await leaving.delete('/api/points/accounts/me');
    expect(await refusal(leaving.get('/api/points/accounts/me'))).toBe('account.not_found');
    const [held] = await asOwner<{ n: number }>(
      1,
      'SELECT (SELECT count(*) FROM account)::int + (SELECT count(*) FROM contribution)::int AS n',
    );
    expect(held?.n).toBe(0);
    await expect
      .poll(
        async () =>
          (await asOwner<{ change: string }>(0, 'SELECT change FROM points_subscription ORDER BY sequence')).map(
            ({ change }) => change,
          ),
        { timeout: 30_000 },
      )
      .toEqual(['opened', 'closed']);
  });
});

describe('what must not happen', () => {
  test('nobody comes onto the black list whom no department nominated, though the list has a basis', async () => {
    const code = await refusal((await officer('credit-office')).post('/api/platform/lists/black/rounds'));
    expect(code).toBe('list.not_found');
  });

  test('officers work on their own department’s cases only', async () => {
    for (const [account, department] of [
      ['health-reviewer', '市卫生健康委员会'],
      ['industry-reviewer', '市工业和信息化局'],
    ] as const) {
      const reviewer = await officer(account);
      const { items } = await reviewer.get<{ items: { competentDepartment: string }[] }>(
        '/api/platform/cases?state=determined&limit=200',
      );
      expect(items.length).toBeGreaterThan(10);
      expect([...new Set(items.map(({ competentDepartment }) => competentDepartment))]).toEqual([department]);
    }
  });

  test('a reporter decides nothing and does not see what another zone handed in', async () => {
    const reporter = await officer('gaoxin-reporter');
    const [batch] = await asOwner<{ id: string }>(
      0,
      "SELECT id::text FROM batch WHERE department_id = 'airport' LIMIT 1",
    );
    expect(await refusal(reporter.post(`/api/platform/batches/${batch!.id}/review`))).toBe('permission.denied');
    expect(await refusal(reporter.get(`/api/platform/batches/${batch!.id}`))).toBe('batch.not_found');
  });
});

describe('a second start', () => {
  test('finds everything again and tells nothing twice', async () => {
    const before = await asOwner<{ n: number }>(0, 'SELECT count(*)::int AS n FROM audit_entry');
    const clockBefore = demo.clock.now();
    await demo.stop();
    demo = await startDemo(environment);
    const again: string[] = [];
    await tellStory(demo, { log: (line) => again.push(line) });
    expect(told.length).toBeGreaterThan(5);
    expect(again).toEqual([]);
    expect(demo.clock.now().getTime()).toBeGreaterThanOrEqual(clockBefore.getTime());
    const [batches] = await asOwner<{ batches: number; reports: number; editions: number }>(
      0,
      `SELECT (SELECT count(*)::int FROM batch WHERE channel = 'file') AS batches, (SELECT count(*)::int FROM own_report) AS reports,
         (SELECT count(*)::int FROM edition) AS editions`,
    );
    expect(batches).toEqual({ batches: earlierFiles().length + demoFiles().length + 1, reports: 1, editions: 1 });
    const after = await asOwner<{ n: number }>(0, 'SELECT count(*)::int AS n FROM audit_entry');
    expect((after[0]?.n ?? 0) - (before[0]?.n ?? 0)).toBeLessThan(10); // a sign-in, no story
  });

  test('on another port everybody is still who they were: officers, citizens, the library’s desk', async () => {
    await demo.stop();
    demo = await startDemo({ ...environment, PORT: String(await freePort()) });
    expect(demo.publicUrl).not.toBe(`http://localhost:${environment['PORT']}`);
    const { roles } = await (await officer('health-reviewer')).get<{ roles: string[] }>('/api/platform/me');
    expect(roles).toEqual(['reviewer']);
    await citizen('citizen-joined');
    await visitor().signIn('points/provider', 'library-desk');
  });

  test('nothing that identifies a person lies open on the disk', () => {
    const number = DEMO_CITIZENS[0]!.documentNumber;
    for (const file of readdirSync(directory, { recursive: true, withFileTypes: true })) {
      if (!file.isFile()) continue;
      expect(readFileSync(join(file.parentPath, file.name)).includes(number), file.name).toBe(false);
    }
  });
});
