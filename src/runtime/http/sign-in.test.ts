/** Where a browser that asks to sign in is sent, behind a proxy and under another name. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { officerDoor } from './officer-door.ts';
import { createServer } from './server.ts';
import { signIn } from './sign-in.ts';

let app: Awaited<ReturnType<typeof createServer>>;

beforeAll(async () => {
  app = await createServer({ trustProxy: false, rateLimitPerMinute: 100, secure: true, logger: false });
  await app.register(async (scope) =>
    signIn(scope, {
      prefix: '/api/platform',
      cookie: 'platform',
      publicUrl: 'https://credit.example',
      client: { begin: async () => ({ address: 'https://provider.example/authorize', attempt: {} }) } as never,
      sessions: { begin: async () => 'token' } as never,
      door: officerDoor({} as never) as never,
    }),
  );
  await app.ready();
});
afterAll(() => app.close());

const sentTo = async (host: string) =>
  (await app.inject({ url: '/api/platform/auth/sign-in?returnTo=/x', headers: { host } })).headers['location'];

test('a proxy that ends https in front of us is no reason to send the browser round in circles', async () => {
  expect(await sentTo('credit.example')).toBe('https://provider.example/authorize');
});

test('under another name it is sent to the one the cookies belong to', async () => {
  expect(await sentTo('10.0.0.7:8080')).toBe('https://credit.example/api/platform/auth/sign-in?returnTo=/x');
});
