/** Endpoints as data are all there is: every route was made of one, and the access table answers as they declare. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RouteOptions } from 'fastify';
import { describe, expect, test } from 'vitest';
import type { Endpoint, EndpointMap } from '#contracts/endpoint.ts';
import { OfficerRole } from '#contracts/officers.ts';
import { MY, PLATFORM } from '#contracts/platform.ts';
import { POINTS, PROVIDER } from '#contracts/points-system.ts';
import { FILES, FORMER, PAGES, SITE } from '#contracts/public-site.ts';
import { mountSystems } from '#runtime/application.ts';
import { unconnectedParts, unconnectedServer } from '#runtime/http/api-documents.ts';
import { probes } from '#runtime/http/probes.ts';
import { createServer } from '#runtime/http/server.ts';
import { SYSTEMS, type System } from '#runtime/postgres/migrate.ts';
import { readTable } from './access/table.ts';

const root = join(import.meta.dirname, '..');

type Below = readonly [prefix: string, endpoints: EndpointMap];
const PUBLISHED: Readonly<Record<System, readonly Below[]>> = {
  platform: [
    ['/api/platform', PLATFORM],
    ['/api/platform/my', MY],
  ],
  points: [
    ['/api/points', POINTS],
    ['/api/points/provider', PROVIDER],
  ],
  site: [['/api/site', SITE]],
};
/** What browsers and feed readers open; in no OpenAPI document. */
const OPENED: readonly Below[] = [
  ['', PAGES],
  ['/en', PAGES],
  ['', FILES],
  ['/api/site', FORMER],
];

/** Routes that no endpoint describes, and why. */
const UNDECLARED: readonly (readonly [route: RegExp, because: string])[] = [
  [/^GET \/api\/(platform|points|site)\/docs(\/|$)/, 'pages about the OpenAPI document, brought by swagger-ui'],
  [/^GET \/(console|my)\/assets\/\*$/, 'built files of a front end, as they lie in its folder'],
  [/^GET \/(console|my|provider)(\/\*)?$/, 'the one HTML file of a front end: its own router reads the address'],
];
/** Beside the systems. The demo has a clock and an identity provider of its own, outside of all of this. */
const OF_THE_PROCESS: readonly (readonly [route: string, because: string])[] = [
  ['GET /live', 'a probe: is the process there'],
  ['GET /ready', 'a probe: can it serve'],
  ['GET /health', 'the same, by the name some balancers know'],
  ['GET /favicon.ico', 'browsers ask, there is none'],
  ['ANY /api/*', 'an unknown address below /api is refused as a program expects'],
];

const addresses = (all: readonly Below[]): [address: string, endpoint: Endpoint][] =>
  all.flatMap(([prefix, map]) =>
    Object.entries(map).map(([address, endpoint]): [string, Endpoint] => {
      const [method, path = ''] = address.split(' ');
      return [`${method} ${prefix}${path}`, endpoint];
    }),
  );
const asPublished = (address: string) => address.replaceAll(/:(\w+)/g, '{$1}');

const declared = new Map(
  SYSTEMS.flatMap((system) => addresses(PUBLISHED[system])).map(([address, { who }]) => [asPublished(address), who]),
);

function publishedBy(system: System): string[] {
  const { paths } = JSON.parse(readFileSync(join(root, 'docs', 'openapi', `${system}.json`), 'utf8')) as {
    paths: Record<string, Record<string, unknown>>;
  };
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
  );
}

/** HEAD comes with every GET. */
const routesOf = ({ method, url, config }: RouteOptions) =>
  [method].flat().flatMap((one) => (one === 'HEAD' ? [] : [{ route: `${one} ${url}`, endpoint: config?.endpoint }]));

const parts = await unconnectedParts();

describe.each(SYSTEMS)('%s', (system) => {
  const described = new Map([...addresses(PUBLISHED[system]), ...(system === 'site' ? addresses(OPENED) : [])]);

  test('what is published is what is declared', () => {
    expect(publishedBy(system).toSorted()).toEqual(
      addresses(PUBLISHED[system])
        .map(([address]) => asPublished(address))
        .toSorted(),
    );
  });

  test('every route was made of a declared endpoint, but for those named here', async () => {
    const routes: ReturnType<typeof routesOf> = [];
    const { close } = await unconnectedServer(system, parts, (route) => routes.push(...routesOf(route)));
    await close();
    const undeclared = routes.filter(
      ({ route, endpoint }) => endpoint === undefined || described.get(route) !== endpoint,
    );
    const unexplained = undeclared.filter(({ route }) => !UNDECLARED.some(([known]) => known.test(route)));
    expect(unexplained.map(({ route }) => route)).toEqual([]);
    const made = routes.filter(({ endpoint }) => endpoint !== undefined).map(({ route }) => route);
    expect(made.toSorted()).toEqual([...described.keys()].toSorted());
  });
});

test('beside the systems the process has only what is named here', async () => {
  const routes = new Set<string>();
  const server = await createServer({ trustProxy: false, rateLimitPerMinute: 1, secure: false, logger: false });
  server.addHook('onRoute', (route) => {
    const any = [route.method].flat().length > 5;
    for (const { route: name } of any ? [{ route: `ANY ${route.url}` }] : routesOf(route)) routes.add(name);
  });
  probes(server, []);
  await mountSystems(server, []);
  await server.close();
  expect([...routes].toSorted()).toEqual(OF_THE_PROCESS.map(([route]) => route).toSorted());
});

describe('the access table', () => {
  const table = readTable(readFileSync(join(root, 'docs', 'access.md'), 'utf8'));
  const cells = (name: string, column: string) => (table.get(name)?.get(column) ?? '').split(' / ');
  const ofOfficers = [...declared].flatMap(([name, who]) =>
    who.door === 'officers' && table.has(name) ? [[name, who.roles] as const] : [],
  );

  test('speaks of every endpoint of the officers’ door', () => {
    expect(ofOfficers.length).toBeGreaterThan(80);
  });

  test.each(ofOfficers)('%s is open to nobody but %s', (name, roles) => {
    expect(cells(name, 'signed-out')).toEqual(['401']);
    if (roles.length === 0) return;
    // the machine of the table holds the reporter's role
    const others = OfficerRole.options.filter((role) => !(roles as readonly string[]).includes(role));
    for (const role of others) expect(new Set(cells(name, role)), role).toEqual(new Set(['403']));
    if (others.includes('reporter')) expect(new Set(cells(name, 'machine'))).toEqual(new Set(['403']));
    // of those named, somebody gets further than the door
    expect(roles.some((role) => cells(name, role).some((answer) => answer !== '403'))).toBe(true);
  });

  test('what is a person’s own is open to no officer', () => {
    const own = [...declared].filter(([name, { door }]) => door === 'applicants' && table.has(name));
    expect(own.length).toBeGreaterThan(20);
    for (const [name] of own)
      for (const role of OfficerRole.options)
        expect(new Set(cells(name, role)), `${name} ${role}`).toEqual(new Set(['401']));
  });
});
