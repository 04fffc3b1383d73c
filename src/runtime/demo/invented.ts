/** Invented people and organisations, the same every time: numbers pass every check but lie in region 410199, never assigned. */

/** A small generator with a seed (mulberry32): the demo must not differ between two machines. */
export function dice(seed: number): { below(limit: number): number; pick<T>(from: readonly T[]): T } {
  let state = seed >>> 0;
  const below = (limit: number) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
  return { below, pick: (from) => from[below(from.length)] as (typeof from)[number] };
}

const DOCUMENT_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** Resident identity number (GB 11643). `birth` as YYYYMMDD; `order` 0–999, odd for a man. */
export function residentId(birth: string, order: number): string {
  const body = `410199${birth}${String(order).padStart(3, '0')}`;
  const sum = DOCUMENT_WEIGHTS.reduce((total, weight, index) => total + weight * Number(body[index]), 0);
  return body + '10X98765432'[sum % 11];
}

const CODE_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];

/** Unified social credit code of an enterprise (GB 32100, GB 11714). `body`: eight characters. */
export function creditCode(body: string): string {
  const value = (character: string) => (/\d/.test(character) ? Number(character) : character.charCodeAt(0) - 55);
  const sum = ORGANISATION_WEIGHTS.reduce((total, weight, index) => total + weight * value(body[index] ?? '0'), 0);
  const check = 11 - (sum % 11);
  const first = `91410199${body}${check === 10 ? 'X' : check === 11 ? '0' : check}`;
  let total = 0;
  let weight = 1;
  for (const character of first) {
    total += CODE_ALPHABET.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return first + CODE_ALPHABET[(31 - (total % 31)) % 31];
}

/** The same code with another last character: the kind of slip that makes a report suspect, not invalid. */
export function slipped(code: string): string {
  const last = CODE_ALPHABET.indexOf(code.at(-1) ?? '0');
  return code.slice(0, -1) + CODE_ALPHABET[(last + 1) % CODE_ALPHABET.length];
}

const SURNAMES = [...'韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛范彭郎鲁韦昌马苗凤花方俞任袁柳'];
const GIVEN = [...'安博晨德恩芳国海嘉君凯兰明宁鹏清瑞思泰文欣雅泽志子华建军丽敏娜强涛伟霞燕勇宇玉振'];
const DISTRICT_WORDS = ['中原', '嵩岳', '豫安', '金水湾', '新港', '龙湖', '郑源', '河洛', '商都', '航城'];
const BUSINESS_WORDS = ['瑞康', '永泰', '恒信', '惠民', '同济', '瑞泽', '德盛', '佳禾', '宏远', '鼎新', '博瑞', '众诚'];
const TRADES = [
  '医疗器械有限公司',
  '防护用品有限公司',
  '物流有限公司',
  '食品股份有限公司',
  '生物科技有限公司',
  '商贸有限公司',
  '药业有限公司',
  '供应链管理有限公司',
];

type Dice = ReturnType<typeof dice>;

export const personName = ({ pick, below }: Dice) => pick(SURNAMES) + pick(GIVEN) + (below(3) > 0 ? pick(GIVEN) : '');
export const organisationName = ({ pick }: Dice) => pick(DISTRICT_WORDS) + pick(BUSINESS_WORDS) + pick(TRADES);

export function personNumber(throwing: Dice, sex: '男' | '女'): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const birth = `${1960 + throwing.below(40)}${two(1 + throwing.below(12))}${two(1 + throwing.below(28))}`;
  const order = 100 + throwing.below(440) * 2 + (sex === '男' ? 1 : 0);
  const number = residentId(birth, order);
  // a number that ends so looks cut off by a spreadsheet, and would wait for somebody to confirm it
  return number.endsWith('000') ? residentId(birth, order + 2) : number;
}

export function organisationCode(throwing: Dice): string {
  return creditCode(
    `MA4${Array.from({ length: 5 }, () => throwing.pick([...'0123456789ABCDEFGHJKLMNPQRTUWXY'])).join('')}`,
  );
}
