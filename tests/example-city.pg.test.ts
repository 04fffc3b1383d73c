/**
 * The product in another city, as `POLICY_DIR=cities/example npm start` starts it: its demo is told from its own policy, and everything it
 * answers is walked through. All of it is there, and nothing is said in words of the city that runs by default.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEFAULT_POLICY_FOLDER } from '../src/runtime/default-policy.ts';
import { CITY_ORGANISATIONS } from '../src/runtime/demo/any-city.ts';
import { type Demo, startDemo } from '../src/runtime/demo/start-demo.ts';
import { tellStory } from '../src/runtime/demo/story.ts';
import { Visitor } from '../src/runtime/demo/visitor.ts';
import { loadPolicy } from '../src/runtime/policy.ts';
import { freePort } from '../src/runtime/postgres/embedded.ts';
import { localWordIn } from './support/local-words.ts';
import { type Answer, type Walk, walkSite } from './support/site-walk.ts';
import { wordsOf } from './support/words-of-packs.ts';

const FOLDER = join(import.meta.dirname, '..', 'cities', 'example');
const policy = await loadPolicy(FOLDER);
const ours = wordsOf(policy).names;
const theirs = new Set(wordsOf(await loadPolicy(DEFAULT_POLICY_FOLDER)).names.filter((name) => !ours.includes(name)));
const foreign = { ids: new Set<string>(), refs: new Set<string>(), names: theirs };
const GOOD = policy.lists.filter(({ polarity }) => polarity === 'good');

let demo: Demo;
let directory: string;
const told: string[] = [];

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'xinheng-example-'));
  const surroundings = { POLICY_DIR: FOLDER, DATA_DIR: directory, RATE_LIMIT_PER_MINUTE: '1000000' };
  demo = await startDemo({ ...surroundings, PORT: String(await freePort()) });
  await tellStory(demo, { log: (line) => told.push(line) });
}, 600_000);

afterAll(async () => {
  await demo?.stop();
  rmSync(directory, { recursive: true, force: true });
});

/** Words of the other city in an answer, each with where it stands. */
function foreignIn(texts: Iterable<readonly [string, string]>): string[] {
  return [...texts].flatMap(([at, text]) => {
    const word = localWordIn(text.replaceAll(/《河南省社会信用条例》|河南省社会信用条例/g, ''), foreign);
    return word === undefined
      ? []
      : [`${at}: ${word} in …${text.slice(Math.max(0, text.indexOf(word) - 30)).slice(0, 70)}`];
  });
}

test('the story is the city’s own: every good list is published', () => {
  for (const { plainTitle } of GOOD) expect(told.join('\n')).toContain(`${plainTitle}第 1 期，4 条`);
});

describe('the site', () => {
  let walk: Walk;
  beforeAll(async () => {
    walk = await walkSite({
      origins: [demo.publicUrl],
      ask,
      also: [...CITY_ORGANISATIONS, ...GOOD].flatMap((one) =>
        'uscc' in one ? [`/organisations/${one.uscc}`, `/en/organisations/${one.uscc}`] : [`/feeds/${one.id}.atom`],
      ),
      parameters: {
        list: GOOD.map(({ id }) => id),
        number: ['1'],
        uscc: CITY_ORGANISATIONS.map(({ uscc }) => uscc),
        code: ['00000000000000000000'],
        id: ['00000000-0000-4000-8000-000000000000'],
        name: ['entries.json', 'records.json'],
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

  test('shows its lists under their own names, in both languages', () => {
    for (const { id, title, titleEn } of GOOD) {
      expect(walk.read.get(`GET /lists/${id}`)).toContain(title);
      expect(walk.read.get(`GET /en/lists/${id}`)).toContain(titleEn);
    }
    expect(walk.read.get('GET /en/')).toContain(policy.names.siteEn);
  });

  test('says no word of the other city', () => {
    expect(foreignIn(walk.read)).toEqual([]);
  });
});

describe('the platform and the points system', () => {
  test('what officers are answered is in the city’s words', async () => {
    const office = await new Visitor(demo.publicUrl).signIn('platform', 'credit-office');
    const paths = [
      ...['/policy', '/lists', '/events', '/batches?limit=20', '/departments'],
      ...['/exchange/deliveries?limit=50', '/supervision', '/providers'],
      ...policy.lists.flatMap(({ id }) => [
        `/lists/${id}`,
        `/lists/${id}/rounds?limit=5`,
        `/lists/${id}/nominations?limit=5`,
      ]),
    ];
    const answers = await Promise.all(
      paths.map(async (path) => [path, JSON.stringify(await office.get(`/api/platform${path}`))] as const),
    );
    expect(foreignIn(answers)).toEqual([]);
    expect(new Map(answers).get('/lists')).toContain(policy.lists[0]?.title);
  });

  test('a person finds their own records, points and letters in them', async () => {
    const citizen = await new Visitor(demo.publicUrl).signIn('platform/my', 'citizen-joined');
    await citizen.signInToo('points');
    const paths = [
      '/api/platform/my/data',
      '/api/platform/my/notices?limit=20',
      '/api/platform/my/looks',
      '/api/points/accounts/me',
    ];
    const answers = await Promise.all(
      paths.map(async (path) => [path, JSON.stringify(await citizen.get(path))] as const),
    );
    expect(foreignIn(answers)).toEqual([]);
    const account = JSON.parse(new Map(answers).get('/api/points/accounts/me') ?? '{}') as { total: number };
    expect(account.total).toBe(700);
  });
});

async function ask(method: 'GET' | 'POST', path: string): Promise<Answer> {
  const accept = path.startsWith('/api/') ? '*/*' : 'text/html';
  const answer = await fetch(demo.publicUrl + path, { method, headers: { accept }, redirect: 'manual' });
  return {
    status: answer.status,
    type: answer.headers.get('content-type') ?? '',
    headers: Object.fromEntries(answer.headers),
    content: Buffer.from(await answer.arrayBuffer()),
  };
}
