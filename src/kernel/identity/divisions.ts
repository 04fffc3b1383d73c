/**
 * Provinces and prefectures as GB/T 2260 numbers them, past assignments included: enough to tell an impossible region
 * from one merely unknown. The districts of a city come from its policy pack, not from here.
 */

const PROVINCES: Readonly<Record<string, readonly [name: string, prefectures: string]>> = {
  '11': ['北京市', '1-2'],
  '12': ['天津市', '1-2'],
  '13': ['河北省', '1-11 21-33 90'],
  '14': ['山西省', '1-11 21-27'],
  '15': ['内蒙古自治区', '1-9 21-30'],
  '21': ['辽宁省', '1-14 21-23'],
  '22': ['吉林省', '1-8 21-24'],
  '23': ['黑龙江省', '1-12 21-27'],
  '31': ['上海市', '1-2'],
  '32': ['江苏省', '1-13 20-29'],
  '33': ['浙江省', '1-11 21-29'],
  '34': ['安徽省', '1-18 21-29'],
  '35': ['福建省', '1-9 21-27'],
  '36': ['江西省', '1-11 21-27'],
  '37': ['山东省', '1-17 21-30'],
  '41': ['河南省', '1-17 21-30 90'],
  '42': ['湖北省', '1-13 21-30 90'],
  '43': ['湖南省', '1-13 21-31'],
  '44': ['广东省', '1-20 21-30 51-53'],
  '45': ['广西壮族自治区', '1-14 21-31'],
  '46': ['海南省', '1-4 90'],
  '50': ['重庆市', '1-3'],
  '51': ['四川省', '1-20 21-37'],
  '52': ['贵州省', '1-6 21-28'],
  '53': ['云南省', '1-9 21-35'],
  '54': ['西藏自治区', '1-6 21-28'],
  '61': ['陕西省', '1-10 21-29'],
  '62': ['甘肃省', '1-12 21-30'],
  '63': ['青海省', '1-2 21-29'],
  '64': ['宁夏回族自治区', '1-5 21-23'],
  '65': ['新疆维吾尔自治区', '1-5 21-32 40-43 90'],
  '71': ['台湾省', ''],
  '81': ['香港特别行政区', ''],
  '82': ['澳门特别行政区', ''],
};

/** 830000 stands for Taiwan in residence permits; it is in no table of divisions. */
const RESIDENCE_PERMIT_ONLY: Readonly<Record<string, string>> = { '83': '台湾地区' };

/** Registrations by national authorities carry 100000. */
const NATIONAL = '1000';

const PREFECTURES: ReadonlySet<string> = new Set(
  Object.entries(PROVINCES).flatMap(([province, [, ranges]]) => [`${province}00`, ...expand(province, ranges)]),
);

function expand(province: string, ranges: string): string[] {
  return ranges
    .split(' ')
    .filter(Boolean)
    .flatMap((range) => {
      const [first = 0, last = first] = range.split('-').map(Number);
      return Array.from({ length: last - first + 1 }, (_, i) => province + String(first + i).padStart(2, '0'));
    });
}

/** The province, region or municipality a division code begins with. */
export function provinceOf(code: string): string | undefined {
  const prefix = code.slice(0, 2);
  return PROVINCES[prefix]?.[0] ?? RESIDENCE_PERMIT_ONLY[prefix];
}

/** Whether the first four digits were ever a province and prefecture, or stand for the national level. */
export function isAssignedPrefecture(code: string): boolean {
  const prefix = code.slice(0, 4);
  return prefix === NATIONAL || PREFECTURES.has(prefix);
}
