/** What every door of the systems has: the way in, the way out, and who one is. */
import { z } from 'zod';
import { ANYBODY, endpoints, json, type Known, REDIRECT } from './endpoint.ts';

/** This system's session is over; the provider's may live on. */
export const SignedOut = z.object({
  continueAt: z.url().nullable().meta({
    description: '浏览器接着打开这个地址，统一身份认证的登录也随之结束；为空时见 notice',
  }),
  notice: z
    .object({ zh: z.string(), en: z.string() })
    .nullable()
    .meta({ description: '统一身份认证的登录没有结束时，应当告诉本人的话' }),
});
export type SignedOut = z.infer<typeof SignedOut>;

/** Those of the redirects count by address, so that a busy office can still sign in. */
export const signInEndpoints = <const Caller extends Known, Me extends z.ZodType>(who: Caller, me: Me) =>
  endpoints('sign-in', {
    'GET /auth/sign-in': {
      summary: { zh: '登录：转到统一身份认证', en: 'Sign in: leads on to the city’s identity provider' },
      who: ANYBODY,
      caching: 'never',
      limit: 'address',
      query: z.object({
        returnTo: z.string().max(500).optional().describe('登录后回到的页面，只能是本站路径'),
      }),
      answer: REDIRECT,
    },
    'GET /auth/callback': {
      summary: { zh: '登录：自统一身份认证返回', en: 'Sign in: back from the city’s identity provider' },
      who: ANYBODY,
      caching: 'never',
      limit: 'address',
      query: z.looseObject({}),
      answer: REDIRECT,
    },
    'POST /auth/sign-out': {
      summary: {
        zh: '退出登录：结束本系统的登录，并指出在哪里结束统一身份认证的登录',
        en: 'Sign out: ends the session here, and says where the identity provider’s is ended',
      },
      who: ANYBODY,
      caching: 'never',
      answer: json(SignedOut),
    },
    'GET /me': { summary: { zh: '当前登录者', en: 'Who is signed in' }, who, answer: json(me) },
  });
