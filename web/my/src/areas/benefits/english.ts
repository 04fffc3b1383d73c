/** English for benefits and the code one shows. */
import type { Dictionary } from '../../../../shared/language.tsx';

export const BENEFITS_ENGLISH: Dictionary = {
  优惠: 'Benefits',
  '七个领域的优惠；对方只知道是否符合': 'Seven kinds of benefits; a provider learns yes or no, nothing else',
  我在哪里: 'Where I am',
  全市: 'The whole city',
  '由您自己选择，本页不读取您的位置。': 'You choose; this page does not read your location.',
  哪些单位核验过我: 'Who asked about me',
  '您没有开通积分账户，什么也不会失去：下面各项基本服务人人都有，与积分无关。':
    'You have no points account, and lose nothing by it: the basic services below are for everybody.',
  了解积分账户: 'About the points account',
  人人都有: 'For everybody',
  '以下优惠适用于：{level}及以上（通知 {clause}）':
    'The offers below are for the level {level} and above (notice {clause})',
  '现在还没有单位提供优惠。': 'No provider offers anything at present.',
  '这个地方现在还没有单位提供优惠。': 'No provider offers anything here at present.',
  出示核验码: 'Show a code',
  提供单位: 'Offered by',
  条件: 'Conditions',
  适用范围: 'Where',
  有效期: 'Valid',
  '至 {date}': 'until {date}',
  长期: 'without end',
  '这项优惠现在没有了，可能已经到期。请回到优惠页重新选择。':
    'This offer is not there any more; it may have ended. Please choose again on the benefits page.',
  '同意核验一次，出示核验码': 'Agree to one check and show the code',
  不出示: 'Do not show one',
  对方会知道什么: 'What they will learn',
  '{provider}只会知道一件事：您是否符合“{benefit}”优惠。':
    '{provider} will learn one thing: whether you qualify for “{benefit}”.',
  '不会知道您的分数、等级、任何记录。': 'Not your points, your level or any record.',
  '也不会从这里知道您的姓名和证件号码。': 'Nor, from here, your name or document number.',
  '只用一次，两分钟内有效，只限这一家、这一项。': 'Once, within two minutes, this provider and this benefit only.',
  '核验情况记在您的名下，随时可看；注销账户时一并删除。':
    'The check is listed for you to see at any time; it is deleted with your account.',
  已撤回: 'Taken back',
  '核验码已作废，没有告诉任何人。': 'The code is void; nobody was told anything.',
  核验码已过期: 'The code ran out',
  '没有人用过，也没有告诉任何人。需要时可以再出示一次。': 'Nobody used it and nobody was told. You can show another.',
  '请工作人员扫码，或者念出下面八位码': 'Let the staff scan it, or read out the eight characters',
  核验码的二维码: 'QR code of the code',
  '还有 {seconds} 秒': '{seconds} seconds left',
  两分钟内有效: 'Good for two minutes',
  撤回: 'Take back',
  '已核验：符合': 'Checked: you qualify',
  这个码已经不能用了: 'This code is no longer good',
  '告诉{provider}的答复是：{answer}。没有告诉别的。': '{provider} was told: {answer}. Nothing else.',
  '没有告诉任何人。': 'Nobody was told anything.',
  符合: 'yes',
  未确认: 'not confirmed',
  再出示一次: 'Show another',
  '每次核验都要您在自己的手机上同意。这里的记录只有您看得到，注销账户时一并删除。':
    'Every check needs your consent on your own phone. Only you see this list; it is deleted with your account.',
  '还没有单位核验过。': 'Nobody has asked yet.',
  答复: 'Told',
};
