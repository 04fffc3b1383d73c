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

const instant = z.iso.datetime();
const SessionId = z.string().regex(/^[0-9a-f]{64}$/);

/** Where somebody is signed in; of the browser no more than its kind. */
export const OwnSession = z.object({
  id: SessionId,
  startedAt: instant,
  seenAt: instant.meta({ description: '最近一次使用，精确到分钟' }),
  browser: z.string().nullable().meta({ description: '浏览器和操作系统的种类；浏览器没有说明的为空' }),
  current: z.boolean().meta({ description: '就是发出此请求的浏览器' }),
});
export type OwnSession = z.infer<typeof OwnSession>;
export const OwnSessions = z.object({ items: z.array(OwnSession) });
export type OwnSessions = z.infer<typeof OwnSessions>;
/** The one that asks ends by signing out, so that the provider's ends as well. */
export const EndOwnSessions = z.strictObject({
  id: SessionId.optional().meta({ description: '结束哪一个；不填为除本浏览器外的全部' }),
});
export const EndedSessions = z.object({ ended: z.number().int() });

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
    'GET /auth/sessions': {
      summary: { zh: '我在哪些浏览器上登录着', en: 'In which browsers I am signed in' },
      who: ANYBODY,
      caching: 'never',
      answer: json(OwnSessions),
    },
    'POST /auth/sessions/end': {
      summary: {
        zh: '结束我在其他浏览器上的登录：某一个，或者全部',
        en: 'End my sessions in other browsers: one, or all',
      },
      who: ANYBODY,
      caching: 'never',
      body: EndOwnSessions,
      answer: json(EndedSessions),
    },
    'GET /me': { summary: { zh: '当前登录者', en: 'Who is signed in' }, who, answer: json(me) },
  });
