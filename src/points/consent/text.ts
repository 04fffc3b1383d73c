/** The text a person agrees to before an account is opened: what is used, what for, what never happens, how to leave. */
import { createHash } from 'node:crypto';
import type { Policy } from '#kernel/policy/policy.ts';

export interface ConsentText {
  /** changes with every change of the words */
  readonly version: string;
  readonly title: string;
  readonly text: string;
  /** hex SHA-256 of the text */
  readonly digest: string;
}

/** Raise it whenever a word below changes: a receipt must say which words were agreed to (个人信息保护法 14、17). */
const REVISION = 1;

export function consentText(policy: Policy): ConsentText {
  const { names } = policy;
  const text = [
    `您可以自愿开通${names.points}账户。不开通不影响您办理任何事项，也不影响您享有的任何公共服务。`,
    `一、处理什么信息。开通后，${names.platform}会把有权机关认定的、关于您的信用信息（事项、认定部门、日期、有效期）推送给${names.pointsSystem}。本系统不存储您的姓名和证件号码，只用由证件号码加密算出的标识来对应您本人。`,
    `二、用来做什么。按公开的规则计算您的分数，并向您逐项说明来由；您享受优惠政策时，告诉提供优惠的单位“符合”或“不符合”，不提供分数，也不提供任何记录。`,
    `三、不会做什么。分数只用于激励，不用于任何惩戒；分数高低不影响基本公共服务和您的法定权利；本系统不向任何单位提供名单或排名。`,
    `四、您的权利。您可以随时查看账户和计算过程，下载全部信息，提出异议；可以随时注销。注销后立即停止推送，删除关于您的全部信息，只保留一份注销回执，证明您何时同意、何时撤回。撤回同意不影响此前已经依据同意进行的处理。`,
    `五、谁可以开通。年满${policy.minimumAge.years}周岁、经实名认证的本人。`,
  ].join('\n');
  return {
    version: `${policy.id}.${REVISION}`,
    title: `${names.points}账户授权说明`,
    text,
    digest: createHash('sha256').update(text, 'utf8').digest('hex'),
  };
}
