/** What of a name and a number may be shown to an officer who has not stated a purpose. */

/** 张三 → 张*, 欧阳明 → 欧**, 阿卜杜拉·买买提 → 阿*** (never longer than three stars: the length tells nothing) */
export function maskName(name: string): string {
  const [first = '', ...rest] = [...name];
  return first + '*'.repeat(Math.min(Math.max(rest.length, 1), 3));
}

/** First three and last two characters of a number long enough to keep the rest secret; else the first only. */
export function maskNumber(number: string): string {
  if (number.length < 8) return number.slice(0, 1) + '*'.repeat(Math.max(number.length - 1, 1));
  return number.slice(0, 3) + '*'.repeat(number.length - 5) + number.slice(-2);
}
