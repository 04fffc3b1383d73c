/** How the sign-in names accounts and itself. Both are stored as they are told, so neither takes an identity number. */
import { z } from 'zod';
import { checkResidentId } from '#kernel/identity/resident-id.ts';

const holdsResidentId = (text: string): boolean =>
  [...text.matchAll(/(?=(\d{17}[\dXx]))/g)].some(([, number]) => checkResidentId(number ?? '').ok);
const withoutNumber = { error: '不能以身份证号码作为账号；请使用身份认证中另外的账号编号' };

/**
 * A `sub` or a client's id, as the sign-in names an account: without blanks around it and characters nobody sees, so that none looks like
 * another's. It may be a name or a telephone number; the platform looks through it for words that nobody may keep (`screenedAccount`).
 */
export const AccountName = z
  .string()
  .min(1)
  .regex(/^[^\s\p{C}]+(?: [^\s\p{C}]+)*$/u, '首尾不能有空格，也不能含连续空格、换行或看不见的字符')
  .refine((name) => !holdsResidentId(name), withoutNumber);

/** An `iss`: the address of a provider of sign-in. */
export const Issuer = z
  .string()
  .min(1)
  .max(300)
  .regex(/^[!-~]+$/, '只能用英文字母、数字和符号，不能有空格')
  .refine((name) => !holdsResidentId(name), withoutNumber);
