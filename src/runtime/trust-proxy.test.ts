/** Whose word about an address counts: what the setting may say, and which address a request then comes from. */
import { describe, expect, test } from 'vitest';
import { createServer } from './http/server.ts';
import { readTrustProxy, type TrustProxy } from './trust-proxy.ts';

test.each<[string, TrustProxy]>([
  ['false', false],
  ['0', false],
  ['true', 1],
  ['1', 1],
  ['2', 2],
  ['10.0.0.5', ['10.0.0.5']],
  [' 10.0.0.5 , 10.1.0.0/16,loopback', ['10.0.0.5', '10.1.0.0/16', 'loopback']],
  ['fd00::/8', ['fd00::/8']],
])('%s is understood', (text, setting) => {
  expect(readTrustProxy(text)).toEqual(setting);
});

test.each([
  'maybe',
  'yes',
  '-1',
  '1.5',
  '11',
  '99999999999',
  '10.0.0.5/33',
  '0.0.0.0/0',
  '::/0',
  '10.0.0.0/16/8',
  '*',
  'all',
  'proxy.local',
  '10.0.0.5,',
  'fe80::1%eth0',
])('%s is refused', (text) => {
  expect(() => readTrustProxy(text)).toThrow(RangeError);
});

describe('the address a request comes from', () => {
  const PEER = '10.0.0.5';
  async function seen(trustProxy: TrustProxy, forwarded: string, remoteAddress = PEER): Promise<string> {
    const server = await createServer({ trustProxy, rateLimitPerMinute: 1000, secure: false, logger: false });
    server.get('/ip', async (request) => request.ip);
    const { body } = await server.inject({ url: '/ip', remoteAddress, headers: { 'x-forwarded-for': forwarded } });
    await server.close();
    return body;
  }

  // what the caller wrote stands first, what our own proxies saw last
  test.each<[string, TrustProxy, string, string]>([
    ['nobody is believed', false, '1.1.1.1', PEER],
    ['one proxy: the last address, which it saw itself', 1, '1.1.1.1, 203.0.113.7', '203.0.113.7'],
    ['two proxies: the last but one', 2, '1.1.1.1, 203.0.113.7, 10.0.0.9', '203.0.113.7'],
    ['a named proxy is believed', ['10.0.0.0/8'], '1.1.1.1, 203.0.113.7', '203.0.113.7'],
    ['another than the named one is not', ['10.9.9.9'], '1.1.1.1, 203.0.113.7', PEER],
  ])('%s', async (_name, trustProxy, forwarded, address) => {
    expect(await seen(trustProxy, forwarded)).toBe(address);
  });

  test('a caller from the internet who reached the port past the proxy is no proxy', async () => {
    for (const peer of ['203.0.113.50', '2001:db8::1']) expect(await seen(1, '1.1.1.1', peer)).toBe(peer);
    for (const peer of ['127.0.0.1', '::1', '::ffff:10.0.0.5', '172.20.0.2', 'fd00::2'])
      expect(await seen(1, '203.0.113.7', peer), peer).toBe('203.0.113.7');
  });
});
