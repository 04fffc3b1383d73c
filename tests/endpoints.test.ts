/** Endpoints as data are all there is, and the access table answers as they declare. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { EndpointMap, Who } from '#contracts/endpoint.ts';
import { OfficerRole } from '#contracts/officers.ts';
import { MY, PLATFORM } from '#contracts/platform.ts';
import { POINTS, PROVIDER } from '#contracts/points-system.ts';
import { readTable } from './access/table.ts';

const root = join(import.meta.dirname, '..');
const MAPS: Readonly<Record<string, EndpointMap>> = {
  '/api/platform': PLATFORM,
  '/api/platform/my': MY,
  '/api/points': POINTS,
  '/api/points/provider': PROVIDER,
};
/** Between systems and back from the identity provider: nobody's page calls them. */
const OTHER = /\/(auth\/callback|inbox(\/holdings)?)$/;

const declared = new Map<string, Who>(
  Object.entries(MAPS).flatMap(([prefix, map]) =>
    Object.entries(map).map(([address, { who }]) => {
      const [method, path = ''] = address.split(' ');
      return [`${method} ${prefix}${path.replaceAll(/:(\w+)/g, '{$1}')}`, who] as const;
    }),
  ),
);

const published = ['platform', 'points'].flatMap((system) => {
  const { paths } = JSON.parse(readFileSync(join(root, 'docs', 'openapi', `${system}.json`), 'utf8')) as {
    paths: Record<string, Record<string, unknown>>;
  };
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
  );
});

test('what is published is what is declared, but for what systems say to each other', () => {
  expect(published.filter((name) => !OTHER.test(name)).toSorted()).toEqual([...declared.keys()].toSorted());
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
