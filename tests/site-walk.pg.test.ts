/**
 * One walk through everything the public site answers, with a system full of hostile names, withdrawn entries, superseded editions and
 * notices not yet due: nothing that has left, nothing unpublished, no person; every name inert wherever it appears.
 */
import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { browsableApi, describeApi } from '#runtime/http/api-document.ts';
import { publicationKey } from '#site/index.ts';
import { receiveAtSite as receive } from './support/inbox.ts';
import { inventedResidentId } from './support/people.ts';
import {
  directory,
  edition,
  entry,
  event,
  goodRecord,
  manifest,
  mark,
  notice,
  punctuality,
  records,
  recordWithdrawal,
  registered,
  withdrawal,
} from './support/site-messages.ts';
import { PUBLIC_URL, siteServer } from './support/site-server.ts';
import { type Answer, type Walk, walkSite } from './support/site-walk.ts';
import { openSite, testClock, testServer } from './support/systems.ts';

const HOSTILE = [
  '<script>alert(1)</script>有限公司',
  '"><img src=x onerror=alert(1)>厂',
  "'; DROP TABLE edition; --公司",
  '\u202e司公限有\u202c测试',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a template injection, as text
  '{{7*7}}${7*7}<%= 7*7 %>公司',
  '=HYPERLINK("http://evil.test","点我")公司',
  '@SUM(A1:A9)公司',
  '公司\r\nSet-Cookie: a=b',
  '../../../etc/passwd公司',
  'javascript:alert(1)公司',
  ']]><!--公司',
  '&lt;b&gt;商行',
  '\u2028公司\u200b\ufeff',
];

const clock = testClock('2020-05-20T02:00:00Z');
let site: Awaited<ReturnType<typeof openSite>>;
let app: FastifyInstance;
let walk: Walk;
let hiddenReport = '';

const hostile = HOSTILE.map((name, index) => entry(index + 1, { name, matter: name, department: '市工业和信息化局' }));
const gone = [
  entry(101, { name: '已撤下甲测试公司', matter: '已撤下甲的事项' }),
  entry(102, { name: '已到期乙测试公司', matter: '已到期乙的事项', validUntil: '2020-05-19' }),
  entry(103, { name: '公示中撤下丙测试公司', matter: '公示中撤下丙的事项' }),
  entry(104, { name: '尚未公示丁测试公司', matter: '尚未公示丁的事项' }),
  entry(105, { name: '公示期满戊测试公司', matter: '公示期满戊的事项' }),
] as const;
const goneRecord = goodRecord(106, { name: '已撤下己测试公司', matter: '已撤下己的事项' });
const laterRecord = goodRecord(107, {
  name: '尚未生效庚测试公司',
  matter: '尚未生效庚的事项',
  validFrom: '2020-06-01',
});
/** was on the first edition and left with the second; still part of the first, never of what is said of it today */
const left = entry(110, { name: '退出辛测试公司' });

const take = (message: Parameters<typeof receive>[1]) => receive(site.context, message);

beforeAll(async () => {
  site = await openSite(clock);
  app = await testServer();
  await app.register(async (scope) => {
    await describeApi(scope, 'site');
    await siteServer(site.context, { key: publicationKey(randomBytes(32).toString('base64')) }, scope as never);
    await browsableApi(scope, 'site');
  });
  await fillEditions();
  await openNotices();
  await fillRecords();
  await fillPunctuality();
  walk = await walkEverything([...hostile.slice(0, 4), ...gone, left, goneRecord].map(({ uscc }) => uscc));
}, 120_000);

/** Two editions, the second without one who was on the first; a report was made of somebody who leaves later. */
async function fillEditions(): Promise<void> {
  const [withdrawn, expired] = gone;
  await take(
    directory(registered(200, '登记在册测试公司'), ...HOSTILE.map((name, index) => registered(300 + index, name))),
  );
  await take(edition(manifest([...hostile, withdrawn, expired, left])));
  const { headers } = await app.inject({ method: 'POST', url: `/api/site/v1/organisations/${withdrawn.uscc}/reports` });
  hiddenReport = String(headers['x-report-code']);
  await take(edition(manifest([...hostile, withdrawn, expired], { number: 2, publishedOn: '2020-05-19' })));
}

/** One that is open, one that is not yet, one that is over. */
async function openNotices(): Promise<void> {
  const [, , struck, future, past] = gone;
  await take(notice([entry(120, { name: '正在公示壬测试公司' }), struck]));
  const period = (
    roundId: string,
    noticeFrom: string,
    noticeUntil: string,
    title: string,
    one: (typeof gone)[number],
  ) => event('xinheng.notice.opened', { list: 'red', title, roundId, noticeFrom, noticeUntil, entries: [one] });
  await take(period('8', '2020-06-01', '2020-06-08', '尚未开始的公示', future));
  await take(period('9', '2020-05-01', '2020-05-08', '已经结束的公示', past));
}

/** Good records, one not in force yet; then what is objected to, and what leaves. */
async function fillRecords(): Promise<void> {
  const [withdrawn, , struck] = gone;
  await take(records(goodRecord(1), goodRecord(200), goneRecord, laterRecord));
  await take(mark(hostile[0]!, true));
  await take(withdrawal(withdrawn));
  await take(withdrawal(struck));
  await take(recordWithdrawal(goneRecord));
}

async function fillPunctuality(): Promise<void> {
  const few = { step: 'check', department: '一月只有几件的单位', kept: 3, missed: 1 } as const;
  await expect(take(punctuality('2020-03', few))).rejects.toThrow();
  await take(punctuality('2020-03', { step: 'check', department: '市工业和信息化局', kept: 18, missed: 2 }));
}

function walkEverything(codes: readonly string[]): Promise<Walk> {
  return walkSite({
    origins: [PUBLIC_URL],
    ask: async (method, path) => {
      const answer = await app.inject({
        method,
        url: path,
        headers: { accept: path.startsWith('/api/') ? '*/*' : 'text/html' },
      });
      return {
        status: answer.statusCode,
        type: String(answer.headers['content-type'] ?? ''),
        headers: answer.headers as Answer['headers'],
        content: answer.rawPayload,
      };
    },
    also: unlinked(codes),
    parameters: {
      list: ['red', 'black'],
      number: ['1', '2', '3'],
      uscc: codes,
      code: [hiddenReport, '00000000000000000000'],
      id: ['00000000-0000-4000-8000-000000000000'],
      name: ['entries', 'changes', 'records', 'record-changes', 'withdrawals', 'punctuality'].map(
        (name) => `${name}.json`,
      ),
    },
  });
}

/** What no page leads to any more, and what only a form asks for. */
const unlinked = (codes: readonly string[]) => [
  ...codes.flatMap((code) => [
    `/organisations/${code}`,
    `/en/organisations/${code}`,
    `/organisations/${code}/changes.atom`,
  ]),
  ...['red', 'black'].map((list) => `/feeds/${list}.atom`),
  ...['7', '8', '9'].map((id) => `/notices/${id}`),
  ...HOSTILE.map((name) => `/search?q=${encodeURIComponent(name)}`),
  `/search?q=${encodeURIComponent('测试')}`,
  `/verify/${hiddenReport}`,
];

afterAll(async () => {
  await app?.close();
  await site?.close();
});

/** Not what somebody asked for, which the answer repeats to them. */
const ownWords = (text: string) =>
  text.replaceAll(/<input[^>]*>|<title>[^<]*<\/title>|“<bdi[^>]*>[^<]*<\/bdi>”|href="[^"]*"|action="[^"]*"/g, '');

test('the walk saw everything there is', () => {
  const steps = [...walk.read.keys()];
  for (const one of [
    ...[
      'GET /',
      'GET /en/',
      'GET /lists/red/1',
      'GET /notices/7',
      'GET /policy',
      'GET /statistics',
      'GET /open-data',
      'GET /verify',
    ],
    ...[
      'GET /feeds/editions.atom',
      'GET /api/site/v1/editions/red/1/edition.zip',
      'GET /api/site/v1/records/changes.csv?since=0',
    ],
    `POST /organisations/${hostile[0]!.uscc}/report`,
    `POST /en/organisations/${hostile[1]!.uscc}/report`,
  ])
    expect(steps).toContain(one);
  const documented = JSON.parse(walk.read.get('GET /api/site/docs/json') ?? '{}').paths as object;
  for (const path of Object.keys(documented)) {
    const pattern = new RegExp(
      `^(GET|POST|DELETE) ${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}(\\?|$)`,
    );
    const isGet = 'get' in ((documented as Record<string, object>)[path] ?? {});
    if (isGet)
      expect(
        steps.some((step) => pattern.test(step)),
        path,
      ).toBe(true);
  }
  expect(steps.length).toBeGreaterThan(200);
  expect([...walk.answers.values()].filter(({ status }) => status >= 500)).toEqual([]);
});

test('nothing linked is missing', () => {
  const broken = [...walk.answers].filter(([step, { status }]) => status === 404 && !EXPECTED_ABSENT.test(step));
  expect(broken.map(([step]) => step)).toEqual([]);
});
const EXPECTED_ABSENT =
  /\/black\/\d|\/red\/3|\/notices\/8|organisations\/(?:[0-9A-Z]{18})|0{20}|subscriptions\/|\/v1\/reports\//;

describe('nowhere', () => {
  test('is anything withdrawn, expired, not yet due or past its period', () => {
    for (const one of [...gone, goneRecord, laterRecord]) {
      for (const hidden of [one.name, one.matter, one.recordId]) {
        const shown = [...walk.read].filter(([, text]) => ownWords(text).includes(hidden)).map(([step]) => step);
        expect(shown, hidden).toEqual([]);
      }
      const named = [...walk.read].filter(
        ([step, text]) => !step.includes(one.uscc) && ownWords(text).includes(one.uscc),
      );
      expect(
        named.map(([step]) => step).filter((step) => !step.includes(hiddenReport)),
        one.uscc,
      ).toEqual([]);
    }
    for (const title of ['尚未开始的公示'])
      expect([...walk.read].filter(([, text]) => text.includes(title)).map(([step]) => step)).toEqual([]);
  });

  test('is a figure of so few that it would tell of a case', () => {
    const shown = [...walk.read].filter(([, text]) => text.includes('一月只有几件的单位')).map(([step]) => step);
    expect(shown).toEqual([]);
    expect(walk.read.get('GET /statistics')).toContain('90%');
    expect(walk.read.get('GET /api/site/v1/punctuality.xlsx')).toContain('报送事项核对');
  });

  test('who left with the newer edition is named no more, in the older one neither', () => {
    const shown = [...walk.read].filter(([, text]) => ownWords(text).includes(left.name)).map(([step]) => step);
    expect(shown).toEqual([]);
    expect(walk.read.get('GET /lists/red/1')).toContain('后一期不再列入');
  });

  test('is a person’s number', () => {
    const number = inventedResidentId('1985-06-15', 1).slice(0, 14);
    for (const [step, text] of walk.read) {
      expect(text.includes(number), step).toBe(false);
      if (/json|csv|html|atom/.test(walk.answers.get(step)?.type ?? ''))
        expect(
          text.match(/(?<![0-9A-Za-z])[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])\d{5}[\dX](?![0-9A-Za-z])/g) ?? [],
          step,
        ).toEqual([]);
    }
  });
});

describe('hostile names are inert', () => {
  test('in pages: text, never markup, and no script may run at all', () => {
    for (const [step, answer] of walk.answers) {
      if (!answer.type.startsWith('text/html') || step.includes('/api/site/docs')) continue;
      const text = walk.read.get(step) ?? '';
      expect(text, step).not.toMatch(
        /<script|<img|<b>公|onerror=alert\(1\)>|\u202e|href="javascript:| style=|<!--公司/,
      );
      if (answer.status === 200)
        expect(answer.headers['content-security-policy'], step).toContain("default-src 'none'");
    }
    expect(walk.read.get('GET /lists/red/2')).toContain('&lt;script&gt;alert(1)&lt;/script&gt;有限公司');
  });

  test('in feeds, tables and files: well-formed, no formula, no control of direction', () => {
    for (const [step, { type }] of walk.answers) {
      const text = walk.read.get(step) ?? '';
      if (type.startsWith('text/csv')) expect(text, step).not.toMatch(/(^|,|\r\n)"?[=@+-]/);
      if (type.includes('atom')) expect(text, step).not.toMatch(/<script|<img|\u202e/);
      if (type.includes('json')) expect(() => JSON.parse(text), step).not.toThrow();
    }
  });

  test('in headers: no name gets there', () => {
    for (const [step, { headers }] of walk.answers) {
      const all = JSON.stringify(headers);
      expect(all, step).not.toMatch(/Set-Cookie: a=b|alert\(1\)|evil\.test/);
      if (!step.includes('/display/set')) expect(headers['set-cookie'], step).toBeUndefined();
    }
  });

  test('in the database: the tables are all still there', async () => {
    const { rows } = await site.owner.query("SELECT count(*)::int AS n FROM edition WHERE list = 'red'");
    expect(rows[0]).toEqual({ n: 2 });
  });
});
