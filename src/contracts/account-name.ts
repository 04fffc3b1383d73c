/** How the sign-in names accounts and itself. Both are stored as they are told, so neither takes a sentence or an identity number. */
import { z } from 'zod';
import { checkResidentId } from '#kernel/identity/resident-id.ts';

const holdsResidentId = (text: string): boolean =>
  [...text.matchAll(/(?=(\d{17}[\dXx]))/g)].some(([, number]) => checkResidentId(number ?? '').ok);
const withoutNumber = { error: '不能以身份证号码作为账号；请使用身份认证中另外的账号编号' };

/** A `sub` (OpenID Connect Core 8: ASCII) or a client's id. */
export const AccountName = z
  .string()
  .min(1)
  .regex(/^[!-~]+(?: [!-~]+)*$/, '只能用英文字母、数字和符号；首尾不能有空格，也不能有连续空格')
  .refine((name) => !holdsResidentId(name), withoutNumber);

/** An `iss`: the address of a provider of sign-in. */
export const Issuer = z
  .string()
  .min(1)
  .max(300)
  .regex(/^[!-~]+$/, '只能用英文字母、数字和符号，不能有空格')
  .refine((name) => !holdsResidentId(name), withoutNumber);
