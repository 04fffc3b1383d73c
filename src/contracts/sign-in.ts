/** What every door of the systems has: the way in, the way out, and who one is. */
import { z } from 'zod';
import { ANYBODY, endpoints, json, NOTHING, type Who } from './endpoint.ts';

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

export const signInEndpoints = <const Caller extends Who, Me extends z.ZodType>(who: Caller, me: Me) =>
  endpoints('sign-in', {
    'GET /auth/sign-in': {
      summary: { zh: '登录：转到统一身份认证', en: 'Sign in: leads on to the city’s identity provider' },
      who: ANYBODY,
      query: z.object({
        returnTo: z.string().max(500).optional().describe('登录后回到的页面，只能是本站路径'),
      }),
      answer: NOTHING,
    },
    'POST /auth/sign-out': {
      summary: { zh: '退出登录', en: 'Sign out' },
      who: ANYBODY,
      answer: json(SignedOut),
    },
    'GET /me': { summary: { zh: '当前登录者', en: 'Who is signed in' }, who, answer: json(me) },
  });
