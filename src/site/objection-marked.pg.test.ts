/** objection-marked: whatever the site serves that names an organisation whose entries and records are objected to says so there, in whichever form. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { feedEndpoints } from '#contracts/notification.ts';
import { dataFileEndpoints, editionEndpoints, standingEndpoints } from '#contracts/open-data-endpoints.ts';
import { pageEndpoints } from '#contracts/site-pages.ts';
import { unzip } from '../../tests/support/files.ts';
import { receiveAtSite as receive } from '../../tests/support/inbox.ts';
import { edition, entry, goodRecord, manifest, mark, notice, records } from '../../tests/support/site-messages.ts';
import { siteServer } from '../../tests/support/site-server.ts';
import { openSite, testClock } from '../../tests/support/systems.ts';

const clock = testClock('2020-05-20T02:00:00Z');
const listed = entry(1);
const proposed = entry(2);
const recorded = goodRecord(3);
const objected = [listed, proposed, recorded];
let site: Awaited<ReturnType<typeof openSite>>;
let app: FastifyInstance;

beforeAll(async () => {
  site = await openSite(clock);
  app = await siteServer(site.context);
  const take = (message: Parameters<typeof receive>[1]) => receive(site.context, message);
  await take(edition(manifest([listed])));
  await take(notice([proposed]));
  await take(records(recorded));
});
afterAll(async () => {
  await app?.close();
  await site?.close();
});

async function objectTo(open: boolean): Promise<void> {
  const take = (message: Parameters<typeof receive>[1]) => receive(site.context, message);
  await take(mark(listed, open));
  await take(mark(proposed, open));
  await take(records({ ...recorded, objectionOpen: open }));
}

/** Why no mark: what is served names an organisation and shows no record or entry of it. */
const WITHOUT: Readonly<Record<string, string>> = {
  'GET /organisations/:uscc/changes.atom': 'says that something changed, never what',
};

const PARAMETERS: Readonly<Record<string, readonly string[]>> = {
  list: ['red'],
  number: ['1'],
  id: ['7'],
  uscc: objected.map(({ uscc }) => uscc),
  name: ['entries', 'records', 'changes', 'withdrawals', 'punctuality'],
  code: ['00000000000000000000'],
};
const QUERIES: Readonly<Record<string, readonly string[]>> = {
  // of what is only proposed a search says nothing
  'GET /search': [listed, recorded].flatMap(({ uscc, name }) => [`?q=${uscc}`, `?q=${encodeURIComponent(name)}`]),
  'GET /v1/records/changes.csv': ['?since=0'],
  'GET /v1/records/changes.json': ['?since=0'],
  'GET /v1/records/changes.xlsx': ['?since=0'],
};

/** Every address that anybody can ask without sending something, with what was planted in it. */
const addresses = [pageEndpoints, feedEndpoints, editionEndpoints, dataFileEndpoints, standingEndpoints].flatMap(
  (endpoints) =>
    Object.keys(endpoints.all)
      .filter((name) => name.startsWith('GET '))
      .flatMap((name) => {
        const path = name.slice('GET '.length);
        const filled = path
          .split('/')
          .reduce<string[]>(
            (before, part) => before.flatMap((start) => valuesOf(part).map((value) => `${start}/${value}`)),
            [''],
          )
          .map((address) => address.replace('//', '/'));
        const prefixes = path.startsWith('/v1') ? ['/api/site'] : path.startsWith('/feeds') ? [''] : ['', '/en'];
        return filled.flatMap((address) =>
          (QUERIES[name] ?? ['']).flatMap((query) =>
            prefixes.map((prefix) => ({ name, address: prefix + address + query })),
          ),
        );
      }),
);

function valuesOf(part: string): readonly string[] {
  const [, name, rest] = /^:([a-z]+)(.*)$/i.exec(part) ?? [];
  return name === undefined ? [part] : (PARAMETERS[name] ?? []).map((value) => value + rest);
}

/** As text, whatever is packed unpacked. */
async function textOf(body: Buffer, type: string): Promise<string> {
  if (!/zip|spreadsheetml/.test(type)) return body.toString();
  const folder = mkdtempSync(join(tmpdir(), 'xinheng-test-'));
  try {
    writeFileSync(join(folder, 'packed.zip'), body);
    await unzip(join(folder, 'packed.zip'), join(folder, 'out'));
    const files = readdirSync(join(folder, 'out'), { recursive: true, withFileTypes: true }).filter((one) =>
      one.isFile(),
    );
    // what lies in a package is judged as one: its own table carries the marks of all
    return files.map((file) => readFileSync(join(file.parentPath, file.name), 'utf8')).join('\n');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Those named without being marked: a page or file of several lines is judged line by line where it has lines. */
const MARK =
  /异议处理中|有异议|Objection open|class="objection"|"objectionOpen":\s*true|"objections":\s*\["|>是<|,是[,\r\n]|异议/i;
const PLAIN = /"objectionOpen":\s*false|,否[,\r\n]|"objections":\s*\[\]/;

async function served(): Promise<Map<string, { name: string; text: string; names: boolean }>> {
  const found = new Map<string, { name: string; text: string; names: boolean }>();
  for (const { name, address } of addresses) {
    const answer = await app.inject({ url: address, headers: { accept: 'text/html' } });
    if (answer.statusCode !== 200) continue;
    const text = await textOf(answer.rawPayload, String(answer.headers['content-type']));
    const main = /<main[\s\S]*<\/main>/.exec(text)?.[0] ?? text;
    const names = objected.some((one) => main.includes(one.uscc) || main.includes(one.name));
    found.set(address, { name, text: main, names });
  }
  return found;
}

describe('what the site serves', () => {
  test('changes wherever it names somebody about whom an objection is opened, and says the word', async () => {
    const before = await served();
    await objectTo(true);
    const after = await served();
    const naming = [...after].filter(([, { name, names }]) => names && WITHOUT[name] === undefined);
    expect(naming.length).toBeGreaterThan(20);
    const bare = naming.filter(([address, { text }]) => text === before.get(address)?.text || !MARK.test(text));
    expect(bare.map(([address]) => decodeURIComponent(address))).toEqual([]);
    // where it is told in figures or letters, none says no
    const denied = naming.filter(([, { text }]) => PLAIN.test(text));
    expect(denied.map(([address]) => decodeURIComponent(address))).toEqual([]);
    await objectTo(false);
    const closed = await served();
    for (const [address] of naming) expect(closed.get(address)?.text, address).not.toBe(after.get(address)?.text);
  });
});
