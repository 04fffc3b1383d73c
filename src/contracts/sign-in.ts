/** The answer to signing out: this system's session is over; the provider's may live on. */
import { z } from 'zod';

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
