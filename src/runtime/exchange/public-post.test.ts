/** A subscriber's address can lead nowhere but to the public internet, and cannot keep anybody waiting. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { newSecret } from '../../../tests/support/systems.ts';
import { isPublicAddress, publicPost } from './public-post.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

const EVENT = {
  specversion: '1.0',
  id: 'change_1',
  source: 'https://credit.test',
  type: 'xinheng.organisation.changed',
  time: '2020-05-20T02:00:00.000Z',
  data: {},
} as const;

async function listen(answer: Parameters<typeof createServer>[1]): Promise<string> {
  const server = createServer(answer as never);
  servers.push(server);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
}

const clock = () => new Date();
const local = publicPost({ clock, loopback: true, timeoutMilliseconds: 400 });

test.each([
  ...[
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
  ],
  ...['224.0.0.1', '255.255.255.255', '198.18.0.1', '192.0.2.1', '203.0.113.9', '240.0.0.1'],
  ...[
    '::1',
    '::',
    'fe80::1',
    'fc00::1',
    'fd12:3456::1',
    'ff02::1',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '64:ff9b::7f00:1',
  ],
  ...['2002:7f00:1::', '2001:db8::1', '2001::1', 'fe80::1%eth0', 'localhost', '', '127.1', '0x7f000001', '2130706433'],
])('%s is not public', (address) => expect(isPublicAddress(address)).toBe(false));

test.each(['8.8.8.8', '1.1.1.1', '172.32.0.1', '2606:4700::1111', '2400:3200::1'])('%s is public', (address) =>
  expect(isPublicAddress(address)).toBe(true),
);

test('a name that resolves into the own network, wholly or in part, is never called', async () => {
  let called = 0;
  const url = new URL(
    await listen((_request, response) => {
      called++;
      response.end('{}');
    }),
  );
  for (const addresses of [['127.0.0.1'], ['8.8.8.8', '127.0.0.1'], ['::1'], ['169.254.169.254'], []]) {
    const post = publicPost({ clock, resolve: async () => addresses, timeoutMilliseconds: 300 });
    expect(await post(`https://rebinding.example.com:${url.port}/`, EVENT, newSecret())).toEqual({
      status: 0,
      body: '',
    });
  }
  expect(called).toBe(0);
});

test('outside tests loopback and plain http are nothing it would call', async () => {
  let called = 0;
  const address = await listen((_request, response) => {
    called++;
    response.end('{}');
  });
  expect(await publicPost({ clock, timeoutMilliseconds: 300 })(address, EVENT, newSecret())).toEqual({
    status: 0,
    body: '',
  });
  expect(called).toBe(0);
});

test('follows no redirect', async () => {
  let followed = 0;
  const inner = await listen((_request, response) => {
    followed++;
    response.end('{}');
  });
  const outer = await listen((_request, response) => {
    response.writeHead(307, { location: inner }).end();
  });
  expect((await local(outer, EVENT, newSecret())).status).toBe(307);
  expect(followed).toBe(0);
});

test('an answer that never ends, drips or is endless does not hold anybody up', async () => {
  const silent = await listen(() => {});
  const dripping = await listen((_request, response) => {
    const timer = setInterval(() => response.write('.'), 50);
    response.on('close', () => clearInterval(timer));
  });
  const endless = await listen((_request, response) => {
    const more = () => {
      while (response.write('x'.repeat(10_000)));
    };
    response.on('drain', more);
    response.on('error', () => {});
    more();
  });
  for (const address of [silent, dripping, endless])
    expect(await local(address, EVENT, newSecret())).toEqual({ status: 0, body: '' });
});
