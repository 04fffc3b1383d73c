/** The sex a form gives, as the notice requires it (5.3), in the forms departments write it. */

export type Sex = 'male' | 'female';

const WRITTEN: Readonly<Record<string, Sex>> = {
  男: 'male',
  男性: 'male',
  男士: 'male',
  '1': 'male', // GB/T 2261.1
  M: 'male',
  MALE: 'male',
  女: 'female',
  女性: 'female',
  女士: 'female',
  '2': 'female',
  F: 'female',
  FEMALE: 'female',
};

/** undefined when the text is blank or says neither */
export function parseSex(text: string): Sex | undefined {
  const direct = WRITTEN[text];
  if (direct) return direct;
  const clean = text
    .normalize('NFKC')
    .replace(/[\p{Z}\p{C}]/gu, '')
    .toUpperCase();
  return Object.hasOwn(WRITTEN, clean) ? WRITTEN[clean] : undefined;
}

export const sexInChinese = (sex: Sex): '男' | '女' => (sex === 'male' ? '男' : '女');
