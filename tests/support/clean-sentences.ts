/** Sentences as departments write them, full of numbers of every kind and without one that names a person: the same thousands each time. */
import { inventedUscc } from './people.ts';

type Chance = (below: number) => number;

/** A small generator with a seed: what failed once fails again. */
export function chance(seed: number): Chance {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const two = (number: number) => String(number).padStart(2, '0');
const from = <T>(next: Chance, list: readonly T[]): T => list[next(list.length)]!;
const digits = (next: Chance, length: number) => Array.from({ length }, () => next(10)).join('');
const year = (next: Chance) => 2019 + next(8);
const month = (next: Chance) => 1 + next(12);
const day = (next: Chance) => 1 + next(28);
const amount = (next: Chance) => (1 + next(9_999)) * 10 ** next(4);
const dotted = (number: number) => number.toLocaleString('en-US');
const CHINESE = '零一二三四五六七八九';
const inChinese = (number: number) => [...String(number)].map((one) => CHINESE[Number(one)]).join('');
const counted = (n: number) =>
  n < 10 ? CHINESE[n]! : `${n < 20 ? '' : CHINESE[Math.floor(n / 10)]}十${n % 10 ? CHINESE[n % 10] : ''}`;

const date = (next: Chance): string =>
  from(next, [
    () => `${year(next)}年${month(next)}月${day(next)}日`,
    () => `${year(next)}-${two(month(next))}-${two(day(next))}`,
    () => `${year(next)}.${month(next)}.${day(next)}`,
    () => `${year(next)}/${two(month(next))}/${two(day(next))}`,
    () => `${year(next)}${two(month(next))}${two(day(next))}`,
    () => `${inChinese(year(next))}年${counted(month(next))}月${counted(day(next))}日`,
    () => `二〇二〇年${counted(month(next))}月`,
  ])();
const district = (next: Chance) =>
  from(next, ['金水区', '二七区', '中原区', '管城区', '惠济区', '中牟县', '郑东新区', '航空港区']);
const goods = (next: Chance) =>
  from(next, ['医用口罩', '防护服', '护目镜', '消毒液', '额温枪', '蔬菜', '方便面', '矿泉水']);
const unit = (next: Chance) => from(next, ['只', '套', '件', '箱', '吨', '公斤', '把', '瓶']);
const body = (next: Chance) =>
  from(next, [
    '郑市监处罚',
    '郑卫医罚',
    '金公（治）行罚决字',
    '郑应急罚',
    '豫药监械罚',
    '郑环罚决字',
    '郑城执罚决字',
    '郑人社监罚字',
  ]);

const SENTENCES: readonly ((next: Chance) => string)[] = [
  (n) => `${date(n)}向${district(n)}捐赠${goods(n)}${amount(n)}${unit(n)}`,
  (n) => `自${date(n)}至${date(n)}在社区卡点值守${1 + n(60)}天，累计${1 + n(500)}小时`,
  (n) => `捐款${dotted(amount(n))}元，其中现金${dotted(amount(n))}.${two(n(100))}元、物资折合${amount(n)}元`,
  (n) => `处罚决定书文号：${body(n)}〔${year(n)}〕${1 + n(999)}号，罚款${amount(n)}元`,
  (n) => `${body(n)}[${year(n)}]第${digits(n, 5)}号行政处罚决定已于${date(n)}生效`,
  (n) => `依据${body(n)}（${year(n)}）${1 + n(300)}号决定，没收违法所得${amount(n)}.${two(n(100))}元`,
  (n) => `统一社会信用代码${inventedUscc(n(900_000))}，登记日期${date(n)}`,
  (n) => `向河洛宏远商贸有限公司（${inventedUscc(n(900_000))}）采购${goods(n)}${amount(n)}${unit(n)}`,
  (n) => `代码${inventedUscc(n(900_000))}、${inventedUscc(n(900_000))}两家单位${date(n)}联合捐赠`,
  (n) => `生产批号${year(n)}${two(month(n))}${two(day(n))}，共${amount(n)}${unit(n)}，有效期至${date(n)}`,
  (n) => `批号G${year(n)}${two(month(n))}${two(day(n))}的${goods(n)}经检验合格`,
  (n) => `批次LOT${year(n)}${two(month(n))}${two(day(n))}${digits(n, 4)}，数量${amount(n)}`,
  (n) => `国药准字${from(n, ['H', 'Z', 'S'])}${digits(n, 8)}，供应${amount(n)}盒`,
  (n) => `豫械注准${year(n)}${digits(n, 7)}号，日产${amount(n)}${unit(n)}`,
  (n) => `（${year(n)}）豫0105民初${1 + n(9_999)}号民事判决书判令支付${amount(n)}元`,
  (n) => `（${year(n)}）豫01刑终${1 + n(999)}号，${date(n)}宣判`,
  (n) => `案号（${year(n)}）豫${digits(n, 4)}执${1 + n(9_999)}号，执行标的${dotted(amount(n))}元`,
  (n) => `${district(n)}文化路${1 + n(200)}号院${1 + n(30)}号楼${1 + n(5)}单元${101 + n(2_000)}室消杀`,
  (n) => `邮编45${digits(n, 4)}，地址${district(n)}农业路${1 + n(200)}号${1 + n(30)}层`,
  (n) => `咨询电话0371-6${digits(n, 7)}，工作日${8 + n(3)}:${two(n(60))}至1${5 + n(4)}:${two(n(60))}`,
  (n) => `服务热线400-${digits(n, 3)}-${digits(n, 4)}，全年接听${amount(n)}次`,
  (n) => `市民拨打12345热线${amount(n)}次，12315热线${amount(n)}次`,
  (n) => `按《郑信用〔2020〕2号》第${counted(1 + n(6))}条第${counted(1 + n(9))}款第${1 + n(9)}项办理`,
  (n) =>
    `违反《传染病防治法》第${counted(1 + n(70))}条、《治安管理处罚法》第${1 + n(100)}条第${1 + n(4)}款第（${counted(1 + n(9))}）项`,
  (n) => `激励措施第${1 + n(36)}项、第${1 + n(36)}项，第${1 + n(6)}.${1 + n(9)}条`,
  (n) => `执行GB 2626-2019、GB 19083-2010、YY 0469-2011标准，抽检${amount(n)}批次`,
  (n) =>
    `详见https://credit.zhengzhou.example.cn/art/${year(n)}/${month(n)}/${day(n)}/art_${digits(n, 4)}_${digits(n, 7)}.html`,
  (n) =>
    `公告见http://www.zz.example.cn/xwdt/${year(n)}${two(month(n))}/t${year(n)}${two(month(n))}${two(day(n))}_${digits(n, 7)}.html`,
  (n) => `https://example.cn/list?page=${n(90)}&size=${n(900)}&from=${year(n)}-${two(month(n))}-${two(day(n))}`,
  (n) => `完成产值${amount(n)}万元，同比增长${n(90)}.${n(10)}%，纳税${amount(n)}元`,
  (n) => `投入${n(90)}人、${n(30)}台车，${n(24)}小时运转，转运${amount(n)}人次`,
  (n) => `一是捐赠${amount(n)}${unit(n)}；二是值守${n(90)}天；三是组织志愿者${n(900)}人`,
  (n) => `${counted(1 + n(30))}名党员、${counted(1 + n(90))}户家庭、${counted(1 + n(9))}个社区参加`,
  (n) => `1.采购${goods(n)}${amount(n)}${unit(n)} 2.配送${amount(n)}户 3.消杀${dotted(amount(n))}平方米`,
  (n) => `发票号码${digits(n, 8)}，金额${dotted(amount(n))}.${two(n(100))}元，${date(n)}开具`,
  (n) => `合同编号ZZ-${year(n)}-${two(month(n))}-${digits(n, 3)}，总价${amount(n)}万元`,
  (n) => `运单号SF${digits(n, 13)}，发往${district(n)}，${n(90)}件`,
  (n) => `豫A${from(n, ['D', 'F', '8', '6'])}${digits(n, 4)}号车运送${n(90)}.${n(10)}吨，行驶${amount(n)}公里`,
  (n) => `G30连霍高速K${500 + n(100)}+${digits(n, 3)}处值守，查验车辆${amount(n)}辆`,
  (n) => `坐标东经113.${digits(n, 4)}°、北纬34.${digits(n, 4)}°，面积${n(900)}.${two(n(100))}平方米`,
  (n) =>
    `配送${goods(n)}${n(900)}、${n(900)}、${n(900)}、${n(900)}${unit(n)}，分别送至${n(20)}、${n(20)}、${n(20)}、${n(20)}号楼`,
  (n) => `${month(n)}月${day(n)}日${n(24)}时${n(60)}分至${n(24)}时${n(60)}分，完成${n(900)}人次，${n(90)}批`,
  (n) => `受理号${year(n)}${two(month(n))}${two(day(n))}${digits(n, 4)}，${1 + n(20)}个工作日办结`,
  (n) => `收据${year(n)}${two(month(n))}${two(day(n))}${digits(n, 7)}，捐款${amount(n)}元`,
  (n) => `总投资15000000000元的项目于${date(n)}开工，首批到位${amount(n)}万元`,
  (n) => `第${counted(1 + n(20))}届${year(n)}年度“诚信企业”，证书编号${year(n)}-${digits(n, 4)}`,
  (n) =>
    `注册资本${amount(n)}万元，注册号4101001${digits(n, 7)}${n(10)}号已换发为${inventedUscc(n(900_000))}`.replace(
      /注册号\d+号/u,
      '旧照',
    ),
  (n) => `查验身份证${amount(n)}人次、通行证${n(900)}张，劝返车辆${n(90)}辆`,
  (n) => `${n(5) + 1}层${n(900)}房间安装设备${n(90)}台，型号XH-${digits(n, 4)}，${year(n)}款`,
  (n) => `从${date(n)}起，每日${n(12) + 1}:00—${n(10) + 13}:30，分${n(3) + 2}班、每班${n(9) + 1}人`,
];

/** So many of them, each of one or two sentences. */
export function cleanSentences(count: number, seed = 20200213): string[] {
  const next = chance(seed);
  return Array.from({ length: count }, (_, at) => {
    const one = SENTENCES[at % SENTENCES.length]!(next);
    return next(3) === 0 ? `${one}；${from(next, SENTENCES)(next)}。` : one;
  });
}
