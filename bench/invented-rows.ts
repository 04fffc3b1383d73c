/** Invented reports for measurements: people of region 410199 (never assigned), the same for the same number, some with faults. */

const SURNAMES = [...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕'];
const GIVEN = [...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰飞红玲建文辉力浩宇晨曦宁倩㼆䶮'];
const MATTERS = [
  '参加援鄂医疗队，在武汉某方舱医院工作46天',
  '驾驶保障车辆运送防护物资',
  '参加交通查验点值勤28天',
  '社区卡点值守32天',
  '捐赠口罩5000只',
  '参加隔离点一线流行病学调查',
  '统筹市场价格监测与信息统计工作',
  '受到区级防疫工作表彰',
];
const KINDS = ['1.1', '1.2', '1.3', '1.4', '1.5', '1.7'];
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const DAY = 86_400_000;
const FIRST_BIRTH = Date.UTC(1950, 0, 1);
const BIRTH_DAYS = 18_000;

export const HEADER = ['姓名', '性别', '证件类型', '证件号码', '信息类别', '具体事项', '发生日期', '备注'];

/** Row `index` (from 0): 1 of 200 has a fault, 1 of 500 repeats an earlier row, 1 of 50 needs to be normalised. */
export function inventedRow(index: number): string[] {
  if (index % 500 === 499) return inventedRow(index - 250);
  const random = mix(index);
  const male = index % 2 === 0;
  const number = residentId(index, male);
  const name =
    SURNAMES[random % SURNAMES.length]! +
    GIVEN[(random >>> 6) % GIVEN.length]! +
    GIVEN[(random >>> 12) % GIVEN.length]!;
  const matter = `${MATTERS[(random >>> 5) % MATTERS.length]}`;
  const date = day(Date.UTC(2020, 0, 1) + ((random >>> 9) % 80) * DAY);
  const row = [name, male ? '男' : '女', '居民身份证', number, KINDS[(random >>> 3) % KINDS.length]!, matter, date, ''];
  if (index % 200 === 7) spoil(row, (index / 200) | 0);
  if (index % 50 === 3) row[6] = `${Number(date.slice(0, 4))}年${Number(date.slice(5, 7))}月${Number(date.slice(8))}日`;
  return row;
}

function spoil(row: string[], which: number): void {
  switch (which % 4) {
    case 0:
      row[3] = row[3]!.slice(0, 17);
      break;
    case 1:
      row[5] = '';
      break;
    case 2:
      row[6] = '2999-01-01';
      break;
    default:
      row[4] = '9.9';
  }
}

function residentId(index: number, male: boolean): string {
  const birth = day(FIRST_BIRTH + (index % BIRTH_DAYS) * DAY).replaceAll('-', '');
  const order = (Math.floor(index / BIRTH_DAYS) % 499) * 2 + (male ? 1 : 2);
  const digits = `410199${birth}${String(order).padStart(3, '0')}`;
  let sum = 0;
  for (let at = 0; at < 17; at++) sum += (digits.charCodeAt(at) - 48) * WEIGHTS[at]!;
  return digits + '10X98765432'[sum % 11];
}

const day = (milliseconds: number): string => new Date(milliseconds).toISOString().slice(0, 10);

/** A well-mixed 32-bit number of the index (Murmur3's finaliser). */
function mix(index: number): number {
  let hash = (index + 0x9e3779b9) | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
