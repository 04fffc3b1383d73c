/** What a person agrees to before an account is opened: by whom, what, why, how long, what never happens, how to stop. */
import { createHash } from 'node:crypto';
import type { Policy } from '#kernel/policy/policy.ts';

export interface ConsentText {
  /** changes with every change of the words */
  readonly version: string;
  readonly title: string;
  readonly titleEn: string;
  /** one paragraph a line */
  readonly text: string;
  /** the same in English, to be understood by; what is agreed to is the Chinese */
  readonly textEn: string;
  /** hex SHA-256 of the text */
  readonly digest: string;
}

/** Raise it whenever a word below changes: a receipt must say which words were agreed to (个人信息保护法 14、17). */
const REVISION = 2;

export function consentText(policy: Policy): ConsentText {
  const text = chinese(policy).join('\n');
  return {
    version: `${policy.id}.${REVISION}`,
    title: `${policy.names.points}账户授权说明`,
    titleEn: 'What you agree to by opening a points account',
    text,
    textEn: english(policy).join('\n'),
    digest: createHash('sha256').update(text, 'utf8').digest('hex'),
  };
}

const chinese = ({ names, minimumAge }: Policy): string[] => [
  `您可以自愿开通${names.points}账户。不开通不影响您办理任何事项，也不影响您享有的任何公共服务。`,
  `一、谁来处理。${names.creditOffice}负责，用${names.pointsSystem}办理。有疑问或者要行使权利，可以在这里办，也可以找${names.creditOffice}或者政务服务窗口。`,
  `二、处理什么信息、从哪里来。开通后，${names.platform}会把有权机关认定的、关于您的信用信息（事项、认定部门、日期、有效期）推送过来。这里不存您的姓名和证件号码，只用由证件号码加密算出的标识来对应您本人。`,
  '三、用来做什么。按公开的规则计算您的分数，并向您逐项说明来由。您要享受某项优惠时，每次都先由您在自己的手机上同意，才告诉那一家单位“符合”或者“未确认”；不提供分数，也不提供任何记录。',
  '四、不会做什么。分数只用于激励，不用于任何惩戒；分数高低不影响基本公共服务和您的法定权利；不向任何单位提供名单或者排名。',
  '五、保存多久。保存到您注销为止；其间记录到期、修复或者撤销的，不再计分。注销后立即删除关于您的全部信息，只保留一份回执，证明您何时同意、何时撤回。',
  '六、怎样停止。随时可以在“积分”页注销，不需要理由，也不收费；推送立即停止。撤回同意不影响此前已经依据同意进行的处理。以后可以随时重新开通。',
  '七、您的其他权利。随时查看账户、计算过程和核验情况，下载全部信息；认为记录有误的，可以提出异议。',
  `八、谁可以开通。年满${minimumAge.years}周岁、经实名认证的本人。`,
];

const english = ({ minimumAge }: Policy): string[] => [
  'Opening an account is up to you. Without one, nothing you do with the city and no public service changes.',
  '1. By whom. The city’s credit office is responsible and runs the points system. Ask here, at the office, or at a service counter.',
  '2. What, and from where. The platform passes on what competent authorities determined about you (matter, authority, dates). Your name and document number are not kept here; an identifier computed from your number with a secret key stands for you.',
  '3. What for. To compute your points by published rules and explain each of them to you. When you want a benefit you agree on your own phone, each time, before that one provider is told yes or not confirmed: never a figure, never a record.',
  '4. What never happens. Points only encourage and are no ground for any sanction; they touch no basic service and no right; nobody is given a list or a ranking.',
  '5. For how long. Until you close the account; records that ended, were repaired or revoked no longer count meanwhile. On closing, everything about you is deleted at once; one receipt remains, saying when you agreed and when you withdrew.',
  '6. How to stop. Close the account on the points page at any time, without a reason and free of charge; deliveries stop at once. What was done before stays lawful. You may open an account again at any time.',
  '7. Your other rights. See the account, how it is computed and who asked; download everything; object to a record that is wrong.',
  `8. Who may open one. Anyone of ${minimumAge.years} or over, for themself, whose identity the sign-in has verified.`,
];
