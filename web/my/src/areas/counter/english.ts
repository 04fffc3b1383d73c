/** English for what a counter does in one's name. */
import type { Dictionary } from '../../../../shared/language.tsx';

export const COUNTER_ENGLISH: Dictionary = {
  窗口代办: 'At the counter',
  '窗口以您的名义准备的事，等您确认；为您代办过什么':
    'What a counter prepared in your name and waits for you; what was done there',
  '窗口工作人员为您准备的事，您确认以后才会办理。请先看清楚：不是您本人的意思，请点“不同意”。':
    'What an officer at a counter prepared for you is done once you confirm it. Read it first; refuse what is not what you mean.',
  等您确认: 'Waiting for you',
  '没有等您确认的。': 'Nothing waits for you.',
  为您代办过的: 'Done for you',
  '没有代办过。': 'Nothing was done at a counter.',
  哪个窗口: 'Which counter',
  '{department}{window}号窗口': 'window {window} of {department}',
  谁的事: 'Whose matter',
  事项或者申请: 'Case or request',
  要替您说的话: 'What will be said for you',
  企业规模: 'Size of the enterprise',
  微型企业: 'Micro',
  小型企业: 'Small',
  中型企业: 'Medium',
  申请暂缓至: 'Hold asked for until',
  信用承诺: 'Commitment',
  '所述属实，今后依法诚信经营、诚信做人；如不属实，愿意承担法律责任。':
    'What I said is true, and I will keep to the law and my word; if it is not true, I answer for it by law.',
  '授权证明（原件由窗口留存）': 'Proof of authority (kept at the counter)',
  准备于: 'Prepared',
  有效至: 'Valid until',
  已过期: 'Expired',
  '确认码，五分钟内有效，念给窗口工作人员：': 'The code, for five minutes; read it to the officer:',
  换一个确认码: 'Another code',
  显示确认码: 'Show the code',
  '同意，就这样办': 'I agree: do it',
  不同意: 'I refuse',
  已确认: 'Confirmed',
  您没有同意: 'You refused',
};
